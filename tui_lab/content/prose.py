"""Markdown's own blocks: the block tokens of markdown-it as headings, paragraphs, lists, quotes, listings, tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui_lab.content.lesson import (
    Block,
    Bullets,
    Display,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Spans,
    Table,
)
from tui_lab.content.source import Source
from tui_lab.content.spans import Spanner

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_DIRECTIVE = re.compile(r"\{(?P<name>[^}]*)\}\s*(?P<argument>.*)")


@cache
def markdown() -> MarkdownIt:
    """CommonMark without HTML, with tables, dollar mathematics, front matter and the block breaks of MyST."""
    from markdown_it import MarkdownIt  # 65 ms with its plugins
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin
    from mdit_py_plugins.myst_blocks import myst_block_plugin

    made = MarkdownIt("commonmark", {"html": False}).enable("table").use(front_matter_plugin)
    made.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    _mend_mathematics(made)
    # Jupytext separates cells of text with +++. Of the other two, a comment would swallow a line that begins with %.
    made.use(myst_block_plugin).disable(["myst_line_comment", "myst_target"])
    return made


def _mend_mathematics(parser: MarkdownIt) -> None:
    """Let a text begin with a formula and end with a digit.

    The rule looks at the character before the first dollar, which is no digit in "costs 5$". Before the beginning of
    the text it takes the last character of the text instead.
    """
    from mdit_py_plugins.dollarmath.index import math_inline_dollar

    within = math_inline_dollar(allow_space=False, allow_digits=False, allow_double=True)
    at_begin = math_inline_dollar(allow_space=False, allow_digits=True, allow_double=True)

    def rule(state: StateInline, silent: bool) -> bool:
        return (within if state.pos else at_begin)(state, silent)

    parser.inline.ruler.at("math_inline", rule)


class Fence:
    """A fenced block: what its first line says, its text, and the line on which the text begins."""

    def __init__(self, token: Token, line: int) -> None:
        """`line` is that of the opening fence."""
        self.line = line
        self.body_line = line + 1
        self.body = token.content
        found = _DIRECTIVE.fullmatch(token.info.strip())
        self.name = found.group("name").strip() if found else None
        """The directive's name; None where it is a plain listing."""
        self.title = f"{{{self.name}}}"
        """Its name as it stands in the file."""
        self.argument = found.group("argument").strip() if found else token.info.strip()


OnDirective = Callable[[Fence], Block]


class Prose:
    """Makes blocks of Markdown that stands in one file."""

    def __init__(self, source: Source, folder: Path) -> None:
        """Links to files are followed from `folder`."""
        self.source = source
        self.spanner = Spanner(source, folder)

    def blocks(self, text: str, first_line: int, on_directive: OnDirective | None = None) -> tuple[Block, ...]:
        """The blocks of a text that begins on `first_line`.

        Args:
            text: Markdown.
            first_line: where it begins in the file, for what is said of it.
            on_directive: makes a block of a directive; without it none may stand here.

        Raises:
            ContentError: a fence has no end, or something stands where it can't.
        """
        return self.of_tokens(markdown().parse(text), text.split("\n"), first_line, on_directive)

    def of_tokens(
        self, tokens: list[Token], lines: list[str], first_line: int, on_directive: OnDirective | None = None
    ) -> tuple[Block, ...]:
        """The blocks of tokens that markdown-it made of these lines; else as `blocks`."""
        walk = _Walk(self, tokens, lines, first_line, on_directive)
        return tuple(walk.until(""))

    def spans(self, text: str, line: int) -> Spans:
        """The spans of a text that is no block of its own, for instance an answer of a quiz."""
        (inline,) = markdown().parseInline(text)
        return self.spanner.spans(inline, line)


