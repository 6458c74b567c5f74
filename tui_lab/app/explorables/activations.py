"""Activation functions: curves with their derivatives, and what they do to gradients in a deep network."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app.explorables import activations_view as view
from tui_lab.app.explorables.screen import COMMON_KEYS, ExplorableScreen
from tui_lab.app.lines import Line
from tui_lab.content.lesson import Explorable
from tui_lab.messages import t

NAMES = ("sigmoid", "tanh", "relu", "leaky-relu", "gelu")
INITS = ("xavier", "kaiming", "small")
DEPTHS = (2, 30)
WIDTH = 64
MOVE = 0.1


class ActivationsScreen(ExplorableScreen):
    """Options: `function`, `view` (curves, depth), `init` (xavier, kaiming, small), `depth`."""

    HELP = "explorable.activations.help"
    ANSWER = 3
    SIDE = 30
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "explorable.activations.key_x", show=False),
        Binding("right", "move(1)", "explorable.activations.key_x", key_display="←→"),
        Binding("left", "depth(-1)", "explorable.activations.key_depth", show=False),
        Binding("right", "depth(1)", "explorable.activations.key_depth", key_display="←→"),
        Binding("up", "function(-1)", "explorable.activations.key_function", show=False),
        Binding("down", "function(1)", "explorable.activations.key_function", key_display="↑↓"),
        Binding("tab,v", "view", "explorable.activations.key_view", key_display="tab"),
        Binding("i", "init", "explorable.activations.key_init"),
        Binding("s", "seed", "explorable.activations.key_seed", show=False),
        *COMMON_KEYS,
    ]

    def __init__(self, block: Explorable) -> None:
        super().__init__(block)
        self.function = self.choice("function", NAMES)
        self.deep = self.choice("view", ("curves", "depth")) == "depth"
        self.init = self.choice("init", INITS)
        self.depth = max(DEPTHS[0], min(int(self.number("depth", 10)), DEPTHS[1]))
        self.x = 1.0
        self.seed = 0
        self.curves: dict[str, Any] | None = None
        self.gradients: dict[str, Any] | None = None

    # The bench

    def request(self) -> tuple[str, dict[str, Any]]:
        """The curves, once; then what is to be seen of the deep network."""
        if self.curves is None:
            return "activations", {}
        recipe = {"activation": self.function, "init": self.init, "depth": self.depth}
        return "activations.gradients", {**recipe, "width": WIDTH, "seed": self.seed}

    def take(self, answer: dict[str, Any]) -> None:
        """Curves or gradients."""
        if "curves" in answer:
            self.curves = answer
            self._wanted = self._wanted or self.deep
        else:
            self.gradients = answer

    @property
    def has_data(self) -> bool:
        """Whether what this view shows is there."""
        return self.curves is not None and (not self.deep or self.gradients is not None)

    # Showing

    def status(self) -> str:
        """The function, and in the second view the network."""
        name = view.LABELS[self.function]
        if not self.deep:
            return name
        return t("explorable.activations.status", name=name, depth=self.depth, width=WIDTH)

    def picture(self, width: int, height: int) -> list[Line]:
        """Curves, or bars."""
        if self.deep:
            assert self.gradients is not None
            return view.bars(self.gradients, width, height)
        assert self.curves is not None
        return view.curves(self.curves, self.function, self.x, width, height, ascii=self.ascii_only)

    def side(self, width: int, height: int) -> list[Line]:
        """The numbers at the cursor, or those of the whole network."""
        if self.deep:
            assert self.gradients is not None
            return view.deep_side(self.gradients, self.function, self.init, width)[:height]
        assert self.curves is not None
        return view.curve_side(self.curves, self.function, self.x, width)[:height]

    # Keys

    def can(self, action: str) -> bool:
        """The cursor in the first view, the network in the second."""
        if action == "move":
            return not self.deep
        if action in ("depth", "init", "seed"):
            return self.deep
        return super().can(action)

    def action_move(self, by: int) -> None:
        """The cursor along x."""
        self.x = round(max(-view.LIMIT, min(self.x + by * MOVE, view.LIMIT)), 3)
        self.show()

    def action_depth(self, by: int) -> None:
        """A layer more or less."""
        self.depth = max(DEPTHS[0], min(self.depth + by, DEPTHS[1]))
        self.ask()

    def action_function(self, by: int) -> None:
        """Another function."""
        self.function = NAMES[(NAMES.index(self.function) + by) % len(NAMES)]
        if self.deep:
            self.ask()
        else:
            self.show()

    def action_view(self) -> None:
        """Curves or the deep network."""
        self.deep = not self.deep
        if self.deep:
            self.ask()
        else:
            self.show()

    def action_init(self) -> None:
        """Another way to draw the first weights."""
        self.init = INITS[(INITS.index(self.init) + 1) % len(INITS)]
        self.ask()

    def action_seed(self) -> None:
        """Other weights of the same kind."""
        self.seed += 1
        self.ask()
