"""The list of completions, over the editor and beside its cursor."""

from __future__ import annotations

from rich.cells import cell_len
from textual.geometry import Size

from tui_lab.app.lines import Line, fit
from tui_lab.app.widgets.painted import Painted

MOST_ROWS = 8
WIDEST = 40


class CompletionList(Painted):
    """Shows some of the matches, the chosen one highlighted."""

    DEFAULT_CSS = """
    CompletionList { display: none; position: absolute; layer: popup; background: $panel; width: 20; height: 4; }
    CompletionList.open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(id="completions")
        self._all: list[str] = []
        self._matches: list[str] = []
        self._at = 0

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.has_class("open")

    @property
    def chosen(self) -> str:
        """The highlighted match."""
        return self._matches[self._at] if self._matches else ""

    def open(self, matches: list[str], x: int, y: int, screen: Size) -> None:
        """Show these matches below the row `y` of the screen, or above it where there is more room."""
        self._all, self._matches, self._at = matches, matches, 0
        rows = min(len(matches), MOST_ROWS)
        width = min(WIDEST, max(map(cell_len, matches)) + 2)
        below = screen.height - 1 - (y + 1)
        self.styles.width, self.styles.height = width, rows
        self.styles.offset = (max(0, min(x, screen.width - width)), y + 1 if below >= rows else max(0, y - rows))
        self.add_class("open")
        self._write()

    def narrow(self, typed: str) -> bool:
        """Keep the matches that begin with what is typed now; says whether any is left."""
        self._matches = [match for match in self._all if match.startswith(typed) and match != typed]
        self._at = 0
        self._write()
        return bool(self._matches) and bool(typed)

    def close(self) -> None:
        """Hide it."""
        self.remove_class("open")

    def move(self, by: int) -> None:
        """Another match; round at the ends."""
        if self._matches:
            self._at = (self._at + by) % len(self._matches)
            self._write()

    def _write(self) -> None:
        rows = min(len(self._matches), MOST_ROWS)
        top = max(0, min(self._at - rows // 2, len(self._matches) - rows))
        width = int(self.styles.width.value) if self.styles.width else WIDEST
        lines: list[Line] = []
        for n in range(top, top + rows):
            mark = "@" if n == self._at else ""
            lines.append(((fit(f" {self._matches[n]}", width), f"plain{mark}"),))
        self.update_lines(lines)
