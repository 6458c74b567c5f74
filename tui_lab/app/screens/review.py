"""The review: what is about to be forgotten, a question at a time; how well it was known says when it comes back."""

from __future__ import annotations

import time
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app.asking import Asking
from tui_lab.app.lines import BLANK, Line, wrap
from tui_lab.app.review_queue import ReviewQueue
from tui_lab.app.screens.asked import AskedScreen
from tui_lab.config.errors import LabError
from tui_lab.content.course import in_use
from tui_lab.content.lesson import Exercise, Quiz
from tui_lab.learner.review import RATINGS
from tui_lab.learner.store import Learner
from tui_lab.messages import language, t

AGAIN, GOOD = 0, 2
"""Places in RATINGS: what Enter gives after a wrong and after a right answer."""


def now() -> float:
    """Seconds since 1970."""
    return time.time()


class ReviewScreen(AskedScreen):
    """One card after the other, and at the end when the next are due."""

    HELP = "review.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        # A digit chooses an answer or is typed, and grades once it was given: `check_action` lets through one of them
        *[Binding(str(n + 1), f"grade({n})", f"review.key_{rating}") for n, rating in enumerate(RATINGS)],
        *[
            Binding(str(n + 1), f"digit({n + 1})", "review.key_digit", show=n == 0, key_display="1-9")
            for n in range(len(RATINGS))
        ],
        *[Binding(str(n + 1), f"sign('{n + 1}')", "review.key_number", show=False) for n in range(len(RATINGS))],
        Binding("o", "open", "review.key_open"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._learner: Learner | None = None
        self._queue: ReviewQueue | None = None
        self._opened = False
        self._last = ""
        """When the card before comes back."""

    def on_mount(self) -> None:
        """Take up what is due."""
        try:
            self._learner = Learner.open()
            self._queue = ReviewQueue(self._learner, language(), now())
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
        self._ask()

    def on_unmount(self) -> None:
        """Let go of the learner's file."""
        if self._learner is not None:
            self._learner.close()

    def relabel(self) -> None:
        """The same card in the language in use."""
        if self._queue is not None:
            self._queue.use_language(language())
            one = self._queue.current
            if one is not None and isinstance(one.block, Quiz) and self.asking is not None:
                self.asking.translated(one.block)
        self._show(self.page.top)
        super().relabel()

    # What is shown

    def _ask(self) -> None:
        one = self._queue.current if self._queue else None
        self.asking = Asking(one.block) if one is not None and isinstance(one.block, Quiz) else None
        self._opened = False
        self._show()

    def _show(self, top: int = 0) -> None:
        queue = self._queue
        one = queue.current if queue else None
        if queue is None or one is None:
            self.page.show(t("review.title"), "", self._draw_end, top=top)
        else:
            title = t("review.card", lesson=f"{one.ref.number} {in_use(one.ref.title)}")
            note = t("review.position", number=queue.at + 1, of=len(queue.asked))
            self.page.show(title, note, self._draw_card, top=top)
        self.refresh_bindings()

    def _draw_card(self, width: int) -> list[Line]:
        one = self._queue.current if self._queue else None
        if one is None:
            return []
        lines: list[Line] = [*wrap(self._last, width, "dim"), BLANK] if self._last else []
        if self.asking is not None:
            lines += self.painted([self.asking.quiz], width, self.asking.states) + self.right_answer(width)
        elif isinstance(one.block, Exercise):
            lines += [((t("review.exercise"), "bold"),), BLANK, *self.painted(one.block.task, width)]
            lines += [*wrap(t("review.exercise_how"), width, "dim"), BLANK]
        if self._to_grade:
            lines += wrap(t(self._grade_text), width, "accent")
        return lines

    @property
    def _grade_text(self) -> str:
        if self.asking is not None and not self.asking.state.right:
            return "review.wrong"
        return "review.how_well"

    def _draw_end(self, width: int) -> list[Line]:
        queue = self._queue
        if queue is None:
            return wrap(t("review.closed"), width, "bad")
        lines: list[Line] = []
        if queue.graded:
            known = sum(rating != "again" for rating in queue.graded)
            lines += wrap(t("review.done", count=len(queue.graded), known=known), width, "bold")
        else:
            lines += wrap(t("review.nothing"), width, "bold")
        lines.append(BLANK)
        try:
            following = queue.next_due(now())
        except LabError as error:
            return [*lines, *wrap(str(error), width, "bad")]
        lines += wrap(t("review.none_yet") if following is None else t("review.next", when=when(following)), width)
        return [*lines, BLANK, *wrap(t("review.end_keys"), width, "accent")]

    # Keys

    @property
    def _to_grade(self) -> bool:
        one = self._queue.current if self._queue else None
        if one is None:
            return False
        return self.asking.state.answered if self.asking is not None else self._opened

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done here and now."""
        one = self._queue.current if self._queue else None
        if action == "grade":
            wrong = self.asking is not None and not self.asking.state.right
            return self._to_grade and (not wrong or parameters == (AGAIN,))
        if action == "open":
            return one is not None
        return super().check_action(action, parameters)

    def action_grade(self, rating: int) -> None:
        """How well it was known; the next card."""
        if self._queue is None:
            return
        try:
            again = self._queue.grade(RATINGS[rating], now())
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
            return
        self._last = t("review.comes_back", when=when(again)) if again else ""
        self._ask()

    def answered(self) -> None:
        """Keep the answer."""
        if self._queue is None or self.asking is None:
            return
        try:
            self._queue.keep_answer(self.asking.answer, self.asking.state.right)
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
        self._show(self.page.top)

    def next_question(self) -> None:
        """What Enter does: the usual grade; open an exercise; at the end, back to the map."""
        one = self._queue.current if self._queue else None
        if one is None:
            self.action_back()
        elif self._to_grade:
            wrong = self.asking is not None and not self.asking.state.right
            self.action_grade(AGAIN if wrong else GOOD)
        else:
            self.action_open()

    def action_open(self) -> None:
        """The lesson, at this question or exercise; one comes back here with esc."""
        one = self._queue.current if self._queue else None
        if one is not None:
            self._opened = True
            self._show(self.page.top)
            self.lab_app.open_lesson_at(one.ref.key, one.block.key)


def when(due: float) -> str:
    """How far a moment is from today, in days and words."""
    days = (date.fromtimestamp(due) - date.fromtimestamp(now())).days
    if days <= 0:
        return t("review.today")
    return t("review.tomorrow") if days == 1 else t("review.in_days", days=days)
