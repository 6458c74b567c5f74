"""What the lab's form shows of a `TrainConfig`: groups of rows, derived from its fields. Pure: no Textual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui_lab.app.lines import Line, fit, rule
from tui_lab.config import fields
from tui_lab.config.catalogue import NAMES, Card, card, is_here
from tui_lab.config.checks import FITTING_LOSSES, outputs
from tui_lab.config.errors import LabError
from tui_lab.config.shapes import Layer, layers, parameters
from tui_lab.config.train import TrainConfig
from tui_lab.config.value_words import in_words
from tui_lab.messages import t
from tui_lab.runs.words import rate

FOLD = "data.augmentation"
"""The row that opens and closes the augmentation fields; not a field itself."""

KEYS = {
    "regularisation.dropout": "d",
    "regularisation.batch_norm": "b",
    "optimizer.name": "o",
    "optimizer.lr": "+-",
}
"""The key that changes a live field, by path."""

_GROUPS = {
    "data": ("data.",),
    "model": ("model.",),
    "regularisation": ("regularisation.",),
    "optimizer": ("optimizer.",),
    "schedule": ("schedule.", "early_stopping."),
    "run": ("run.",),
}


@dataclass(frozen=True)
class FormRow:
    """One line of the form.

    Attributes:
        path: of its field, or `FOLD`.
        key: the letters that change it while one moves.
        label: its name.
        value: as text.
        kind: what Enter does to it: a field's kind, or "fold".
        changed: whether it differs from the default.
        waiting: whether a change was sent to the worker and isn't in force yet.
        next_run: whether it differs from what the run in training has, and can't be changed live.
    """

    path: str
    key: str
    label: str
    value: str
    kind: str
    changed: bool = False
    waiting: bool = False
    next_run: bool = False


@dataclass(frozen=True)
class FormGroup:
    """A titled group of rows; `note` stands at the right end of its title."""

    title: str
    note: str
    rows: tuple[FormRow, ...]


def card_of(config: TrainConfig) -> Card | None:
    """The card of its data set; None where there is no such set or its card is damaged."""
    try:
        return card(config.data.name)
    except LabError:
        return None


def model_layers(config: TrainConfig) -> list[Layer]:
    """The layers of its model.

    Raises:
        LabError: the data set is unknown, or the model doesn't fit it.
    """
    data = card(config.data.name)
    return layers(config.model, config.regularisation, data.shape, outputs(config, data))


def applies(config: TrainConfig, path: str, data: Card | None, *, unfolded: bool) -> bool:
    """Whether a field means anything in this config."""
    group, _, name = path.partition(".")
    optimizer = config.optimizer.name
    match group:
        case "data":
            if name.startswith("augmentation."):
                return unfolded and data is not None and data.kind == "image"
            return name != "label_noise" or data is None or data.task != "regression"
        case "model":
            return name in ("kind", "activation", "init") or (name == "hidden") == (config.model.kind == "mlp")
        case "optimizer":
            needed = {
                "momentum": optimizer in ("momentum", "nesterov", "rmsprop"),
                "beta1": optimizer in ("adam", "adamw"),
                "beta2": optimizer in ("adam", "adamw", "rmsprop"),
            }
            return needed.get(name, True)
        case "schedule":
            chosen = config.schedule.name
            if name == "gamma":
                return chosen in ("step", "exponential", "plateau")
            return {"step_size": chosen == "step", "patience": chosen == "plateau"}.get(name, True)
        case "early_stopping":
            return name == "enabled" or config.early_stopping.enabled
        case _:
            on_gpu = config.run.device != "cpu"
            return on_gpu or name not in ("mixed_precision", "compile")


def choices(config: TrainConfig, path: str) -> tuple[str, ...]:
    """What a field may be set to here, for one that has a list; else nothing."""
    data = card_of(config)
    if path == "data.name":
        found = []
        for name in NAMES:
            try:
                if is_here(card(name)):
                    found.append(name)
            except LabError:  # a damaged card: `dl-lab data list` says what is wrong with it
                continue
        return tuple(found)
    if path == "model.kind" and data is not None and data.kind != "image":
        return ("mlp",)
    if path == "run.loss" and data is not None:
        return ("auto", *FITTING_LOSSES[data.task])
    return fields.field(path).choices


def consistent(config: TrainConfig) -> TrainConfig:
    """The config with what doesn't fit its data set put back: a CNN or augmentation without images, a loss."""
    data = card_of(config)
    if data is None:
        return config
    changes: dict[str, Any] = {}
    if data.kind != "image":
        if config.model.kind == "cnn":
            changes["model.kind"] = "mlp"
        for path, spec in fields.fields().items():
            if path.startswith(FOLD + ".") and fields.get(config, path) != spec.default:
                changes[path] = spec.default
    if config.run.loss not in ("auto", *FITTING_LOSSES[data.task]):
        changes["run.loss"] = "auto"
    return fields.replace(config, changes) if changes else config


