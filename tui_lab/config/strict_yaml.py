"""YAML read strictly: what is doubtful is an error with a line number.

Refused: a key that stands twice (`yaml.safe_load` keeps the last one), tags, anchors and aliases, more than
one document, nesting deeper than anything of ours. Only `true` and `false` are booleans, so that the class
`No` stays a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui_lab.messages import t

if TYPE_CHECKING:
    import yaml

Path = tuple[str | int, ...]

_DEEPEST = 16
_LONGEST_NUMBER = 300
"""A number with more digits is none that we need, and from 4,300 on Python refuses to read it."""
_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


class StrictYamlError(Exception):
    """What is wrong (in the language in use, without a full stop) and the line, counted from 1, where it is."""

    def __init__(self, line: int, what: str) -> None:
        """Keep line and sentence apart, for whoever makes the message."""
        super().__init__(f"line {line}: {what}")
        self.line = line
        self.what = what


def parse(text: str) -> tuple[Any, dict[Path, int]]:
    """The value of one YAML document, and the line of each value in it by its path (`("sizes", "train")`).

    Raises:
        StrictYamlError: it isn't YAML, or has something this reader refuses.
    """
    import yaml  # 20 ms

    lines: dict[Path, int] = {}
    make: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is seven times faster
    loader: Any = None
    try:
        loader = make(text)
        loader.get_event()  # start of the stream
        if loader.check_event(yaml.StreamEndEvent):
            raise StrictYamlError(1, t("yaml.empty"))
        loader.get_event()  # start of the document
        value = _value(loader, (), lines)
        loader.get_event()  # end of the document
        if not loader.check_event(yaml.StreamEndEvent):
            raise StrictYamlError(_line(loader.peek_event()), t("yaml.second_document"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if mark is None:  # a character that YAML doesn't allow
            position = int(getattr(error, "position", 0))
            before = text.encode()[:position] if isinstance(position, int) else b""
            raise StrictYamlError(before.count(b"\n") + 1, t("yaml.character")) from None
        raise StrictYamlError(mark.line + 1, _told(str(getattr(error, "problem", error)), text, mark)) from None
    finally:
        if loader is not None:
            loader.dispose()
    return value, lines


def _told(problem: str, text: str, mark: Any) -> str:
    """What is said of PyYAML's own error. A tab that isn't allowed is to it just a character that begins nothing."""
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if line[mark.column : mark.column + 1] == "\t" or " tab " in problem:
        return t("yaml.tab")
    return t("yaml.other", what=problem)


def _line(event: yaml.Event) -> int:
    mark: Any = event.start_mark
    return int(mark.line) + 1


def _value(loader: Any, path: Path, lines: dict[Path, int]) -> Any:
    import yaml

    event = loader.get_event()
    line = lines[path] = _line(event)
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise StrictYamlError(line, t("yaml.alias"))
    if event.tag is not None:
        raise StrictYamlError(line, t("yaml.tag", tag=event.tag))
    if len(path) > _DEEPEST:
        raise StrictYamlError(line, t("yaml.too_deep", most=_DEEPEST))
    if isinstance(event, yaml.ScalarEvent):
        return _plain(event.value) if event.style in (None, "") else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not loader.check_event(yaml.SequenceEndEvent):
            items.append(_value(loader, (*path, len(items)), lines))
        loader.get_event()
        return items
    return _mapping(loader, path, lines)


def _mapping(loader: Any, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    import yaml

    mapping: dict[str, Any] = {}
    while not loader.check_event(yaml.MappingEndEvent):
        key = loader.get_event()
        if not isinstance(key, yaml.ScalarEvent) or key.tag is not None or key.anchor is not None:
            raise StrictYamlError(_line(key), t("yaml.key_no_word"))
        if key.value in mapping:
            raise StrictYamlError(_line(key), t("yaml.key_twice", key=key.value))
        mapping[key.value] = _value(loader, (*path, key.value), lines)
    loader.get_event()
    return mapping


def _plain(word: str) -> Any:
    """What a word without quotes means: null, true, false, a number, or the word."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > _LONGEST_NUMBER:
        return word
    if _INTEGER.fullmatch(word):
        return int(word)
    if _NUMBER.fullmatch(word):
        return float(word)
    return word
