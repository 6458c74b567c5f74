"""The plain PyTorch script of the watched run, or of the form's config before there is one."""

from __future__ import annotations

from tui_lab.app.lab_parts.part import LabPart
from tui_lab.config.errors import LabError
from tui_lab.config.places import home


class ScriptPart(LabPart):
    """`c`."""

    def can(self, action: str) -> bool:  # noqa: ARG002
        """Not of a run whose config can't be read."""
        return not self.session.problem

    def action_script(self) -> None:
        """Show it."""
        from tui_lab.app.screens.script import ScriptScreen
        from tui_lab.script import script_of, script_of_run  # 20 ms

        session, folder = self.session, self.session.folder
        try:
            if folder is not None:
                screen = ScriptScreen(lambda: script_of_run(folder), folder / "script.py", run=session.number)
            else:
                config = session.config
                path = home() / "scripts" / f"{config.data.name}-{config.model.kind}.py"
                screen = ScriptScreen(lambda: script_of(config), path)
        except LabError as error:
            self.lab.lab_app.say(str(error), bad=True)
            return
        self.lab.app.push_screen(screen)
