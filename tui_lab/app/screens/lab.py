"""The lab: a config to change, a training to watch, and keys that change it while it runs.

The screen only lays out, polls and routes. What a key does stands in a part (`app.lab_parts`), one file a feature.
A new feature adds
- a file in `lab_parts` with a `LabPart`, made in `__init__` below: `action_x` for each of its keys, `can`, `show`;
- its keys in `lab_keys`, their texts in `messages` (`lab.key.x`, `lab.key.x_long`);
- what it knows or sends, without a screen, in `LabSession` or a plain module that the part asks;
- what it draws in a widget of its own, or in a screen that the part opens.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from tui_lab.app import lab_keys
from tui_lab.app.lab_parts.epochs import EpochsPart
from tui_lab.app.lab_parts.explain import ExplainPart
from tui_lab.app.lab_parts.form import FormPart
from tui_lab.app.lab_parts.inside import InsidePart
from tui_lab.app.lab_parts.part import LabPart
from tui_lab.app.lab_parts.script import ScriptPart
from tui_lab.app.lab_parts.training import TrainingPart
from tui_lab.app.lab_parts.twins import TwinsPart
from tui_lab.app.lab_parts.view import ViewPart
from tui_lab.app.lab_session import GRACE_S, LabSession
from tui_lab.app.lines import Line
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.config_form import ConfigForm
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.painted import Painted
from tui_lab.app.widgets.run_charts import RunCharts
from tui_lab.app.widgets.run_header import RunHeader
from tui_lab.app.widgets.third_panel import ThirdPanel
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import language, t
from tui_lab.runs import store

SIDE_BY_SIDE = 100
"""Columns from which the form and the charts stand beside each other."""
THIRD_PANEL = (170, 45)
"""Columns and rows from which the third panel has a place of its own."""

SPARE_AFTER_S = 0.3
TEXTS_S = 0.9
"""How often the running numbers are written while a run trains: they are half of what is sent."""


class LabScreen(BaseScreen):
    """Shows one `LabSession`; what a key means is decided there."""

    HELP = "lab.help"
    CSS_PATH = "../styles/lab.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [*lab_keys.BINDINGS]

    def __init__(self, folder: Path | None = None, config: TrainConfig | None = None) -> None:
        """Open on a run, on a config to be started, or on what was used last."""
        super().__init__()
        self.session = LabSession(folder, config, launcher=lambda run, **how: self.lab_app.launch(run, **how))
        self.panel_below = False
        """The third panel stands in place of the second chart."""
        self._arranged = ""
        self._texts: tuple[object, ...] = ()
        self._texts_at = 0.0
        self._timer: Timer | None = None
        self._keys: tuple[object, ...] = ()
        self._told_seen: Path | None = None
        self.charts_shown = self.session.folder is not None
        """On a narrow terminal: the tab of the charts, not that of the form."""
        self._form_part = FormPart(self)
        self._parts: tuple[LabPart, ...] = (
            TrainingPart(self),
            self._form_part,
            ViewPart(self),
            TwinsPart(self),
            EpochsPart(self),
            ExplainPart(self),
            InsidePart(self),
            ScriptPart(self),
        )

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
        self.set_timer(SPARE_AFTER_S, self._prepare)

    def _prepare(self) -> None:
        """Have torch loaded by the time a training is asked for; not beside one that runs."""
        if self.session.folder is None or self.session.ended:
            self.lab_app.prepare_worker()

    @property
    def _ascii(self) -> bool:
        return self.lab_app.ascii

    def _follow(self) -> None:
        if self._timer is not None and self.session.folder is not None and not self.session.ended:
            self._timer.resume()

    def on_unmount(self) -> None:
        """Let each part end what it began elsewhere."""
        for part in self._parts:
            part.close()

    def on_screen_suspend(self) -> None:
        """Nobody sees it: nothing is read or drawn."""
        if self._timer is not None:
            self._timer.pause()

    def on_screen_resume(self) -> None:
        """Catch up with what happened meanwhile."""
        self.session.poll()
        self.show()
        self._follow()

    def _tick(self) -> None:
        if self.session.poll():
            self.show()
        elif self.session.state == "starting":
            self._show_texts()
        if self.session.ended and self._timer is not None:
            self._timer.pause()
            self._prepare()

    # -- showing

    def on_resize(self, _event: events.Resize) -> None:
        """Choose the layout for the size."""
        self.lay_out()

    def lay_out(self) -> None:
        """Set what is displayed, then fill it once its size is known."""
        self._arranged = self.session.state
        width, height = self.app.size
        narrow = width < SIDE_BY_SIDE
        wide = width >= THIRD_PANEL[0] and height >= THIRD_PANEL[1]
        self.set_class(narrow, "narrow")
        self.set_class(wide, "wide")
        self.set_class(narrow and self.charts_shown, "tab-charts")
        self.set_class(narrow and not self.charts_shown, "tab-config")
        reading = self.session.explained is not None and not wide
        below = (self.panel_below or self.session.inside) and not wide
        self.charts.choose(self.session, panel=below, reading=reading)
        side = self.query_one("#lab-side", ThirdPanel)
        side.display = wide
        side.choose(self.session)
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Bring everything that is displayed up to the session; what is as before costs a comparison."""
        if not self.is_mounted:
            return
        if self.session.state != self._arranged:  # a sentence that explains a failure needs more lines
            self.lay_out()
            return
        self._show_texts()
        for part in self._parts:
            part.show()
        self.charts.show(self.session, ascii=self._ascii)
        self.query_one("#lab-side", ThirdPanel).show(self.session, ascii=self._ascii)
        session = self.session
        keys = (session.state, self.form.cursor is None, self.form.entered)
        if keys != self._keys:
            self._keys = keys
            self.refresh_bindings()
        if session.ended and session.folder is not None and self._told_seen != session.folder:
            self._told_seen = session.folder
            self.set_timer(GRACE_S + 0.1, self.refresh_bindings)
            store.mark_seen(session.folder)

    def _show_texts(self) -> None:
        session, ascii = self.session, self._ascii
        shown = (session.folder, session.state, self.app.size, language(), session.moment, len(session.history.changes))
        now = time.monotonic()
        if session.state == "training" and shown == self._texts and now - self._texts_at < TEXTS_S:
            return
        self._texts, self._texts_at = shown, now
        self.query_one(RunHeader).show(session, ascii=ascii)
        self.charts.show_status(session, ascii=ascii)
        if self.has_class("narrow"):
            self.query_one("#lab-tabs", Painted).update_lines([_tabs(self.charts_shown, ascii)])

    def relabel(self) -> None:
        """Put the texts of the language in use in place."""
        super().relabel()
        self.lay_out()

    # -- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does something now; while a value is typed or chosen, only what serves that."""
        if not self.is_mounted or action != "do":
            return True
        name = str(parameters[0])
        if self.form.choosing:
            return name in ("take", "move", "leave", "cycle")
        if self.form.entered:
            return name == "leave"
        return self._part(name).can(name)

    def action_do(self, name: str, *values: Any) -> None:
        """What a key of the lab does: the part that has the action does it."""
        getattr(self._part(name), f"action_{name}")(*values)

    def _part(self, action: str) -> LabPart:
        return next(part for part in self._parts if hasattr(part, f"action_{action}"))

    def on_config_form_chosen(self, message: ConfigForm.Chosen) -> None:
        """A choice was picked."""
        self._form_part.take_choice(message.path, message.choice)

    def on_config_form_typed(self, message: ConfigForm.Typed) -> None:
        """A value was typed."""
        self._form_part.take_text(message.path, message.text)

    # -- for the parts

    @property
    def form(self) -> ConfigForm:
        """The form at the left."""
        return self.query_one(ConfigForm)

    @property
    def charts(self) -> RunCharts:
        """The charts beside it."""
        return self.query_one(RunCharts)

    def attempt(self, act: Callable[[], str | None]) -> bool:
        """Do something that may be refused, tell what is to be told, and show what came of it."""
        try:
            said = act()
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
            self.show()
            return False
        if said:
            self.lab_app.say(said)
        self.show()
        return True

    def begin(self, act: Callable[[], str | None]) -> None:
        """Do something after which another run is watched: turn to its charts, and follow it."""
        if self.attempt(act):
            self.charts_shown = True
            self.form.cursor = None
            self.charts.forget_scales()
            self.lay_out()
            self._follow()


def _tabs(charts: bool, ascii: bool) -> Line:
    """The two tabs of a narrow terminal, the displayed one marked."""
    spans: list[tuple[str, str]] = [(" ", "plain")]
    for name, chosen in ((t("lab.tab_config"), not charts), (t("lab.tab_charts"), charts)):
        sign = (">" if ascii else "▸") if chosen else " "
        spans += [(f"{sign}{name}", "accent" if chosen else "dim"), ("   ", "plain")]
    return (*spans, (t("lab.tab_hint"), "dim"))
