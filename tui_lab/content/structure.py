"""What can be told of a pack, or of one lesson, by reading it: structure, links, ids, translations. Nothing is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from tui_lab.config import checks
from tui_lab.config.errors import LabError
from tui_lab.config.places import shipped
from tui_lab.content import course, maths_check, packs, parser, presets
from tui_lab.content.exercise_structure import exercise_problems
from tui_lab.content.lesson import EXPLORABLES, Explorable, Lesson, Preset, Quiz
from tui_lab.content.problem import Problem, attempt
from tui_lab.content.spans import BLOCK_LINK, LESSON_LINK
from tui_lab.content.translation_structure import translation_problems
from tui_lab.content.walk import line_of, texts_of
from tui_lab.messages import LANGUAGES, t

__all__ = ["Problem", "check_pack", "lesson_folders"]


@dataclass
class _Pack:
    """What the lessons of a pack know of each other."""

    order: list[str] | None = None
    """The short ids of all lessons, planned ones too, in the course's order; None where there is no course.yaml."""
    folders: list[Path] = field(default_factory=list)
    """The folders of those that are written and are to be checked."""
    lessons: dict[str, Lesson] = field(default_factory=dict)
    """The ones that could be read, by their short ids."""
    partial: set[str] = field(default_factory=set)
    """Of these the ones in which something is wrong, so that blocks may be missing."""
    outside: list[Path] = field(default_factory=list)
    """The links that lead out of the pack."""


def check_pack(path: Path) -> list[Problem]:
    """Everything that is wrong in a pack's folder, or in that of one lesson.

    Raises:
        LabError: there is neither a pack nor a lesson.
    """
    problems: list[Problem] = []
    pack = _pack(path, problems)
    for folder in pack.folders:
        lesson, faults = parser.inspect(folder, parser.ENGLISH)
        problems += map(Problem.of, faults)
        if lesson is not None:
            pack.lessons[_short(folder)] = lesson
            if faults:
                pack.partial.add(_short(folder))
    for folder in pack.folders:
        lesson = pack.lessons.get(_short(folder))
        if lesson is not None:
            problems += _lesson_problems(lesson, folder, pack)
    said = (t("content.file_outside"), t("content.lesson_outside"))  # by whoever read the file
    told = {problem.path for problem in problems if problem.what in said}
    problems += (Problem(link, 1, t("content.pack_outside")) for link in pack.outside if link not in told)
    return sorted(problems, key=lambda problem: (str(problem.path), problem.line, problem.warning))


def lesson_folders(path: Path) -> list[Path]:
    """The folders of the written lessons of a pack in their order, or the one of a lesson.

    Raises:
        LabError: there is neither a pack nor a lesson.
    """
    return _pack(path, []).folders


def _pack(path: Path, problems: list[Problem]) -> _Pack:
    path = path.parent if path.name in (course.FILE, "lesson.md") else path
    if (path / course.FILE).is_file():
        return _whole(path, problems)
    if not (path / "lesson.md").is_file():
        raise LabError(t("content.nothing_to_check", where=path))
    above = path.absolute().parent.parent
    pack = _whole(above, []) if (above / course.FILE).is_file() else _Pack()
    pack.folders, pack.outside = [path], []
    return pack


def _whole(path: Path, problems: list[Problem]) -> _Pack:
    """The pack in a folder."""
    outside = attempt(problems, path, lambda: packs.measure(path)) or []
    ours = path.resolve() == shipped("lessons").resolve()
    read = attempt(problems, path / course.FILE, lambda: course.read(path / course.FILE, ours=ours))
    if read is None:
        return _Pack(folders=sorted(file.parent for file in path.glob("*/*/lesson.md")), outside=outside)
    listed = [path / lesson.id for lesson in read.lessons if lesson.written]
    for file in sorted(path.glob("*/*/lesson.md")):
        if file.parent not in listed:
            problems.append(Problem(file, 1, t("content.not_listed", file=course.FILE), warning=True))
    return _Pack([lesson.short for lesson in read.lessons], listed, outside=outside)


def _short(folder: Path) -> str:
    """A lesson's short id as its folder tells it."""
    number, dash, rest = folder.absolute().name.partition("-")
    return rest if dash and number.isdigit() else folder.absolute().name


