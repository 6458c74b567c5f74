"""A walk on a surface z = f(x, y): contours, the gradient vector, its two numbers by formula and by differences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app.explorables.figures import fixed, option, power
from tui_lab.app.explorables.plane import Plane, arrow_head
from tui_lab.app.explorables.screen import COMMON_KEYS, ExplorableScreen
from tui_lab.app.lines import BLANK, Line, wrap
from tui_lab.content.lesson import Explorable
from tui_lab.messages import t

NAMES = ("bowl", "ravine", "saddle", "rosenbrock", "hills")
FORMULAS = {
    "bowl": ("x² + y²", "2x", "2y"),
    "ravine": ("0.1x² + 2y²", "0.2x", "4y"),
    "saddle": ("x² − y²", "2x", "−2y"),
    "rosenbrock": ("(1 − x)² + 5(y − x²)²", "−2(1 − x) − 20x(y − x²)", "10(y − x²)"),
    "hills": ("", "", ""),
}
RATES = (0.003, 0.01, 0.03, 0.1, 0.2, 0.45, 0.5, 0.55, 1.0)
STEEP = {"rosenbrock": 0.01}
"""Rates to begin with where a tenth would be far too large."""
WIDTHS = (1.0, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14)
"""Of the central difference, from too wide to lost in rounding."""
TRAIL = 200
PARTS = 40
"""A press of an arrow goes a fortieth of the picture's width."""
LONGEST = 0.35
"""The drawn gradient vector, as a share of the picture's width."""
INSET = 0.02
"""So far from the edge, as a share of the picture, its head still stands inside."""
FAR = 1e6
FLAT = 1e-4
"""A gradient below it counts as zero."""