class _Walk:
    """One walk over the tokens of a text, from left to right."""

    def __init__(
        self, prose: Prose, tokens: list[Token], lines: list[str], first_line: int, on_directive: OnDirective | None
    ) -> None:
        self.source = prose.source
        self.spanner = prose.spanner
        self.tokens = tokens
        self.lines = lines
        self.first_line = first_line
        self.on_directive = on_directive
        self.at = 0

    def until(self, end: str) -> list[Block]:
        """The blocks up to the token of this type, which is passed over."""
        found: list[Block] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == end:
                break
            block = self._block(token)
            if block is not None:
                found.append(block)
        return found

    def _line(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def _block(self, token: Token) -> Block | None:
        line = self._line(token)
        match token.type:
            case "heading_open":
                return Heading(line=line, level=int(token.tag[1:]), spans=self._inline("heading_close"))
            case "paragraph_open":
                return Paragraph(line=line, spans=self._inline("paragraph_close"))
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, line)
            case "blockquote_open":
                return Quote(line=line, blocks=tuple(self.until("blockquote_close")))
            case "fence":
                return self._fence(token, line)
            case "code_block":
                return Listing(line=line, text=token.content.rstrip("\n"))
            case "math_block":
                return Display(line=line, latex=token.content.strip())
            case "table_open":
                return self._table(line)
            case _:  # the front matter, a rule, a break between Jupyter's cells: nothing to show
                return None

    def _inline(self, end: str) -> Spans:
        """The spans of the inline token that comes next, and pass over the end of its block."""
        inline = self.tokens[self.at]
        spans = self.spanner.spans(inline, self._line(inline))
        self.at += 1
        if self.tokens[self.at].type == end:
            self.at += 1
        return spans

    def _list(self, token: Token, line: int) -> Bullets:
        items: list[tuple[Block, ...]] = []
        ordered = token.type == "ordered_list_open"
        end = token.type.replace("open", "close")
        while self.tokens[self.at].type != end:
            self.at += 1  # list_item_open
            items.append(tuple(self.until("list_item_close")))
        self.at += 1
        start: Any = token.attrs.get("start", 1)
        return Bullets(line=line, items=tuple(items), start=int(start) if ordered else None)

    def _table(self, line: int) -> Table:
        rows: list[tuple[Spans, ...]] = []
        align: list[str] = []
        row: list[Spans] = []
        while (token := self.tokens[self.at]).type != "table_close":
            self.at += 1
            if token.type == "th_open":
                align.append(str(token.attrs.get("style", "")).partition(":")[2] or "left")
            elif token.type == "inline":
                row.append(self.spanner.spans(token, self._line(token)))
            elif token.type == "tr_close":
                rows.append(tuple(row))
                row = []
        self.at += 1
        return Table(line=line, header=rows[0], rows=tuple(rows[1:]), align=tuple(align))

    def _fence(self, token: Token, line: int) -> Block | None:
        self._must_end(token, line)
        fence = Fence(token, line)
        if fence.name is None:
            language = fence.argument.partition(" ")[0]
            return Listing(line=line, text=fence.body.rstrip("\n"), language="" if language == "text" else language)
        on_directive = self.on_directive
        if on_directive is None or token.level > 0:
            self.source.tell(line, "content.directive_inside", name=fence.title)
            return None
        return self.source.faults.attempt(lambda: on_directive(fence))

    def _must_end(self, token: Token, line: int) -> None:
        """Refuse a fence without an end: for markdown-it it runs to the end of the file, or of the next fence."""
        begin, end = token.map or [0, 0]
        last = self.lines[end - 1].lstrip(" >").rstrip() if end - 1 > begin else ""
        closed = len(last) >= len(token.markup) and not last.strip(token.markup[0])
        for i, inner in enumerate(token.content.split("\n")):
            if inner.startswith(token.markup) and inner[len(token.markup) :].lstrip(token.markup[0]).strip():
                raise self.source.wrong(line, "content.no_end_before", other=line + 1 + i, fence=token.markup)
        if not closed:
            raise self.source.wrong(line, "content.no_end", fence=token.markup)
