"""Why a run failed, in one sentence, and what to try."""

TEXTS = {
    "loss_not_finite": "the loss became {value} at step {step} (epoch {epoch}): the learning rate {lr} is probably too "
    "high; try a tenth of it, batch norm, or clip norm 1",
    "out_of_gpu_memory": "the GPU's memory was full at step {step}: try a smaller batch size than {batch}, a smaller "
    "model, or mixed precision; other programs on the GPU count too",
    "out_of_memory": "this machine's memory was full at step {step}: try a smaller batch size than {batch}, fewer "
    "samples or a smaller model",
    "disk_full": "the disk was full at step {step} ({where}): free some space (dl-lab runs prune), then resume; "
    "what was recorded stays",
    "cannot_write": "{where} could not be written at step {step} ({error}): check who owns the folder, then resume",
    "bad_checkpoint": "{where} is not a checkpoint of dl-lab ({error}): nothing of it was run; start a new run, or "
    "resume from another epoch",
    "bad_config": "{problem}",
    "bad_data": "{problem}",
    "no_device": "run.device = {device} is not here (there are: {present}): choose auto",
    "crashed": "the worker met an error it doesn't know at step {step} ({error}): worker.log in the run's folder has "
    "the rest",
}
