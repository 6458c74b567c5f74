"""What can be told of a translation by laying it beside the English lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tui_lab.content import maths_check, parser, translation
from tui_lab.content.lesson import Block, Cell, Lesson, Preset
from tui_lab.content.problem import Problem
from tui_lab.content.walk import texts
from tui_lab.messages import t

_FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def translation_problems(folder: Path, language: str, english: Lesson, *, whole: bool) -> list[Problem]:
    """Where the translation of a lesson is missing, partial, stale or wrong.

    Args:
        folder: the lesson's folder.
        language: that of the translation.
        english: the lesson that it translates.
        whole: whether all of English could be read; else the two aren't laid side by side.
    """
    path = parser.file_of(folder, language)
    if not path.is_file():
        what = t("content.no_translation", language=language, name=path.name)
        return [Problem(english.path, 1, what, warning=True)]
    own, faults = parser.inspect(folder, language, english)
    problems = [Problem.of(fault) for fault in faults]
    if own is not None:
        lines = path.read_text(encoding="utf-8").split("\n")
        problems += (Problem(path, line, what, warning=True) for line, what in maths_check.faulty(own.blocks, lines))
    if own is None or not whole:
        return problems
    problems += _other_code(english, own)
    if faults:
        return problems
    if len(own.objectives) != len(english.objectives):
        what = t("content.other_objectives", n=len(english.objectives))
        problems.append(Problem(path, 1, what, warning=True))
    for difference in translation.differences(english, own):
        what = t(difference.what, **difference.values)
        problems.append(Problem(path, difference.line, what, warning=True))
    problems += _other_figures(english, own)
    return problems


def _other_code(english: Lesson, own: Lesson) -> Iterator[Problem]:
    """Cells and presets of the translation that don't do what they do in English. Code stands once, in English."""
    originals = {block.key: block for block in english.blocks}
    for block in own.blocks:
        original = originals.get(block.key)
        if isinstance(block, Cell) and isinstance(original, Cell) and block.code not in ("", original.code):
            yield Problem(own.path, block.line, t("content.other_code", id=block.id))
        if isinstance(block, Preset) and isinstance(original, Preset):
            given = (block.settings, block.twin)
            if any(given) and given != (original.settings, original.twin):
                yield Problem(own.path, block.line, t("content.other_settings", id=block.id))


def _other_figures(english: Lesson, own: Lesson) -> Iterator[Problem]:
    """Blocks that quote other numbers than their English: the surest sign that one was changed without the other."""
    theirs = translation.stretches(own.blocks)
    for id, stretch in translation.stretches(english.blocks).items():
        translated = theirs.get(id)
        if translated is None or not translation.follows(stretch.text, translated.text):
            continue
        pairs: list[tuple[Block, Block]] = list(zip(stretch.text, translated.text, strict=False))
        if stretch.named is not None and translated.named is not None:
            pairs.insert(0, (stretch.named, translated.named))
        for original, block in pairs:
            before, after = _figures(original), _figures(block)
            if before.keys() != after.keys():
                only = [before[key] for key in before.keys() - after.keys()]
                other = [after[key] for key in after.keys() - before.keys()]
                what = t("content.other_figures", english=_listed(only), own=_listed(other))
                yield Problem(own.path, block.line, what, warning=True)


def _figures(block: Block) -> dict[str, str]:
    """The numbers in a block's words, by their digits alone: 11.25 and 11,25 are the same, and so are 2,000 and 2.000.

    One digit doesn't count: "three" is as good as 3.
    """
    found: dict[str, str] = {}
    for _, spans in texts(block):
        for span in spans:
            if span.kind in ("text", "strong", "em"):
                for figure in _FIGURE.findall(span.text):
                    digits = re.sub("[.,]", "", figure)
                    if len(digits) > 1:
                        found[digits] = figure
    return found


def _listed(figures: list[str]) -> str:
    return ", ".join(sorted(figures)) or "-"