def value_text(config: TrainConfig, path: str, *, dropout: float = 0.3, ascii: bool = False) -> str:
    """A value as the form shows it; `dropout` is the p that the switch brings back."""
    value = fields.get(config, path)
    spec = fields.field(path)
    on, off = ("[x]", "[ ]") if ascii else ("[■]", "[ ]")
    if path == "regularisation.dropout":
        return f"{on if value else off} {value or dropout:g}"
    if spec.kind == "switch":
        return on if value else off
    if path == "optimizer.lr":
        return rate(value)
    return in_words(path, value)


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as `1×28×28`."""
    return "×".join(map(str, shape))


def form(
    config: TrainConfig,
    *,
    running: TrainConfig | None = None,
    waiting: frozenset[str] = frozenset(),
    unfolded: bool = False,
    dropout: float = 0.3,
    ascii: bool = False,
) -> list[FormGroup]:
    """The form of a config.

    Args:
        config: what is shown.
        running: what the run in training has now; None while none is.
        waiting: paths of live changes that are not in force yet.
        unfolded: whether the augmentation fields are open.
        dropout: the p that the dropout switch brings back.
        ascii: without box characters.
    """
    data = card_of(config)
    notes = {"data": shape_text(data.shape) if data else "", "model": _parameters_note(config)}
    groups = []
    for name, prefixes in _GROUPS.items():
        rows = []
        for path, spec in fields.fields().items():
            if path == FOLD + ".shift" and data is not None and data.kind == "image":
                rows.append(_fold(config, unfolded, ascii))
            if not path.startswith(prefixes) or not applies(config, path, data, unfolded=unfolded):
                continue
            value = fields.get(config, path)
            rows.append(
                FormRow(
                    path=path,
                    key=KEYS.get(path, ""),
                    label=("  " if path.startswith(FOLD) else "") + spec.label,
                    value=value_text(config, path, dropout=dropout, ascii=ascii),
                    kind="choice" if path == "data.name" else spec.kind,
                    changed=value != spec.default,
                    waiting=path in waiting,
                    next_run=running is not None and not spec.live and value != fields.get(running, path),
                )
            )
        rows = [row for row in rows if row.path != FOLD or name == "data"]
        groups.append(FormGroup(t(f"field.group.{name}"), notes.get(name, ""), tuple(rows)))
    return groups


def layer_lines(config: TrainConfig, width: int, *, ascii: bool = False) -> list[Line]:
    """The layers of the model as a table: name, output shape, parameters; nothing where it doesn't fit its data."""
    try:
        found = model_layers(config)
    except LabError:
        return []
    counts = [f"{layer.parameters:,}" if layer.parameters else "" for layer in found]
    total = f"{parameters(found):,}"
    right = max(len(total), len(t("lab.table_parameters")))
    middle = max(len(t("lab.table_output")), *(len(shape_text(layer.outputs)) for layer in found))
    left = max(4, width - right - middle - 4)

    def line(name: str, shape: str, count: str, ink: str) -> Line:
        return ((f" {fit(name, left)} {shape:>{middle}} {count:>{right}} ", ink),)

    lines = [
        rule(t("lab.title_layers"), width, ascii=ascii),
        line(t("lab.table_layer"), t("lab.table_output"), t("lab.table_parameters"), "dim"),
    ]
    for layer, count in zip(found, counts, strict=True):
        shape = shape_text(layer.outputs)
        lines.append(line(layer.name, shape, count, "plain" if count else "dim"))
    return [*lines, line(t("lab.table_total"), "", total, "bold")]


def _parameters_note(config: TrainConfig) -> str:
    try:
        return t("lab.parameters", count=f"{parameters(model_layers(config)):,}")
    except LabError:
        return "!"


def _fold(config: TrainConfig, unfolded: bool, ascii: bool) -> FormRow:
    used = [
        path.rsplit(".", 1)[1]
        for path, spec in fields.fields().items()
        if path.startswith(FOLD + ".") and fields.get(config, path) != spec.default
    ]
    signs = "v>" if ascii else "▾▸"
    text = t("field.word_none") if not used else ", ".join(used)
    return FormRow(
        path=FOLD,
        key="",
        label=t("lab.augmentation"),
        value=f"{signs[0] if unfolded else signs[1]} {text}",
        kind="fold",
        changed=bool(used),
    )
