"""All running text of a block, whatever it is nested in."""

from __future__ import annotations

from collections.abc import Iterator

from tui_lab.content.lesson import (
    Block,
    Bullets,
    Display,
    Exercise,
    Explorable,
    Heading,
    Paragraph,
    Quiz,
    Quote,
    Spans,
    Table,
)

Text = tuple[int, Spans]
"""Running text and the line of the file that it begins on."""


def texts(block: Block) -> Iterator[Text]:
    """Every text in a block, in reading order."""
    match block:
        case Heading() | Paragraph():
            yield block.line, block.spans
        case Bullets():
            for item in block.items:
                yield from texts_of(item)
        case Quote():
            yield from texts_of(block.blocks)
        case Exercise():
            yield from texts_of(block.task)
        case Explorable():
            yield block.line, block.predict
        case Table():
            for row in (block.header, *block.rows):
                yield from ((block.line, cell) for cell in row)
        case Quiz():
            yield from texts_of(block.question)
            for choice in block.choices:
                yield choice.line, choice.spans
                yield choice.line, choice.why
        case _:
            return


def line_of(lines: list[str], first: int, text: str) -> int:
    """The line, from a block's first one on, that has a text of the block; the first one if none has."""
    return next((i for i, line in enumerate(lines[first - 1 :], first) if text in line), first)


def displays(blocks: tuple[Block, ...]) -> Iterator[Display]:
    """The formulas on lines of their own in some blocks, whatever they are nested in."""
    for block in blocks:
        match block:
            case Display():
                yield block
            case Bullets():
                for item in block.items:
                    yield from displays(item)
            case Quote():
                yield from displays(block.blocks)
            case Exercise():
                yield from displays(block.task)
            case Quiz():
                yield from displays(block.question)
            case _:
                pass


def texts_of(blocks: tuple[Block, ...]) -> Iterator[Text]:
    """Every text in some blocks."""
    for block in blocks:
        yield from texts(block)
