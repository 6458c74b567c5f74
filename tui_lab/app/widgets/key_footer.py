"""The last line of each screen: the keys that can be used here and now, at most eight."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.binding import Binding
from textual.screen import Screen

from tui_lab.app.lines import Line, fit
from tui_lab.app.widgets.page import Page
from tui_lab.messages import has, t

MOST = 8
RESERVED = frozenset({"ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q"})
"""Taken by tmux and screen, or by flow control: bound nowhere, whatever Textual's widgets bind."""

_NAMES = {
    "question_mark": "?",
    "colon": ":",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "ctrl+slash": "ctrl+/",
    "ctrl+underscore": "ctrl+_",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


def key_name(binding: Binding) -> str:
    """The key as a person reads it."""
    return binding.key_display or _NAMES.get(binding.key, binding.key)


def key_label(binding: Binding) -> str:
    """What the key does, in the language in use; a description that is no message id stands as it is."""
    return t(binding.description) if has(binding.description) else binding.description


def key_text(binding: Binding) -> str:
    """What the key does, in more words where there are some: the text `<description>_long`."""
    long = f"{binding.description}_long"
    return t(long) if has(long) else key_label(binding)


def usable(screen: Screen[object]) -> list[Binding]:
    """What can be done on this screen now, one binding for each description, its help last."""
    found: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if active.enabled and binding.show and binding.key not in RESERVED:
            found.setdefault(binding.description, binding)
    return sorted(found.values(), key=lambda binding: binding.action.endswith("help"))


def _line(bindings: Iterable[Binding], width: int, gap: int) -> Line:
    line: list[tuple[str, str]] = [(" ", "plain")]
    for binding in bindings:
        line += [(" " * gap * (len(line) > 1), "plain"), (key_name(binding), "bold"), (f" {key_label(binding)}", "dim")]
    return tuple(line) if sum(cell_len(text) for text, _ in line) < width else ()


def _drop_one(bindings: list[Binding], kept: frozenset[str]) -> None:
    """Leave out the last key that may be missed: help, the last of all, stays, and what its screen keeps."""
    spare = [n for n, binding in enumerate(bindings[:-1]) if binding.action.partition("(")[0] not in kept]
    del bindings[spare[-1] if spare else -2 if len(bindings) > 1 else -1]


class KeyFooter(Page):
    """One line; painted again only when what can be done has changed."""

    DEFAULT_CSS = "KeyFooter { dock: bottom; height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._question = ""

    def on_mount(self) -> None:
        """Follow what can be done on the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.redraw())

    def ask(self, question: str) -> None:
        """Show a question instead of the keys; an empty one brings the keys back."""
        self._question = question
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The question, or as many keys as fit: help is always among them."""
        if self._question:
            return [((" ", "plain"), (fit(self._question, width - 2), "accent"))]
        bindings = usable(self.screen)
        kept: frozenset[str] = getattr(self.screen, "FOOTER_KEEPS", frozenset())
        while len(bindings) > MOST:
            _drop_one(bindings, kept)
        while bindings:
            for gap in (3, 2):
                if line := _line(bindings, width, gap):
                    return [line]
            _drop_one(bindings, kept)
        return []
