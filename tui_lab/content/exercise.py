"""The folder of an exercise, read: what the learner begins with, other answers right and wrong, and what is said.

Nothing in it is run here.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from tui_lab.config import strict_yaml
from tui_lab.content.source import UNSAFE, AllFaults, ContentError, Faults, Source, Stamp, inside, is_id, stamp
from tui_lab.messages import LANGUAGES, t

Texts = Mapping[str, str]
"""A text by language; English is always there."""

GENERAL = (
    "syntax-error",
    "indentation",
    "exception",
    "endless-loop",
    "too-much-output",
    "name-missing",
    "recursion",
    "shadowed",
    "torch-replaced",
    "check-broken",
)
"""Mistakes that any answer may have. Their texts are ours (`messages.exercise`), their keys no exercise may use:

    syntax-error     line, what
    indentation      line, what
    exception        line, error      it raised something
    endless-loop     seconds
    too-much-output  lines
    name-missing     name             what the checks look for isn't defined
    recursion        line, name       a function calls itself without an end
    shadowed         line, name, type a name of the kernel hides Python's own or a module (`sum = 3`, `torch = 3`)
    torch-replaced   name             a cell put something of its own in the place of torch's function
    check-broken     check, error     the check itself failed, which isn't the learner's fault
"""

_HINT = re.compile(r"#\s*hint:\s*(?P<key>\S+)\s*")
_FORMAT = re.compile(r"[<>^]?[+ ]?[0-9]{0,2},?(\.[0-9]{1,2})?[eEfFgGd%s]?")
"""What may stand behind the colon in a brace: nothing that could make a text of a gigabyte."""


@dataclass(frozen=True)
class ExerciseFiles:
    """All that stands in the folder of an exercise."""

    folder: Path
    starter: str
    solution: str
    right: dict[str, str]
    """Other right answers by the name of their file."""
    wrong: dict[str, tuple[str, str]]
    """Usual wrong answers by the name of their file: the code, and the key of the mistake that must be found."""
    checks: dict[str, Texts]
    """What each check looks at, by its name."""
    mistakes: dict[str, Texts]
    """What is said of a mistake, by its key."""
    hints: tuple[Texts, ...]
    """Graded hints: each says more than the one before."""
    lines: dict[strict_yaml.Path, int] = field(repr=False, default_factory=dict)
    """Where each part of `messages.yaml` stands."""

    @property
    def id(self) -> str:
        """The exercise's id, which is its folder's name."""
        return self.folder.name

    @property
    def check_file(self) -> Path:
        """The file with the checks."""
        return self.folder / "check.py"

    @property
    def messages_file(self) -> Path:
        """The file with the texts."""
        return self.folder / "messages.yaml"

    @classmethod
    def read(cls, folder: Path) -> ExerciseFiles:
        """The exercise in a folder.

        Raises:
            ContentError: a file is missing or can't be read, a text is missing or has other braces in one language
                than in the other, or a wrong answer names a mistake that `messages.yaml` doesn't know.
        """
        return _read(folder, tuple((path, stamp(path)) for path in sorted(folder.rglob("*"))))

    @classmethod
    def inspect(cls, folder: Path) -> tuple[ExerciseFiles | None, list[ContentError]]:
        """The exercise as far as it can be read, and all that is wrong in its files: what `dl-lab check` tells.

        Returns:
            The exercise, without what can't be read; None where there is no folder.
        """
        faults = AllFaults()
        return faults.attempt(lambda: _files(folder, faults)), faults.kept


@lru_cache(maxsize=64)
def _read(folder: Path, _stamps: tuple[tuple[Path, Stamp], ...]) -> ExerciseFiles:
    """What was read is never changed: it may be shared while its files are as they were."""
    return _files(folder, Faults())


def _files(folder: Path, faults: Faults) -> ExerciseFiles:
    if not folder.is_dir():
        raise ContentError(folder, 1, t("content.no_exercise_folder"))
    check_file = folder / "check.py"
    if not check_file.is_file():
        faults.tell(ContentError(check_file, 1, t("content.unreadable", why=t("content.no_file"))))
    texts = faults.attempt(lambda: _Messages(replace(Source.read(folder / "messages.yaml"), faults=faults)))
    starter = faults.attempt(lambda: Source.read(folder / "starter.py").text)
    solution = faults.attempt(lambda: Source.read(folder / "solution.py").text)
    return ExerciseFiles(
        folder=folder,
        starter=starter or "",
        solution=solution or "",
        right={source.path.stem: source.text for source in _python_files(folder, "right", faults)},
        wrong=_wrong_answers(folder, texts, faults),
        checks=texts.checks if texts else {},
        mistakes=texts.mistakes if texts else {},
        hints=texts.hints if texts else (),
        lines=texts.lines if texts else {},
    )


def _wrong_answers(folder: Path, texts: _Messages | None, faults: Faults) -> dict[str, tuple[str, str]]:
    """The usual wrong answers; without the texts it can't be told whether they name a mistake of theirs."""
    wrong: dict[str, tuple[str, str]] = {}
    for source in _python_files(folder, "wrong", faults):
        first = _HINT.fullmatch(source.lines[0])
        if first is None:
            source.tell(1, "content.no_hint_line")
        key = first.group("key") if first else ""
        if key and texts and texts.mistakes and key not in texts.mistakes and key not in GENERAL:
            source.tell(1, "content.hint_unknown", key=key, known=", ".join(texts.mistakes))
        wrong[source.path.stem] = (source.text, key)
    return wrong


