"""A translation laid over the English lesson: its words, with the code, the presets and the numbers of English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from tui_lab.content.lesson import Block, Cell, Exercise, Explorable, Lesson, Preset, Quiz

Named = Cell | Exercise | Quiz | Preset | Explorable
"""A block with an id of its own."""


WORDS = ("choices",)
"""Options of an explorable that are read by people, and so translated."""


class Stretch(NamedTuple):
    """A block with an id (None at the beginning) and the text below it, up to the next id."""

    named: Named | None
    text: tuple[Block, ...]


class Difference(NamedTuple):
    """Where a translation doesn't follow its English: a message id, its values, the line in the translation."""

    what: str
    values: dict[str, object]
    line: int


def stretches(blocks: tuple[Block, ...]) -> dict[str, Stretch]:
    """The blocks by the id above them, in order; the text before the first id stands under the empty one."""
    found: dict[str, tuple[Named | None, list[Block]]] = {"": (None, [])}
    text = found[""][1]
    for block in blocks:
        if isinstance(block, Named):
            text = []
            found[block.id] = (block, text)
        else:
            text.append(block)
    return {id: Stretch(named, tuple(text)) for id, (named, text) in found.items()}


def merge(english: Lesson, own: Lesson) -> Lesson:
    """The translation `own`, with the blocks of English wherever it has none that fits.

    Keys are those of English: a stretch of text is taken from the translation as far as it has the same blocks in
    the same order, so that a note on the third paragraph below a cell stays there when the language changes.
    """
    theirs = stretches(own.blocks)
    blocks: list[Block] = []
    for id, stretch in stretches(english.blocks).items():
        translated = theirs.get(id)
        if stretch.named is not None:
            blocks.append(_named(stretch.named, translated.named if translated else None))
        blocks += _text(stretch.text, translated.text if translated else ())
    missing = next(differences(english, own), None) is not None
    return replace(own, missing=missing, blocks=tuple(blocks))


def _named(english: Named, own: Named | None) -> Named:
    """The block with the words of the translation; English where it isn't its translation."""
    if own is None or type(own) is not type(english):
        return english
    if isinstance(english, Cell | Preset):
        return replace(english, line=own.line)
    if isinstance(english, Explorable) and isinstance(own, Explorable):
        return replace(english, line=own.line, predict=own.predict or english.predict, options=_options(english, own))
    if isinstance(english, Quiz) and isinstance(own, Quiz):
        if not same_answers(english, own):
            return english
        return replace(english, line=own.line, question=own.question, choices=own.choices)
    if isinstance(english, Exercise) and isinstance(own, Exercise):
        return replace(english, line=own.line, task=own.task)
    return english


def _options(english: Explorable, own: Explorable) -> tuple[tuple[str, str], ...]:
    """The options of English, with those that are words from the translation."""
    words = {name: text for name, text in own.options if name in WORDS}
    return tuple((name, words.get(name, text)) for name, text in english.options)


def _worded(block: Explorable) -> set[str]:
    return {name for name, _ in block.options if name in WORDS}


def same_answers(english: Quiz, own: Quiz) -> bool:
    """Whether two quizzes have the same answers, as far as can be told without knowing the languages."""
    return (
        english.kind == own.kind
        and english.numbers == own.numbers
        and (english.answer, english.tolerance) == (own.answer, own.tolerance)
        and [choice.right for choice in english.choices] == [choice.right for choice in own.choices]
    )


def _text(english: tuple[Block, ...], own: tuple[Block, ...]) -> list[Block]:
    """The text between two ids: translated as far as it goes, English where the two don't go together."""
    if not follows(english, own):
        return list(english)
    translated = [replace(block, key=original.key) for original, block in zip(english, own, strict=False)]
    return [*translated, *english[len(translated) :]]


def follows(english: tuple[Block, ...], own: tuple[Block, ...]) -> bool:
    """Whether a text is the beginning of the translation of another one: the same kinds of block in the same order."""
    return len(own) <= len(english) and all(
        _shape(block) == _shape(original) for original, block in zip(english, own, strict=False)
    )


def _shape(block: Block) -> tuple[object, ...]:
    """What a block has in common with its translation, beside what it says."""
    return (type(block), getattr(block, "level", None), getattr(block, "kind", None))


def differences(english: Lesson, own: Lesson) -> Iterator[Difference]:
    """Where a translation is partial or stale, so that English stands in for it."""
    originals, theirs = stretches(english.blocks), stretches(own.blocks)
    end = own.blocks[-1].line if own.blocks else 1
    for id, stretch in originals.items():
        translated = theirs.get(id)
        if translated is None:
            yield Difference("content.not_translated", {"id": id}, end)
            continue
        line = translated.named.line if translated.named else 1
        if stretch.named is not None and translated.named is not None:
            yield from _named_differences(stretch.named, translated.named)
        if not follows(stretch.text, translated.text):
            yield Difference("content.other_text", {"id": id or english.id}, line)
        elif len(translated.text) < len(stretch.text):
            last = translated.text[-1].line if translated.text else line
            missing = len(stretch.text) - len(translated.text)
            yield Difference("content.text_missing", {"id": id or english.id, "n": missing}, last)
    for id, translated in theirs.items():
        if id not in originals and translated.named is not None:
            yield Difference("content.no_such_block", {"id": id}, translated.named.line)
    order = [id for id in originals if id in theirs]
    own_order = [id for id in theirs if id in originals]
    for id, other in zip(order, own_order, strict=True):
        named = theirs[other].named
        if id != other and named is not None:
            yield Difference("content.other_order", {"id": other, "expected": id}, named.line)
            break


def _named_differences(english: Named, own: Named) -> Iterator[Difference]:
    if type(english) is not type(own):
        yield Difference("content.other_kind", {"id": english.id}, own.line)
    elif isinstance(english, Quiz) and isinstance(own, Quiz) and not same_answers(english, own):
        yield Difference("content.other_answers", {"id": english.id}, own.line)
    elif (
        isinstance(english, Explorable)
        and isinstance(own, Explorable)
        and (bool(english.predict), _worded(english)) != (bool(own.predict), _worded(own))
    ):
        yield Difference("content.no_prediction", {"id": english.id}, own.line)
