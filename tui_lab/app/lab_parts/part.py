"""What every part of the lab is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_lab.app.lab_session import LabSession
    from tui_lab.app.screens.lab import LabScreen


class LabPart:
    """Some keys of the lab: what `lab_keys` calls `x` is the method `action_x` of one part, and of one alone."""

    def __init__(self, lab: LabScreen) -> None:
        self.lab = lab

    @property
    def session(self) -> LabSession:
        """What the lab knows."""
        return self.lab.session

    def can(self, action: str) -> bool:  # noqa: ARG002
        """Whether one of this part's actions does something now; asked only while nothing is typed or chosen."""
        return True

    def show(self) -> None:
        """Draw what is this part's own; called whenever the lab shows its session anew."""

    def close(self) -> None:
        """The lab is left."""
