"""The fields of `TrainConfig` as data: what a form shows, what `--set` accepts, what help lists."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from tui_lab.config.errors import LabError
from tui_lab.config.train import ConvStage, TrainConfig
from tui_lab.messages import t

Kind = Literal["choice", "switch", "int", "float", "text", "sizes", "stages"]


class Field(Struct, frozen=True, kw_only=True):
    """One value of a `TrainConfig`, addressed by its dotted path."""

    path: str
    kind: Kind
    default: Any
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    exclusive: bool = False
    """Whether the minimum itself is refused."""
    exclusive_maximum: bool = False
    live: bool = False

    @property
    def label(self) -> str:
        """Its name on a form."""
        return t(f"field.{self.path}")

    @property
    def help(self) -> str:
        """One sentence on what it does."""
        return t(f"field.{self.path}.help")

    @property
    def accepts(self) -> str:
        """What may be written, in words."""
        if self.kind == "choice":
            return ", ".join(self.choices)
        if self.kind in ("int", "float"):
            bounds = []
            if self.minimum is not None:
                bounds.append(t("field.over" if self.exclusive else "field.from", bound=_bound(self.minimum)))
            if self.maximum is not None:
                bounds.append(t("field.below" if self.exclusive_maximum else "field.to", bound=_bound(self.maximum)))
            return " ".join([t(f"field.accepts_{self.kind}"), *bounds])
        return t(f"field.accepts_{self.kind}")


def _bound(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


def _metas(hint: Any) -> tuple[Any, list[Meta]]:
    metas = [m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Meta)]
    return (hint.__origin__ if hasattr(hint, "__metadata__") else hint), metas


def _kind(hint: Any) -> Kind:
    if get_origin(hint) is Literal:
        return "choice"
    if get_origin(hint) is tuple:
        return "stages" if get_args(hint)[0] is ConvStage else "sizes"
    kinds: dict[Any, Kind] = {bool: "switch", int: "int", float: "float", str: "text"}
    return kinds[hint]


def _walk(struct: type[Struct], prefix: str) -> Iterator[Field]:
    hints = get_type_hints(struct, include_extras=True)
    for info in msgspec.structs.fields(struct):
        path = prefix + info.name
        hint, metas = _metas(hints[info.name])
        if isinstance(hint, type) and issubclass(hint, Struct):
            yield from _walk(hint, path + ".")
            continue
        if path == "version":
            continue
        low = next((m.ge if m.ge is not None else m.gt for m in metas if m.ge is not None or m.gt is not None), None)
        high = next((m.le if m.le is not None else m.lt for m in metas if m.le is not None or m.lt is not None), None)
        yield Field(
            path=path,
            kind=_kind(hint),
            default=info.default,
            choices=get_args(hint) if get_origin(hint) is Literal else (),
            minimum=low,
            maximum=high,
            exclusive=any(m.gt is not None for m in metas),
            exclusive_maximum=any(m.lt is not None for m in metas),
            live=any((m.extra or {}).get("live") for m in metas),
        )


@cache
def fields() -> dict[str, Field]:
    """All fields by path, in the order of the form."""
    return {field.path: field for field in _walk(TrainConfig, "")}


def field(path: str) -> Field:
    """The field with this path.

    Raises:
        LabError: there is none; the sentence names the nearest.
    """
    known = fields()
    if path in known:
        return known[path]
    near = get_close_matches(path, known, n=1, cutoff=0.5) or [p for p in known if p.rsplit(".", 1)[-1] == path][:1]
    hint = t("field.nearest", near=near[0]) if near else t("field.all_paths", paths=", ".join(known))
    raise LabError(t("field.unknown", path=path, hint=hint))


def get(config: TrainConfig, path: str) -> Any:
    """The value at a path."""
    value: Any = config
    for part in field(path).path.split("."):
        value = getattr(value, part)
    return value


_TRUE = {"true", "on", "yes", "1"}
_FALSE = {"false", "off", "no", "0"}
_INT = re.compile(r"[+-]?(\d+(_\d+)*|\d{1,3}(,\d{3})+)")
"""Commas only between groups of three: "1,5" is one and a half to many readers, and must not become 15."""
_STAGE = re.compile(r"^(?P<channels>\d+)(\s*k(?P<kernel>\d+))?(\s*p(?P<pool>\d+))?$")


def parse(path: str, text: str) -> Any:
    """The value that a text means for a field: what a learner types into a form or after `--set`.

    Raises:
        LabError: the text doesn't fit the field; the sentence names the field and what it accepts.
    """
    spec, text = field(path), text.strip()
    try:
        return _parse(spec, text)
    except ValueError as error:
        raise _refused(spec, text) from error


def _parse(spec: Field, text: str) -> Any:
    match spec.kind:
        case "switch":
            if text.lower() in _TRUE | _FALSE:
                return text.lower() in _TRUE
            raise ValueError(text)
        case "int":
            if not _INT.fullmatch(text):
                raise ValueError(text)
            return int(text.replace("_", "").replace(",", ""))
        case "float":
            value = float(text)
            if not math.isfinite(value):
                raise ValueError(text)
            return value
        case "sizes":
            return tuple(int(part) for part in re.split(r"[,\s]+", text) if part)
        case "stages":
            matches = [_STAGE.match(part.strip()) for part in text.split(",") if part.strip()]
            if not all(matches):
                raise ValueError(text)
            return tuple(
                ConvStage(**{k: int(v) for k, v in m.groupdict().items() if v is not None}) for m in matches if m
            )
        case _:
            return text


def show(path: str, value: Any) -> str:
    """A value as a learner would type it: the inverse of `parse`."""
    match field(path).kind:
        case "switch":
            return "on" if value else "off"
        case "float":
            short = f"{value:g}"
            return short if float(short) == value else repr(value)
        case "sizes":
            return ", ".join(map(str, value))
        case "stages":
            return ", ".join(
                str(s.channels) + (f" k{s.kernel}" if s.kernel != 3 else "") + (f" p{s.pool}" if s.pool != 2 else "")
                for s in value
            )
        case _:
            return str(value)


def _refused(spec: Field, text: str) -> LabError:
    near = get_close_matches(text.lower(), spec.choices, n=1, cutoff=0.4)
    hint = t("field.nearest", near=near[0]) if near else ""
    return LabError(t("field.refused", path=spec.path, value=text, accepts=spec.accepts, hint=hint).strip())


def _replaced(struct: Struct, parts: list[str], value: Any) -> Struct:
    head, *rest = parts
    inner = _replaced(getattr(struct, head), rest, value) if rest else value
    return msgspec.structs.replace(struct, **{head: inner})


def replace(config: TrainConfig, changes: dict[str, Any]) -> TrainConfig:
    """The config with some values, by path, changed and checked against their fields.

    Raises:
        LabError: a path is unknown or a value is refused by its field.
    """
    for path, value in changes.items():
        spec = field(path)
        changed = _replaced(config, path.split("."), value)
        try:
            config = msgspec.convert(msgspec.to_builtins(changed), TrainConfig)
        except (msgspec.ValidationError, OverflowError, TypeError) as error:
            raise _refused(spec, _written(path, value)) from error
        if isinstance(value, float) and not math.isfinite(value):
            raise _refused(spec, str(value))
    return config


def _written(path: str, value: Any) -> str:
    """A value that was refused, whatever its type: a command by another program may hold anything."""
    try:
        return value if isinstance(value, str) else show(path, value)
    except (TypeError, ValueError, AttributeError, OverflowError):
        return type(value).__name__


def apply_text(config: TrainConfig, settings: list[str]) -> TrainConfig:
    """The config with `path=value` texts applied in their order, as after `--set`.

    Raises:
        LabError: a text has no `=`, or `parse` or `replace` refuses it.
    """
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals:
            raise LabError(t("field.no_equals", setting=setting))
        config = replace(config, {path.strip(): parse(path.strip(), text)})
    return config
