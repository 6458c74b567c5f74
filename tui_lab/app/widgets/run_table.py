"""The table of runs: as many columns as there is room for, and below it what the highlighted run is."""

from __future__ import annotations

import time
from pathlib import Path

from textual import events
from textual.message import Message

from tui_lab.app.lines import BLANK, Line, Span, fit, inset, rule, width_of, wrap
from tui_lab.app.run_rows import RunRow, when_text
from tui_lab.app.widgets.page import ListPage
from tui_lab.messages import t
from tui_lab.runs import words

DETAIL_ROWS = 4
STATES = ("created", "training", "paused", "stopped", "finished", "failed", "lost")


def disk(n: int) -> str:
    """Bytes on the disk as the list shows them."""
    return words.size(n, short=True)


class RunTable(ListPage):
    """The rows that fit around the highlighted one, with a head above and the highlighted run's folder below."""

    class Selected(Message):
        """Another row is highlighted."""

    def __init__(self) -> None:
        super().__init__(id="runs")
        self.rows: list[RunRow] | None = None
        """None until the first are read."""
        self.older = 0
        self.selected = 0
        self.marked: list[Path] = []
        """Folders of the runs that are marked, in that order."""
        self._top = 0
        self._page = 1

    @property
    def row(self) -> RunRow | None:
        """The highlighted row."""
        return self.rows[self.selected] if self.rows else None

    def show(self, rows: list[RunRow], older: int) -> None:
        """Show these rows; the highlight stays on its run, or on the place where that was."""
        folder = self.row.folder if self.row else None
        self.rows, self.older = rows, older
        places = {row.folder: i for i, row in enumerate(rows)}
        if rows:  # while they are read anew there are fewer for a moment, but the newest come first
            self.marked = [one for one in self.marked if one in places or one.exists()]
        at = places.get(folder, self.selected) if folder else 0
        self.selected = max(0, min(at, len(rows) - 1))
        self.redraw()

    def move(self, by: int) -> None:
        """Highlight another row."""
        if self.rows:
            self.selected = max(0, min(self.selected + by, len(self.rows) - 1))
            self.redraw()
            self.post_message(self.Selected())

    def move_pages(self, by: int) -> None:
        """As many rows as are shown."""
        self.move(by * self._page)

    def on_click(self, event: events.Click) -> None:
        """Highlight the row under the mouse."""
        y = event.y - 3
        if 0 <= y < self._page:
            self.move(self._top + y - self.selected)

    def draw(self, width: int, height: int) -> list[Line]:
        """Title, head, rows, detail."""
        title: Line = (("  ", "plain"), (t("run_list.title"), "bold"), (f"  {self._count()}", "dim"))
        if self.rows is None:
            return [title]
        if not self.rows:
            return [title, BLANK, *map(inset, wrap(t("run_list.none"), width - 4))]
        columns = _columns(width)
        head = "".join(_cell(t(f"run_list.{name}"), size, right) for name, size, right in columns)
        room = height - 3 - DETAIL_ROWS
        self._page = max(1, room)
        self._top = max(min(self._top, self.selected), self.selected - room + 1, 0)
        self._top = min(self._top, max(0, len(self.rows) - room))
        now = time.time()
        shown = self.rows[self._top : self._top + room]
        lines: list[Line] = [title, BLANK, (("  " + head, "dim"),)]
        marked = set(self.marked)
        lines += [
            _row_line(row, columns, now, i + self._top == self.selected, width, marked=row.folder in marked)
            for i, row in enumerate(shown)
        ]
        lines += [BLANK] * (room - len(shown))
        return lines + self._detail(width)

    def mark(self) -> None:
        """Mark the highlighted run, or take its mark away, and go on to the next."""
        if (row := self.row) is not None:
            if row.folder in self.marked:
                self.marked.remove(row.folder)
            else:
                self.marked.append(row.folder)
            self.move(1)
            self.redraw()

    def _count(self) -> str:
        if self.marked:
            return t("run_list.marked", n=len(self.marked))
        if self.rows is None:
            return t("run_list.reading")
        if not self.rows:
            return ""
        text = t("run_list.count", count=len(self.rows), size=disk(sum(row.disk_bytes for row in self.rows)))
        return text + (t("run_list.older", older=self.older) if self.older else "")

    def _detail(self, width: int) -> list[Line]:
        row = self.row
        if row is None or self.rows is None:
            return []
        place = t("map.position", number=self.selected + 1, lessons=len(self.rows))
        lines = [rule(t("run_list.this_run", run=row.number), width, place)]
        lines.append((("  ", "plain"), (fit(str(row.folder), width - 4), "plain")))
        narrow = {name for name, _, _ in _columns(width)}
        texts = _texts(row, time.time())
        missing = [f"{t(f'run_list.{name}')} {texts[name]}" for name in ("test", "when", "disk") if name not in narrow]
        if missing:
            lines.append((("  ", "plain"), ("   ".join(missing), "dim")))
        if row.problem:
            lines += map(inset, wrap(row.problem, width - 4, "bad"))
        return lines[:DETAIL_ROWS]


_Column = tuple[str, int, bool]


def _columns(width: int) -> list[_Column]:
    """Name, columns on the screen, and whether it stands at the right of them.

    Where there is no room for all, those go that the highlighted run's detail then shows; what is left over
    is shared out.
    """
    columns = [
        ("number", 6, True),
        ("data", 13, False),
        ("model", 11, False),
        ("state", 2 + max(len(t(f"runs.state.{state}")) for state in STATES), False),
        ("epoch", 7, True),
        ("val", 10, True),
        ("test", 9, True),
        ("when", 10, True),
        ("disk", 9, True),
    ]
    room = min(width, 170) - 3
    for name in ("disk", "when", "test", "data"):
        if sum(size for _, size, _ in columns) > room:
            columns = [c for c in columns if c[0] != name]
    more = max(0, room - sum(size for _, size, _ in columns)) // len(columns)
    return [(name, size + more, right) for name, size, right in columns]


def _cell(text: str, size: int, right: bool) -> str:
    """In exactly `size` columns, of which at least one is blank."""
    shown = fit(text, size - 1)
    return " " * (size - width_of(((shown.rstrip(), ""),))) + shown.rstrip() if right else f" {shown}"


def _texts(row: RunRow, now: float) -> dict[str, str]:
    """The text of each column."""
    return {
        "number": str(row.number),
        "data": row.data,
        "model": row.model,
        "state": t(f"runs.state.{row.state}"),
        "epoch": row.epoch,
        "val": row.val,
        "test": row.test,
        "when": when_text(row.when, now),
        "disk": disk(row.disk_bytes),
    }


def _row_line(row: RunRow, columns: list[_Column], now: float, on: bool, width: int, *, marked: bool) -> Line:
    texts = _texts(row, now)
    mark = "@" if on else ""
    line: list[Span] = [("▌" if on else " ", f"accent{mark}"), ("◆" if marked else " ", f"accent{mark}")]
    for name, size, right in columns:
        ink = "bad" if name == "state" and row.state in ("failed", "lost") else "plain"
        ink = "accent" if name == "state" and row.running else ink
        ink = "dim" if name in ("when", "disk", "epoch") else ink
        line.append((_cell(texts[name], size, right), ink + mark))
    rest = width - width_of(tuple(line))
    return (*line, (" " * rest, f"plain{mark}"))