class SurfaceScreen(ExplorableScreen):
    """Options: `surface` (bowl, ravine, saddle, rosenbrock, hills), `lr`, `h`, and the start `x`, `y`."""

    HELP = "explorable.surface.help"
    ANSWER = 1
    SIDE = 40
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "walk(-1,0)", "explorable.surface.key_walk", key_display="←↑↓→"),
        Binding("right", "walk(1,0)", "explorable.surface.key_walk", show=False),
        Binding("up", "walk(0,1)", "explorable.surface.key_walk", show=False),
        Binding("down", "walk(0,-1)", "explorable.surface.key_walk", show=False),
        Binding("space", "descend", "explorable.surface.key_descend"),
        Binding("plus,equals_sign", "rate(1)", "explorable.key_rate", key_display="+-"),
        Binding("minus", "rate(-1)", "explorable.key_rate", show=False),
        Binding("h", "difference(1)", "explorable.surface.key_difference", key_display="h/H"),
        Binding("H", "difference(-1)", "explorable.surface.key_difference", show=False),
        Binding("s", "surface(1)", "explorable.surface.key_surface"),
        Binding("S", "surface(-1)", "explorable.surface.key_surface", show=False),
        Binding("r", "reset", "explorable.key_reset"),
        *COMMON_KEYS,
    ]

    def __init__(self, block: Explorable) -> None:
        super().__init__(block)
        self.surface = self._asked_about = self.choice("surface", NAMES)
        self._lr = self.number("lr", math.nan)
        self.h = self.number("h", 0.01)
        self._from = {name: self.number(name, math.nan) for name in ("x", "y")}
        self.x = self.y = self.lr = 0.0
        self._set_rate()
        self.trail: list[tuple[float, float]] = []
        self.steps = 0
        self._levels: dict[str, Any] | None = None
        self._at: dict[str, Any] | None = None
        self._levels_for = (0, 0)
        self._placed = False
        self._due = False

    def _set_rate(self) -> None:
        self.lr = STEEP.get(self.surface, 0.1) if math.isnan(self._lr) else self._lr

    # The bench

    def request(self) -> tuple[str, dict[str, Any]]:
        """First the contours for the size of the picture, then the place."""
        columns, rows = self._plane_size()
        if self._levels is None or self._levels_for != (columns, rows):
            self._levels_for = (columns, rows)
            return "surface.levels", {"name": self.surface, "columns": columns, "rows": 2 * rows}
        return "surface", {"name": self.surface, "x": self.x, "y": self.y, "h": self.h, "lr": self.lr}

    def take(self, answer: dict[str, Any]) -> None:
        """Contours, or what is true at the place."""
        if "rows" not in answer:
            self._at = answer
            if self._due:
                self._due = False
                self._descend()
            return
        self._levels = answer
        if not self._placed:
            self._placed = True
            x, y = answer["start"]
            self.x = x if math.isnan(self._from["x"]) else self._from["x"]
            self.y = y if math.isnan(self._from["y"]) else self._from["y"]
            self.trail, self.steps = [(self.x, self.y)], 0
        self._wanted = True  # now the place on it

    def _plane_size(self) -> tuple[int, int]:
        width, height = self._picture.size
        return max(8, min(width - 2, 2 * height)), max(4, height)

    @property
    def has_data(self) -> bool:
        """Whether both are there."""
        return self._levels is not None and self._at is not None

    def _lay_out(self) -> None:
        super()._lay_out()
        self.call_after_refresh(self.ask)

    @property
    def asked_here(self) -> bool:
        """The question is about the surface of the block."""
        return self.surface == self._asked_about

    # Showing

    def status(self) -> str:
        """The surface."""
        return t(f"explorable.surface.name.{self.surface}")

    def picture(self, width: int, height: int) -> list[Line]:
        """Contours, the trail, the place, and the gradient vector."""
        assert self._levels is not None and self._at is not None
        columns, rows = min(width - 2, 2 * height), height
        x_range, y_range = self._levels["x_range"], self._levels["y_range"]
        plane = Plane(columns, rows, x_range, y_range, plain=self.colourless, ascii=self.ascii_only)
        plane.area(self._levels["rows"], "h")
        plane.curve(self.trail[-TRAIL:], "bold", ".")
        gx, gy = self._at["gradient"]
        length, span = math.hypot(gx, gy), x_range[1] - x_range[0]
        if length > 1e-9:
            shown = span * min(LONGEST, 0.05 + 0.06 * length)
            dx, dy = gx / length, gy / length
            shown = min(shown, _room(self.x, dx, x_range), _room(self.y, dy, y_range))
            tip = (self.x + dx * shown, self.y + dy * shown)
            plane.line((self.x, self.y), tip, "validation", "+")
            plane.sign(*tip, arrow_head(gx, gy), "validation")
        for x, y in self.trail[-TRAIL:]:
            plane.sign(x, y, "·", "bold")
        plane.sign(self.x, self.y, "●", "bold")
        margin = " " * ((width - columns) // 2)
        return [((margin, "plain"), *line) for line in plane.lines()]

    def side(self, width: int, height: int) -> list[Line]:
        """The place, both partial derivatives in two ways, the step downhill."""
        assert self._at is not None
        at, (f, by_x, by_y) = self._at, FORMULAS[self.surface]
        (gx, gy), (nx, ny) = at["gradient"], at["numeric"]
        lines: list[Line] = []
        if f:
            lines += wrap(f"f(x, y) = {f}", width - 1, "bold")
        else:
            lines += wrap(t("explorable.surface.sum"), width - 1, "bold")
        lines.append(((f"x {fixed(self.x, 3, 7)}   y {fixed(self.y, 3, 7)}", "plain"),))
        lines += [((f"f(x, y) = {fixed(at['z'], 4)}", "plain"),), BLANK]
        lines.append(((t("explorable.surface.formula"), "dim"),))
        lines.append(((f"∂f/∂x = {by_x + ' = ' if by_x and len(by_x) < 14 else ''}{fixed(gx, 4)}", "validation"),))
        lines.append(((f"∂f/∂y = {by_y + ' = ' if by_y and len(by_y) < 14 else ''}{fixed(gy, 4)}", "validation"),))
        lines += [BLANK, ((t("explorable.surface.numeric", h=option(self.h)), "dim"),)]
        lines.append(((f"∂f/∂x ≈ {fixed(nx, 6)}", "plain"),))
        lines.append(((f"∂f/∂y ≈ {fixed(ny, 6)}", "plain"),))
        lines += [((t("explorable.surface.error", error=power(at["error"])), "bold"),), BLANK]
        lines.append(((t("explorable.surface.rate", lr=option(self.lr), n=self.steps), "plain"),))
        (x, y), low = at["next"], at["next_z"] is not None and at["next_z"] < at["z"]
        lines.append(((f"(x, y) − lr·∇f = ({fixed(x, 2)}, {fixed(y, 2)})", "accent"),))
        if self._lost:
            lines += wrap(t("explorable.surface.lost"), width - 1, "bad")
        if math.hypot(gx, gy) < FLAT:
            lines += wrap(t("explorable.surface.flat"), width - 1, "bold")
        else:
            id = "explorable.surface.lower" if low else "explorable.surface.not_lower"
            lines += wrap(t(id, z=fixed(at["next_z"], 4)), width - 1, "plain" if low else "bad")
        legend = wrap(t("explorable.surface.legend"), width - 1, "dim")
        while len(lines) > height and BLANK in lines:  # what is said of the step stands at the end
            lines.remove(BLANK)
        lines += [BLANK] * (height > len(lines) + len(legend)) + legend
        return lines[:height]

    @property
    def _lost(self) -> bool:
        assert self._levels is not None
        (x0, x1), (y0, y1) = self._levels["x_range"], self._levels["y_range"]
        return not (x0 <= self.x <= x1 and y0 <= self.y <= y1)

    # Keys

    def _go(self, x: float, y: float) -> None:
        self.x, self.y = (max(-FAR, min(value, FAR)) for value in (x, y))
        self.ask()

    def action_walk(self, dx: int, dy: int) -> None:
        """A small step in a direction of one's own; it begins a new trail."""
        assert self._levels is not None
        (x0, x1), (y0, y1) = self._levels["x_range"], self._levels["y_range"]
        by = (x1 - x0) / PARTS
        x, y = (max(x0, min(self.x + dx * by, x1)), max(y0, min(self.y + dy * by, y1)))
        self.trail, self.steps = [(x, y)], 0
        self._go(x, y)

    def action_descend(self) -> None:
        """A step of gradient descent, or as soon as it is known where the last one led to."""
        if self._at is None or self._asking:
            self._due = True
        else:
            self._descend()

    def _descend(self) -> None:
        assert self._at is not None
        x, y = self._at["next"]
        self.trail = [*self.trail[-TRAIL:], (x, y)]
        self.steps += 1
        self._go(x, y)

    def action_rate(self, by: int) -> None:
        """Another learning rate."""
        near = min(range(len(RATES)), key=lambda i: abs(RATES[i] - self.lr))
        self.lr = RATES[max(0, min(near + by, len(RATES) - 1))]
        self.ask()

    def action_difference(self, by: int) -> None:
        """A narrower or wider central difference."""
        near = min(range(len(WIDTHS)), key=lambda i: abs(math.log(WIDTHS[i] / max(self.h, 1e-16))))
        self.h = WIDTHS[max(0, min(near + by, len(WIDTHS) - 1))]
        self.ask()

    def action_surface(self, by: int) -> None:
        """Another surface, from its start."""
        self.surface = NAMES[(NAMES.index(self.surface) + by) % len(NAMES)]
        self._from = {"x": math.nan, "y": math.nan}
        self._lr = math.nan
        self._set_rate()
        self.action_reset()

    def action_reset(self) -> None:
        """Back to the start."""
        self._levels, self._at, self._placed, self._due = None, None, False, False
        self.ask()


def _room(start: float, direction: float, ends: Sequence[float]) -> float:
    """How far an arrow can go in a direction until its head leaves the picture; for ever where it stands outside."""
    low, high = ends
    edge = (high if direction > 0 else low) - INSET * (high - low) * math.copysign(1, direction)
    room = (edge - start) / direction if direction else math.inf
    return room if room > 0 else math.inf
