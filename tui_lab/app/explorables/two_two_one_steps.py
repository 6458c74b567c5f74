"""The steps of the 2-2-1 network, forward and backward: what each computes, its formula in numbers, what it asks.

Pure: no Textual, and nothing computed here; every number is one of the bench's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tui_lab.app.explorables.figures import factor, fixed, option, weight

Mode = Literal["forward", "backward"]

INPUTS = ("x1", "x2", "y")
WEIGHTS = ("w11", "w12", "b1", "w21", "w22", "b2", "v1", "v2", "c")
SYMBOLS = {
    "x1": "x₁", "x2": "x₂", "y": "y", "w11": "w₁₁", "w12": "w₁₂", "b1": "b₁", "w21": "w₂₁", "w22": "w₂₂", "b2": "b₂",
    "v1": "v₁", "v2": "v₂", "c": "c", "z1": "z₁", "a1": "a₁", "z2": "z₂", "a2": "a₂", "z": "z", "yhat": "ŷ",
    "loss": "L",
}  # fmt: skip
START = {
    "x1": 0.5, "x2": 0.1, "y": 1.0, "w11": 0.4, "w12": -0.5, "b1": 0.12, "w21": 0.3, "w22": 0.6, "b2": -0.12,
    "v1": 0.7, "v2": -0.2, "c": 0.05,
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What is to be predicted before a step: the two answers, and which of them is true (1 or 2)."""

    text: str
    answers: tuple[str, str]
    truth: Callable[[State], int]


@dataclass(frozen=True)
class Step:
    """A step: the names whose value (forward) or gradient (backward) it brings, and the arrows it goes along.

    `id` names its sentence in the messages.
    """

    id: str
    brings: tuple[str, ...] = ()
    asks: Question | None = None


