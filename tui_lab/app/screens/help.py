"""All keys of the screen beneath, with what each does."""

from __future__ import annotations

from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from tui_lab.app.lines import BLANK, Line, fit, inset, rule, width_of, wrap
from tui_lab.app.screens.base import BaseScreen, leap_keys, step_keys
from tui_lab.app.widgets.key_footer import RESERVED, KeyFooter, key_name, key_text
from tui_lab.app.widgets.page import ListPage
from tui_lab.messages import t

WIDEST = 96
"""Longer lines are hard to read."""
KEYS_WIDTH = 14


def bindings_of(kind: type[DOMNode]) -> list[Binding]:
    """The bindings that this class and its bases of ours declare, as they stand in `BINDINGS`.

    A key may do several things, each where it can be done; a subclass takes its base's keys over.
    """
    found: list[Binding] = []
    taken = set(RESERVED)
    for base in kind.__mro__:
        if base.__module__.startswith("tui_lab."):
            own = [*Binding.make_bindings(base.__dict__.get("BINDINGS", ()))]
            found += [binding for binding in own if binding.key not in taken and binding.description]
            taken.update(binding.key for binding in own)
    return found


def _table(bindings: list[Binding], width: int) -> list[Line]:
    """Keys that do the same thing share a line."""
    keys: dict[str, list[str]] = {}
    for binding in bindings:
        keys.setdefault(key_text(binding), []).append(key_name(Binding(binding.key, binding.action)))
    lines: list[Line] = []
    for text, names in keys.items():
        rows = zip_longest(_packed([*dict.fromkeys(names)]), wrap(text, width - KEYS_WIDTH - 4), fillvalue=None)
        lines += [
            (("  ", "plain"), (fit(own or "", KEYS_WIDTH), "bold"), ("  ", "plain"), *(part or ()))
            for own, part in rows
        ]
    return lines


def _goes_on(line: Line) -> bool:
    """Whether a line of a table goes on with that above it."""
    return len(line) > 1 and not line[0][0].strip() and not line[1][0].strip()


def _packed(names: list[str]) -> list[str]:
    """Names of keys side by side, on as many lines as their column needs."""
    lines = [names[0]]
    for name in names[1:]:
        longer = f"{lines[-1]}  {name}"
        if cell_len(longer) <= KEYS_WIDTH:
            lines[-1] = longer
        else:
            lines.append(name)
    return lines


class _Keys(ListPage):
    """The text of the help, scrolled by lines."""

    def __init__(self, about: Screen[object]) -> None:
        super().__init__(id="help")
        self._about = about
        self._top = 0
        self._longest = 0
        self._room = 1

    def move(self, by: int) -> None:
        """Scroll by so many lines."""
        self._top = max(0, min(self._top + by, self._longest - self._room))
        self.redraw()

    def move_pages(self, by: int) -> None:
        """Scroll by so many screens."""
        self.move(by * self._room)

    def draw(self, width: int, height: int) -> list[Line]:
        """The part that fits."""
        inner = min(width, WIDEST)
        text = self._text(inner - 2)
        if len(text) > height and width >= 2 * 60:
            inner = (width - 3) // 2
            text = _two_columns(self._sections(inner - 2), inner, height)
        self._longest, self._room = len(text), height
        self._top = max(0, min(self._top, len(text) - height))
        return text[self._top : self._top + height]

    def _sections(self, width: int) -> list[list[Line]]:
        about: list[Line] = []
        if help_id := getattr(self._about, "HELP", ""):
            about = [inset(line) for line in wrap(t(help_id), width - 2)]
        here = bindings_of(type(self._about))
        first = [rule(t("help.this_screen"), width), *about, *([BLANK] if about else []), *_table(here, width)]
        extra = [
            [rule(title, width), *_table(list(bindings), width)]
            for title, bindings in getattr(self._about, "help_sections", list)()
        ]
        own = {binding.key for binding in here}
        everywhere = [binding for binding in bindings_of(type(self.app)) if binding.key not in own]
        last = [rule(t("help.everywhere"), width), *_table(everywhere, width)]
        return [first, *extra, last]

    def _text(self, width: int) -> list[Line]:
        return _stacked(self._sections(width))


def _stacked(sections: list[list[Line]]) -> list[Line]:
    """Sections below each other, a blank line between them."""
    lines: list[Line] = []
    for section in sections:
        lines += ([BLANK] if lines else []) + section
    return lines


def _two_columns(sections: list[list[Line]], width: int, height: int) -> list[Line]:
    """Sections side by side: the first in one column, the others in the other.

    A first one that is higher than the screen goes on at the top of the other column.
    """
    left, right = sections[0], _stacked(sections[1:])
    if len(left) > max(height, len(right)):
        whole = _stacked(sections)
        at = max(height, -(-len(whole) // 2))
        while at > 1 and _goes_on(whole[at]):  # what a key does isn't torn apart
            at -= 1
        left, right = whole[:at], whole[at:]
    lines: list[Line] = []
    for y in range(max(len(left), len(right))):
        part = left[y] if y < len(left) else BLANK
        space = " " * (width - width_of(part) + 1)
        lines.append((*part, (space, "plain"), *(right[y] if y < len(right) else BLANK)))
    return lines


class HelpScreen(BaseScreen):
    """Help on another screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "help.key_close"),
        Binding("question_mark,q", "back", "help.key_close", show=False),
        *step_keys("help.key_scroll", "scroll"),
        *leap_keys("help", "scroll", page_down="space,pagedown"),
    ]

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._keys = _Keys(about)

    def compose(self) -> ComposeResult:
        """The text and the keys."""
        yield self._keys
        yield KeyFooter()

    def action_scroll(self, by: int) -> None:
        """Lines up or down."""
        self._keys.move(by)

    def action_pages(self, by: int) -> None:
        """Screens up or down."""
        self._keys.move_pages(by)
