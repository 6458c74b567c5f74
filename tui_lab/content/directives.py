"""Directives: fences whose name stands in braces, each made into its block."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Literal, cast, get_args

from tui_lab.content import presets, quizzes
from tui_lab.content.lesson import Block, Cell, Exercise, Explorable, Lesson, Preset, Quiz, Quote
from tui_lab.content.options import Options
from tui_lab.content.prose import Fence, Prose
from tui_lab.content.source import Source, inside, is_id

ADMONITIONS = ("note", "tip", "warning")
NAMES = ("code-cell", "quiz", "exercise", "lab", "explorable", *ADMONITIONS)
Level = Literal["easy", "real", "stretch"]
LEVELS: tuple[Level, ...] = get_args(Level)
START = "top"
"""What blocks before the first id are named after, and so no id."""

_PYTHON = ("", "python", "python3", "ipython", "ipython3")
"""What may stand after {code-cell}; Jupytext writes ipython3."""


class Directives:
    """Makes blocks of the directives of one file."""

    def __init__(self, source: Source, prose: Prose, folder: Path, base: Lesson | None) -> None:
        """`base` is the English lesson where this file is its translation: code and presets stand there."""
        self.source = source
        self.prose = prose
        self.folder = folder
        self.base = {block.key: block for block in base.blocks} if base else None
        self.seen: dict[str, int] = {}

    def block(self, fence: Fence) -> Block:
        """The block of a directive.

        Raises:
            ContentError: there is no such directive, or something in it is wrong; where faults are kept, only
                what leaves no block.
        """
        options = Options(self.source, fence)
        match fence.name:
            case "code-cell":
                return self._cell(fence, options)
            case "quiz":
                id = self._id(fence, fence.argument, fence.line)
                base = self._base(id)
                if self.base is not None and not isinstance(base, Quiz):
                    return quizzes.left_over(id, options, self.prose)
                return quizzes.quiz(id, options, self.prose, base if isinstance(base, Quiz) else None)
            case "exercise":
                return self._exercise(fence, options)
            case "lab":
                id = self._id(fence, fence.argument, fence.line)
                if self.base is not None and not options.body:
                    return Preset(line=fence.line, key=id, id=id, settings=())
                return presets.preset(id, options)
            case "explorable":
                return self._explorable(fence, options)
            case name if name in ADMONITIONS:
                options.only()
                if fence.argument:
                    self.source.tell(fence.line, "content.argument", name=fence.title, argument=fence.argument[:40])
                return Quote(line=fence.line, kind=name, blocks=self.prose.blocks(options.body, options.body_line))
            case name:
                near = get_close_matches(str(name), NAMES, n=1, cutoff=0.5)
                known = ", ".join(f"{{{each}}}" for each in near or NAMES)
                raise self.source.wrong(fence.line, "content.no_directive", name=fence.title, known=known)

    def _base(self, id: str) -> Block | None:
        return self.base.get(id) if self.base is not None else None

    def _id(self, fence: Fence, id: str, line: int) -> str:
        """The id, which must be one and stand for the first time. What is none names no folder either."""
        if not id:
            raise self.source.wrong(line, "content.no_name", directive=fence.title)
        if not is_id(id):
            raise self.source.wrong(line, "content.not_id", value=id[:40])
        if id == START:
            self.source.tell(line, "content.id_reserved", id=id)
        elif id in self.seen:
            self.source.tell(line, "content.id_twice", id=id, other=self.seen[id])
        self.seen.setdefault(id, line)
        return id

    def _cell(self, fence: Fence, options: Options) -> Cell:
        options.only("id", "seconds", "tags")
        if fence.argument not in _PYTHON:
            example = f"{fence.title} python"
            language = fence.argument[:40]
            self.source.tell(fence.line, "content.not_python", language=language, example=example)
        given = self.source.faults.attempt(options.id)
        id = self._id(fence, given, options.line("id")) if given else ""
        seconds = self.source.faults.attempt(lambda: options.number("seconds", 10.0, least=0.001, most=3600))
        if not options.body and self.base is None:
            self.source.tell(fence.line, "content.empty_cell", id=id)
        return Cell(
            line=fence.line,
            key=id,
            id=id,
            code=options.body,
            code_line=options.body_line,
            seconds=seconds or 10.0,
            fails="raises-exception" in self._tags(options),
        )

    def _tags(self, options: Options) -> list[str]:
        value = options.get("tags") or []
        tags = value if isinstance(value, list) else [value]
        if not all(isinstance(tag, str) for tag in tags):
            self.source.tell(options.line("tags"), "content.option_no_word", name="tags")
        return tags

    def _exercise(self, fence: Fence, options: Options) -> Exercise:
        options.only("level")
        task = self.prose.blocks(options.body, options.body_line)
        id = self._id(fence, fence.argument, fence.line)
        # A translation needn't say the level, not even of an exercise that English no longer has.
        base = self._base(id)
        level = base.level if isinstance(base, Exercise) else LEVELS[0]
        if self.base is None or "level" in options:
            given = self.source.faults.attempt(lambda: options.one_of("level", LEVELS))
            level = cast(Level, given or level)
        if not task:
            self.source.tell(fence.line, "content.no_task", id=id)
        folder = self.folder / "exercises" / id
        if not inside(self.folder, folder):
            raise self.source.wrong(fence.line, "content.exercise_outside", id=id)
        return Exercise(
            line=fence.line,
            key=id,
            id=id,
            level=level,
            task=task,
            folder=folder,
        )

    def _explorable(self, fence: Fence, options: Options) -> Explorable:
        if not is_id(fence.argument):
            wrong = "content.not_id" if fence.argument else "content.no_name"
            raise self.source.wrong(fence.line, wrong, value=fence.argument[:40], directive=fence.title)
        given = options.id() if "id" in options else fence.argument
        id = self._id(fence, given, options.line("id"))
        texts: list[tuple[str, str]] = []
        for name, value in options.all().items():
            if name == "id":
                continue
            if isinstance(value, dict | list) or value is None:
                self.source.tell(options.line(name), "content.option_no_word", name=name)
            texts.append((name, str(value).lower() if isinstance(value, bool) else str(value)))
        predict = " ".join(options.body.split("\n"))
        return Explorable(
            line=fence.line,
            key=id,
            id=id,
            name=fence.argument,
            options=tuple(texts),
            predict=self.prose.spans(predict, options.body_line),
        )
