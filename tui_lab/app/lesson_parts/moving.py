"""Going through a lesson: blocks, pages, headings, search, and to the lessons beside it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui_lab.app.lesson import places
from tui_lab.app.lesson_parts.part import LessonPart
from tui_lab.config.errors import LabError
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.screens.lesson import LessonScreen

AGAIN_S = 2.0
"""Within so long a second press of n or p leaves the lesson."""


class MovingPart(LessonPart):
    """Where one is in the lesson."""

    def __init__(self, screen: LessonScreen) -> None:
        super().__init__(screen)
        self._sought = ""
        self._leaving = (0, 0.0)
        """In which direction the lesson was to be left, and when."""

    def action_move(self, by: int) -> None:
        """The next block; a tall one scrolls first."""
        self.view.move(by)
        self.screen.arrive()

    def action_pages(self, by: int) -> None:
        """A screen further: what was on this one is read."""
        if by > 0:
            self.session.marking.saw(*self.session.blocks[self.session.current : self.view.last_in_sight + 1])
        self.view.move_pages(by)
        self.screen.arrive()

    def action_ends(self, last: int) -> None:
        """The first block, or the last one."""
        self.view.go(len(self.session.blocks) - 1 if last else 0)
        self.screen.arrive()

    def action_heading(self, by: int) -> None:
        """The next heading, or the one before."""
        self.view.go(self.session.heading_from(by))
        self.screen.arrive()

    def action_headings(self) -> None:
        """A list of the headings, to jump to one."""
        from tui_lab.app.screens.choice import Choice, ChoiceScreen

        rows = places.outline(self.session)
        signs = {"done": "v" if self.app.ascii else "✓", "begun": "-" if self.app.ascii else "◐", "": ""}
        choices = [Choice(row.text, sign=signs[row.far], depth=row.level - 1) for row in rows]
        here = places.section_of(rows, self.session.current)

        def go(chosen: int | None) -> None:
            if chosen is not None:
                self.view.go(rows[chosen].index)

        self.app.push_screen(ChoiceScreen(t("lesson.headings"), choices, here), go)

    def action_bookmarks(self) -> None:
        """A list of bookmarks and notes, to jump to one."""
        from tui_lab.app.screens.choice import Choice, ChoiceScreen

        marked = [
            (n, block, marks)
            for n, block in enumerate(self.session.blocks)
            if (marks := self.session.states.marks.get(block.key)) and (marks.bookmark or marks.note)
        ]
        if not marked:
            self.app.say(t("lesson.no_bookmarks"))
            return
        ascii = self.app.ascii
        choices = [
            Choice(
                places.title_of(block),
                sign=("*" if ascii else "◆") if marks.bookmark else " ",
                note=marks.note.replace("\n", " "),
            )
            for _, block, marks in marked
        ]

        def go(chosen: int | None) -> None:
            if chosen is not None:
                self.view.go(marked[chosen][0])

        self.app.push_screen(ChoiceScreen(t("lesson.bookmarks"), choices, 0), go)

    # Search

    def action_search(self) -> None:
        """A line to type what is sought; the first place is shown while it is typed."""
        before = self.session.current

        def typed(text: str) -> None:
            found = places.search(self.session.blocks, text)
            at = next((n for n in found if n >= before), found[0] if found else before)
            self.view.go(at)
            self._say(text, found)

        def entered(text: str) -> None:
            self._sought = text
            self._step(1)

        self.screen.line.ask(
            t("lesson.search"),
            entered,
            value=self._sought,
            typed=typed,
            step=self._step,
            stay=True,
            left=lambda: self.view.go(self.session.current),
        )

    def _step(self, by: int) -> None:
        """To the next place of what is sought, or the one before; round at the ends."""
        text = self.screen.line.value
        self._sought = text
        found = places.search(self.session.blocks, text)
        if found:
            here = self.view.current  # the session is told of it by a message
            if by > 0:
                self.view.go(next((n for n in found if n > here), found[0]))
            else:
                self.view.go(next((n for n in reversed(found) if n < here), found[-1]))
        self._say(text, found)

    def _say(self, text: str, found: list[int]) -> None:
        if not text.strip():
            self.screen.line.note = ""
        elif self.view.current in found:
            self.screen.line.note = t("lesson.found", n=found.index(self.view.current) + 1, of=len(found))
        else:
            self.screen.line.note = t("lesson.not_found")

    # Lessons

    def action_lesson(self, by: int) -> None:
        """The next written lesson of the pack, or the one before."""
        from tui_lab.content import packs

        try:
            found, _ = packs.all_packs()
        except LabError as error:
            self.app.say(str(error), bad=True)
            return
        here = self.session.ref
        refs = [ref for pack in found if pack.name == here.pack for ref in pack.lessons if ref.written]
        keys = [ref.key for ref in refs]
        at = keys.index(here.key) + by if here.key in keys else -1
        if not 0 <= at < len(refs):
            self.app.say(t("lesson.last_lesson" if by > 0 else "lesson.first_lesson"))
        elif self._meant(by):
            self.app.open_lesson(refs[at], replace=True)

    def _meant(self, by: int) -> bool:
        """Whether to leave the lesson: at its end at once, else by the second press (in a picture n is a step)."""
        end = len(self.session.blocks) - 1 if by > 0 else 0
        now, (pressed, at) = time.monotonic(), self._leaving
        if self.session.current == end or (pressed == by and now - at < AGAIN_S):
            return True
        self._leaving = (by, now)
        self.app.say(t("lesson.next_again" if by > 0 else "lesson.previous_again"), seconds=AGAIN_S)
        return False

    def action_leave(self) -> None:
        """Back to where one came from; the kernel lives on."""
        self.screen.action_back()
