"""The plain PyTorch script of a run, to be read, copied and taken along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui_lab.app.code_lines import folded, highlighted
from tui_lab.app.lines import Line, rule
from tui_lab.app.screens.base import FAR, BaseScreen, leap_keys, step_keys
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.page import ListPage
from tui_lab.config.errors import LabError
from tui_lab.config.fetch import over_ssh, scp_line
from tui_lab.config.places import private_folder
from tui_lab.messages import t


def write(code: str, path: Path) -> Path:
    """Write a script to this file, or to one with a number where another script stands there; gives the file.

    Raises:
        LabError: it can't be written.
    """
    number, free = 2, path
    try:
        private_folder(free.parent)
        while True:
            try:
                with free.open("x", encoding="utf-8") as file:  # never over a file that a learner has changed
                    file.write(code)
                return free
            except FileExistsError:
                if free.read_text(encoding="utf-8", errors="replace") == code:
                    return free
                free = path.with_stem(f"{path.stem}-{number}")
                number += 1
    except OSError as error:
        raise LabError(t("code.unwritable", where=free, error=error.strerror)) from error


class _Code(ListPage):
    """The part of the script that fits, under a title and where it was written to."""

    def __init__(self, title: str) -> None:
        super().__init__(id="code")
        self.title = title
        self.code: list[Line] = []
        self.numbered = False
        self.written: Path | None = None
        self.ascii = False
        self._top = 0
        self._room = 1
        self._folded: tuple[tuple[int, bool], list[Line]] = ((0, False), [])

    def show(self, code: list[Line]) -> None:
        """Show this code from the same place on."""
        self.code = code
        self._folded = ((0, False), [])
        self.redraw()

    def move(self, by: int) -> None:
        """Scroll by so many lines."""
        self._top += by
        self.redraw()

    def move_pages(self, by: int) -> None:
        """Scroll by so many screens, less a line."""
        self.move(by * max(1, self._room - 1))

    def draw(self, width: int, height: int) -> list[Line]:
        """Title, note, and the rows from the top one on."""
        rows = self._rows(width)
        note: list[Line] = []
        if self.written is not None:
            note = _pieces(t("code.written", where=self.written), width - 2, "plain")
            note += _pieces(scp_line(self.written), width - 2, "bold") if over_ssh() else []
        room = self._room = max(1, height - 1 - len(note))
        self._top = max(0, min(self._top, len(rows) - room))
        last = min(len(rows), self._top + room)
        where = t("code.rows", first=self._top + 1, last=last, of=len(rows))
        head = [rule(self.title, width, where, ascii=self.ascii), *([((" ", "plain"), *line) for line in note])]
        return [*head, *rows[self._top : last]]

    def _rows(self, width: int) -> list[Line]:
        key = (width, self.numbered)
        if self._folded[0] != key:
            digits = len(str(len(self.code))) if self.numbered else 0
            inner = width - 2 - (digits + 1 if digits else 0)
            rows: list[Line] = []
            for number, line in enumerate(self.code, 1):
                lead = f"{number:>{digits}} " if digits else ""
                for part in folded(line, inner):
                    rows.append((((" " + lead), "dim"), *part))
                    lead = " " * len(lead)
            self._folded = (key, rows)
        return self._folded[1]


def _pieces(text: str, width: int, ink: str) -> list[Line]:
    """The text in full lines: nothing is put into a path or a command where it goes on."""
    size = max(8, width)
    return [((text[at : at + size], ink),) for at in range(0, len(text), size)]


class ScriptScreen(BaseScreen):
    """Only reads; what it writes is a file of its own."""

    HELP = "code.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        *step_keys("code.key_scroll", "scroll"),
        Binding("y", "copy", "code.key_copy"),
        Binding("w", "write", "code.key_write"),
        Binding("n", "numbers", "code.key_numbers"),
        Binding("escape", "back", "code.key_back"),
        Binding("q,c", "back", "code.key_back", show=False),
        *leap_keys("help", "scroll", page_down="space,pagedown"),
        Binding("g", f"scroll({-FAR})", "help.key_ends", show=False),
        Binding("G", f"scroll({FAR})", "help.key_ends", show=False),
    ]

    def __init__(self, source: Callable[[], str], path: Path, *, run: int = 0) -> None:
        """Show a script.

        Args:
            source: makes the script, in the language in use.
            path: where it is written to.
            run: the number of its run; 0 for one that is yet to start.

        Raises:
            LabError: as `source`.
        """
        super().__init__()
        self._source, self._path, self._run = source, path, run
        self.code = source()
        self._page = _Code(self._title)

    @property
    def _title(self) -> str:
        return t("code.title", run=self._run) if self._run else t("code.title_form")

    def compose(self) -> ComposeResult:
        """The code and the keys."""
        yield self._page
        yield KeyFooter()

    def on_mount(self) -> None:
        """Highlight it."""
        self._page.ascii = self.lab_app.ascii
        self._page.show(highlighted(self.code))

    def relabel(self) -> None:
        """Its comments are in the language in use."""
        self.code, self._page.title = self._source(), self._title
        self._page.ascii = self.lab_app.ascii
        self._page.show(highlighted(self.code))
        super().relabel()

    def action_scroll(self, by: int) -> None:
        """Lines up or down."""
        self._page.move(by)

    def action_pages(self, by: int) -> None:
        """Screens up or down."""
        self._page.move_pages(by)

    def action_numbers(self) -> None:
        """Line numbers on or off: off, so that what the mouse copies is code."""
        self._page.numbered = not self._page.numbered
        self._page.redraw()

    def action_copy(self) -> None:
        """All of it onto the learner's clipboard."""
        known = self.lab_app.copy(self.code)
        self.lab_app.say(t("code.copied" if known else "code.not_copied"), bad=not known)

    def action_write(self) -> None:
        """Into a file; where it is stays on the screen."""
        try:
            self._page.written = write(self.code, self._path)
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
            return
        self._page.redraw()
