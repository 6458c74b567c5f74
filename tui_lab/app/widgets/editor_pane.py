"""The lower pane of a lesson: a title on a rule, the editor, and a line of hints below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from tui_lab.app.lines import Line, fit, rule
from tui_lab.app.widgets.code_editor import CodeEditor
from tui_lab.app.widgets.page import Page

if TYPE_CHECKING:
    from textual.document._document import Location


class _Title(Page):
    """A title on a rule."""

    DEFAULT_CSS = "_Title { height: 1; }"
    text = ""

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The title."""
        return [rule(self.text, width, ascii=getattr(self.app, "ascii", False))]


class _Hint(Page):
    """A line below the code."""

    DEFAULT_CSS = "_Hint { height: 1; }"
    text = ""

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The hint."""
        return [((f" {fit(self.text, width - 1)}", "dim"),)]


class EditorPane(Vertical):
    """Made when it is first wanted, then kept: making it anew would cost each opening 20 ms."""

    DEFAULT_CSS = """
    EditorPane { dock: bottom; margin-bottom: 1; width: 1fr; height: 8; display: none; }
    EditorPane CodeEditor { height: 1fr; background: $background; padding: 0; scrollbar-size-horizontal: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.editor = CodeEditor()
        self._title, self._hint = _Title(), _Hint()

    def compose(self) -> ComposeResult:
        """Title, editor, hint."""
        yield self._title
        yield self.editor
        yield self._hint

    def show(self, title: str, text: str, hint: str, *, python: bool, cursor: Location | None = None) -> None:
        """Edit this text: Python, or a note."""
        self._title.text = title
        self.hint = hint
        self.editor.open(text, python=python, cursor=cursor)
        self.display = True
        self._title.redraw()

    @property
    def hint(self) -> str:
        """The line below the code."""
        return self._hint.text

    @hint.setter
    def hint(self, text: str) -> None:
        if text != self._hint.text:
            self._hint.text = text
            self._hint.redraw()
