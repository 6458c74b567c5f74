"""What the review and the self-check share: a question on a page, and the keys that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui_lab.app.asking import Asking
from tui_lab.app.lesson.paint import paint
from tui_lab.app.lesson.state import BlockStates
from tui_lab.app.lines import BLANK, Line
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.reading_page import ReadingPage
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Block, Paragraph, Span
from tui_lab.messages import t

_SIGNS = (("full_stop", "."), ("comma", ","), ("minus", "-"), ("percent_sign", "%"))
"""Keys of a number beside its digits."""


class AskedScreen(BaseScreen):
    """A screen that asks questions one after the other. `asking` is the one that is asked now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", "review.key_give"),
        Binding("enter", "go_on", "review.key_answer"),
        Binding("j,down", "step(1)", "review.key_move", key_display="j/k"),
        Binding("k,up", "step(-1)", "review.key_move", show=False),
        *[Binding(str(n), f"digit({n})", "review.key_digit", show=n == 1, key_display="1-9") for n in range(1, 10)],
        *[Binding(str(n), f"sign('{n}')", "review.key_number", show=False) for n in range(10)],
        *[Binding(key, f"sign('{sign}')", "review.key_number", show=False) for key, sign in _SIGNS],
        Binding("backspace", "erase", "review.key_erase", show=False),
        Binding("space", "space", "review.key_space", show=False),
        Binding("pagedown", "pages(1)", "review.key_page", show=False),
        Binding("pageup", "pages(-1)", "review.key_page", show=False),
        Binding("escape,q", "back", "review.key_back", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.page = ReadingPage(id="asked")
        self.asking: Asking | None = None

    def compose(self) -> ComposeResult:
        """The page and the keys."""
        yield self.page
        yield KeyFooter()

    def refresh_page(self) -> None:
        """Paint again what was changed, and offer what can be done now."""
        self.page.redraw()
        self.refresh_bindings()

    @property
    def open_question(self) -> bool:
        """Whether a question waits for its answer."""
        return self.asking is not None and not self.asking.state.answered

    @property
    def is_number(self) -> bool:
        """Whether the answer is typed."""
        return self.open_question and self.asking is not None and self.asking.quiz.kind == "number"

    def painted(self, blocks: Sequence[Block], width: int, states: BlockStates | None = None) -> list[Line]:
        """Blocks of a lesson as lines."""
        states = states if states is not None else BlockStates()
        lines: list[Line] = []
        for block in blocks:
            lines += [*paint(block, states, width, ascii=self.lab_app.ascii), BLANK]
        return lines

    def right_answer(self, width: int) -> list[Line]:
        """What would have been right and why, once a wrong answer was given: here it is not asked again at once."""
        asking = self.asking
        if asking is None or not asking.state.answered or asking.state.right:
            return []
        lines: list[Line] = [((f"  {t('review.right_answer')}", "bold"),)]
        for choice in asking.quiz.choices:
            if choice.right:
                said = choice.spans or (Span(f"{asking.quiz.answer:g}"),)
                lines += paint(
                    Paragraph(spans=(*said, Span(": "), *choice.why)), BlockStates(), width, ascii=self.lab_app.ascii
                )
        return [*lines, BLANK]

    # Answering

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """What can be done with the question that is asked now."""
        match action:
            case "give":
                return self.open_question
            case "go_on":
                return not self.open_question
            case "digit":
                return self.open_question and not self.is_number
            case "sign" | "erase":
                return self.is_number
        return True

    def action_step(self, by: int) -> None:
        """Another choice; once the question is answered, the next line."""
        if self.open_question and self.asking is not None and not self.is_number:
            self.asking.move(by)
            self.refresh_page()
        else:
            self.page.move(by)

    def action_pages(self, by: int) -> None:
        """Scroll by screens."""
        self.page.move_pages(by)

    def action_digit(self, number: int) -> None:
        """Choose an answer."""
        if self.asking is not None:
            self.asking.choose(number - 1)
            self.refresh_page()

    def action_sign(self, sign: str) -> None:
        """Type a figure or a sign of the number."""
        if self.asking is not None:
            self.asking.type(sign)
            self.refresh_page()

    def action_erase(self) -> None:
        """Take the last figure back."""
        if self.asking is not None:
            self.asking.erase()
            self.refresh_page()

    def action_space(self) -> None:
        """Choose the answer at the cursor; once the question is answered, scroll."""
        if self.open_question and self.asking is not None and not self.is_number:
            self.asking.choose()
            self.refresh_page()
        else:
            self.page.move_pages(1)

    def action_go_on(self) -> None:
        """Once the answer was given, go on."""
        self.next_question()

    def action_give(self) -> None:
        """Give the answer."""
        if self.asking is None:
            return
        try:
            self.asking.submit()
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
            return
        self.answered()

    def answered(self) -> None:
        """The answer was given: keep it, show what is said to it."""
        raise NotImplementedError

    def next_question(self) -> None:
        """Go on, or to the end."""
        raise NotImplementedError
