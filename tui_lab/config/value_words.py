"""Values as a person reads them in running text: `all` training samples instead of 0, `on` in the language in use."""

from __future__ import annotations

from typing import Any

from tui_lab.config import fields
from tui_lab.messages import t

_ZERO = {
    "data.train_samples": "all",
    "data.label_noise": "none",
    "regularisation.gradient_clip": "off",
    "run.threads": "auto",
    "schedule.warmup_epochs": "none",
}


def in_words(path: str, value: Any) -> str:
    """A value in words where it is one that stands for something, else as a learner would type it."""
    kind = fields.field(path).kind
    if kind == "switch":
        return t("field.word_on" if value else "field.word_off")
    if kind in ("int", "float") and value == 0 and path in _ZERO:
        return t(f"field.word_{_ZERO[path]}")
    if kind == "sizes" and not value:
        return t("field.word_none")
    return fields.show(path, value)
