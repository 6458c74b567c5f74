"""The first screen: the course's modules and lessons, how far the learner is, what is next, and what trains."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from tui_lab.app import progress
from tui_lab.app.lines import Line, fit, wrap
from tui_lab.app.progress import Progress
from tui_lab.app.run_watch import Ended
from tui_lab.app.screens.base import BaseScreen, leap_keys
from tui_lab.app.shelves import Entry, Shelves
from tui_lab.app.widgets.course_picture import CoursePicture
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.config.errors import LabError
from tui_lab.content import course
from tui_lab.content.course import in_use
from tui_lab.messages import language, t

REST_S = 0.25
"""After so long on one lesson its text is read ahead."""
TOLD_AT_ONCE = 3
MOST_LINES = 3
"""What one ended run may take; the run list and the lab say all of it."""


class CourseMapScreen(BaseScreen):
    """The map of the course, one key away from the lab."""

    HELP = "map.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "watch", "map.key_watch"),
        Binding("enter", "open", "map.key_open"),
        Binding("l", "lab", "map.key_lab"),
        Binding("R", "runs", "map.key_runs"),
        Binding("slash", "search", "map.key_search"),
        Binding("r", "review", "map.key_review"),
        Binding("j,down", "move(1)", "map.key_move", show=False),
        Binding("k,up", "move(-1)", "map.key_move", show=False),
        Binding("right", "module(1)", "map.key_module", show=False),
        Binding("left", "module(-1)", "map.key_module", show=False),
        *leap_keys("map"),
        Binding("g", "next", "map.key_next", show=False),
        Binding("b", "marks", "map.key_marks", show=False),
        Binding("c", "self_check", "map.key_self_check", show=False),
        Binding("T", "tour", "map.key_tour", show=False),
        Binding("t", "app.theme", "app.key_theme", show=False),
        Binding("q", "app.quit", "app.key_quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._ended: list[Ended] = []
        self._more = 0
        self._progress = Progress()
        self._unread = not progress.is_new()  # a database costs 20 ms, for which the first frame doesn't wait
        self._known = False
        self._moved = False
        self._reading = 0
        self._rest: Timer | None = None
        problem = ""
        shelves = Shelves()
        try:
            shelves.add(course.read())
        except LabError as error:
            problem = str(error)
        self._picture = CoursePicture(shelves, problem, self._notes)

    def compose(self) -> ComposeResult:
        """One painted page and the keys."""
        yield self._picture
        yield KeyFooter()

    def on_mount(self) -> None:
        """Other people's packs, and all that needs a lesson's text, wait for the first frame."""
        self.call_after_refresh(self._read_progress)
        self.call_after_refresh(lambda: self.run_worker(self._read_more(first=True), group="shelves"))
        self._prefetch_soon()

    def on_screen_resume(self) -> None:
        """Come back from a lesson: progress is read anew."""
        if self._known:
            self.run_worker(self._read_more(), group="progress", exclusive=True)
        self._known = True

    # Progress and packs

    @property
    def place(self) -> tuple[str, str] | None:
        """The lesson and block where the learner was last."""
        self._read_progress()
        return self._progress.place

    def _read_progress(self) -> None:
        """Progress right after the first frame."""
        if not self._unread:
            return
        self._unread = False
        try:
            self._take(progress.read())
            self.relabel()
        except LabError as error:
            problem = str(error)
            self.call_later(lambda: self.lab_app.say(problem, bad=True))

    def _take(self, found: Progress) -> None:
        before, self._progress = self._progress.place, found
        shelves = self._picture.shelves
        shelves.standings = found.standings
        if before is not None and found.place is not None and before[0] != found.place[0]:
            self._picture.select(shelves.index(found.place[0]) or 0)  # back from another lesson than one opened
        elif not self._moved and (following := self._next()) is not None and not found.new:
            self._picture.selected = shelves.index(following.key) or 0

    async def _read_more(self, *, first: bool = False) -> None:
        """What may take a while, in a thread."""
        self._reading += 1
        reading, problems = self._reading, list[str]()
        try:
            if first:
                packs, problems = await asyncio.to_thread(_packs_of_others)
                for name, pack in packs:
                    self._picture.shelves.add(pack, name)
            found = self._progress if self._reading == 1 else await asyncio.to_thread(progress.read)
            if found.begun:
                found = found.with_shares(await asyncio.to_thread(_shares, found.begun))
        except LabError as error:
            problems = [str(error)]
        else:
            if reading == self._reading:  # nobody came back from a lesson meanwhile, with newer progress
                self._take(found)
        self.relabel()
        self.refresh_bindings()
        for problem in problems:
            self.lab_app.say(problem, bad=True)

    def _next(self) -> Entry | None:
        place = self._progress.place
        return self._picture.shelves.next(place[0] if place else "")

    # Lines above the list

    def runs_changed(self) -> None:
        """Say what trains and what ended."""
        overview = self.lab_app.overview
        self._ended = [*overview.ended, *self._ended]
        self._more += overview.more
        self.relabel()
        self.refresh_bindings()

    def _notes(self, width: int) -> list[Line]:
        width = max(20, width - 4)
        lines = self._run_notes(width)
        following = self._next()
        if self._progress.new and not self._unread:
            return [*_inset(t("map.welcome"), width, "accent"), *lines]
        if following is None:
            done = self._picture.shelves.done and self._picture.shelves.done == len(self._picture.shelves.ours)
            text = t("map.all_done") if done else t("map.what_now")
            return lines or _inset(text, width, "plain")
        return [*_inset(self._next_text(following, width), width, "plain"), *lines]

    def _next_text(self, entry: Entry, width: int) -> str:
        """On one line, if the title gives way a little."""
        shelves = self._picture.shelves
        standing, lesson = shelves.standing(entry), entry.lesson
        name = f"{lesson.number} {in_use(lesson.title)}"
        minutes = shelves.minutes_left(entry)
        which = "map.go_on" if standing.begun else "map.next"
        due = (t("map.due_one") if shelves.due == 1 else t("map.due", due=shelves.due)) if shelves.due else ""
        over = cell_len(t(which, lesson=name, minutes=minutes) + due) - width
        if 0 < over <= cell_len(name) // 2:
            name = fit(name, cell_len(name) - over)
        return t(which, lesson=name, minutes=minutes) + due

    def _run_notes(self, width: int) -> list[Line]:
        running = self.lab_app.overview.running
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

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A run can be watched only while one trains, and what isn't written yet isn't offered in the footer."""
        if action == "watch":
            return bool(self.lab_app.overview.running)
        return True

    def action_move(self, by: int) -> None:
        """Another lesson."""
        self._moved = True
        self._picture.move(by)
        self._prefetch_soon()

    def action_pages(self, by: int) -> None:
        """Several lessons further, or back."""
        self._moved = True
        self._picture.move_pages(by)
        self._prefetch_soon()

    def action_module(self, by: int) -> None:
        """Another module."""
        self._moved = True
        self._picture.move_module(by)
        self._prefetch_soon()

    def action_next(self) -> None:
        """Go on with the lesson that is next."""
        if (following := self._next()) is not None:
            self._picture.select(self._picture.shelves.index(following.key) or 0)
            self.action_open()

    def on_course_picture_opened(self) -> None:
        """A second click opens."""
        self.action_open()

    # A lesson's text, before it is asked for

    def _prefetch_soon(self) -> None:
        """Read the highlighted lesson once the highlight rests on it: then it opens at once."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self._prefetch)

    def _prefetch(self) -> None:
        if "tui_lab.content.prose" not in sys.modules:  # what reads lessons is still being loaded
            self._prefetch_soon()
        elif (entry := self._picture.entry) is not None:
            self.lab_app.read_styles("lesson.tcss")
            self.run_worker(partial(_read_ahead, entry.key), group="prefetch", exclusive=True, thread=True)

    def action_open(self) -> None:
        """Open the highlighted lesson; of one that is only planned, say so."""
        entry = self._picture.entry
        if entry is not None:
            self.lab_app.open_lesson_at(entry.key)

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

    def action_search(self) -> None:
        """Search in all lessons."""
        from tui_lab.app.screens.search import SearchScreen

        self.app.push_screen(SearchScreen())

    def action_review(self) -> None:
        """The questions that are due."""
        from tui_lab.app.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen())

    def action_marks(self) -> None:
        """Bookmarks and notes."""
        from tui_lab.app.screens.marks import MarksScreen

        self.app.push_screen(MarksScreen())

    def action_self_check(self) -> None:
        """What the course takes for granted."""
        from tui_lab.app.screens.self_check import SelfCheckScreen

        self.app.push_screen(SelfCheckScreen())

    def action_tour(self) -> None:
        """A minute through dl-lab."""
        from tui_lab.app.screens.tour import TourScreen

        self.app.push_screen(TourScreen())


def _inset(text: str, width: int, ink: str) -> list[Line]:
    return [(("  ", "plain"), *line) for line in wrap(text, width, ink)]


def _read_ahead(key: str) -> None:
    """Read what opening a lesson needs; it is kept by whoever reads it."""
    from tui_lab.content import packs, parser
    from tui_lab.content.exercise import ExerciseFiles

    with contextlib.suppress(LabError):  # whoever opens it is told
        ref = packs.find(key)
        if ref.written:
            for exercise in parser.read(ref.folder, language()).exercises:
                ExerciseFiles.read(exercise.folder)


def _packs_of_others() -> tuple[list[tuple[str, course.Course]], list[str]]:
    """Those that were added, and a sentence for each that can't be read."""
    from tui_lab.content import packs  # json and difflib: 15 ms

    found, problems = packs.all_packs()
    return [(pack.name, pack.course) for pack in found if not pack.ours], problems


def _shares(keys: Sequence[str]) -> dict[str, float]:
    from tui_lab.content import packs

    refs = {ref.key: ref for pack in packs.all_packs()[0] for ref in pack.lessons}
    return progress.shares(refs[key] for key in keys if key in refs and refs[key].written)