def _python_files(folder: Path, name: str, faults: Faults) -> Iterator[Source]:
    """The answers in one of the two folders of an exercise."""
    for path in sorted((folder / name).glob("*.py")):
        if not inside(folder, path):
            faults.tell(ContentError(path, 1, t("content.file_outside")))
            continue
        source = faults.attempt(partial(Source.read, path))
        if source is not None:
            yield replace(source, faults=faults)


class _Messages:
    """`messages.yaml`, read strictly."""

    def __init__(self, source: Source) -> None:
        self.source = source
        value, self.lines = source.yaml(source.text, 1)
        if not isinstance(value, dict):
            raise self._wrong((), "content.messages_no_mapping")
        self.unknown = [name for name in value if name not in ("checks", "mistakes", "hints")]
        for name in self.unknown:
            self._tell((name,), "content.messages_unknown", name=name)
        self.checks = self._by_key(value.get("checks"), "checks")
        self.mistakes = self._by_key(value.get("mistakes"), "mistakes")
        for key in self.mistakes:
            if key in GENERAL:
                self._tell(("mistakes", key), "content.key_reserved", key=key)
        hints = value.get("hints")
        if not isinstance(hints, list) or not hints:
            self._tell_missing("hints", "content.no_hints")
            hints = []
        self.hints = tuple(self._texts(texts, ("hints", i)) for i, texts in enumerate(hints))
        for i, texts in enumerate(self.hints):
            if braces(texts["en"]):
                self._tell(("hints", i), "content.hint_has_braces")

    def _by_key(self, value: Any, name: str) -> dict[str, Texts]:
        if not isinstance(value, dict) or not value:
            self._tell_missing(name, "content.messages_missing")
            return {}
        for key in value:
            if not is_id(key):
                self._tell((name, key), "content.not_id", value=key[:40])
        return {key: self._texts(texts, (name, key)) for key, texts in value.items()}

    def _texts(self, value: Any, at: strict_yaml.Path) -> Texts:
        """The text in each language; an empty one where it is wrong and faults are kept."""
        return self.source.faults.attempt(lambda: self._checked(value, at)) or {"en": ""}

    def _checked(self, value: Any, at: strict_yaml.Path) -> Texts:
        if not isinstance(value, dict) or "en" not in value:
            raise self._wrong(at, "content.text_no_english")
        for language, text in value.items():
            if language not in LANGUAGES:
                raise self._wrong((*at, language), "content.no_language", name=language, known=", ".join(LANGUAGES))
            if not isinstance(text, str) or not text.strip():
                raise self._wrong((*at, language), "content.empty_text")
            try:
                names = braces(text)
            except ValueError as error:
                raise self._wrong((*at, language), "content.bad_braces", what=error) from error
            if names != braces(value["en"]) if language != "en" else False:
                raise self._wrong((*at, language), "content.other_braces", names=", ".join(sorted(names)) or "-")
        return {language: " ".join(text.split()) for language, text in value.items()}

    def _wrong(self, at: strict_yaml.Path, id: str, /, **values: object) -> ContentError:
        while at not in self.lines and at:
            at = at[:-1]
        return self.source.wrong(self.lines.get(at, 1), id, **values)

    def _tell_missing(self, name: str, id: str) -> None:
        """Say that a field is missing, unless it was told as an unknown one, which it is where it is misspelt."""
        if not get_close_matches(name, self.unknown, n=1):
            self._tell((name,), id, name=name)

    def _tell(self, at: strict_yaml.Path, id: str, /, **values: object) -> None:
        self.source.faults.tell(self._wrong(at, id, **values))


def braces(text: str) -> set[str]:
    """The names that a text has in braces.

    Raises:
        ValueError: a brace isn't closed, or holds something else than a name and a plain format.
    """
    names: set[str] = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or conversion:
            raise ValueError("{" + name + "}")
        if not _FORMAT.fullmatch(form or ""):
            raise ValueError("{" + name + ":" + (form or "") + "}")
        names.add(name)
    return names


class _Lenient(string.Formatter):
    """Fills in what is there: a hint is worth more than a traceback about it."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002 - positions aren't used
        return kwargs.get(key, "?")

    def format_field(self, value: Any, format_spec: str) -> Any:
        try:
            return format(value, format_spec)
        except (ValueError, TypeError):
            return str(value)


def describe(files: ExerciseFiles, key: str, numbers: Mapping[str, object], language: str) -> str:
    """What is said of a mistake, with its numbers filled in; English where there is no text in the language.

    A number that is missing shows as `?`, a key that is unknown as itself: it never fails. The general mistakes are
    said in the language in use.
    """
    if key in GENERAL:
        text = t(f"exercise.{key}")
    elif key in files.mistakes:
        text = in_language(files.mistakes[key], language)
    else:
        return UNSAFE.sub("", t("exercise.unknown", key=key))
    filled = {name: _shown(value) for name, value in numbers.items()}
    return UNSAFE.sub("", _Lenient().vformat(text, (), filled))


def describe_check(files: ExerciseFiles, name: str, language: str) -> str:
    """What a check looks at; its name where `messages.yaml` doesn't say."""
    return in_language(files.checks[name], language) if name in files.checks else name


def hints(files: ExerciseFiles, language: str) -> tuple[str, ...]:
    """The graded hints."""
    return tuple(in_language(texts, language) for texts in files.hints)


def in_language(texts: Texts, language: str) -> str:
    """The text in a language; English where it has none."""
    return texts.get(language) or texts["en"]


def _shown(value: object) -> object:
    """A number as it is, anything else as a short text."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)[:200]
    if isinstance(value, int) and abs(value) > 10**300:
        return math.inf
    return value
