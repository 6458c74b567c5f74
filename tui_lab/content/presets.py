"""Presets of the lab: the YAML below `{lab}`, as fields of a `TrainConfig`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tui_lab.config import strict_yaml
from tui_lab.config.errors import LabError
from tui_lab.config.shortcuts import SHORTCUTS
from tui_lab.content.lesson import Preset
from tui_lab.content.options import Options

if TYPE_CHECKING:
    from tui_lab.config.train import TrainConfig


def preset(id: str, options: Options) -> Preset:
    """The preset of a directive.

    Raises:
        ContentError: there is no such field, or it refuses its value.
    """
    options.only()
    source, line = options.source, options.fence.line
    if not options.body:
        raise source.wrong(line, "content.empty_preset", id=id)
    value, lines = source.yaml(options.body, options.body_line)
    if not isinstance(value, dict):
        raise source.wrong(options.body_line, "content.preset_no_mapping", id=id)
    twin = value.pop("twin", {})
    if not isinstance(twin, dict):
        raise source.wrong(lines[("twin",)], "content.preset_no_mapping", id=f"{id}, twin")
    return Preset(
        line=line,
        key=id,
        id=id,
        settings=_settings(options, value, (), lines),
        twin=_settings(options, twin, ("twin",), lines),
    )


def config(preset: Preset, *, twin: bool = False) -> TrainConfig:
    """The config that a preset opens with, or that of its twin."""
    from tui_lab.config import fields  # 60 ms: msgspec
    from tui_lab.config.train import TrainConfig

    settings = (*preset.settings, *(preset.twin if twin else ()))
    return fields.apply_text(TrainConfig(), [f"{path}={text}" for path, text in settings])


def _settings(
    options: Options, value: dict[str, Any], at: strict_yaml.Path, lines: dict[strict_yaml.Path, int]
) -> tuple[tuple[str, str], ...]:
    """The fields of a mapping by their dotted paths, each as a learner would type it."""
    from tui_lab.config import fields  # 60 ms: msgspec
    from tui_lab.config.train import TrainConfig

    found: dict[str, str] = {}
    usual = TrainConfig()
    for path, given, where in _leaves(value, at):
        line = lines.get(where, options.body_line)
        try:
            parsed = fields.parse(path, _text(given))
            fields.replace(usual, {path: parsed})
        except LabError as error:
            options.source.tell(line, "content.setting", why=error)
            continue
        if path in found:
            options.source.tell(line, "content.setting_twice", path=path)
        found[path] = fields.show(path, parsed)
    return tuple(found.items())


def _leaves(value: dict[str, Any], at: strict_yaml.Path, prefix: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each field's dotted path, its value, and its path in the YAML."""
    for name, inner in value.items():
        path = f"{prefix}{name}"
        if isinstance(inner, dict):
            yield from _leaves(inner, (*at, name), f"{path}.")
        else:
            yield SHORTCUTS.get(path, path), inner, (*at, name)


def _text(value: Any) -> str:
    """A value of YAML as it would be typed into a form."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)
