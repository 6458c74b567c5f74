"""What no single field can tell: whether the parts of a config fit each other and the data."""

from __future__ import annotations

from math import prod

from tui_lab.config.catalogue import Card, card
from tui_lab.config.errors import LabError
from tui_lab.config.shapes import Layer, layers
from tui_lab.config.train import LossName, TrainConfig
from tui_lab.messages import t

FITTING_LOSSES: dict[str, tuple[LossName, ...]] = {
    "multiclass": ("cross-entropy",),
    "binary": ("bce", "cross-entropy"),
    "regression": ("mse", "huber"),
}


def outputs(config: TrainConfig, data: Card) -> int:
    """Number of logits: one a class for cross-entropy, else one."""
    if data.task == "multiclass" or config.run.loss == "cross-entropy":
        return len(data.classes)
    return 1


def check(config: TrainConfig) -> list[Layer]:
    """The layers of a config that can be trained.

    Raises:
        LabError: the data set is unknown, or something in the config doesn't fit it.
    """
    data = card(config.data.name)
    if config.model.kind == "cnn" and data.kind != "image":
        raise LabError(t("config.cnn_needs_images"))
    if not config.data.augmentation.is_none and data.kind != "image":
        raise LabError(t("config.augmentation_needs_images", data=data.id))
    fitting = FITTING_LOSSES[data.task]
    if config.run.loss not in ("auto", *fitting):
        raise LabError(
            t("config.loss_misfits", loss=config.run.loss, data=data.id, task=data.task, fitting=", ".join(fitting))
        )
    if config.data.final_fit and config.early_stopping.enabled:
        raise LabError(t("config.nothing_to_stop_by"))
    if config.data.final_fit and config.schedule.name == "plateau":
        raise LabError(t("config.no_plateau"))
    most = data.sizes.train + (data.sizes.validation if config.data.final_fit else 0)
    if config.data.train_samples > most:
        raise LabError(t("config.too_many_samples", data=data.id, wanted=config.data.train_samples, most=most))
    if config.data.label_noise and data.task == "regression":
        raise LabError(t("config.noise_needs_classes", data=data.id))
    found = layers(config.model, config.regularisation, data.shape, outputs(config, data))
    one_value = any(layer.kind == "batch_norm" and prod(layer.outputs[1:]) == 1 for layer in found)
    if one_value and min(config.data.batch_size, config.data.train_samples or most) < 2:
        raise LabError(t("config.norm_needs_two"))
    return found
