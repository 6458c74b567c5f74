"""A file of a lesson as text, read with care, so that whatever is wrong in it is told by file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from tui_lab.config import strict_yaml
from tui_lab.config.errors import LabError
from tui_lab.messages import t

MOST_BYTES = 2_000_000
"""A lesson is a few dozen kB; what is larger was put there by mistake."""

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What steers a terminal or turns the direction of text round, and so could show something else than there is."""

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What a lesson's, a block's or a check's id looks like."""
MOST_ID_LETTERS = 60

Stamp = tuple[int, int, int] | None
Made = TypeVar("Made")


def stamp(path: Path) -> Stamp:
    """What changes when a file does; None where there is none. What was read of a file may be kept by it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class ContentError(LabError):
    """Something wrong in a pack, with the file and the line where it is mended."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        """Keep place and sentence apart, for `dl-lab check`."""
        super().__init__(f"{path}:{line}: {what}")
        self.path = path
        self.line = line
        self.what = what


class Faults:
    """Takes what is wrong in a file. This one raises it at once: the app opens no lesson that has a fault."""

    def tell(self, error: ContentError) -> None:
        """Say that something is wrong.

        Raises:
            ContentError: always; whoever keeps faults goes on reading instead.
        """
        raise error

    def attempt(self, read: Callable[[], Made]) -> Made | None:
        """What `read` gives; None where it raises and the fault was kept.

        Raises:
            ContentError: `read` raised it, and faults aren't kept.
        """
        try:
            return read()
        except ContentError as error:
            self.tell(error)
        return None


class AllFaults(Faults):
    """Keeps what is wrong, so that `dl-lab check` can tell all of it at once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.kept: list[ContentError] = []

    def tell(self, error: ContentError) -> None:
        """Keep a fault."""
        self.kept.append(error)


@dataclass(frozen=True)
class Source:
    """The text of a file and where it comes from."""

    path: Path
    text: str
    faults: Faults = field(default_factory=Faults, compare=False, repr=False)
    """What is told of the faults in it."""

    @classmethod
    def of(cls, text: str, path: Path) -> Source:
        """A source whose text is safe to show.

        Raises:
            ContentError: the text has control characters, or ones that turn the direction of writing.
        """
        source = cls(path, text.removeprefix("\ufeff").replace("\r\n", "\n"))
        source.safe(source.text, 1)
        return source

    @classmethod
    def read(cls, path: Path) -> Source:
        """The source in a file.

        Raises:
            ContentError: it is missing, too large, not UTF-8, or has unsafe characters.
        """
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise ContentError(path, 1, t("content.unreadable", why=why)) from error
        if len(data) > MOST_BYTES:
            raise ContentError(path, 1, t("content.too_large", most=MOST_BYTES // 1_000_000))
        try:
            return cls.of(data.decode("utf-8"), path)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ContentError(path, line, t("content.not_utf8")) from error

    @cached_property
    def lines(self) -> list[str]:
        """Its lines; the first is line 1 of errors."""
        return self.text.split("\n")

    def wrong(self, line: int, id: str, /, **values: object) -> ContentError:
        """The error on this line, with the text of `messages` that has this id."""
        return ContentError(self.path, line, t(id, **values))

    def tell(self, line: int, id: str, /, **values: object) -> None:
        """Say what is wrong on this line where one can read on.

        Raises:
            ContentError: always, unless faults are kept.
        """
        self.faults.tell(self.wrong(line, id, **values))

    def safe(self, text: str, line: int) -> str:
        """The text, which begins on this line, if it can be shown.

        Raises:
            ContentError: it holds a character that steers a terminal. A file's own text is looked at as a whole;
                what was written as an escape (in YAML, or as `%1b` in an address) only becomes one later.
        """
        found = UNSAFE.search(text)
        if found is None:
            return text
        at = line + text.count("\n", 0, found.start())
        raise self.wrong(at, "content.unsafe", code=f"U+{ord(found.group()):04X}")

    def yaml(self, text: str, first_line: int) -> tuple[Any, dict[strict_yaml.Path, int]]:
        """The value of a piece of YAML that begins on this line, and the line of each of its parts in the file.

        Raises:
            ContentError: it isn't YAML, has something that strict YAML refuses, or a text that can't be shown.
        """
        try:
            value, lines = strict_yaml.parse(text)
        except strict_yaml.StrictYamlError as error:
            raise self.wrong(first_line + error.line - 1, "content.yaml", what=error.what) from error
        lines = {path: first_line + line - 1 for path, line in lines.items()}
        for path, word in _words(value, ()):
            self.safe(word, lines.get(path, first_line))
        return value, lines


def _words(value: Any, path: strict_yaml.Path) -> Iterator[tuple[strict_yaml.Path, str]]:
    """Every text in a value of YAML, keys too, with the path of where it stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _words(item, (*path, i))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key), key
            yield from _words(item, (*path, key))


def inside(folder: Path, target: Path) -> bool:
    """Whether a path stays in a folder, symbolic links followed."""
    try:
        return target.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links, or a name that no file can have
        return False


def is_id(value: object) -> bool:
    """Whether a value is an id."""
    return isinstance(value, str) and len(value) <= MOST_ID_LETTERS and ID.fullmatch(value) is not None