def _lesson_problems(lesson: Lesson, folder: Path, pack: _Pack) -> Iterator[Problem]:
    """What is wrong in a lesson that could be read, if only in part."""
    whole = _short(folder) not in pack.partial
    if lesson.id and lesson.id != _short(folder):
        what = t("content.id_not_folder", id=lesson.id, folder=_short(folder))
        yield Problem(lesson.path, _front_line(lesson.path, "id"), what)
    yield from _needs(lesson, pack)
    lines = lesson.path.read_text(encoding="utf-8").split("\n")
    yield from _links(lesson, folder, pack, lines)
    for line, what in maths_check.faulty(lesson.blocks, lines):
        yield Problem(lesson.path, line, what, warning=True)
    for block in lesson.blocks:
        if isinstance(block, Quiz):
            yield from _quiz(lesson, block)
        elif isinstance(block, Preset):
            yield from _preset(lesson, block)
        elif isinstance(block, Explorable):
            yield from _explorable(lesson, block)
    named = {exercise.id for exercise in lesson.exercises}
    for exercise in {each.id: each for each in lesson.exercises}.values():  # an id may stand twice by mistake
        if not exercise.folder.is_dir():
            yield Problem(lesson.path, exercise.line, t("content.exercise_missing", id=exercise.id))
        else:
            yield from exercise_problems(exercise.folder)
    for check in sorted(folder.glob("exercises/*/check.py")):
        if whole and check.parent.name not in named:
            yield Problem(check, 1, t("content.exercise_unnamed", id=check.parent.name), warning=True)
    yield from _evidence(folder)
    for language in LANGUAGES:
        if language != parser.ENGLISH:
            yield from translation_problems(folder, language, lesson, whole=whole)


def _evidence(folder: Path) -> list[Problem]:
    """Figures in the text that the recorded runs don't bear out."""
    if not (folder / "evidence.py").is_file():
        return []
    from tui_lab.content import evidence

    problems: list[Problem] = []
    found = attempt(problems, folder / "evidence.json", lambda: evidence.problems(folder))
    return problems + [Problem(path, 1, what) for path, what in found or ()]


def _front_line(path: Path, name: str) -> int:
    """The line of a field of front matter; 1 where it can't be told."""
    with path.open(encoding="utf-8") as file:
        return next((i for i, line in enumerate(file, 1) if line.startswith(f"{name}:")), 1)


def _needs(lesson: Lesson, pack: _Pack) -> Iterator[Problem]:
    if pack.order is None:
        return
    line = _front_line(lesson.path, "needs")
    for need in lesson.needs:
        if need not in pack.order:
            yield Problem(lesson.path, line, t("content.need_unknown", id=need, file=course.FILE))
        elif lesson.id in pack.order and pack.order.index(need) >= pack.order.index(lesson.id):
            yield Problem(lesson.path, line, t("content.need_later", id=need), warning=True)


def _links(lesson: Lesson, folder: Path, pack: _Pack, lines: list[str]) -> Iterator[Problem]:
    for line, spans in texts_of(lesson.blocks):
        for target in dict.fromkeys(span.target for span in spans if span.target):
            what = _link(target, lesson, folder, pack)
            if what:
                yield Problem(lesson.path, line_of(lines, line, f"]({target}"), what)


def _link(target: str, lesson: Lesson, folder: Path, pack: _Pack) -> str:
    """What is wrong with a link; empty where nothing is, or where it can't be told."""
    if own := BLOCK_LINK.fullmatch(target):
        return "" if _short(folder) in pack.partial else _block_of(lesson, own["block"])
    if found := LESSON_LINK.fullmatch(target):
        id = found["lesson"]
        if pack.order is not None and id not in pack.order:
            return t("content.link_unknown", id=id, file=course.FILE)
        other = lesson if id == lesson.id else pack.lessons.get(id)
        unsure = (_short(folder) if other is lesson else id) in pack.partial
        return _block_of(other, found["block"]) if other and found["block"] and not unsure else ""
    if ":" not in target and not (folder / unquote(target.partition("#")[0])).exists():
        return t("content.link_no_file", target=unquote(target))
    return ""


def _block_of(lesson: Lesson, key: str) -> str:
    if any(block.key == key for block in lesson.blocks):
        return ""
    return t("content.link_no_block", lesson=lesson.id, block=key)


def _quiz(lesson: Lesson, quiz: Quiz) -> Iterator[Problem]:
    for choice in quiz.choices:
        if not choice.right and not choice.why:
            yield Problem(lesson.path, choice.line, t("content.choice_unexplained", id=quiz.id))


def _explorable(lesson: Lesson, block: Explorable) -> Iterator[Problem]:
    if block.name not in EXPLORABLES:
        what = t("content.explorable_unknown", name=block.name, known=", ".join(EXPLORABLES))
        yield Problem(lesson.path, block.line, what)
    if block.predict and not dict(block.options).get("choices", "").strip(" |"):
        # Enter begins then without a guess, and whatever digits the question itself names do nothing
        yield Problem(lesson.path, block.line, t("content.explorable_no_choices", id=block.id), warning=True)


def _preset(lesson: Lesson, preset: Preset) -> Iterator[Problem]:
    """Whether the preset and its twin can be trained."""
    for twin in (False, True) if preset.twin else (False,):
        try:
            checks.check(presets.config(preset, twin=twin))
        except LabError as error:
            yield Problem(lesson.path, preset.line, t("content.preset_misfits", id=preset.id, why=error))
            return
    if preset.twin and presets.config(preset) == presets.config(preset, twin=True):
        yield Problem(lesson.path, preset.line, t("content.twin_equal", id=preset.id), warning=True)
