"""Running code and everything about the kernel: run, interrupt, restart, answer what a cell asks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tui_lab.app.lesson import words
from tui_lab.app.lesson.kernel import LessonKernel
from tui_lab.app.lesson_parts.part import LessonPart
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Cell, Exercise
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.screens.lesson import LessonScreen
    from tui_lab.kernel.link import NoRoom

STAYS_S = 1.0
"""After so long in a lesson its kernel is started: who only passes through it needs none."""


class RunningPart(LessonPart):
    """What is asked of the kernel."""

    def __init__(self, screen: LessonScreen, *, waits: bool) -> None:
        """`waits`: no kernel is started for who only passes through."""
        super().__init__(screen)
        self._waits = waits
        self._asking = False
        self._interrupted = ("", 0.0)
        """The run that was interrupted last."""

    @property
    def kernel(self) -> LessonKernel:
        """The lesson's kernel."""
        return self.session.kernel

    def can(self, action: str) -> bool:
        """What makes sense with this block and this kernel."""
        if self.inside:
            return False
        block = self.session.block
        match action:
            case "run":
                return isinstance(block, Cell)
            case "run_above":
                return self._last_cell() is not None
            case "interrupt":
                return self.kernel.busy
            case "kernel_dead":
                return self.kernel.state == "dead"
            case "output":
                return self._output_open() is not None
            case _:
                return True

    async def connect(self) -> None:
        """Follow the lesson's kernel; where there is no room for one, it is asked for when something shall run."""
        from tui_lab.kernel.link import NoRoom

        try:
            lives = await self.kernel.look()
            if not lives and self._waits:
                await asyncio.sleep(STAYS_S)
            if self.screen.is_attached:
                await self.kernel.open()
        except NoRoom:
            self.kernel.crowded = True
        except LabError as error:
            self.app.say(str(error), bad=True)
        if self.screen.is_attached:
            self.screen.show()

    def _ask(self, act: Callable[[], Awaitable[object]]) -> None:
        self.screen.attempt(act)

    def _is_told_to_restart(self) -> bool:
        """Say what a dead kernel needs before anything runs."""
        if self.kernel.needs_restart:
            self.app.say(t("lesson.dead_first"), bad=True)
        return self.kernel.needs_restart

    def _run(self, block: Cell | Exercise) -> None:
        if self._is_told_to_restart():
            return
        self.screen.follow(block.key)
        self._ask(lambda: self.kernel.run(block) if isinstance(block, Cell) else self.kernel.check(block))

    def action_run(self) -> None:
        """Run the current cell."""
        block = self.session.block
        if isinstance(block, Cell):
            self._run(block)

    def run_edited(self, block: Cell | Exercise) -> None:
        """Run what is edited, or check it."""
        self._run(block)

    def action_run_above(self) -> None:
        """Run all cells from the first to this one, or to the last one above a text or an exercise."""
        cell = self._last_cell()
        if cell is not None and not self._is_told_to_restart():
            if cell is self.session.block:
                self.screen.follow(cell.key)
            else:
                self.app.say(t("lesson.runs_above", n=len(self.session.cells.above(cell))))
            self._ask(lambda: self.kernel.run_above(cell))

    def _last_cell(self) -> Cell | None:
        """The current cell, or the nearest one before the current block."""
        before = self.session.blocks[: self.session.current + 1]
        return next((block for block in reversed(before) if isinstance(block, Cell)), None)

    def action_interrupt(self) -> None:
        """Stop what runs; of what goes on all the same, say what helps."""
        run = (self.kernel.running, self.kernel.since)
        if self.kernel.running and run == self._interrupted:
            self.app.say(t("lesson.catches_interrupt"))
        self._interrupted = run
        self.screen.do(self.kernel.interrupt)

    def make_room(self, error: NoRoom, act: Callable[[], Awaitable[object]]) -> None:
        """Two other kernels are open: ask whether the idle one may end, then do what was wanted."""
        names = [words.name_of(key) for key in error.keys]
        lessons = t("lesson.room_lessons", first=names[0], second=names[1]) if len(names) == 2 else ", ".join(names)
        if error.idle is None:
            self.app.say(t("lesson.room_busy", lessons=lessons), bad=True)
            return
        from tui_lab.app.screens.choice import Choice, ChoiceScreen

        idle = words.name_of(error.idle.key)
        choices = [
            Choice(t("lesson.room_yes", name=idle), key="e"),
            Choice(t("lesson.room_no"), key="n"),
        ]

        async def end_and_act() -> None:
            await self.kernel.open(make_room=True)
            await act()

        def take(chosen: int | None) -> None:
            if chosen == 0:
                self._ask(end_and_act)

        about = t("lesson.room_about", lessons=lessons, name=idle)
        self.app.push_screen(ChoiceScreen(t("lesson.room"), choices, 1, about=about), take)

    def _output_open(self) -> bool | None:
        """Whether all of a long output is shown; None where the block has no output."""
        block, states = self.session.block, self.session.states
        if isinstance(block, Cell):
            state = states.cells.get(block.key)
            return state.open if state is not None and state.output is not None else None
        if isinstance(block, Exercise):
            exercise = states.exercises.get(block.key)
            return exercise.open if exercise is not None and exercise.output is not None else None
        return None

    def action_output(self) -> None:
        """All of a long output, or its begin and end."""
        block, states = self.session.block, self.session.states
        if isinstance(block, Cell):
            states.cells[block.key].open ^= True
        elif isinstance(block, Exercise):
            states.exercises[block.key].open ^= True
        if block is not None:
            self.session.touch(block.key)
        self.screen.show()

    # The kernel's menu

    def action_kernel_dead(self) -> None:
        """Put a fresh kernel in the place of the one that died."""
        self._ask(self.kernel.restart)

    def action_kernel(self) -> None:
        """What can be done with the kernel."""
        from tui_lab.app.screens.choice import Choice, ChoiceScreen

        block = self.session.block
        acts: list[tuple[Choice, Callable[[], object]]] = []
        if self.kernel.busy:
            acts.append((Choice(t("lesson.menu_interrupt"), key="i"), self.action_interrupt))
        if self.kernel.state:
            acts.append((Choice(t("lesson.menu_restart"), t("lesson.menu_restart_note"), key="r"), self._restart))
        if isinstance(block, Cell):
            acts.append(
                (Choice(t("lesson.menu_clean"), t("lesson.menu_clean_note"), key="c"), lambda: self._clean(block))
            )
        if self.kernel.state:
            acts.append((Choice(t("lesson.menu_end"), t("lesson.menu_end_note"), key="e"), self._end))
        acts.append((Choice(t("lesson.menu_interpreter"), key="p"), self._interpreters))

        def take(chosen: int | None) -> None:
            if chosen is not None:
                acts[chosen][1]()

        choices = [choice for choice, _ in acts]
        self.app.push_screen(ChoiceScreen(t("lesson.menu"), choices, about=self.screen.status.shown().text), take)

    def _restart(self) -> None:
        self._ask(self.kernel.restart)

    def _end(self) -> None:
        self.screen.do(self.kernel.end)

    def _clean(self, block: Cell) -> None:
        self.screen.follow(block.key)
        self._ask(lambda: self.kernel.run_clean(block))

    def _interpreters(self) -> None:
        from tui_lab.app.lesson_parts.interpreters import choose

        choose(self.screen)

    # What a cell asks

    def follow(self) -> None:
        """Open a line where the running code asks for one, and close it when it no longer does."""
        kernel, line = self.kernel, self.screen.line
        if kernel.asks is not None and not self._asking and not line.is_open:
            self._asking = True
            question = kernel.asks.strip() or t("lesson.asks")
            line.ask(question, self._answer, password=kernel.password, left=self._later)
        elif kernel.asks is None and self._asking:
            self._asking = False
            line.close()
            self.screen.refresh_bindings()

    def _answer(self, text: str) -> None:
        self._asking = False
        self.screen.do(lambda: self.kernel.answer(text))

    def _later(self) -> None:
        """The code goes on waiting; r or enter on its cell brings the line back."""
        self.app.say(t("lesson.asks_later"))

    def answer_again(self) -> bool:
        """Bring the line back; says whether something is asked."""
        if self.kernel.asks is None:
            return False
        self._asking = False
        self.follow()
        return True
