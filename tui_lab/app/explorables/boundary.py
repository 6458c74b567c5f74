"""A small network that learns points in the plane: its decision boundary, redrawn as it trains in the bench."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app.explorables.figures import fixed, option
from tui_lab.app.explorables.plane import Plane
from tui_lab.app.explorables.screen import COMMON_KEYS, ExplorableScreen
from tui_lab.app.lines import BLANK, Line, wrap
from tui_lab.content.lesson import Explorable
from tui_lab.messages import t

DATA = ("moons", "circles", "xor", "spirals")
ACTIVATIONS = ("tanh", "relu", "sigmoid", "leaky-relu", "gelu")
WIDTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
MOST_LAYERS = 3
SLICE_STEPS = 20
SLICE_S = 0.03
FRAME_S = 0.12
MOST_STEPS = 4000
SIGNS = "○×"
ASCII_SIGNS = "ox"


class BoundaryScreen(ExplorableScreen):
    """Options: `data` (moons, circles, xor, spirals), `layers`, `width`, `activation`, `lr`, `seed`."""

    HELP = "explorable.boundary.help"
    ANSWER = 1
    SIDE = 38
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "train", "explorable.boundary.key_train"),
        Binding("up", "layers(1)", "explorable.boundary.key_layers", key_display="↑↓"),
        Binding("down", "layers(-1)", "explorable.boundary.key_layers", show=False),
        Binding("left", "width(-1)", "explorable.boundary.key_width", show=False),
        Binding("right", "width(1)", "explorable.boundary.key_width", key_display="←→"),
        Binding("d", "data(1)", "explorable.boundary.key_data"),
        Binding("D", "data(-1)", "explorable.boundary.key_data", show=False),
        Binding("f", "activation(1)", "explorable.boundary.key_activation"),
        Binding("F", "activation(-1)", "explorable.boundary.key_activation", show=False),
        Binding("plus,equals_sign", "rate(1)", "explorable.key_rate", key_display="+-", show=False),
        Binding("minus", "rate(-1)", "explorable.key_rate", show=False),
        Binding("s", "seed", "explorable.boundary.key_seed", show=False),
        Binding("r", "reset", "explorable.key_reset", show=False),
        *COMMON_KEYS,
    ]

    def __init__(self, block: Explorable) -> None:
        super().__init__(block)
        self.data = self.choice("data", DATA)
        self.activation = self.choice("activation", ACTIVATIONS)
        self.hidden = max(0, min(int(self.number("layers", 1)), MOST_LAYERS))
        self.units = max(WIDTHS[0], min(int(self.number("width", 4)), WIDTHS[-1]))
        self.lr = self.number("lr", 0.03)
        self.seed = int(self.number("seed", 0))
        self.training = False
        self._fresh = True
        self._answer: dict[str, Any] | None = None

    # The bench

    def _request(self, steps: int) -> tuple[str, dict[str, Any]]:
        columns, rows = self._plane_size()
        fresh, self._fresh = self._fresh, False
        recipe = {
            "data": self.data, "layers": self.hidden, "width": self.units, "activation": self.activation,
            "seed": self.seed, "lr": self.lr,
        }  # fmt: skip
        now = {"fresh": fresh, "steps": steps, "seconds": SLICE_S, "columns": columns, "rows": 2 * rows}
        return "boundary", {**recipe, **now}

    def request(self) -> tuple[str, dict[str, Any]]:
        """The plane as it is now."""
        return self._request(0)

    def take(self, answer: dict[str, Any]) -> None:
        """The plane, and how well it goes."""
        self._answer = answer

    def _plane_size(self) -> tuple[int, int]:
        width, height = self._picture.size
        return max(8, min(width - 2, 2 * height)), max(4, height)

    @property
    def has_data(self) -> bool:
        """Whether there is a plane."""
        return self._answer is not None

    def _lay_out(self) -> None:
        super()._lay_out()
        self.call_after_refresh(self.ask)

    # Showing

    def status(self) -> str:
        """Whether it trains."""
        if self._answer is None:
            return ""
        state = t("explorable.boundary.training" if self.training else "explorable.boundary.paused")
        return t("explorable.boundary.status", state=state, step=f"{self._answer['step']:>5,}")

    def picture(self, width: int, height: int) -> list[Line]:
        """What the network says everywhere, and the points on it."""
        assert self._answer is not None
        answer = self._answer
        columns = min(width - 2, 2 * height)
        plane = Plane(
            columns, height, answer["x_range"], answer["y_range"], plain=self.colourless, ascii=self.ascii_only
        )
        plane.area(answer["rows"], "c")
        signs = ASCII_SIGNS if self.ascii_only else SIGNS
        for x, y, cls in answer["points"]:
            plane.sign(x, y, signs[cls], "bold")
        margin = " " * ((width - columns) // 2)
        return [((margin, "plain"), *line) for line in plane.lines()]

    def side(self, width: int, height: int) -> list[Line]:
        """The recipe and how well it goes."""
        assert self._answer is not None
        answer = self._answer
        sizes = " → ".join(["2", *[str(self.units)] * self.hidden, "1"])
        rows = (
            ("data", self.data),
            ("network", sizes),
            ("activation", self.activation if self.hidden else "–"),
            ("parameters", f"{answer['parameters']:,}"),
            ("rate", option(self.lr)),
            ("seed", str(self.seed)),
        )
        label = 2 + max(len(t(f"explorable.boundary.label.{name}")) for name, _ in rows)
        lines: list[Line] = []
        for name, value in rows:
            text = t(f"explorable.boundary.label.{name}")
            lines.append(((f"{text:<{label}}", "dim"), (value, "bold" if name == "network" else "plain")))
        lines.append(BLANK)
        for name, value in (
            ("loss", fixed(answer["loss"], 3, 7)),
            ("accuracy", f"{100 * answer['accuracy']:>5.1f} %"),
        ):
            text = t(f"explorable.boundary.label.{name}")
            lines.append(((f"{text:<{label}}", "dim"), (value, "bold")))
        signs = ASCII_SIGNS if self.ascii_only else SIGNS
        lines += [BLANK, ((t("explorable.boundary.legend", a=signs[0], b=signs[1]), "dim"),), BLANK]
        note = "linear" if self.hidden == 0 else "bends"
        lines += wrap(t(f"explorable.boundary.{note}", width=self.units), width - 1, "dim")
        return lines[:height]

    # Training

    def action_train(self) -> None:
        """Train, or pause."""
        self.training = not self.training
        if self.training:
            self.run_worker(self._train(), group="train", exclusive=True)
        self.show()

    async def _train(self) -> None:
        while self.training:
            if self.app.screen is self:  # nobody sees it under the help
                answer = await self.once(*self._request(SLICE_STEPS))
                if answer is None:
                    self.training = False
                    return
                self.take(answer)
                self.training = self.training and answer["step"] < MOST_STEPS
                self.show()
            await asyncio.sleep(FRAME_S)

    # Keys

    def _again(self) -> None:
        """Another recipe: from new weights, and still training if it was."""
        self._fresh = True
        self.ask()

    def action_layers(self, by: int) -> None:
        """A hidden layer more or less."""
        self.hidden = max(0, min(self.hidden + by, MOST_LAYERS))
        self._again()

    def action_width(self, by: int) -> None:
        """Wider or narrower hidden layers."""
        near = min(range(len(WIDTHS)), key=lambda i: abs(WIDTHS[i] - self.units))
        self.units = WIDTHS[max(0, min(near + by, len(WIDTHS) - 1))]
        self._again()

    def action_data(self, by: int) -> None:
        """Another set of points."""
        self.data = DATA[(DATA.index(self.data) + by) % len(DATA)]
        self._again()

    def action_activation(self, by: int) -> None:
        """Another activation."""
        self.activation = ACTIVATIONS[(ACTIVATIONS.index(self.activation) + by) % len(ACTIVATIONS)]
        self._again()

    def action_rate(self, by: int) -> None:
        """Another learning rate, from now on."""
        near = min(range(len(RATES)), key=lambda i: abs(RATES[i] - self.lr))
        self.lr = RATES[max(0, min(near + by, len(RATES) - 1))]
        self.ask()

    def action_seed(self) -> None:
        """Other weights to start from."""
        self.seed += 1
        self._again()

    def action_reset(self) -> None:
        """The same weights once more, untrained."""
        self.training = False
        self._again()
