"""The app: routes between screens, holds the settings, and tells of runs that end. Screens do the rest.

At import it loads what the course map shows and nothing else; other screens are imported by the action that
opens them, and while nobody types.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui_lab.app import terminal, themes
from tui_lab.app.run_watch import Ended, Overview, RunWatch
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.screens.course_map import CourseMapScreen
from tui_lab.app.widgets.key_footer import RESERVED
from tui_lab.config import settings as settings_file
from tui_lab.config.errors import LabError
from tui_lab.config.fetch import scp_line
from tui_lab.config.places import settings_file as settings_place
from tui_lab.config.settings import Settings
from tui_lab.messages import set_language, t

if TYPE_CHECKING:
    from textual.command import Provider

    from tui_lab.app.bench_link import BenchLink
    from tui_lab.app.spare_worker import SpareWorker
    from tui_lab.config.train import TrainConfig
    from tui_lab.content.packs import LessonRef
    from tui_lab.content.search import Index

SMALLEST = (60, 20)
"""Columns and rows that every screen needs."""
LOOK_S = 2.0
"""How often runs are looked at."""
TWICE_S = 2.0
"""Within so long the second ctrl+c ends the app."""
TOLD_AT_ONCE = 3


def _palette() -> type[Provider]:
    from tui_lab.app.palette import ActionProvider

    return ActionProvider


class DlLabApp(App[None]):
    """dl-lab in the terminal."""

    TITLE = "dl-lab"
    CSS_PATH = "styles/app.tcss"
    COMMANDS = {_palette}  # noqa: RUF012  as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("L", "language", "app.key_language"),
        Binding("question_mark", "help", "app.key_help"),
        Binding("colon,ctrl+p", "command_palette", "app.key_palette", show=False, key_display=":"),
        Binding("comma", "settings", "app.key_settings", show=False),
        Binding("ctrl+c", "help_quit", "app.key_quit_twice", show=False, system=True),
    ]

    def __init__(self, open: Literal["last", "map"] | Path = "map", language: str = "") -> None:
        self.settings = Settings()
        self.settings_problem = ""
        try:
            self.settings = settings_file.read()
        except LabError as error:
            self.settings_problem = str(error)
        if language:  # that of `--lang`: kept once the learner changes a setting
            self.settings = self.settings.changed(language=language)
        set_language("vi" if self.settings.language == "vi" else "en")
        # With NO_COLOR Textual would send greys; its ANSI mode sends no colour at all.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        self._bindings.key_to_bindings.pop("ctrl+q", None)
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = f"dl-{self.settings.theme}"
        self.overview = Overview()
        self._open = open
        self._watch = RunWatch()
        self._spare: SpareWorker | None = None
        self._bench: BenchLink | None = None
        self._index: Index | None = None
        self._looking = False
        self._last_key = 0.0
        self._asked_to_quit = 0.0
        self._over = threading.Event()
        self._on_terminal = bool(sys.__stdin__ and sys.__stdin__.isatty())

    @property
    def ascii(self) -> bool:
        """Whether to draw with ASCII alone: a setting, or a terminal without the other signs."""
        return self.settings.ascii or terminal.is_plain()

    def get_default_screen(self) -> Screen[None]:
        """The course map is the bottom of the stack."""
        return CourseMapScreen()

    def on_mount(self) -> None:
        """Open what was asked for; all that isn't shown yet waits for the first frame."""
        if not self.is_headless:
            terminal.end_quietly_on_hangup()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)
        if isinstance(self._open, Path):
            self.open_lab(self._open)
        elif self._open == "last" and self.settings.open_at == "last":
            self.call_after_refresh(self._open_last)  # the lesson's text is read when the map is there: 0.3 s
        self._check_size()
        if self.settings_problem:
            self.say(self.settings_problem, bad=True)
        self.call_after_refresh(self._after_first_frame)

    def _open_last(self) -> None:
        """The lesson where the learner was last, over the map; the map where it is gone or was never there."""
        bottom = self.screen_stack[0]
        place = bottom.place if isinstance(bottom, CourseMapScreen) else None
        if place is not None:
            from tui_lab.content import packs

            with contextlib.suppress(LabError):
                ref = packs.find(place[0])
                if ref.written:
                    self.open_lesson(ref, place[1])

    def _after_first_frame(self) -> None:
        self.set_timer(0.02, self._begin_look)
        self.set_interval(LOOK_S, self._begin_look)
        if not self.is_headless:
            from tui_lab.app import warm

            warm.start(lambda: time.monotonic() - self._last_key, self._over)

    def read_styles(self, name: str) -> None:
        """Read the styles of a screen before it is opened: 7 ms less between the key and what it shows."""
        path = (Path(__file__).parent / "styles" / name).resolve()
        if not self.stylesheet.has_source(str(path)):
            self.stylesheet.read(path)
            self.stylesheet.reparse()

    def on_unmount(self) -> None:
        """Let the threads end, the worker that has no run, and the bench."""
        self._over.set()
        if self._spare is not None:
            self._spare.close()
        if self._bench is not None:
            self._bench.close()

    # Runs

    @property
    def shown_runs(self) -> list[Path]:
        """The folders of the runs on the screen; none once the app ends."""
        if not self.screen_stack:
            return []
        one = getattr(self.screen, "folder", None)
        return [one] if isinstance(one, Path) else list(getattr(self.screen, "folders", ()))

    def _begin_look(self) -> None:
        """Look in a task of its own: a callback that waits for a slow disk would hold up all keys."""
        if self._on_terminal and not self.is_headless:
            terminal.end_if_gone()
        self.run_worker(self._look(), group="look")

    async def _look(self) -> None:
        """Look at the runs in a thread, and tell of those that ended."""
        if self._looking:
            return
        self._looking = True
        try:
            # Here, in the main thread: where two threads import it at once, Python sees a deadlock and raises.
            import_module("msgspec.json")
            found = await asyncio.to_thread(self._watch.look, self.shown_runs)
        except OSError:  # a folder that can't be read now: the next look may succeed, and the run list says more
            return
        finally:
            self._looking = False
        if not self.screen_stack:  # the app ended meanwhile
            return
        before, self.overview = self.overview, found
        if before.running != found.running or found.ended:
            for screen in self.screen_stack:
                if isinstance(screen, BaseScreen):
                    screen.runs_changed()
        self._tell(found)

    def _tell(self, found: Overview) -> None:
        on_map = isinstance(self.screen, CourseMapScreen)
        for ended in found.ended[:TOLD_AT_ONCE]:
            if not on_map:  # the map has lines for them
                self.say(ended.text, bad=not ended.good)
        if found.ended:
            self._ring(found.ended)

    def _ring(self, ended: tuple[Ended, ...]) -> None:
        from tui_lab.app import notify

        if not self.is_headless and self._driver is not None:
            notify.announce(ended[0].text, self.settings.notify, self._driver.write)

    # What screens ask of the app

    def say(self, text: str, *, bad: bool = False, seconds: float | None = None) -> None:
        """A notice that goes by itself, a bad one later; one that is still there isn't put below itself."""
        from tui_lab.app.drawing import plain

        text = plain(text) if self.ascii else text
        if any(shown.message == text for shown in self._notifications):
            return
        if seconds is None:
            seconds = 20 if bad else 4
        self.notify(text, severity="error" if bad else "information", timeout=seconds, markup=False)

    def prepare_worker(self) -> None:
        """Let a worker load torch before it has a run."""
        if self.is_headless:
            return
        from tui_lab.app.spare_worker import SpareWorker

        if self._spare is None:
            self._spare = SpareWorker()
        self._spare.prepare()

    def launch(self, folder: Path, **how: Any) -> int:
        """Start the worker of a run, with the one that waits where there is one; see `runs.launch.launch`."""
        from tui_lab.runs import launch

        return self._spare.launch(folder, **how) if self._spare is not None else launch.launch(folder, **how)

    def copy(self, text: str) -> bool:
        """Put the text on the learner's clipboard by OSC 52; says whether the terminal may know how."""
        from tui_lab.app import notify

        self._clipboard = text
        return self._driver is not None and notify.copy(text, self._driver.write)

    @property
    def bench(self) -> BenchLink:
        """What computes for the app; no process is started by looking at it."""
        if self._bench is None:
            from tui_lab.app.bench_link import BenchLink

            self._bench = BenchLink()
        return self._bench

    @property
    def quiet_s(self) -> float:
        """Seconds since the last key."""
        return time.monotonic() - self._last_key

    def open_lab(self, folder: Path | None = None, config: TrainConfig | None = None) -> None:
        """The lab on a run, on a config to be started, or on what was used last."""
        from tui_lab.app.screens.lab import LabScreen  # config, charts, controls: not on the first screen's bill

        self.push_screen(LabScreen(folder, config))

    def open_lesson(self, ref: LessonRef, block: str | None = None, *, replace: bool = False) -> None:
        """A written lesson where the learner left it, or at a block; where it can't be read, a sentence says why.

        Args:
            ref: the lesson.
            block: key of the block to go to.
            replace: put it in the place of the screen that is shown, as from one lesson to the next.
        """
        from tui_lab.app.screens.lesson import LessonScreen  # with markdown-it 80 ms

        try:
            screen = LessonScreen(ref, block)
        except LabError as error:
            self.say(str(error), bad=True)
            return
        if replace:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def open_lesson_at(self, key: str, block: str = "") -> None:
        """The lesson with this key, at a block; where it is only planned or gone, a sentence says so."""
        from tui_lab.content import packs

        try:
            ref = packs.find(key)
        except LabError as error:
            self.say(str(error), bad=True)
            return
        if ref.written:
            self.open_lesson(ref, block or None)
        else:
            self.say(t("map.not_written"))

    @property
    def search_index(self) -> Index:
        """The text of all lessons, kept from one search to the next."""
        if self._index is None:
            from tui_lab.content.search import Index

            self._index = Index()
        return self._index

    def open_comparison(self, folders: Sequence[Path]) -> None:
        """Runs laid over each other; where they can't be, a sentence says why."""
        from tui_lab.app.screens.compare import CompareScreen

        try:
            self.push_screen(CompareScreen(folders))
        except LabError as error:
            self.say(str(error), bad=True)

    def open_runs(self) -> None:
        """The list of all runs."""
        from tui_lab.app.screens.run_list import RunListScreen

        self.push_screen(RunListScreen())

    def change_settings(self, **values: Any) -> None:
        """Take new settings at once and write them."""
        self.settings = self.settings.changed(**values)
        set_language("vi" if self.settings.language == "vi" else "en")
        self.theme = f"dl-{self.settings.theme}"
        for screen in self.screen_stack:
            if hasattr(screen, "relabel"):
                screen.relabel()
            if "ascii" in values:  # the same lines, in other signs
                screen.query("*").refresh()
            screen.refresh_bindings()
        try:
            if self.settings_problem:
                self._keep_damaged_settings()
                settings_file.write(self.settings)
            else:  # another app, or an editor, may have changed others meanwhile
                settings_file.write(settings_file.read().changed(**values))
        except LabError as error:
            self.say(str(error), bad=True)

    def _keep_damaged_settings(self) -> None:
        """Writing would replace a file that could not be read, and what its owner wrote there by hand."""
        place = settings_place()
        kept = place.with_name(place.name + ".damaged")
        try:
            place.replace(kept)
        except OSError:
            return
        self.settings_problem = ""
        self.say(t("app.settings_kept", where=kept))

    # Actions

    def action_language(self) -> None:
        """English or Vietnamese."""
        self.change_settings(language="en" if self.settings.language == "vi" else "vi")

    def action_theme(self) -> None:
        """The next theme: dark, light, high contrast."""
        choices = settings_file.CHOICES["theme"]
        now = choices.index(self.settings.theme)
        self.change_settings(theme=choices[(now + 1) % len(choices)])

    def action_help(self) -> None:
        """All keys of the screen."""
        from tui_lab.app.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_settings(self) -> None:
        """The settings."""
        from tui_lab.app.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_command_palette(self) -> None:
        """Every action with its key, to be found by typing."""
        from tui_lab.app.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette", placeholder=t("app.palette_placeholder")))

    def action_save_picture(self) -> None:
        """A picture of the screen as SVG, in a file."""
        from tui_lab.config.places import home, private_folder

        try:
            folder = private_folder(private_folder(home()) / "pictures")
            path = Path(self.save_screenshot(time.strftime("%Y%m%d-%H%M%S.svg"), str(folder)))
        except OSError as error:
            self.say(t("app.picture_failed", error=error.strerror), bad=True)
            return
        self.say(t("app.picture_saved", where=path, scp=scp_line(path)))

    def action_help_quit(self) -> None:
        """The first ctrl+c says that the second one ends the app."""
        now = time.monotonic()
        if now - self._asked_to_quit < TWICE_S:
            self.exit()
            return
        self._asked_to_quit = now
        self.notify(t("app.quit_twice"), timeout=TWICE_S, markup=False)

    # Size and keys

    def on_resize(self, _event: events.Resize) -> None:
        """Step aside where the terminal has become too small, and come back."""
        self.call_later(self._check_size)

    def _check_size(self) -> None:
        from tui_lab.app.screens.too_small import TooSmallScreen

        fits = self.size.width >= SMALLEST[0] and self.size.height >= SMALLEST[1]
        shown = isinstance(self.screen, TooSmallScreen)
        if not fits and not shown:
            self.push_screen(TooSmallScreen(*SMALLEST))
        elif fits and shown:
            self.pop_screen()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Note when a key came, and leave those to tmux, screen and the terminal that are theirs."""
        self._last_key = time.monotonic()
        return False if key in RESERVED else await super()._check_bindings(key, priority)


def run(open: Literal["last", "map"] | Path = "last", language: str = "") -> int:
    """Run the app on this terminal until the learner leaves it; gives the exit code.

    Args:
        open: where the learner left off (as the settings say), the course map, or the folder of a run to watch.
        language: the language to open in; that of the settings if not given.
    """
    terminal.accept_any_text()
    terminal.promise_colours()
    app = DlLabApp(open, language)
    app.run()
    return app.return_code or 0
