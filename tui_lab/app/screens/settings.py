"""The settings as a form. What is changed here is written at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from tui_lab.app.lines import BLANK, Line, Span, fit, inset, wrap
from tui_lab.app.screens.base import BaseScreen, step_keys
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.page import Page
from tui_lab.config.places import settings_file
from tui_lab.config.settings import CHOICES, Settings
from tui_lab.messages import has, t

NAMES = (
    "language",
    "theme",
    "open_at",
    "ascii",
    "pictures",
    "notify",
    "frames_per_second",
    "checkpoint_budget_mb",
    "launch_prefix",
    "interpreter",
    "kernel_idle_hours",
)
NUMBERS = ("checkpoint_budget_mb", "kernel_idle_hours")
TYPED = (*NUMBERS, "launch_prefix", "interpreter")
"""Settings without a list of choices: Enter opens a line to type in."""
LONGEST = 6
"""Digits of the largest number accepted."""


def value_text(name: str, value: object) -> str:
    """A value in words where there are some."""
    word = f"settings.{name}_{str(value).lower()}"
    if has(word):
        return t(word)
    if value == "" and has(f"settings.{name}_empty"):
        return t(f"settings.{name}_empty")
    return str(value) if value != "" else t("settings.nothing")


class SettingsForm(Page):
    """One line a setting with all its choices, and what the highlighted one is for."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(id="settings")
        self.settings = settings
        self.selected = 0

    @property
    def name_now(self) -> str:
        """The highlighted setting."""
        return NAMES[self.selected]

    def move(self, by: int) -> None:
        """Highlight another setting."""
        self.selected = max(0, min(self.selected + by, len(NAMES) - 1))
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Title, settings, explanation, the file."""
        lines: list[Line] = [(("  ", "plain"), (t("settings.title"), "bold")), BLANK]
        lines += [self._line(name, i == self.selected, width) for i, name in enumerate(NAMES)]
        lines.append(BLANK)
        lines += map(inset, wrap(t(f"settings.{self.name_now}_help"), min(width - 4, 90)))
        lines.append(BLANK)
        lines.append((("  ", "plain"), (t("settings.file"), "dim")))
        lines += map(inset, wrap(str(settings_file()), width - 4, "dim"))
        return lines[:height]

    def _line(self, name: str, on: bool, width: int) -> Line:
        mark = "@" if on else ""
        value = getattr(self.settings, name)
        line: list[Span] = [
            ("▌ " if on else "  ", f"accent{mark}"),
            (fit(t(f"settings.{name}"), 25), f"plain{mark}"),
        ]
        if name in TYPED:
            line.append((fit(f"  {value_text(name, value)}", width - 28), f"bold{mark}"))
        else:
            for choice in CHOICES[name]:
                chosen = choice == value and type(choice) is type(value)
                sign = "● " if chosen else "○ "
                line.append((sign + value_text(name, choice) + "   ", ("bold" if chosen else "dim") + mark))
        return tuple(line)


class SettingsScreen(BaseScreen):
    """The learner's settings."""

    HELP = "settings.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        *step_keys("settings.key_move"),
        Binding("enter,space", "change(1)", "settings.key_change"),
        Binding("right", "change(1)", "settings.key_next", key_display="←/→"),
        Binding("left", "change(-1)", "settings.key_next", show=False),
        Binding("y", "copy", "settings.key_copy", show=False),
        Binding("escape", "back", "settings.key_back"),
        Binding("q", "back", "settings.key_back", show=False),
    ]
    CSS = """
    SettingsScreen #typed { dock: bottom; height: 1; margin-bottom: 1; }
    SettingsScreen #typed Label { padding: 0 1 0 2; text-style: bold; }
    SettingsScreen #typed Input { border: none; height: 1; padding: 0; width: 1fr; background: $cursor; }
    """

    def compose(self) -> ComposeResult:
        """The form and the keys."""
        self._form = SettingsForm(self.lab_app.settings)
        yield self._form
        yield KeyFooter()

    def relabel(self) -> None:
        """Show the settings as they are now."""
        self._form.settings = self.lab_app.settings
        super().relabel()

    def action_move(self, by: int) -> None:
        """Another setting."""
        self._form.move(by)

    async def action_change(self, by: int) -> None:
        """The next or previous choice; a line to type in where there are no choices."""
        name = self._form.name_now
        if name in TYPED:
            await self._type(name)
            return
        choices = CHOICES[name]
        now = choices.index(getattr(self.lab_app.settings, name))
        self.lab_app.change_settings(**{name: choices[(now + by) % len(choices)]})

    async def _type(self, name: str) -> None:
        number = name in NUMBERS
        field = Input(
            str(getattr(self.lab_app.settings, name)),
            type="integer" if number else "text",
            max_length=LONGEST if number else 400,
            select_on_focus=False,
            compact=True,
        )
        field.cursor_blink = False
        await self.mount(Horizontal(Label(t(f"settings.{name}")), field, id="typed"))
        field.focus()
        self.query_one(KeyFooter).ask(t("settings.typing"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        name = self._form.name_now
        value: Any = event.value
        if name in NUMBERS:
            if not event.value.isdigit():
                self.lab_app.say(t("settings.not_a_number"), bad=True)
                return
            value = int(event.value)
        if name == "interpreter" and value.strip():
            value = str(Path(value.strip()).expanduser())
            if not (Path(value).is_file() and os.access(value, os.X_OK)):
                self.lab_app.say(t("settings.no_python", path=value), bad=True)
                return
        self._close_line()
        self.lab_app.change_settings(**{name: value.strip() if isinstance(value, str) else value})
        if name == "interpreter":
            self.lab_app.say(t("settings.python_taken"))

    def _close_line(self) -> None:
        self.query("#typed").remove()
        self.set_focus(None)
        self.query_one(KeyFooter).ask("")

    def on_key(self, event: events.Key) -> None:
        """Up and down do not move the highlight while a line is typed."""
        if self.query("#typed") and event.key in ("up", "down"):
            event.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a line is typed, only leaving it."""
        return action == "back" or not self.query("#typed")

    def action_copy(self) -> None:
        """The place of the file onto the clipboard."""
        where = str(settings_file())
        sent = self.lab_app.copy(where)
        self.lab_app.say(t("settings.copied" if sent else "settings.not_copied", where=where))

    def action_back(self) -> None:
        """Out of the line, else back to where one came from."""
        if self.query("#typed"):
            self._close_line()
        else:
            super().action_back()
