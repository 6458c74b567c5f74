"""Running text: the inline tokens of markdown-it as spans."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tui_lab.content.lesson import Span, SpanKind, Spans
from tui_lab.content.source import ID, Source, inside

if TYPE_CHECKING:
    from markdown_it.token import Token

LESSON_LINK = re.compile(rf"lesson:(?P<lesson>{ID.pattern})(#(?P<block>{ID.pattern}(\+[0-9]+)?))?")
"""A link to a lesson, or to a block of it: `lesson:activations#only-the-bias`."""
BLOCK_LINK = re.compile(rf"#(?P<block>{ID.pattern}(\+[0-9]+)?)")
"""A link to a block of the same lesson."""
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_WEB = ("http", "https", "mailto")


class Spanner:
    """Makes spans of the inline tokens of one file."""

    def __init__(self, source: Source, folder: Path) -> None:
        """Links to files are followed from `folder` and must stay in it."""
        self.source = source
        self.folder = folder

    def spans(self, inline: Token, line: int) -> Spans:
        """The spans of an inline token that begins on this line.

        Raises:
            ContentError: a link leads out of the lesson's folder, a picture, display mathematics without an end.
        """
        spans: list[Span] = []
        open_kinds: list[SpanKind] = []
        target = ""
        for token in inline.children or ():
            match token.type:
                case "strong_open":
                    open_kinds.append("strong")
                case "em_open":
                    open_kinds.append("em")
                case "strong_close" | "em_close":
                    open_kinds.pop()
                case "link_open":
                    target = self._allowed(str(token.attrs.get("href", "")), line)
                case "link_close":
                    target = ""
                case "code_inline":
                    self._add(spans, token.content, "link" if target else "code", target, line)
                case "math_inline" | "math_inline_double":
                    self._add(spans, token.content.strip(), "math", target, line)
                case "softbreak":
                    self._add(spans, " ", _kind(open_kinds, target), target, line)
                    line += 1
                case "hardbreak":
                    self._add(spans, "\n", _kind(open_kinds, target), target, line)
                    line += 1
                case "image":
                    self.source.tell(line, "content.picture")
                case _:
                    if "$$" in token.content:
                        self.source.tell(line, "content.no_math_end")
                    self._add(spans, token.content, _kind(open_kinds, target), target, line)
        return tuple(spans)

    def _add(self, spans: list[Span], text: str, kind: SpanKind, target: str, line: int) -> None:
        if not text or self.source.faults.attempt(lambda: self.source.safe(text, line)) is None:
            return
        last = spans[-1] if spans else None
        if last is not None and last.kind == kind and last.target == target and kind not in ("math", "code"):
            spans[-1] = Span(last.text + text, kind, target)
        else:
            spans.append(Span(text, kind, target))

    def _allowed(self, href: str, line: int) -> str:
        """Where a link leads; empty where it may not and faults are kept."""
        return self.source.faults.attempt(lambda: self._target(href, line)) or ""

    def _target(self, href: str, line: int) -> str:
        """Where a link leads, if it may lead there."""
        scheme = _SCHEME.match(href)
        if scheme is None:
            if BLOCK_LINK.fullmatch(href):
                return href
            path = unquote(href.partition("#")[0].partition("?")[0])
            if not path or path.startswith("/") or not inside(self.folder, self.folder / path):
                raise self.source.wrong(line, "content.link_outside", target=self.source.safe(unquote(href), line))
            return self.source.safe(href, line)
        if scheme.group(1) == "lesson":
            if not LESSON_LINK.fullmatch(href):
                raise self.source.wrong(line, "content.lesson_link", target=self.source.safe(href, line))
        elif scheme.group(1).lower() not in _WEB:
            raise self.source.wrong(line, "content.link_kind", target=self.source.safe(href, line))
        return self.source.safe(href, line)


def _kind(open_kinds: list[SpanKind], target: str) -> SpanKind:
    if target:
        return "link"
    return "strong" if "strong" in open_kinds else open_kinds[-1] if open_kinds else "text"


def plain(spans: Spans) -> str:
    """The text of spans without their kinds."""
    return "".join(span.text for span in spans).replace("\n", " ")
