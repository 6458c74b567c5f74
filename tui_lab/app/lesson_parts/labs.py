"""What a lesson opens: the lab with a preset, twins, an interactive picture."""

from __future__ import annotations

from importlib import import_module

from tui_lab.app.lesson_parts.part import LessonPart
from tui_lab.content.lesson import Explorable, Preset
from tui_lab.messages import t


class LabsPart(LessonPart):
    """Enter on a preset or on an explorable."""

    def can(self, action: str) -> bool:
        """On the block that has it."""
        if self.inside:
            return False
        return isinstance(self.session.block, Preset if action == "lab" else Explorable)

    def action_lab(self) -> None:
        """The lab with this preset; with a twin both are started and laid over each other."""
        block = self.session.block
        if not isinstance(block, Preset):
            return
        from tui_lab.content import presets  # with TrainConfig 30 ms

        self.session.marking.saw(block)
        if not block.twin:
            self.screen.do(lambda: self.app.open_lab(config=presets.config(block)))
            return
        from tui_lab.app.screens.choice import Choice, ChoiceScreen

        differs = ", ".join(f"{path} = {value}" for path, value in block.twin)
        choices = [
            Choice(t("lesson.twins_start"), key="t"),
            Choice(t("lesson.twins_lab"), key="l"),
        ]

        def take(chosen: int | None) -> None:
            if chosen == 0:
                self.screen.do(lambda: self._start_both(block))
            elif chosen == 1:
                self.screen.do(lambda: self.app.open_lab(config=presets.config(block)))

        self.app.push_screen(
            ChoiceScreen(t("lesson.twins"), choices, about=t("lesson.twins_about", differs=differs)), take
        )

    def _start_both(self, block: Preset) -> None:
        from tui_lab.app import twins
        from tui_lab.app.lab_session import LabSession
        from tui_lab.config import fields
        from tui_lab.content import presets

        session = LabSession(config=presets.config(block), launcher=self.app.launch)
        changes = {path: fields.parse(path, value) for path, value in block.twin}
        self.app.open_comparison(twins.start_twin(session, changes))

    def action_explore(self) -> None:
        """The interactive picture."""
        block = self.session.block
        if not isinstance(block, Explorable):
            return
        self.session.marking.saw(block)
        try:
            explorables = import_module("tui_lab.app.explorables")
            opened = explorables.open_explorable
        except (ImportError, AttributeError):
            self.app.say(t("lesson.no_explorable", name=block.name), bad=True)
            return
        self.screen.do(lambda: opened(self.app, block))
