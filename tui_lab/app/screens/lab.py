"""The lab: a config to change, a training to watch, and keys that change it while it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from tui_lab.app import lab_form, lab_keys, lab_view
from tui_lab.app.lab_session import GRACE_S, LabSession
from tui_lab.app.lines import Line
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.config_form import ConfigForm
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.painted import Painted
from tui_lab.app.widgets.run_charts import RunCharts
from tui_lab.app.widgets.run_header import RunHeader
from tui_lab.app.widgets.third_panel import ThirdPanel
from tui_lab.config import fields
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t
from tui_lab.runs import store

SIDE_BY_SIDE = 100
"""Columns from which the form and the charts stand beside each other."""
THIRD_PANEL = (170, 45)
"""Columns and rows from which the third panel has a place of its own."""

_SWITCHES = {"dropout": "regularisation.dropout", "batch_norm": "regularisation.batch_norm"}


class LabScreen(BaseScreen):
    """Shows one `LabSession`; what a key means is decided there."""

    HELP = "lab.help"
    CSS_PATH = "../styles/lab.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [*lab_keys.BINDINGS]

    def __init__(self, folder: Path | None = None, config: TrainConfig | None = None) -> None:
        """Open on a run, on a config to be started, or on what was used last."""
        super().__init__()
        self.session = LabSession(folder, config)
        self._panel_below = False
        self._arranged = ""
        self._timer: Timer | None = None
        self._keys: tuple[object, ...] = ()
        self._told_seen: Path | None = None
        self._charts = self.session.folder is not None

    @property
    def folder(self) -> Path | None:
        """The run that is shown, so that its end needs no telling elsewhere."""
        return self.session.folder

    def compose(self) -> ComposeResult:
        """Header, form, charts, status, third panel, keys."""
        yield RunHeader(id="lab-header")
        yield Painted(id="lab-tabs")
        with Horizontal(id="lab-body"):
            yield ConfigForm(id="lab-form")
            yield RunCharts(id="lab-charts")
            yield ThirdPanel(id="lab-side")
        yield KeyFooter()

    # -- following

    def on_mount(self) -> None:
        """Begin to follow."""
        self._timer = self.set_interval(1 / self.lab_app.settings.frames_per_second, self._tick, pause=True)
        self._follow()

    @property
    def _ascii(self) -> bool:
        return self.lab_app.ascii

    def _follow(self) -> None:
        if self._timer is not None and self.session.folder is not None and not self.session.ended:
            self._timer.resume()

    def on_screen_suspend(self) -> None:
        """Nobody sees it: nothing is read or drawn."""
        if self._timer is not None:
            self._timer.pause()

    def on_screen_resume(self) -> None:
        """Catch up with what happened meanwhile."""
        self.session.poll()
        self._show()
        self._follow()

    def _tick(self) -> None:
        if self.session.poll():
            self._show()
        elif self.session.state == "starting":
            self._show_texts()
        if self.session.ended and self._timer is not None:
            self._timer.pause()

    # -- showing

    def on_resize(self, _event: events.Resize) -> None:
        """Choose the layout for the size."""
        self._arrange()

    def _arrange(self) -> None:
        """Set what is displayed, then fill it once its size is known."""
        self._arranged = self.session.state
        width, height = self.app.size
        narrow = width < SIDE_BY_SIDE
        wide = width >= THIRD_PANEL[0] and height >= THIRD_PANEL[1]
        self.set_class(narrow, "narrow")
        self.set_class(wide, "wide")
        self.set_class(narrow and self._charts, "tab-charts")
        self.set_class(narrow and not self._charts, "tab-config")
        self.query_one(RunCharts).choose(self.session, panel=self._panel_below and not wide)
        side = self.query_one("#lab-side", ThirdPanel)
        side.display = wide
        side.choose(self.session)
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        """Bring everything that is displayed up to the session; what is as before costs a comparison."""
        if not self.is_mounted:
            return
        if self.session.state != self._arranged:  # a sentence that explains a failure needs more lines
            self._arrange()
            return
        self._show_texts()
        self._show_form()
        self.query_one(RunCharts).show(self.session, ascii=self._ascii)
        self.query_one("#lab-side", ThirdPanel).show(self.session, ascii=self._ascii)
        session = self.session
        keys = (session.state, self._form.cursor is None, self._form.entered)
        if keys != self._keys:
            self._keys = keys
            self.refresh_bindings()
        if session.ended and session.folder is not None and self._told_seen != session.folder:
            self._told_seen = session.folder
            self.set_timer(GRACE_S + 0.1, self.refresh_bindings)
            store.mark_seen(session.folder)

    def _show_texts(self) -> None:
        session, ascii = self.session, self._ascii
        self.query_one(RunHeader).show(session, ascii=ascii)
        self.query_one(RunCharts).show_status(session, ascii=ascii)
        if self.has_class("narrow"):
            self.query_one("#lab-tabs", Painted).update_lines([_tabs(self._charts, ascii)])

    @property
    def _form(self) -> ConfigForm:
        return self.query_one(ConfigForm)

    def _show_form(self) -> None:
        form, session = self._form, self.session
        if not form.display or not form.size.width:
            return
        form.ascii = self._ascii
        layers: list[Line] = []
        if form.size.height >= 45:
            layers = lab_form.layer_lines(session.config, form.size.width, ascii=self._ascii)
        groups = session.form(ascii=self._ascii)
        form.show(groups, hint="", layers=layers)
        form.show(groups, hint=self._hint(form.row), layers=layers)

    def _hint(self, row: lab_form.FormRow | None) -> str:
        if row is None:
            return ""
        if row.kind == "fold":
            return t("lab.fold_hint")
        help = fields.field(row.path).help
        return f"{help} {t('lab.next_run_hint')}" if row.next_run else help

    def relabel(self) -> None:
        """Put the texts of the language in use in place."""
        super().relabel()
        self._arrange()

    # -- keys

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does something now; while a value is typed or chosen, only what serves that."""
        if not self.is_mounted:
            return True
        form = self._form
        if form.entered:
            if form.choosing:
                return action in ("take", "move", "leave", "cycle")
            return action == "leave" or action not in lab_keys.OWN
        match action:
            case "take":
                return False
            case "enter":
                return form.display and form.cursor is not None
            case "browse":
                return not self.session.live and not (self.has_class("narrow") and self._charts)
            case "move" | "cycle":
                return not (self.has_class("narrow") and self._charts)
            case "tab":
                return self.has_class("narrow")
            case "panel":
                return not self.has_class("wide")
            case "start" | "pause" | "go_on" | "resume" | "batch" | "stop" | "anew" | "free_gpu":
                return self.session.can(action)
        return True

    def _try(self, act: Callable[[], str | None]) -> bool:
        """Do something that may be refused, tell what is to be told, and show what came of it."""
        try:
            said = act()
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
            self._show()
            return False
        if said:
            self.lab_app.say(said)
        self._show()
        return True

    def _begin(self, act: Callable[[], str | None]) -> None:
        if self._try(act):
            self._charts = True
            self._form.cursor = None
            self.query_one(RunCharts).forget_scales()
            self._arrange()
            self._follow()

    def action_start(self) -> None:
        """Train the form's config."""
        self._begin(self.session.start)

    def action_anew(self) -> None:
        """Keep this run, and train the form's config as the next one."""
        self._begin(self.session.start_anew)

    def action_resume(self) -> None:
        """Go on from the last checkpoint."""
        self._begin(self.session.resume)

    def action_pause(self) -> None:
        """Wait after this batch."""
        self._try(self.session.pause)

    def action_go_on(self) -> None:
        """Go on."""
        self._try(self.session.go_on)

    def action_batch(self) -> None:
        """One batch."""
        self._try(self.session.batch)

    def action_stop(self) -> None:
        """Save and end; what was reached is kept."""
        if self._try(self.session.stop):
            self.lab_app.say(t("lab.stopping", run=self.session.number))

    def action_free_gpu(self) -> None:
        """Save and end at once, so that others have the GPU."""
        if self._try(self.session.free_gpu):
            self.lab_app.say(t("lab.freeing", run=self.session.number))

    def action_switch(self, name: str) -> None:
        """Dropout or batch norm on or off, in the run or before it."""
        self._try(lambda: self.session.toggle(_SWITCHES[name]))

    def action_optimizer(self, step: int) -> None:
        """The next optimizer."""
        self._try(lambda: self.session.cycle("optimizer.name", step))

    def action_rate(self, direction: int) -> None:
        """The learning rate one step up or down."""
        self._try(lambda: self.session.step_rate(direction))

    def action_smoothing(self) -> None:
        """Smoothed with its range, smoothed, raw."""
        charts, order = self.query_one(RunCharts), lab_view.SMOOTHINGS
        charts.smoothing = order[(order.index(charts.smoothing) + 1) % len(order)]
        self.lab_app.say(t(f"lab.smoothing.{charts.smoothing}"))
        self._show()

    def action_panel(self) -> None:
        """The third panel in place of the second chart, and back."""
        self._panel_below = not self._panel_below
        self._charts = True
        self._arrange()

    def action_tab(self) -> None:
        """The other of the two tabs."""
        self._charts = not self._charts
        self._arrange()

    def action_layers(self) -> None:
        """The layers of the model."""
        from tui_lab.app.screens.layers import LayersScreen

        try:
            self.app.push_screen(LayersScreen(self.session.config, ascii=self._ascii))
        except LabError as error:
            self.lab_app.say(str(error), bad=True)

    def action_runs(self) -> None:
        """The list of all runs."""
        from tui_lab.app.screens.run_list import RunListScreen

        self.app.push_screen(RunListScreen())

    def action_leave(self) -> None:
        """Out of the value, out of the form, or back to where the lab was opened from."""
        if self._form.leave():
            self._show()
            return
        if self.session.live:
            self.lab_app.say(t("lab.goes_on", run=self.session.number))
        self.app.pop_screen()

    # -- the form

    def action_move(self, step: int) -> None:
        """The next row."""
        self._form.move(step)
        self._show()

    def action_browse(self, step: int) -> None:
        """Into the form, while nothing trains: the same as `move`, but the footer says it."""
        self.action_move(step)

    def action_cycle(self, step: int) -> None:
        """The next choice of the highlighted row; in an open list, the next line."""
        row = self._form.row
        if self._form.choosing:
            self.action_move(step)
        elif row is not None and row.kind == "choice":
            self._try(lambda: self.session.cycle(row.path, step))

    def action_enter(self) -> None:
        """Into the highlighted row: turn a switch, open a list or the editor."""
        form, session = self._form, self.session
        row = form.row
        if row is None:
            return
        if row.kind == "fold":
            session.unfolded = not session.unfolded
        elif row.kind == "switch":
            self._try(lambda: session.toggle(row.path))
        elif row.kind == "choice":
            choices = lab_form.choices(session.config, row.path)
            form.open_choices(choices, str(fields.get(session.config, row.path)))
        else:
            value: Any = fields.get(session.config, row.path)
            if row.path == "regularisation.dropout":
                value = value or session.dropout
            form.open_editor(fields.show(row.path, value))
        self._show()

    def action_take(self) -> None:
        """Take the highlighted choice."""
        self._form.pick()

    def on_config_form_chosen(self, message: ConfigForm.Chosen) -> None:
        """A choice was picked."""
        if self._try(lambda: self.session.edit(message.path, message.choice)):
            self._arrange()

    def on_config_form_typed(self, message: ConfigForm.Typed) -> None:
        """A value was typed: take it, or say what is accepted."""
        try:
            self.session.edit_text(message.path, message.text)
        except LabError as error:
            self._form.refuse(str(error))
            return
        self._form.close_editor()
        self._show()


def _tabs(charts: bool, ascii: bool) -> Line:
    """The two tabs of a narrow terminal, the displayed one marked."""
    spans: list[tuple[str, str]] = [(" ", "plain")]
    for name, chosen in ((t("lab.tab_config"), not charts), (t("lab.tab_charts"), charts)):
        sign = (">" if ascii else "▸") if chosen else " "
        spans += [(f"{sign}{name}", "accent" if chosen else "dim"), ("   ", "plain")]
    return (*spans, (t("lab.tab_hint"), "dim"))
