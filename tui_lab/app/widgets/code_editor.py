"""The editor of cells and exercises: Textual's TextArea with Python's habits and the kernel's knowledge.

It costs 10 ms to import and, with its grammar, 8 ms to make; the lesson screen imports it when it is opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection, TextAreaTheme

from tui_lab.app.inks import text_inks

if TYPE_CHECKING:
    from textual.document._document import Location

INDENT = 4
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_DEDENTS = re.compile(r"\s*(return|pass|break|continue|raise)\b")

# Textual's own query for Python takes 60 ms to compile, at each text that is loaded; this one takes 6.
_HIGHLIGHTS = """
(comment) @comment
(string) @string
(interpolation) @none
(expression_statement (string) @docstring)
[(integer) (float)] @number
[(none) (true) (false) (pass_statement) (break_statement) (continue_statement)] @keyword
["def" "class" "return" "for" "in" "if" "else" "elif" "while" "import" "from" "as" "with" "lambda" "try" "except"
 "finally" "raise" "assert" "del" "global" "nonlocal" "yield" "async" "await" "and" "or" "not" "is"] @keyword
(function_definition name: (identifier) @name)
(class_definition name: (identifier) @name)
"""
# The same inks as `app.code_lines` gives a cell that is painted.
_INKS = {
    "comment": "dim",
    "docstring": "dim",
    "string": "good",
    "number": "validation",
    "keyword": "train",
    "name": "bold",
}


class CodeEditor(TextArea):
    """A text to be edited; says when it has changed, and asks for completions."""

    @dataclass
    class Leave(Message):
        """Escape was pressed."""

    @dataclass
    class Run(Message):
        """The code shall run, and the learner stays in it."""

    @dataclass
    class Complete(Message):
        """Tab was pressed behind a name: completions are wanted for the text at this offset."""

        code: str
        offset: int

    @dataclass
    class Signature(Message):
        """The signature of the call around this offset is wanted."""

        code: str
        offset: int

    @dataclass
    class Find(Message):
        """Something is to be searched in this text."""

    @dataclass
    class Popup(Message):
        """A key for the open list of completions: `next`, `previous`, `take` or `close`."""

        what: str

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "lesson.key.leave_editor", priority=True),
        Binding("f5,ctrl+r", "run", "lesson.key.run_inside", key_display="F5"),
        Binding("tab", "tab", "lesson.key.complete", priority=True),
        Binding("f2", "signature", "lesson.key.signature", key_display="F2"),
        Binding("ctrl+f", "find", "lesson.key.find", key_display="^f"),
        Binding("ctrl+z", "undo", "lesson.key.undo", show=False),
        Binding("ctrl+y", "redo", "lesson.key.redo", show=False),
        Binding("ctrl+home", "document_start", "lesson.key.document_start", show=False),
        Binding("ctrl+end", "document_end", "lesson.key.document_end", show=False),
        Binding("shift+tab", "dedent", "lesson.key.dedent", show=False),
        Binding("ctrl+slash,ctrl+underscore", "comment", "lesson.key.comment", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=False, tab_behavior="indent", compact=True, max_checkpoints=500)
        self.cursor_blink = False
        self.popup_open = False
        """Whether up, down, enter, tab and escape belong to the list of completions."""
        self._python = True
        self._knows_python = self._add_python()

    def _add_python(self) -> bool:
        """Learn to highlight Python; says whether its grammar is there. Without it the text stays plain."""
        try:
            import tree_sitter
            import tree_sitter_python
        except ImportError:
            return False
        self.register_language("python", tree_sitter.Language(tree_sitter_python.language()), _HIGHLIGHTS)
        return True

    def on_mount(self) -> None:
        """Take the theme's colours."""
        self._dress()

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        if self.is_attached and self.is_mounted:
            self._dress()

    def _dress(self) -> None:
        inks = text_inks(self, soft=False)
        styles = {name: Style(color=inks[ink].color, bold=inks[ink].bold) for name, ink in _INKS.items()}
        theme = TextAreaTheme("dl-lab", syntax_styles=styles)
        self.register_theme(theme)
        self.theme = "dl-lab"

    def action_document_start(self) -> None:
        """To the begin of the text."""
        self.move_cursor((0, 0))

    def action_document_end(self) -> None:
        """To the end of the text."""
        self.move_cursor(self.document.end)

    # What is edited

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A note isn't code."""
        return self._python or action not in ("run", "tab", "signature", "comment")

    def open(self, text: str, *, python: bool = True, cursor: Location | None = None) -> None:
        """Edit another text, which undo doesn't go behind: Python, the cursor at its begin, or a note."""
        self._python = python
        self.language = "python" if python and self._knows_python else None
        self.show_line_numbers = python
        self.soft_wrap = not python
        with self.prevent(TextArea.Changed):
            self.load_text(text)
        self.move_cursor(cursor or ((0, 0) if python else self.document.end))

    @property
    def cursor_at(self) -> int:
        """The cursor as a number of characters from the text's begin."""
        return self.offset_of(self.cursor_location)

    def offset_of(self, location: Location) -> int:
        """A place as a number of characters from the text's begin."""
        row, column = location
        return sum(len(self.document.get_line(y)) + 1 for y in range(row)) + column

    def location_of(self, offset: int) -> Location:
        """The place of a character."""
        before = self.text[:offset]
        row = before.count("\n")
        return row, len(before) - (before.rfind("\n") + 1)

    def put(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of what stands between two offsets."""
        self._replace_via_keyboard(text, self.location_of(start), self.location_of(end))

    def find(self, what: str, *, again: bool = False) -> tuple[int, int]:
        """Select the next place of a text, any case, from the cursor on and round; gives its number and of how many."""
        text, sought = self.text.lower(), what.lower()
        places = [match.start() for match in re.finditer(re.escape(sought), text)] if sought else []
        if not places:
            return 0, 0
        begin = self.offset_of(min(self.selection.start, self.selection.end)) + (1 if again else 0)
        at = next((place for place in places if place >= begin), places[0])
        self.selection = Selection(self.location_of(at), self.location_of(at + len(what)))
        self.scroll_cursor_visible()
        return places.index(at) + 1, len(places)

    # Keys

    def action_leave(self) -> None:
        """Out of the editor, or out of the list of completions."""
        self.post_message(self.Popup("close") if self.popup_open else self.Leave())

    def action_run(self) -> None:
        """Run it and stay."""
        self.post_message(self.Run())

    def action_find(self) -> None:
        """Search in this text."""
        self.post_message(self.Find())

    def action_signature(self) -> None:
        """Show the signature of the call that the cursor is in."""
        self.post_message(self.Signature(self.text, self.cursor_at))

    def action_tab(self) -> None:
        """Behind a name complete it; else indent."""
        if self.popup_open:
            self.post_message(self.Popup("take"))
            return
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        start, end = sorted(self.selection)
        if start[0] != end[0]:
            self._shift_lines(start[0], end[0], INDENT)
        elif self._python and before and (before[-1].isalnum() or before[-1] in "_."):
            self.post_message(self.Complete(self.text, self.cursor_at))
        else:
            self._replace_via_keyboard(" " * (INDENT - column % INDENT), start, end)

    def action_dedent(self) -> None:
        """The lines that are selected, or this one, a step to the left."""
        start, end = sorted(self.selection)
        self._shift_lines(start[0], end[0], -INDENT)

    def action_comment(self) -> None:
        """Put a `#` before the lines that are selected, or take it away where all have one."""
        start, end = sorted(self.selection)
        rows = range(start[0], end[0] + 1)
        lines = [self.document.get_line(y) for y in rows]
        full = [line for line in lines if line.strip()]
        if full and all(line.lstrip().startswith("#") for line in full):
            new = [re.sub(r"^(\s*)# ?", r"\1", line) for line in lines]
        else:
            depth = min((len(line) - len(line.lstrip()) for line in full), default=0)
            new = [f"{line[:depth]}# {line[depth:]}" if line.strip() else line for line in lines]
        self._put_lines(start[0], end[0], new)

    def _shift_lines(self, first: int, last: int, by: int) -> None:
        lines = [self.document.get_line(y) for y in range(first, last + 1)]
        if by > 0:
            new = [" " * by + line if line.strip() else line for line in lines]
        else:
            new = [line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines]
        self._put_lines(first, last, new)

    def _put_lines(self, first: int, last: int, lines: list[str]) -> None:
        row, column = self.cursor_location
        wider = len(lines[row - first]) - len(self.document.get_line(row))
        several = first != last
        self._replace_via_keyboard("\n".join(lines), (first, 0), (last, len(self.document.get_line(last))))
        if several:
            self.selection = Selection((first, 0), (last, len(lines[-1])))
        else:
            self.move_cursor((row, max(0, column + wider)))

    async def _on_key(self, event: events.Key) -> None:
        """Enter keeps the indentation, a colon deepens it; the list of completions has its own keys."""
        if self.popup_open and event.key in ("up", "down", "enter"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Popup({"up": "previous", "down": "next", "enter": "take"}[event.key]))
            return
        if self._python and event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            start, end = self.selection
            self._replace_via_keyboard("\n" + self._indent_after(min(start, end)), start, end)
            return
        if self._python and event.key == "backspace" and self._at_indent():
            event.stop()
            event.prevent_default()
            row, column = self.cursor_location
            self._replace_via_keyboard("", (row, (column - 1) // INDENT * INDENT), (row, column))
            return
        await super()._on_key(event)
        if self._python and event.character == "(":
            self.action_signature()

    def _at_indent(self) -> bool:
        """Whether only blanks stand before the cursor, so that backspace takes a step of them."""
        row, column = self.cursor_location
        return column > 0 and self.selection.is_empty and not self.document.get_line(row)[:column].strip(" ")

    def _indent_after(self, place: Location) -> str:
        line = self.document.get_line(place[0])[: place[1]]
        depth = len(line) - len(line.lstrip(" "))
        code = line.split("#")[0].rstrip()
        if code.endswith(":") or (code and code[-1] in _PAIRS):
            depth += INDENT
        elif _DEDENTS.match(line):
            depth = max(0, depth - INDENT)
        return " " * depth
