"""The self-check: twelve questions on what the course takes for granted, and what to refresh, by area."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app import progress
from tui_lab.app.asking import Asking
from tui_lab.app.lines import BLANK, Line, fit, wrap
from tui_lab.app.screens.asked import AskedScreen
from tui_lab.config.errors import LabError
from tui_lab.content import self_check
from tui_lab.content.self_check import Question, SelfCheck
from tui_lab.messages import language, t

FLAG = f"{progress.SELF_CHECK}."
RIGHT, WRONG = "right", "wrong"


class SelfCheckScreen(AskedScreen):
    """First what it is, then the questions, then the result."""

    HELP = "selfcheck.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "give_up", "selfcheck.key_give_up"),
        Binding("f", "refresher", "selfcheck.key_refresher"),
        Binding("a", "again", "selfcheck.key_again"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._check: SelfCheck | None = None
        self._number = -1
        """The question that is asked: -1 before the first, as many as there are with the result."""
        self._results: dict[str, str] = {}
        self._selected = 0
        self._refreshing = False

    def on_mount(self) -> None:
        """Begin, or show the result of the last time."""
        try:
            self._check = self_check.read(language())
            self._results = progress.flags(FLAG)
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
        if self._check and all(q.quiz.id in self._results for q in self._check.questions):
            self._number = len(self._check.questions)
        self._show()

    def relabel(self) -> None:
        """The questions in the language in use; one stays at the same one."""
        try:
            self._check = self_check.read(language())
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
        if self.asking is not None and (question := self._question) is not None:
            self.asking.translated(question.quiz)
        self._show(self.page.top)
        super().relabel()

    # Where one is

    @property
    def _questions(self) -> tuple[Question, ...]:
        return self._check.questions if self._check else ()

    @property
    def _question(self) -> Question | None:
        return self._questions[self._number] if 0 <= self._number < len(self._questions) else None

    @property
    def _ended(self) -> bool:
        return bool(self._questions) and self._number >= len(self._questions)

    @property
    def _missed(self) -> list[Question]:
        return [question for question in self._questions if self._results.get(question.quiz.id) == WRONG]

    def _show(self, top: int = 0) -> None:
        question = self._question
        if question is not None and self._check is not None:
            title = f"{self._check.areas[question.area]} · {question.title}"
            note = t("selfcheck.position", number=self._number + 1, of=len(self._questions))
            self.page.show(title, note, self._draw_question, top=top)
        elif self._refreshing:
            self.page.show(self._missed[self._selected].title, t("selfcheck.refresher"), self._draw_refresher, top=top)
        elif self._ended:
            self.page.show(t("selfcheck.result"), "", self._draw_result, top=top)
        else:
            self.page.show(t("selfcheck.title"), "", self._draw_start, top=top)
        self.refresh_bindings()

    # Painting

    def _draw_start(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for part in t("selfcheck.start", questions=len(self._questions)).split("\n"):
            lines += [*wrap(part, width), BLANK]
        for area in self._check.areas if self._check else ():
            lines.append((("  · ", "dim"), (area, "plain")))
        return [*lines, BLANK, *wrap(t("selfcheck.start_keys"), width, "accent")]

    def _draw_question(self, width: int) -> list[Line]:
        question, asking = self._question, self.asking
        if question is None or asking is None:
            return []
        lines = self.painted(question.above, width)
        lines += self.painted([asking.quiz], width, asking.states) + self.right_answer(width)
        if asking.state.answered and (not asking.state.right or self._refreshing):
            lines += [((f"  {t('selfcheck.refresher')}", "bold"),), BLANK, *self.painted(question.refresher, width)]
        return lines

    def _draw_refresher(self, width: int) -> list[Line]:
        missed = self._missed
        return self.painted(missed[self._selected].refresher, width) if missed else []

    def _draw_result(self, width: int) -> list[Line]:
        missed = self._missed
        lines: list[Line] = []
        count = len(self._questions)
        known = count - len(missed)
        lines += wrap(t("selfcheck.sum", right=known, of=count), width, "bold")
        lines += [*wrap(t("selfcheck.sum_good" if not missed else "selfcheck.sum_refresh"), width), BLANK]
        for number, area in enumerate(self._check.areas if self._check else ()):
            mine = [question for question in self._questions if question.area == number]
            lacking = [question for question in mine if question in missed]
            sign, ink = ("✗", "bad") if lacking else ("✓", "good")
            text = t("selfcheck.area", right=len(mine) - len(lacking), of=len(mine))
            lines.append(((f"{sign} ", ink), (fit(area, max(24, width // 2)), "bold"), (text, "dim")))
            for question in lacking:
                on = "@" if missed.index(question) == self._selected else ""
                text = fit(t("selfcheck.refresh", what=question.title), width - 4)
                lines.append((("  ▌ " if on else "    ", f"accent{on}"), (text, f"plain{on}")))
        return [*lines, BLANK, *wrap(t("selfcheck.result_keys" if missed else "selfcheck.good_keys"), width, "accent")]

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done here and now."""
        match action:
            case "give_up":
                return self.open_question
            case "refresher":
                known = self.asking is not None and self.asking.state.right
                return self._question is not None and known and not self._refreshing
            case "again":
                return self._ended and not self._refreshing
        return super().check_action(action, parameters)

    def action_step(self, by: int) -> None:
        """Another answer, another refresher of the result, or the next line."""
        if self._ended and not self._refreshing:
            self._selected = max(0, min(self._selected + by, len(self._missed) - 1))
            self.refresh_page()
        else:
            super().action_step(by)

    def action_give_up(self) -> None:
        """Not known: show the answer and the refresher."""
        if self.asking is not None:
            self.asking.give_up()
            self.answered()

    def action_refresher(self) -> None:
        """The refresher after a right answer too."""
        self._refreshing = True
        self.refresh_page()

    def action_again(self) -> None:
        """All questions anew."""
        self._number, self._selected, self._results = -1, 0, {}
        self.next_question()

    def answered(self) -> None:
        """Keep the answer, and show what is said to it."""
        if self._question is None or self.asking is None:
            return
        self._keep(self._question.quiz.id, RIGHT if self.asking.state.right else WRONG)
        self.refresh_page()

    def next_question(self) -> None:
        """The next question; after the last one the result, where Enter opens a refresher."""
        if self._ended:
            if self._missed:
                self._refreshing = not self._refreshing
                self._show()
            return
        open_ones = (n for n, one in enumerate(self._questions) if one.quiz.id not in self._results)
        # One who left midway goes on where that was.
        self._number = next(open_ones, 0) if self._number < 0 else self._number + 1
        self._refreshing = False
        question = self._question
        self.asking = Asking(question.quiz) if question else None
        if question is None:
            self._keep("", "done")
        self._show()

    def action_back(self) -> None:
        """Out of a refresher to the result; else back, and the map offers it no more as new."""
        if self._ended and self._refreshing:
            self._refreshing = False
            self._show()
            return
        if not self._ended:
            self._keep("", "skipped")
        super().action_back()

    def _keep(self, question: str, value: str) -> None:
        if question:
            self._results[question] = value
        try:
            progress.remember(f"{FLAG}{question}" if question else progress.SELF_CHECK, value)
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
