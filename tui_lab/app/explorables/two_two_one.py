"""A 2-2-1 network, stepped forward and backward with every number shown."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app.explorables import two_two_one_steps as steps
from tui_lab.app.explorables import two_two_one_view as view
from tui_lab.app.explorables.screen import COMMON_KEYS, ExplorableScreen
from tui_lab.app.lines import Line
from tui_lab.content.lesson import Explorable
from tui_lab.messages import t

CHANGE = 0.1
MOST = 5.0
RATES = (0.01, 0.05, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0)


class TwoTwoOneScreen(ExplorableScreen):
    """Options: `mode` (forward, backward), and a start value for any of `two_two_one_steps.START` or `lr`."""

    HELP = "explorable.two-two-one.help"
    ANSWER = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,space", "step(1)", "explorable.two-two-one.key_next", key_display="n"),
        Binding("p", "step(-1)", "explorable.two-two-one.key_back"),
        Binding("left", "other(-1)", "explorable.key_other", show=False),
        Binding("right", "other(1)", "explorable.key_other", key_display="←→"),
        Binding("up", "change(1)", "explorable.key_change", key_display="↑↓"),
        Binding("down", "change(-1)", "explorable.key_change", show=False),
        Binding("u", "update", "explorable.two-two-one.key_update"),
        Binding("w", "weights", "explorable.two-two-one.key_weights"),
        Binding("x", "inputs", "explorable.two-two-one.key_inputs"),
        Binding("g", "mode", "explorable.two-two-one.key_mode"),
        Binding("plus,equals_sign", "rate(1)", "explorable.key_rate", key_display="+-", show=False),
        Binding("minus", "rate(-1)", "explorable.key_rate", show=False),
        Binding("r", "reset", "explorable.key_reset", show=False),
        *COMMON_KEYS,
    ]

    def __init__(self, block: Explorable) -> None:
        super().__init__(block)
        mode = self.choice("mode", ("forward", "backward"))
        self._start = {name: self.number(name, value) for name, value in steps.START.items()}
        self._lr = self.number("lr", 0.5)
        self.state = steps.State(dict(self._start), self._lr, "backward" if mode == "backward" else "forward")

    # The bench

    def request(self) -> tuple[str, dict[str, Any]]:
        """Both passes for the numbers that are set."""
        return "two-two-one", {"numbers": self.state.numbers, "lr": self.state.lr}

    def take(self, answer: dict[str, Any]) -> None:
        """All values, gradients and updates."""
        self.state.answer = answer

    @property
    def has_data(self) -> bool:
        """Whether the values are there."""
        return self.state.answer is not None

    # Showing

    def status(self) -> str:
        """Which pass, which step."""
        s = self.state
        pass_ = t(f"explorable.two-two-one.mode.{s.mode}")
        return t("explorable.two-two-one.status", mode=pass_, n=s.at + 1, of=len(s.steps))

    def picture(self, width: int, height: int) -> list[Line]:
        """The network."""
        return view.paint(self.state, width, height, ascii=self.ascii_only, asking=self.guess.begun)

    # Keys

    def can(self, action: str) -> bool:
        """Arrows only where they change something, steps only where there is one."""
        s = self.state
        if action in ("other", "change"):
            return bool(s.changing)
        if action == "guess":
            return s.step.asks is not None and not s.changing and self.has_data
        if action in ("step", "mode", "update") and s.changing:
            return False
        return action != "update" or (s.mode == "backward" and s.at >= len(s.steps) - 2)

    def guessed(self, number: int) -> None:
        """The answer to the question of this step: on to what it asked for."""
        if self.can("guess") and number in (1, 2):
            self.state.guesses[self.state.step.id] = number
            self.action_step(1)

    def action_step(self, by: int) -> None:
        """The next step or the one before."""
        s = self.state
        s.at = max(0, min(s.at + by, len(s.steps) - 1))
        self.show()

    def action_mode(self) -> None:
        """The other pass, from its first step."""
        s = self.state
        s.mode, s.at = ("backward" if s.mode == "forward" else "forward"), 0
        s.guesses.clear()
        self.show()

    def _toggle(self, names: tuple[str, ...]) -> None:
        s = self.state
        s.changing = "" if s.changing in names else names[0]
        self.show()

    def action_weights(self) -> None:
        """Begin or end changing weights."""
        self._toggle(steps.WEIGHTS)

    def action_inputs(self) -> None:
        """Begin or end changing inputs and the target."""
        self._toggle(steps.INPUTS)

    def action_other(self, by: int) -> None:
        """Another number to change."""
        s = self.state
        names = steps.WEIGHTS if s.changing in steps.WEIGHTS else steps.INPUTS
        s.changing = names[(names.index(s.changing) + by) % len(names)]
        self.show()

    def action_change(self, by: int) -> None:
        """Change it by a tenth."""
        s = self.state
        low, high = (0.0, 1.0) if s.changing == "y" else (-MOST, MOST)
        s.numbers[s.changing] = round(max(low, min(s.numbers[s.changing] + by * CHANGE, high)), 6)
        s.guesses.clear()
        self.ask()

    def action_rate(self, by: int) -> None:
        """Another learning rate."""
        s = self.state
        near = min(range(len(RATES)), key=lambda i: abs(RATES[i] - s.lr))
        s.lr = RATES[max(0, min(near + by, len(RATES) - 1))]
        self.ask()

    def action_update(self) -> None:
        """Take the step: the new weights become the weights, and the passes begin again."""
        s = self.state
        assert s.answer is not None
        s.numbers |= s.answer["updated"]
        s.at = 0
        s.guesses.clear()
        self.ask()

    def action_reset(self) -> None:
        """Back to the numbers of the start."""
        s = self.state
        s.numbers, s.lr, s.at, s.changing = dict(self._start), self._lr, 0, ""
        s.guesses.clear()
        self.ask()

    def action_back(self) -> None:
        """End changing; else back to the lesson."""
        if self.state.changing:
            self.state.changing = ""
            self.show()
        else:
            super().action_back()
