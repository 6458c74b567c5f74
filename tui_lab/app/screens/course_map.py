"""The first screen: the course's modules and lessons, and what trains or has ended meanwhile."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui_lab.app.lines import Line, fit, wrap
from tui_lab.app.run_watch import Ended
from tui_lab.app.screens.base import BaseScreen, leap_keys, step_keys
from tui_lab.app.widgets.course_picture import CoursePicture
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.config.errors import LabError
from tui_lab.content import course
from tui_lab.messages import t

TOLD_AT_ONCE = 3
MOST_LINES = 3
"""What one ended run may take; the run list and the lab say all of it."""


class CourseMapScreen(BaseScreen):
    """The map of the course, one key away from the lab."""

    HELP = "map.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "watch", "map.key_watch"),
        Binding("l", "lab", "map.key_lab"),
        Binding("R", "runs", "map.key_runs"),
        *step_keys("map.key_move"),
        Binding("right", "module(1)", "map.key_module", show=False),
        Binding("left", "module(-1)", "map.key_module", show=False),
        *leap_keys("map"),
        Binding("enter", "open", "map.key_open", show=False),
        Binding("t", "app.theme", "app.key_theme"),
        Binding("q", "app.quit", "app.key_quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._ended: list[Ended] = []
        self._more = 0
        problem = ""
        try:
            read = course.read()
        except LabError as error:
            read, problem = course.Course(()), str(error)
        self._picture = CoursePicture(read, problem)

    def compose(self) -> ComposeResult:
        """One painted page and the keys."""
        yield self._picture
        yield KeyFooter()

    def relabel(self) -> None:
        """Texts of the language in use."""
        self._picture.notes = self._notes()
        super().relabel()

    def runs_changed(self) -> None:
        """Say what trains and what ended."""
        overview = self.lab_app.overview
        self._ended = [*overview.ended, *self._ended]
        self._more += overview.more
        self.relabel()
        self.refresh_bindings()

    def _notes(self) -> list[Line]:
        running = self.lab_app.overview.running
        width = max(20, self.app.size.width - 4)
        lines: list[Line] = []
        if running:
            first = running[0]
            text = t("map.training", run=first.number, name=first.name)
            if len(running) > 1:
                text += t("map.training_more", more=len(running) - 1)
            lines.append((("  ", "plain"), (fit(text, width), "accent")))
        for ended in self._ended[:TOLD_AT_ONCE]:
            sign, ink = ("✓", "good") if ended.good else ("✗", "bad")
            for i, line in enumerate(wrap(ended.text, width - 2)[:MOST_LINES]):
                lines.append(((f"  {sign} " if i == 0 else "    ", ink), *line))
        more = self._more + max(0, len(self._ended) - TOLD_AT_ONCE)
        if more:
            lines.append((("    ", "plain"), (fit(t("map.ended_more", more=more), width - 2), "dim")))
        return lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A run can be watched only while one trains."""
        return bool(self.lab_app.overview.running) if action == "watch" else True

    def action_move(self, by: int) -> None:
        """Another lesson."""
        self._picture.move(by)

    def action_pages(self, by: int) -> None:
        """Several lessons further, or back."""
        self._picture.move_pages(by)

    def action_module(self, by: int) -> None:
        """Another module."""
        self._picture.move_module(by)

    def action_open(self) -> None:
        """Open the highlighted lesson; as long as it is planned, watch what trains."""
        if self.lab_app.overview.running:
            self.action_watch()
        else:
            self.lab_app.say(t("map.not_written"))

    def action_watch(self) -> None:
        """Watch the newest run that trains."""
        if running := self.lab_app.overview.running:
            self.lab_app.open_lab(running[0].folder)

    def action_lab(self) -> None:
        """The lab."""
        self.lab_app.open_lab()

    def action_runs(self) -> None:
        """The list of runs."""
        self.lab_app.open_runs()