@dataclass
class State:
    """What the learner has set, and what the bench says of it."""

    numbers: dict[str, float] = field(default_factory=lambda: dict(START))
    lr: float = 0.5
    mode: Mode = "forward"
    at: int = 0
    guesses: dict[str, int] = field(default_factory=dict)
    """By the id of the step that asked."""
    changing: str = ""
    """The name of the number that the arrows change; empty while they don't."""
    answer: Mapping[str, Any] | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those of the mode."""
        return STEPS[self.mode]

    @property
    def step(self) -> Step:
        """The current one."""
        return self.steps[self.at]

    def value(self, name: str) -> float:
        """Of an input, a weight, or anything computed from them."""
        if name in self.numbers:
            return self.numbers[name]
        assert self.answer is not None
        return float(self.answer["values"][name])

    def gradient(self, name: str) -> float:
        """∂L/∂name."""
        assert self.answer is not None
        return float(self.answer["gradients"][name])

    def local(self, name: str) -> float:
        """The derivative along the arrow that leaves the unit: see `engine.explorables.two_two_one`."""
        assert self.answer is not None
        return float(self.answer["local"][name])

    @property
    def known(self) -> frozenset[str]:
        """The names whose values are shown."""
        if self.mode == "backward":
            return frozenset(SYMBOLS)
        brought = {name for step in self.steps[: self.at + 1] for name in step.brings}
        return frozenset({*INPUTS, *WEIGHTS, *brought})

    @property
    def known_gradients(self) -> frozenset[str]:
        """The names whose gradients are shown."""
        if self.mode == "forward":
            return frozenset()
        return frozenset(name for step in self.steps[: self.at + 1] for name in step.brings)

    @property
    def asked(self) -> frozenset[str]:
        """What the current question is about: shown as `?`."""
        if self.step.asks is None or self.at + 1 == len(self.steps):
            return frozenset()
        return frozenset(self.steps[self.at + 1].brings)


STEPS: dict[Mode, tuple[Step, ...]] = {
    "forward": (
        Step("inputs"),
        Step("z1", ("z1",)),
        Step("a1", ("a1",)),
        Step("z2", ("z2",), Question("a2", ("under", "over"), lambda s: 1 + (s.value("a2") > 0.5))),
        Step("a2", ("a2",)),
        Step("z", ("z",), Question("yhat", ("under", "over"), lambda s: 1 + (s.value("yhat") > 0.5))),
        Step("yhat", ("yhat",)),
        Step("loss", ("loss",)),
        Step("forward_done"),
    ),
    "backward": (
        Step("start", (), Question("d_yhat", ("negative", "positive"), lambda s: 1 + (s.gradient("yhat") > 0))),
        Step("d_yhat", ("yhat",)),
        Step("d_z", ("z",)),
        Step(
            "d_out",
            ("v1", "v2", "c"),
            Question("d_a2", ("negative", "positive"), lambda s: 1 + (s.gradient("a2") > 0)),
        ),
        Step("d_a", ("a1", "a2")),
        Step("d_z1", ("z1",)),
        Step("d_w1", ("w11", "w12", "b1")),
        Step("d_z2", ("z2",)),
        Step("d_w2", ("w21", "w22", "b2")),
        Step("update", (), Question("after", ("smaller", "larger"), lambda s: 1 + (loss_after(s) > s.value("loss")))),
        Step("after"),
    ),
}


def loss_after(s: State) -> float:
    """The loss with the weights after the step."""
    assert s.answer is not None
    return float(s.answer["loss_after"])


def updated(s: State, name: str) -> float:
    """A weight after the step."""
    assert s.answer is not None
    return float(s.answer["updated"][name])


def _w(s: State, name: str) -> str:
    return weight(s.value(name))


def _v(s: State, name: str) -> str:
    return fixed(s.value(name))


def _g(s: State, name: str) -> str:
    return fixed(s.gradient(name), 4)


def _sum(s: State, out: str, terms: tuple[tuple[str, str], ...], bias: str, shown: Callable[[State, str], str]) -> str:
    names = " + ".join(f"{SYMBOLS[w]}·{SYMBOLS[x]}" for w, x in terms) + f" + {SYMBOLS[bias]}"
    inside = " + ".join(f"{factor(_w(s, w))}·{factor(shown(s, x))}" for w, x in terms) + f" + {factor(_w(s, bias))}"
    return f"{SYMBOLS[out]} = {names} = {inside} = {_v(s, out)}"


def _product(s: State, of: str, left: str, times: str, number: str) -> str:
    return f"∂L/∂{SYMBOLS[of]} = ∂L/∂{SYMBOLS[left]} · {times} = {factor(_g(s, left))}·{factor(number)} = {_g(s, of)}"


def _weight_gradients(s: State, unit: str, inputs: tuple[tuple[str, str], ...], bias: str) -> list[str]:
    def shown(x: str) -> str:
        return _w(s, x) if x in s.numbers else _v(s, x)

    lines = [_product(s, w, unit, SYMBOLS[x], shown(x)) for w, x in inputs]
    return [*lines, _product(s, bias, unit, "1", "1")]


def _slope(s: State, of: str, a: str) -> str:
    sign = SYMBOLS[a]
    return _product(s, of, a, f"{sign}(1 − {sign})", fixed(s.local(of), 4))


def formulas(s: State, id: str) -> list[str]:
    """The formulas of a step, in symbols and in numbers."""
    first = (("w11", "x1"), ("w12", "x2"))
    second = (("w21", "x1"), ("w22", "x2"))
    out = (("v1", "a1"), ("v2", "a2"))
    difference = f"{_v(s, 'yhat')} − {_w(s, 'y')}"
    made: dict[str, Callable[[], list[str]]] = {
        "z1": lambda: [_sum(s, "z1", first, "b1", _w)],
        "a1": lambda: [f"a₁ = σ(z₁) = 1 / (1 + e^−z₁) = σ({_v(s, 'z1')}) = {_v(s, 'a1')}"],
        "z2": lambda: [_sum(s, "z2", second, "b2", _w)],
        "a2": lambda: [f"a₂ = σ(z₂) = 1 / (1 + e^−z₂) = σ({_v(s, 'z2')}) = {_v(s, 'a2')}"],
        "z": lambda: [_sum(s, "z", out, "c", _v)],
        "yhat": lambda: [f"ŷ = σ(z) = 1 / (1 + e^−z) = σ({_v(s, 'z')}) = {_v(s, 'yhat')}"],
        "loss": lambda: [f"L = ½(ŷ − y)² = ½·({difference})² = {fixed(s.value('loss'), 4)}"],
        "d_yhat": lambda: [f"∂L/∂ŷ = ŷ − y = {difference} = {_g(s, 'yhat')}"],
        "d_z": lambda: [_slope(s, "z", "yhat")],
        "d_out": lambda: _weight_gradients(s, "z", out, "c"),
        "d_a": lambda: [_product(s, a, "z", SYMBOLS[v], _w(s, v)) for v, a in out],
        "d_z1": lambda: [_slope(s, "z1", "a1")],
        "d_w1": lambda: _weight_gradients(s, "z1", first, "b1"),
        "d_z2": lambda: [_slope(s, "z2", "a2")],
        "d_w2": lambda: _weight_gradients(s, "z2", second, "b2"),
        "update": lambda: [f"w ← w − lr·∂L/∂w      lr = {_lr(s)}"],
        "after": lambda: [f"L: {fixed(s.value('loss'), 4)} → {fixed(loss_after(s), 4)}"],
    }
    return made[id]() if id in made else []


def _lr(s: State) -> str:
    return option(s.lr)


def updates(s: State) -> list[str]:
    """What the step makes of each weight, three in a row."""
    made = [f"{SYMBOLS[name]:<3} {fixed(s.value(name), 3, 6)} → {fixed(updated(s, name), 3, 6)}" for name in WEIGHTS]
    return ["   ".join(made[row : row + 3]) for row in range(0, 9, 3)]
