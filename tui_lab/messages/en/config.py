"""What is said of a config or a settings file as a whole."""

TEXTS = {
    "cnn_needs_images": "model.kind = cnn needs images: choose mlp, or an image data set such as mnist",
    "pooled_away": "model.stages: pooling {pool} after stage {stage} leaves nothing of an image {side} pixels wide: "
    "write p1 for no pooling there, or use fewer stages",
    "augmentation_needs_images": "data.augmentation is for images: {data} has none, so set shift, turn, scale, flip and erase to 0",
    "loss_misfits": "run.loss = {loss} doesn't fit {data} ({task}): choose auto or {fitting}",
    "nothing_to_stop_by": "early_stopping.enabled needs validation data, and data.final_fit trains on all of it: turn one of them off",
    "no_plateau": "schedule.name = plateau needs validation data, and data.final_fit trains on all of it: choose another schedule",
    "too_many_samples": "data.train_samples = {wanted}: {data} has {most} training samples; 0 uses them all",
    "norm_needs_two": "regularisation.batch_norm needs two samples or more in a step: raise data.batch_size and data.train_samples, or turn it off",
    "noise_needs_classes": "data.label_noise is for classes, and {data} predicts a number: set it to 0",
    "carries_code": "it carries code",
    "other_version": "it is of another version",
    "newer": "{where} was written by a newer dl-lab (config version {version}, this one knows {known}): update dl-lab to open it",
    "not_json": "{where} is not a config: it isn't JSON ({error}); mend the file, or put back one that was a config",
    "invalid": "{where}: {error}; mend it (dl-lab fields lists all fields)",
    "unreadable": "{where} can't be read ({error}): check that the run exists and is yours",
    "settings_unreadable": "{where} line {line}: {error}; the settings that were in use before stay",
    "settings_closed": "{where} can't be read ({error}): check who owns it",
    "settings_unknown": "{where}: there is no setting {key}; known are {known}",
    "settings_refused": "{where}: {key} = {value} is not accepted; accepted are {accepts}",
    "settings_unwritable": "{where} can't be written ({error}): the setting holds until dl-lab ends",
}
