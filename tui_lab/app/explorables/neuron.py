"""One neuron on points of the plane: weights by keys, the boundary they draw, Rosenblatt's rule, and XOR."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app.explorables.figures import MINUS, factor, weight
from tui_lab.app.explorables.plane import Plane, arrow_head
from tui_lab.app.explorables.screen import COMMON_KEYS, ExplorableScreen
from tui_lab.app.lines import BLANK, Line, wrap
from tui_lab.content.lesson import Explorable
from tui_lab.messages import t

DATA = ("and", "or", "xor", "blobs", "overlap")
NUMBERS = ("w1", "w2", "b")
SYMBOLS = {"w1": "w₁", "w2": "w₂", "b": "b"}
START = {"w1": 1.0, "w2": -0.5, "b": -0.5}
CHANGE = 0.25
MOST = 10.0
EPOCHS = 20
RANGE = (-0.75, 1.75)
CORNERS = ("00", "01", "10", "11")
"""The points of a gate."""
RIGHT = {-1: "○", 1: "●"}
WRONG = {-1: "□", 1: "■"}


class NeuronScreen(ExplorableScreen):
    """Options: `data` (and, or, xor, blobs, overlap), and start values `w1`, `w2`, `b`."""

    HELP = "explorable.neuron.help"
    ANSWER = 2
    SIDE = 40
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "other(-1)", "explorable.key_other", show=False),
        Binding("right", "other(1)", "explorable.key_other", key_display="←→"),
        Binding("up", "change(1)", "explorable.key_change", key_display="↑↓"),
        Binding("down", "change(-1)", "explorable.key_change", show=False),
        Binding("space", "update", "explorable.neuron.key_update"),
        Binding("a", "train", "explorable.neuron.key_train"),
        Binding("d", "data(1)", "explorable.neuron.key_data"),
        Binding("D", "data(-1)", "explorable.neuron.key_data", show=False),
        Binding("0", "zero", "explorable.neuron.key_zero"),
        Binding("r", "reset", "explorable.key_reset", show=False),
        *COMMON_KEYS,
    ]

    def __init__(self, block: Explorable) -> None:
        super().__init__(block)
        self.data = self._asked_about = self.choice("data", DATA)
        self._start = {name: self.number(name, value) for name, value in START.items()}
        self.numbers = dict(self._start)
        self.at = "w1"
        self._next = 0
        """The point that the next update looks at first."""
        self._look: dict[str, Any] | None = None
        self._step: dict[str, Any] | None = None
        self._trained: dict[str, Any] | None = None
        self._before: dict[str, float] = {}
        self.best: dict[str, int] = {}
        self.updates = 0

    # The bench

    @property
    def _neuron(self) -> dict[str, Any]:
        return {"data": self.data, "w": [self.numbers["w1"], self.numbers["w2"]], "b": self.numbers["b"]}

    def request(self) -> tuple[str, dict[str, Any]]:
        """Which points this neuron gets wrong."""
        return "neuron", self._neuron

    def take(self, answer: dict[str, Any]) -> None:
        """The points and the mistakes."""
        self._look = answer
        wrong = len(answer["wrong"])
        self.best[self.data] = min(wrong, self.best.get(self.data, wrong))

    @property
    def has_data(self) -> bool:
        """Whether the points are there."""
        return self._look is not None

    def _set(self, answer: dict[str, Any]) -> None:
        self._before = dict(self.numbers)
        self.numbers = {"w1": answer["w"][0], "w2": answer["w"][1], "b": answer["b"]}

    @property
    def asked_here(self) -> bool:
        """The question is about the points of the block."""
        return self.data == self._asked_about

    # Showing

    def status(self) -> str:
        """The set of points."""
        return t(f"explorable.neuron.data.{self.data}")

    def picture(self, width: int, height: int) -> list[Line]:
        """The points, the boundary, and the vector of the weights, which stands on it."""
        assert self._look is not None
        columns = min(width - 2, 2 * height)
        plane = Plane(columns, height, RANGE, RANGE, plain=self.colourless, ascii=self.ascii_only)
        w1, w2, b = (self.numbers[name] for name in NUMBERS)
        plane.area(_sides(w1, w2, b, columns, 2 * height), "c")
        length = math.hypot(w1, w2)
        if length > 0:
            # The point of the boundary that is nearest to the middle of the picture
            offset = (w1 * 0.5 + w2 * 0.5 + b) / length
            n1, n2 = w1 / length, w2 / length
            foot = (0.5 - offset * n1, 0.5 - offset * n2)
            plane.line((foot[0] - 4 * n2, foot[1] + 4 * n1), (foot[0] + 4 * n2, foot[1] - 4 * n1), "bold", "#")
            tip = (foot[0] + 0.4 * n1, foot[1] + 0.4 * n2)
            plane.line(foot, tip, "bold", "+")
            plane.sign(*tip, arrow_head(n1, n2), "bold")
        wrong = set(self._look["wrong"])
        for index, (x, y) in enumerate(self._look["points"]):
            label = self._look["labels"][index]
            plane.sign(x, y, (WRONG if index in wrong else RIGHT)[label], "bold")
        if self._step is not None and self._step["index"] is not None:
            column, row = plane.cell(*self._step["x"])
            plane.text(column - 1, row, "[", "bold")
            plane.text(column + 1, row, "]", "bold")
        margin = " " * ((width - columns) // 2)
        return [((margin, "plain"), *line) for line in plane.lines()]

    def side(self, width: int, height: int) -> list[Line]:
        """The weights, the mistakes, the last update in numbers."""
        assert self._look is not None
        lines: list[Line] = []
        for name in NUMBERS:
            here = name == self.at
            text = f"{SYMBOLS[name]:<2} {weight(self.numbers[name], 7)}"
            lines.append((("▸ " if here else "  ", "accent"), (text, "accent" if here else "plain")))
        lines += [BLANK, ((t("explorable.neuron.fires", sum=_sum(self.numbers)), "bold"),)]
        wrong, of = len(self._look["wrong"]), len(self._look["points"])
        lines += [BLANK, ((t("explorable.neuron.mistakes", n=wrong, of=of), "good" if wrong == 0 else "bold"),)]
        lines.append(((t("explorable.neuron.best", n=self.best.get(self.data, wrong)), "dim"),))
        lines += [((t("explorable.neuron.legend"), "dim"),), ((t("explorable.neuron.legend_wrong"), "dim"),)]
        told = [part for text, ink in self._told() for part in wrap(text, width - 1, ink)]
        room = height - len(lines)
        lines += [*[BLANK] * (room > len(told)), *told]
        if len(self._look["points"]) <= len(CORNERS) and height - len(lines) > len(CORNERS) + 6:
            lines += [BLANK, *self._table()]
        return lines[:height]

    def _table(self) -> list[Line]:
        """The four points of a gate with their sums."""
        assert self._look is not None
        label = t("explorable.neuron.head_class")
        lines: list[Line] = [((f"  x₁  x₂  {label}  {t('explorable.neuron.head_sum')}", "dim"),)]
        wrong = set(self._look["wrong"])
        for index, (x1, x2) in enumerate(self._look["points"]):
            y = "+1" if self._look["labels"][index] > 0 else f"{MINUS}1"
            sign, ink = ("✗", "bad") if index in wrong else ("✓", "good")
            text = f"   {x1:.0f}   {x2:.0f}  {y:>{len(label)}}  {weight(self._look['sums'][index], 6)}  "
            lines.append(((text, "plain"), (sign, ink)))
        return lines

    def _told(self) -> list[tuple[str, str]]:
        """What the last key did, in numbers."""
        if self._trained is not None:
            run = self._trained
            values = {"updates": run["updates"], "epochs": run["epochs"], "best": run["best"]}
            if run["clean"]:
                return [(t("explorable.neuron.run_clean", **values), "good")]
            never = "explorable.neuron.run_never" if self.data == "xor" else "explorable.neuron.run_over"
            return [(t(never, **values), "validation")]
        step = self._step
        if step is None:
            return [(t("explorable.neuron.how"), "dim")]
        if step["index"] is None:
            return [(t("explorable.neuron.none_wrong"), "good")]
        before = self._before
        w1, w2, b = (weight(before[name]) for name in NUMBERS)
        x1, x2 = (weight(value) for value in step["x"])
        sign, new = ("+" if step["y"] > 0 else MINUS), self.numbers
        values = {"y": "+1" if step["y"] > 0 else f"{MINUS}1", "sum": weight(step["sum"])}
        return [
            (t("explorable.neuron.step_wrong", x1=x1, x2=x2, **values), "bold"),
            (f"w₁ ← {w1} {sign} {factor(x1)} = {weight(new['w1'])}", "accent"),
            (f"w₂ ← {w2} {sign} {factor(x2)} = {weight(new['w2'])}", "accent"),
            (f"b ← {b} {sign} 1 = {weight(new['b'])}", "accent"),
            (t("explorable.neuron.updates", n=self.updates), "dim"),
        ]

    # Keys

    def action_other(self, by: int) -> None:
        """Another number to change."""
        self.at = NUMBERS[(NUMBERS.index(self.at) + by) % len(NUMBERS)]
        self.show()

    def action_change(self, by: int) -> None:
        """Change it by a quarter."""
        value = round(self.numbers[self.at] + by * CHANGE, 6)
        self.numbers[self.at] = max(-MOST, min(value, MOST))
        self._forget()
        self.ask()

    def action_update(self) -> None:
        """One update of Rosenblatt's on the next wrong point."""
        self.run_worker(self._update(), group="update", exclusive=True)

    async def _update(self) -> None:
        answer = await self.once("neuron.step", {**self._neuron, "start": self._next})
        if answer is None or self._look is None:
            return
        self._trained, self._step = None, answer
        if answer["index"] is not None:
            self._next = (answer["index"] + 1) % len(self._look["points"])
            self.updates += 1
        self._set(answer)
        self.ask()

    def action_train(self) -> None:
        """Updates until no point is wrong, or 20 epochs."""
        self.run_worker(self._train(), group="update", exclusive=True)

    async def _train(self) -> None:
        answer = await self.once("neuron.train", {**self._neuron, "epochs": EPOCHS})
        if answer is None:
            return
        self._trained, self._step, self._next = answer, None, 0
        self.best[self.data] = min(answer["best"], self.best.get(self.data, answer["best"]))
        self._set(answer)
        self.ask()

    def action_data(self, by: int) -> None:
        """Another set of points."""
        self.data = DATA[(DATA.index(self.data) + by) % len(DATA)]
        self._forget()
        self.ask()

    def action_zero(self) -> None:
        """All three numbers zero: where the perceptron begins."""
        self.numbers = dict.fromkeys(NUMBERS, 0.0)
        self._forget()
        self.ask()

    def action_reset(self) -> None:
        """The numbers of the start."""
        self.numbers = dict(self._start)
        self._forget()
        self.ask()

    def _forget(self) -> None:
        self._trained = self._step = None
        self._next, self.updates = 0, 0


def _sum(numbers: dict[str, float]) -> str:
    """The weighted sum with its numbers."""
    text = f"{weight(numbers['w1'])}x₁"
    for name, symbol in (("w2", "x₂"), ("b", "")):
        value = numbers[name]
        text += f" {MINUS if value < 0 else '+'} {weight(abs(value))}{symbol}"
    return text


def _sides(w1: float, w2: float, b: float, columns: int, rows: int) -> list[str]:
    """The side of the boundary of each half cell: a weak shade of the class that the neuron says there."""
    low, high = RANGE
    found = []
    for row in range(rows):
        y = high - (row + 0.5) / rows * (high - low)
        rest = w2 * y + b
        step = (high - low) / columns
        found.append("".join("5" if w1 * (low + (c + 0.5) * step) + rest > 0 else "2" for c in range(columns)))
    return found
