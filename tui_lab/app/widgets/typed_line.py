"""A line at the bottom of a screen to type into: what is sought, an answer, a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from tui_lab.app.widgets.painted import Painted

NOTE_COLUMNS = 28
_TO_ANOTHER = ("tab", "shift+tab")
"""Keys that would take the focus away and leave the line open."""


class TypedLine(Horizontal):
    """Hidden until something is asked; what it is asked for comes with the question."""

    DEFAULT_CSS = """
    TypedLine { height: 1; width: 1fr; display: none; }
    TypedLine.open { display: block; }
    TypedLine Painted { height: 1; }
    TypedLine .note { width: 28; }
    TypedLine Input { border: none; height: 1; padding: 0; width: 1fr; background: $cursor; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "entered", "lesson.key.enter_line", show=True),
        Binding("escape", "leave", "lesson.key.leave_line", priority=True),
        Binding("down", "step(1)", "lesson.key.next_found", show=False),
        Binding("up", "step(-1)", "lesson.key.previous_found", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entered: Callable[[str], None] | None = None
        self._typed: Callable[[str], None] | None = None
        self._step: Callable[[int], None] | None = None
        self._left: Callable[[], None] | None = None
        self._stay = False

    def compose(self) -> ComposeResult:
        """The question, the line, a note."""
        yield Painted(classes="question")
        line = Input(select_on_focus=False, compact=True)
        line.cursor_blink = False
        yield line
        yield Painted(classes="note")

    @property
    def is_open(self) -> bool:
        """Whether something is asked now."""
        return self.has_class("open")

    @property
    def value(self) -> str:
        """What is typed so far."""
        return self.query_one(Input).value

    @property
    def note(self) -> str:
        """A few words at the right end."""
        return self._note

    @note.setter
    def note(self, text: str) -> None:
        self._note = text
        self.query_one(".note", Painted).update_lines([((f" {text}", "dim"),)])

    _note = ""

    def ask(
        self,
        question: str,
        entered: Callable[[str], None],
        *,
        value: str = "",
        typed: Callable[[str], None] | None = None,
        step: Callable[[int], None] | None = None,
        left: Callable[[], None] | None = None,
        stay: bool = False,
        password: bool = False,
    ) -> None:
        """Open the line.

        Args:
            question: what stands before it.
            entered: takes what was typed at Enter.
            value: what stands there at first.
            typed: takes what is typed at each key.
            step: takes 1 and -1 at the keys down and up.
            left: is called at Escape.
            stay: whether the line stays open after Enter.
            password: whether what is typed is hidden.
        """
        self._entered, self._typed, self._step, self._left, self._stay = entered, typed, step, left, stay
        label = self.query_one(".question", Painted)
        label.styles.width = min(cell_len(question) + 3, max(10, self.app.size.width // 2))
        label.update_lines([((f"  {question} ", "accent"),)])
        line = self.query_one(Input)
        with line.prevent(Input.Changed):
            line.value = value
        line.cursor_position = len(value)
        if value and stay:  # what was sought last: typing replaces it
            line.select_all()
        line.password = password
        self.query_one(".note", Painted).display = typed is not None or step is not None
        self.note = ""
        self.add_class("open")
        line.focus()

    def close(self) -> None:
        """Hide the line; whoever is asked next begins anew."""
        if self.is_open:
            self.remove_class("open")
            self.screen.set_focus(None)
            self.screen.refresh_bindings()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        if self._typed is not None and self.is_open:
            self._typed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed."""
        event.stop()
        entered = self._entered
        if not self._stay:
            self.close()
        if entered is not None:
            entered(event.value)

    def action_entered(self) -> None:
        """Enter is the input's own key; this one is for the footer."""

    def action_step(self, by: int) -> None:
        """The next or the previous."""
        if self._step is not None:
            self._step(by)

    def action_leave(self) -> None:
        """Close without an answer."""
        left = self._left
        self.close()
        if left is not None:
            left()

    def on_key(self, event: events.Key) -> None:
        """The focus stays here; all other keys are the input's, whose bindings come after this."""
        if self.is_open and event.key in _TO_ANOTHER:
            event.stop()
