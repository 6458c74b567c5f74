"""Explorables: interactive pictures that lessons open. The bench computes the values in them, nothing is computed here.

An explorable is a screen (`<name>.py`) with its keys and its state, and a module that paints it (`<name>_view.py`).
"""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING

from tui_lab.config.errors import LabError
from tui_lab.messages import has, t

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

    from tui_lab.app.app import DlLabApp
    from tui_lab.app.explorables.screen import ExplorableScreen
    from tui_lab.content.lesson import Explorable

SCREENS = {
    "two-two-one": ("tui_lab.app.explorables.two_two_one", "TwoTwoOneScreen"),
    "neuron": ("tui_lab.app.explorables.neuron", "NeuronScreen"),
    "surface": ("tui_lab.app.explorables.surface", "SurfaceScreen"),
    "boundary": ("tui_lab.app.explorables.boundary", "BoundaryScreen"),
    "activations": ("tui_lab.app.explorables.activations", "ActivationsScreen"),
}
"""The explorables that a lesson can name, and where each is."""

IDLE_S = 10.0
"""After so long without a key in a lesson with an explorable, torch is loaded for it."""

_PICTURES = {
    "two-two-one": (
        "x₁ ──┬── w₁₁ ──┬▶ z₁ ──σ──▶ a₁ ── v₁ ──┐",
        "     │ ┌ w₁₂ ──┘                        ├▶ z ──σ──▶ ŷ ──▶ L",
        "     └─┼ w₂₁ ──┐                        │",
        "x₂ ────┴ w₂₂ ──┴▶ z₂ ──σ──▶ a₂ ── v₂ ──┘",
    ),
    "neuron": (
        "  ○      ●     │      w₁x₁ + w₂x₂ + b > 0  ▶  ●",
        "       ╱───▶   │",
        "  ○   ╱  ○     │",
    ),
    "surface": (
        "  · · ░░▒▒▓▓▒▒░░ · ·     z = f(x, y)",
        "  · ░░▒▒▓ ●◀── ▒░░ ·     {preview}",
        "  · · ░░▒▒▓▓▒▒░░ · ·",
    ),
    "boundary": (
        "  ○ ○ ○ ╲ ● ●      2 → 8 → 8 → 1",
        "   ○ ○   ╲__ ● ●   {preview}",
        "  ○ ○ ○ ○   ╲ ● ●",
    ),
    "activations": (
        "            ╭────       f(x), f′(x)",
        "         ╱              sigmoid  tanh  ReLU",
        "  ──────╯               Leaky ReLU  GELU",
    ),
}


def make(block: Explorable) -> ExplorableScreen:
    """The screen of an explorable.

    Raises:
        LabError: there is none of this name, or an option is wrong.
    """
    if block.name not in SCREENS:
        raise LabError(t("explorable.unknown", name=block.name, names=", ".join(SCREENS)))
    module, kind = SCREENS[block.name]
    screen: ExplorableScreen = getattr(import_module(module), kind)(block)
    return screen


def open_explorable(app: DlLabApp, block: Explorable) -> None:
    """Show an explorable over the lesson; what keeps it from opening is said in a notice."""
    try:
        screen = make(block)
    except LabError as error:
        app.say(str(error), bad=True)
        return
    app.bench.prepare()
    app.push_screen(screen)


def picture(name: str) -> tuple[str, ...]:
    """A few rows that stand for it on the page of its lesson."""
    id = f"explorable.{name}.preview"
    words = t(id) if has(id) else ""
    return tuple(row.replace("{preview}", words) for row in _PICTURES.get(name, ()))


def prepare_when_idle(screen: Screen[None], app: DlLabApp) -> Timer:
    """Have the bench ready once a lesson with an explorable has been read for a while without a key."""
    opened = time.monotonic()

    def look() -> None:
        if app.screen is screen and min(app.quiet_s, time.monotonic() - opened) >= IDLE_S:
            app.bench.prepare()
            timer.stop()

    timer = screen.set_interval(1.0, look)
    return timer
