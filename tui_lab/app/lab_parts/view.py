"""What of the run is displayed, and the ways out of the lab."""

from __future__ import annotations

from tui_lab.app import lab_view
from tui_lab.app.lab_parts.part import LabPart
from tui_lab.config.errors import LabError
from tui_lab.messages import t


class ViewPart(LabPart):
    """The keys that change nothing but what is seen."""

    def can(self, action: str) -> bool:
        """Tabs are for narrow terminals, and on wide ones the third panel has its own place."""
        match action:
            case "tab":
                return self.lab.has_class("narrow")
            case "panel":
                return not self.lab.has_class("wide")
            case _:
                return True

    def action_smoothing(self) -> None:
        """Smoothed with its range, smoothed, raw."""
        charts, order = self.lab.charts, lab_view.SMOOTHINGS
        charts.smoothing = order[(order.index(charts.smoothing) + 1) % len(order)]
        self.lab.lab_app.say(t(f"lab.smoothing.{charts.smoothing}"))
        self.lab.show()

    def action_panel(self) -> None:
        """The third panel in place of the second chart, and back."""
        self.lab.panel_below = not self.lab.panel_below
        self.lab.charts_shown = True
        self.lab.lay_out()

    def action_tab(self) -> None:
        """The other of the two tabs."""
        self.lab.charts_shown = not self.lab.charts_shown
        self.lab.lay_out()

    def action_layers(self) -> None:
        """The layers of the model."""
        from tui_lab.app.screens.layers import LayersScreen

        try:
            self.lab.app.push_screen(LayersScreen(self.session.config, ascii=self.lab.lab_app.ascii))
        except LabError as error:
            self.lab.lab_app.say(str(error), bad=True)

    def action_runs(self) -> None:
        """The list of all runs."""
        self.lab.lab_app.open_runs()

    def action_leave(self) -> None:
        """Out of the value, out of the form, or back to where the lab was opened from."""
        if self.lab.form.leave():
            self.lab.show()
            return
        if self.session.live:
            self.lab.lab_app.say(t("lab.goes_on", run=self.session.number))
        self.lab.action_back()
