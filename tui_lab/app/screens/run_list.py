"""All runs, newest first: open, stop, delete, thin out, fetch."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from tui_lab.app.run_rows import RunRow, RunRows
from tui_lab.app.screens.base import BaseScreen, leap_keys, step_keys
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.run_table import RunTable, disk
from tui_lab.config.errors import LabError
from tui_lab.config.fetch import scp_line
from tui_lab.messages import t
from tui_lab.runs import words

LOOK_S = 2.0
PAINT_S = 0.03
"""Left between two batches, so that the thread that reads does not hold up painting and keys."""
FEWEST = 2
"""Runs that can be laid over each other."""


class RunListScreen(BaseScreen):
    """The list of runs. Reads while it is on the screen, and only then."""

    HELP = "run_list.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "run_list.key_open"),
        *step_keys("run_list.key_move"),
        *leap_keys("run_list"),
        Binding("equals_sign", "compare", "run_list.key_compare"),
        Binding("v,space", "mark", "run_list.key_mark"),
        Binding("s", "stop", "run_list.key_stop"),
        Binding("x", "delete", "run_list.key_delete"),
        Binding("p", "prune", "run_list.key_prune"),
        Binding("y", "copy", "run_list.key_copy"),
        Binding("l", "lab", "run_list.key_lab", show=False),
        Binding("t", "app.theme", "app.key_theme", show=False),
        Binding("escape", "unmark", "run_list.key_unmark"),
        Binding("escape", "back", "run_list.key_back"),
        Binding("q", "back", "run_list.key_back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._table = RunTable()
        self._footer = KeyFooter()
        self._rows = RunRows()
        self._reading = False
        self._deleting: RunRow | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The table and the keys."""
        yield self._table
        yield self._footer

    def on_mount(self) -> None:
        """Begin to read."""
        self._timer = self.set_interval(LOOK_S, self._begin_read, pause=True)

    def on_screen_resume(self) -> None:
        """Read now, and keep up."""
        self.call_after_refresh(self._begin_read)
        if self._timer is not None:
            self._timer.resume()

    def on_screen_suspend(self) -> None:
        """Nothing is read for a screen that is covered."""
        if self._timer is not None:
            self._timer.pause()
        self._keep()

    def _begin_read(self) -> None:
        """Read in a task of its own: a callback that waits would hold up painting and keys."""
        self.run_worker(self._read(), group="read")

    async def _read(self) -> None:
        """Read what changed, in a thread; the list fills while it is read for the first time."""
        if self._reading:
            return
        self._reading = True
        try:
            steps = self._rows.read()
            while (rows := await asyncio.to_thread(next, steps, None)) is not None:
                if not self.is_attached:
                    return
                if self._table.rows is None or len(rows) >= len(self._table.rows):
                    self._show(rows)
                    await asyncio.sleep(PAINT_S)
                latest = rows
            if len(latest) != len(self._table.rows or ()):
                self._show(latest)
        except (OSError, LabError) as error:
            self.lab_app.say(t("run_list.unreadable", error=error), bad=True)
            if self._timer is not None:
                self._timer.pause()
        finally:
            self._reading = False

    def _show(self, rows: list[RunRow]) -> None:
        if self._table.rows is None or rows != self._table.rows:
            self._table.show(rows, self._rows.older)
            self.refresh_bindings()

    def on_run_table_selected(self) -> None:
        """Other things can be done with another run."""
        self._keep()
        self.refresh_bindings()

    def runs_changed(self) -> None:
        """Read at once."""
        if self.is_current:
            self._begin_read()

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what fits the highlighted run."""
        row = self._table.row
        if action == "compare":
            return len(self._table.marked) >= FEWEST
        if action == "unmark":
            return bool(self._table.marked)
        if action in ("open", "copy", "move", "pages", "mark"):
            return row is not None
        if action == "stop":
            return row is not None and row.running
        if action in ("delete", "prune"):
            return row is not None and not row.running
        return True

    def action_move(self, by: int) -> None:
        """Another run."""
        self._table.move(by)

    def action_pages(self, by: int) -> None:
        """A page up or down."""
        self._table.move_pages(by)

    def action_mark(self) -> None:
        """Mark a run to lay it over others, or take its mark away."""
        from tui_lab.runs.compare import MOST

        row, marked = self._table.row, self._table.marked
        if row is not None and row.folder not in marked and len(marked) >= MOST:
            self.lab_app.say(t("run_list.marked_most", most=MOST))
            return
        self._table.mark()
        self.refresh_bindings()

    def action_unmark(self) -> None:
        """Take all marks away."""
        self._table.marked = []
        self._table.redraw()
        self.refresh_bindings()

    def action_compare(self) -> None:
        """Lay the marked runs over each other."""
        self.lab_app.open_comparison(sorted(self._table.marked, key=words.run_number))

    def action_open(self) -> None:
        """Open the run in the lab; a marked one with the others that are marked, laid over each other."""
        row = self._table.row
        if row is not None and row.folder in self._table.marked and len(self._table.marked) >= FEWEST:
            self.action_compare()
        elif row is not None:
            self.lab_app.open_lab(row.folder)

    def action_lab(self) -> None:
        """The lab, for a run to come."""
        self.lab_app.open_lab()

    def action_stop(self) -> None:
        """Stop and keep."""
        from tui_lab.runs import commands

        if row := self._table.row:
            try:
                commands.send(row.folder, "stop")
            except LabError as error:
                self.lab_app.say(str(error), bad=True)
                return
            self.lab_app.say(t("run_list.stopping", run=row.number))

    def action_delete(self) -> None:
        """Ask first; the same key again deletes."""
        row = self._table.row
        if row is None:
            return
        if self._deleting is not row:
            self._deleting = row
            self._footer.ask(t("run_list.sure", run=row.number, size=disk(row.disk_bytes)))
            return
        self._keep()
        self._free(row, "delete")

    def action_prune(self) -> None:
        """Remove all checkpoints but the last and the best."""
        if row := self._table.row:
            self._free(row, "prune")

    def _free(self, row: RunRow, how: str) -> None:
        from tui_lab.runs import store

        async def work() -> None:
            try:
                freed = await asyncio.to_thread(store.delete if how == "delete" else store.prune, row.folder)
            except LabError as error:
                self.lab_app.say(str(error), bad=True)
            else:
                self.lab_app.say(t(f"run_list.{how}d", run=row.number, size=disk(freed)))
            await self._read()

        self.run_worker(work(), exclusive=False)

    def action_copy(self) -> None:
        """The folder's path onto the clipboard, and how to fetch it."""
        if row := self._table.row:
            sent = self.lab_app.copy(str(row.folder))
            text = "run_list.copied" if sent else "run_list.not_copied"
            self.lab_app.say(t(text, where=row.folder, scp=scp_line(row.folder)))

    def on_key(self, event: events.Key) -> None:
        """While a question is open, any key but the one asked for keeps the run, and does nothing else."""
        if self._deleting is not None and event.key != "x":
            event.stop()
            event.prevent_default()
            self._keep()

    def _keep(self) -> None:
        if self._deleting is not None:
            self._deleting = None
            self._footer.ask("")
