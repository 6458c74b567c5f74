"""The learner's bookmarks and notes in all lessons: to go to, or to take away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui_lab.app.lines import BLANK, Line, fit, rule, wrap
from tui_lab.app.screens.base import BaseScreen, leap_keys, step_keys
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.page import ListPage
from tui_lab.config.errors import LabError
from tui_lab.content import packs, parser
from tui_lab.content.course import in_use
from tui_lab.content.lesson import Heading, Lesson
from tui_lab.content.search import said, text_of
from tui_lab.learner.states import Earlier
from tui_lab.learner.store import Learner
from tui_lab.messages import language, t

EACH = 3
"""Lines of a mark, the blank one included."""


@dataclass(frozen=True)
class Mark:
    """A bookmark, or a note with its text."""

    lesson: str
    block: str
    note: str
    where: str
    """The lesson and the heading."""
    text: str
    """How the block begins."""
    older: tuple[Earlier, ...] = ()
    """What the note said before, the newest first."""


def read() -> list[Mark]:
    """All bookmarks and notes, the newest first, notes before bookmarks.

    Raises:
        LabError: the learner's file, or our course, can't be read.
    """
    with Learner.open() as learner:
        found: list[tuple[str, str, str, tuple[Earlier, ...]]] = [
            (note.lesson, note.block, note.text, tuple(learner.note_history(note.lesson, note.block)))
            for note in learner.notes()
        ]
        found += [(lesson, block, "", ()) for lesson, block in learner.bookmarks()]
    refs = {ref.key: ref for pack in packs.all_packs()[0] for ref in pack.lessons}
    lessons: dict[str, Lesson | None] = {}
    marks = []
    for key, block, note, older in found:
        ref = refs.get(key)
        if key not in lessons:
            try:
                lessons[key] = parser.read(ref.folder, language()) if ref and ref.written else None
            except LabError:  # opening it says why
                lessons[key] = None
        heading, text = _place(lessons[key], block)
        name = f"{ref.number} {in_use(ref.title)}" if ref else key
        marks.append(Mark(key, block, note, " · ".join(filter(None, (name, heading))), text, older))
    return marks


def _place(lesson: Lesson | None, key: str) -> tuple[str, str]:
    heading = ""
    for block in lesson.blocks if lesson else ():
        if isinstance(block, Heading):
            heading = said(block.spans)
        if block.key == key:
            return heading, " ".join(text_of(block).split())
    return "", ""


class _Marks(ListPage):
    """The marks as a list."""

    def __init__(self) -> None:
        super().__init__(id="marks")
        self.marks: list[Mark] | None = None
        self.selected = 0
        self._top = 0
        self._room = 1

    @property
    def mark(self) -> Mark | None:
        """The highlighted one."""
        return self.marks[self.selected] if self.marks else None

    def move(self, by: int) -> None:
        """Another one."""
        self.selected = max(0, min(self.selected + by, len(self.marks or ()) - 1))
        self.redraw()

    def move_pages(self, by: int) -> None:
        """As many as are shown."""
        self.move(by * max(1, self._room))

    def on_click(self, event: events.Click) -> None:
        """Highlight the one under the mouse."""
        self.move(self._top + max(0, event.y - 2) // EACH - self.selected)

    def draw(self, width: int, height: int) -> list[Line]:
        """Those that fit around the highlighted one."""
        count = len(self.marks or ())
        lines = [rule(t("marks.title"), width, t("marks.count", count=count) if count else ""), BLANK]
        if not self.marks:
            text = t("marks.reading") if self.marks is None else t("marks.none")
            return [*lines, *[(("  ", "plain"), *line) for line in wrap(text, min(width - 4, 90), "dim")]]
        self._room = max(1, (height - 2 + 1) // EACH)
        self._top = max(min(self._top, self.selected), self.selected - self._room + 1)
        for at in range(self._top, min(count, self._top + self._room)):
            mark, on = self.marks[at], "@" if at == self.selected else ""
            sign = t("marks.note") if mark.note else t("marks.bookmark")
            text = mark.note or mark.text
            bar = ("▌ " if on else "  ", f"accent{on}")
            lines.append((bar, (f"{sign}  ", f"accent{on}"), (fit(mark.where, width - len(sign) - 5), f"bold{on}")))
            lines += [(bar, (fit(" ".join(text.split()), width - 3), f"plain{on}")), BLANK]
        return lines


class MarksScreen(BaseScreen):
    """The list, and what can be done with a line of it."""

    HELP = "marks.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "marks.key_open"),
        *step_keys("marks.key_move"),
        Binding("d", "diff", "marks.key_diff"),
        Binding("x,delete", "delete", "marks.key_delete", key_display="x"),
        *leap_keys("marks"),
        Binding("escape,q,b", "back", "marks.key_back", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._list = _Marks()
        self._asked: Mark | None = None
        """The mark that x was pressed for once."""

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        yield self._list
        yield KeyFooter()

    def on_screen_resume(self) -> None:
        """Read them, also when one comes back from a lesson."""
        self.run_worker(self._read(), group="marks", exclusive=True)

    def relabel(self) -> None:
        """The blocks in the language in use."""
        self.run_worker(self._read(), group="marks", exclusive=True)
        super().relabel()

    async def _read(self) -> None:
        try:
            self._list.marks = await asyncio.to_thread(read)
        except LabError as error:
            self._list.marks = []
            self.lab_app.say(str(error), bad=True)
        self._list.move(0)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Without a mark there is nothing to open or to delete; a note that was never changed has no older texts."""
        mark = self._list.mark
        if action == "diff":
            return mark is not None and bool(mark.older)
        return mark is not None if action in ("open", "delete") else True

    def action_move(self, by: int) -> None:
        """Another mark."""
        self._ask(None)
        self._list.move(by)

    def action_pages(self, by: int) -> None:
        """Marks a screen further."""
        self._ask(None)
        self._list.move_pages(by)

    def action_open(self) -> None:
        """Go to the block."""
        if (mark := self._list.mark) is not None:
            self._ask(None)
            self.lab_app.open_lesson_at(mark.lesson, mark.block)

    def action_diff(self) -> None:
        """The note beside its older texts."""
        from tui_lab.app.screens.difference import DifferenceScreen, Text, earlier_texts

        mark = self._list.mark
        if mark is None:
            return
        self._ask(None)

        def take(text: str) -> None:
            self._do(lambda learner: learner.save_note(mark.lesson, mark.block, text))

        mine = Text(t("lesson.diff_mine"), mark.note)
        self.app.push_screen(DifferenceScreen(mine, earlier_texts(mark.older), 0, take))

    def action_delete(self) -> None:
        """Take the mark away; a note only when asked twice."""
        mark = self._list.mark
        if mark is None:
            return
        if mark.note and mark != self._asked:
            self._ask(mark)
            return
        self._ask(None)
        self._do(_dropper(mark))

    def _ask(self, mark: Mark | None) -> None:
        self._asked = mark
        self.query_one(KeyFooter).ask(t("marks.sure") if mark else "")

    def _do(self, change: Callable[[Learner], object]) -> None:
        """Change the learner's file, in a thread, and show what it holds then."""

        async def work() -> None:
            try:
                await asyncio.to_thread(_change, change)
            except LabError as error:
                self.lab_app.say(str(error), bad=True)
            await self._read()

        self.run_worker(work(), group="change")  # not with the reading, whose next turn would cancel it

    def action_back(self) -> None:
        """Keep the note that was asked about, else back."""
        if self._asked is not None:
            self._ask(None)
        else:
            super().action_back()


def _change(change: Callable[[Learner], object]) -> None:
    with Learner.open() as learner:
        change(learner)


def _dropper(mark: Mark) -> Callable[[Learner], object]:
    if mark.note:
        return lambda learner: learner.save_note(mark.lesson, mark.block, "")

    def drop(learner: Learner) -> None:
        if (mark.lesson, mark.block) in learner.bookmarks(mark.lesson):  # not set by a toggle: it may be gone already
            learner.toggle_bookmark(mark.lesson, mark.block)

    return drop
