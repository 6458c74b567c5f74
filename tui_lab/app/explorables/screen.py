"""What all explorables share: the question before the playing, the picture, and values that come from the bench."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from tui_lab.app.explorables.guess import Guess
from tui_lab.app.explorables.page import Pace, PlanePage
from tui_lab.app.lines import BLANK, Line, inset, rule, wrap
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Explorable
from tui_lab.messages import t

LOADING_S = 0.3
"""After so long without an answer the page says what it waits for."""
ALWAYS = frozenset({"guess", "begin", "compare", "back"})

COMMON_KEYS: list[BindingType] = [
    Binding("1", "guess(1)", "explorable.key_guess", key_display="1, 2…"),
    *[Binding(str(n), f"guess({n})", "explorable.key_guess", show=False) for n in range(2, 10)],
    Binding("enter", "begin", "explorable.key_begin"),
    Binding("enter", "compare", "explorable.key_compare"),
    Binding("escape", "back", "explorable.key_back"),
    Binding("q", "back", "explorable.key_back", show=False),
]
"""The keys of every explorable, which stand after its own."""


class ExplorableScreen(BaseScreen):
    """A question, a picture with numbers beside it, and the keys.

    A subclass says what to ask the bench for (`request`), keeps the answer (`take`) and paints it (`picture`, and
    `side` where it has one).
    """

    HELP = "explorable.help"
    FOOTER_KEEPS = frozenset({"guess", "begin", "compare", "back"})
    ANSWER: ClassVar[int] = 0
    """The right one among the answers of the explorable's own question."""
    SIDE: ClassVar[int] = 0
    """Columns for the numbers at the right; 0: the picture has all of it."""
    DEFAULT_CSS = """
    ExplorableScreen { layout: vertical; }
    ExplorableScreen #explorable-body { height: 1fr; width: 1fr; }
    """

    def __init__(self, block: Explorable) -> None:
        """Make it for a block of a lesson.

        Raises:
            LabError: an option is wrong.
        """
        super().__init__()
        self.block = block
        self.options = dict(block.options)
        self.guess = Guess.of(block, self.ANSWER)
        self.problem = ""
        self.waiting = False
        self._wanted = False
        self._asking = False
        self._pace = Pace()
        self._late: Timer | None = None
        self._head = PlanePage(self._draw_head, self._pace.spent, id="explorable-head")
        self._picture = PlanePage(self._draw_picture, self._pace.spent, id="explorable-picture")
        self._side = PlanePage(self._draw_side, self._pace.spent, id="explorable-side")

    # What a subclass gives

    def request(self) -> tuple[str, dict[str, Any]]:
        """The name of a request to the bench and its values, for what is to be seen now."""
        raise NotImplementedError

    def take(self, answer: dict[str, Any]) -> None:
        """Keep what the bench answered."""
        raise NotImplementedError

    @property
    def has_data(self) -> bool:
        """Whether there is something to paint."""
        raise NotImplementedError

    def picture(self, width: int, height: int) -> list[Line]:
        """The picture, for a size."""
        raise NotImplementedError

    def side(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The numbers beside it."""
        return []

    def status(self) -> str:
        """What stands at the right end of the title."""
        return ""

    def can(self, action: str) -> bool:
        """Whether a key of the subclass does something now; `guess`: whether the picture asks something."""
        return action != "guess"

    def guessed(self, number: int) -> None:
        """A digit after the playing has begun."""

    @property
    def asked_here(self) -> bool:
        """Whether the question is about what is to be seen now."""
        return True

    # Showing

    def compose(self) -> ComposeResult:
        """The question, the picture, the keys."""
        yield self._head
        with Horizontal(id="explorable-body"):
            yield self._picture
            yield self._side
        yield KeyFooter()

    def on_mount(self) -> None:
        """Ask for the first values."""
        self.set_timer(LOADING_S, self._say_loading)
        self.ask()

    def _say_loading(self) -> None:
        self.waiting = True
        if not self.has_data:
            self.show()

    def on_resize(self, _event: events.Resize) -> None:
        """Give the question the rows it needs and the numbers their columns."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.app.size.width
        self._head.styles.height = len(self._head_lines(width))
        self._side.display = self.SIDE > 0
        self._side.styles.width = max(self.SIDE, min(self.SIDE + (width - 80) // 3, 70))

    @property
    def ascii_only(self) -> bool:
        """Whether to draw with ASCII alone."""
        return self.lab_app.ascii

    @property
    def colourless(self) -> bool:
        """Whether areas must be told apart without colours."""
        return self.lab_app.ascii or self.app.no_color

    def show(self) -> None:
        """Bring all parts up to what is known: now, or as soon as the last frame is paid for."""
        if not self.is_mounted or self._late is not None:
            return
        wait = self._pace.wait()
        if wait > 0.001:
            self._late = self.set_timer(wait, self._show_late)
        else:
            self._show_now()

    def _show_late(self) -> None:
        self._late = None
        self._show_now()

    def _show_now(self) -> None:
        self._pace.began()
        for page in (self._head, self._picture, self._side):
            page.redraw()
        self.refresh_bindings()

    def relabel(self) -> None:
        """Put the texts of the language in use in place."""
        self._lay_out()
        self.show()
        super().relabel()

    def _draw_head(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        return self._head_lines(width)

    def _head_lines(self, width: int) -> list[Line]:
        name = self.block.name
        lines = [rule(t(f"explorable.{name}.title"), width, self.status(), ascii=self.ascii_only)]
        lead = t("explorable.predict") if not self.guess.begun else t("explorable.question")
        question = wrap(f"{lead} {self.guess.question}", width - 4, "plain" if not self.guess.begun else "dim")
        lines += [inset(line) for line in question]
        # As many rows as the longest of its states takes: the picture must not move under the learner's eyes
        states = [" ".join(self.guess.choices) + "     " * len(self.guess.choices)]
        if self.guess.answer and self.guess.choices:
            longest = max(self.guess.choices, key=len)
            states.append(t("explorable.verdict_wrong", guess=longest, answer=longest, why=self.guess.why))
        rows = max(len(wrap(state, width - 4)) for state in states)
        text, ink = self.guess.words()
        answer = [inset(line) for line in wrap(text, width - 4, ink)]
        lines += answer + [BLANK] * (rows - len(answer))
        if not self.asked_here:
            lines[1:] = [BLANK] * (len(lines) - 1)
        return [*lines, BLANK] if self.app.size.height >= 30 else lines

    def _draw_picture(self, width: int, height: int) -> list[Line]:
        if self.problem:
            return [BLANK, *(inset(line) for line in wrap(self.problem, min(width - 4, 90), "bad"))]
        if not self.has_data:
            text = t("explorable.loading")
            return [BLANK, *(inset(line) for line in wrap(text, width - 4, "dim"))] if self.waiting else []
        return self._readable(self.picture(width, height))

    def _draw_side(self, width: int, height: int) -> list[Line]:
        shown = self.has_data and not self.problem and self.SIDE > 0
        return self._readable(self.side(width, height)) if shown else []

    def _readable(self, lines: list[Line]) -> list[Line]:
        """In ASCII the dot of a product is a star: the dash, which it is elsewhere, would be read as a minus."""
        if not self.ascii_only:
            return lines
        return [tuple((text.replace("·", "*"), ink) for text, ink in line) for line in lines]

    # Asking

    def ask(self) -> None:
        """Ask for what is to be seen now; while an answer is on its way only the last wish counts."""
        self._wanted = True
        if not self._asking:
            self._asking = True
            self.run_worker(self._ask(), group="bench")

    async def _ask(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                answer = await self.once(*self.request())
                if answer is None:
                    return
                self.take(answer)
                if not self._wanted:  # what comes next replaces it
                    self.show()
        finally:
            self._asking = False

    async def once(self, name: str, values: dict[str, Any]) -> dict[str, Any] | None:
        """The bench's answer; None, and a sentence on the page, where there is none."""
        try:
            answer = await self.lab_app.bench.ask(name, values)
        except LabError as error:
            self.problem = str(error)
            self.show()
            return None
        self.problem = ""
        return answer

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Until a guess is made, nothing else is done."""
        if action == "begin":
            return not self.guess.begun
        if action == "compare":
            return self.guess.comparable and self.asked_here
        if action == "guess":
            return (not self.guess.begun and bool(self.guess.choices)) or self.can("guess")
        if action in ALWAYS or not hasattr(type(self), f"action_{action}") or hasattr(BaseScreen, f"action_{action}"):
            return True
        return self.guess.begun and self.has_data and self.can(action)

    def action_guess(self, number: int) -> None:
        """A digit: the guess at the question, later one at a question of the picture."""
        if self.guess.begun:
            self.guessed(number)
        elif not self.guess.choose(number):
            return
        self.show()

    def action_begin(self) -> None:
        """Play without a guess."""
        self.guess.begun = True
        self.show()

    def action_compare(self) -> None:
        """Lay the guess beside the answer."""
        self.guess.compared = True
        self.show()

    # Options of the block

    def number(self, name: str, otherwise: float) -> float:
        """An option that is a number.

        Raises:
            LabError: it is something else.
        """
        text = self.options.get(name)
        if text is None:
            return otherwise
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise LabError(t("explorable.not_a_number", name=self.block.name, option=name, text=text))
        return value

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """An option that is one of some words, by default the first of them.

        Raises:
            LabError: it is another word.
        """
        text = self.options.get(name, allowed[0])
        if text not in allowed:
            names = ", ".join(allowed)
            raise LabError(t("explorable.not_allowed", name=self.block.name, option=name, text=text, names=names))
        return text
