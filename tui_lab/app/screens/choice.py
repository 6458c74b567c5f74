"""A short list over a screen, of which one line is chosen: headings, bookmarks, what to do with the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from tui_lab.app.lines import BLANK, Line, fit, rule, wrap
from tui_lab.app.screens.base import FAR
from tui_lab.app.screens.dialog import DialogScreen
from tui_lab.messages import t


@dataclass(frozen=True)
class Choice:
    """A line of the list: a sign before it, a note behind it; `key` chooses it at once."""

    text: str
    note: str = ""
    sign: str = ""
    depth: int = 0
    key: str = ""


class ChoiceScreen(DialogScreen[int | None]):
    """Gives the number of the chosen line, or None where it was left."""

    CSS_PATH = "../styles/lesson.tcss"
    WIDEST = 76
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "lesson.key.choice"),
        Binding("k,up", "move(-1)", "lesson.key.choice_up"),
        Binding("pagedown", "move(8)", "lesson.key.choice"),
        Binding("pageup", "move(-8)", "lesson.key.choice_up"),
        Binding("home", f"move({-FAR})", "lesson.key.choice_up"),
        Binding("end", f"move({FAR})", "lesson.key.choice"),
        Binding("enter,space", "take", "lesson.key.take"),
        Binding("escape,q,g,K,M", "dismiss", "lesson.key.close"),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], at: int = 0, about: str = "") -> None:
        """Show these lines under a title; `about` is a sentence between them."""
        super().__init__()
        self._title, self._choices, self._about = title, list(choices), about
        self._at = max(0, min(at, len(choices) - 1))

    def lines(self, width: int, room: int) -> list[Line]:
        """The title, the lines around the chosen one, the keys."""
        head: list[Line] = [rule(self._title, width, ascii=getattr(self.app, "ascii", False))]
        if self._about:
            head += [*([((" ", "plain"), *line) for line in wrap(self._about, width - 2, "dim")]), BLANK]
        foot: list[Line] = [BLANK, ((" " + fit(t("lesson.choice_hint"), width - 2), "dim"),)]
        shown = max(3, room - len(head) - len(foot))
        top = max(0, min(self._at - shown // 2, len(self._choices) - shown))
        rows = [self._row(n, width) for n in range(top, min(len(self._choices), top + shown))]
        return [*head, *rows, *foot]

    def _row(self, n: int, width: int) -> Line:
        choice, on = self._choices[n], n == self._at
        mark = "@" if on else ""
        lead = f"{choice.key or choice.sign:2} " if choice.key or choice.sign else "   "
        text = "  " * choice.depth + choice.text
        note_width = min(len(choice.note), max(0, (width - 8) // 2)) if choice.note else 0
        return (
            ("▌" if on else " ", f"accent{mark}"),
            (lead, f"bold{mark}" if choice.key else f"dim{mark}"),
            (fit(text, width - 6 - note_width - (2 if note_width else 0)), f"{'bold' if on else 'plain'}{mark}"),
            *([("  ", f"plain{mark}"), (fit(choice.note, note_width), f"dim{mark}")] if note_width else []),
            ("  ", f"plain{mark}"),
        )

    def action_move(self, by: int) -> None:
        """Another line."""
        self._at = max(0, min(self._at + by, len(self._choices) - 1))
        self.relabel()

    def action_take(self) -> None:
        """This one."""
        self.dismiss(self._at)

    def on_key(self, event: events.Key) -> None:
        """A letter chooses its line at once. The screen below, which is there again by then, must not get it too."""
        for n, choice in enumerate(self._choices):
            if event.character and choice.key == event.character:
                event.stop()
                event.prevent_default()
                self.dismiss(n)
                return
