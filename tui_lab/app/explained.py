"""What the curves of the watched run say, kept up to its epochs, and the lines that tell it. Knows no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from tui_lab.app import twins
from tui_lab.app.lab_session import LabSession
from tui_lab.app.lines import BLANK, Line, Span, wrap
from tui_lab.app.widgets.chart_bands import Band
from tui_lab.config import fields
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.content import course
from tui_lab.messages import t
from tui_lab.reading import Finding, in_force, read, words

FEWEST_EPOCHS = 2
GRAVE = frozenset({"diverged", "dead", "rate_too_high"})
"""Findings after which nothing else in the curves means anything."""


@dataclass
class Explained:
    """The findings of a run, read anew only when there is something new to be read.

    Attributes:
        findings: the gravest first.
        config: in force in the run.
        early: whether nothing could be read yet.
        live: whether something was changed while it trained, which a twin with a remedy then has from the start.
        top: the first line that is shown, where not all fit.
    """

    findings: list[Finding] = field(default_factory=list)
    config: TrainConfig = field(default_factory=TrainConfig)
    early: bool = True
    live: bool = False
    top: int = 0
    _read: object = None

    def update(self, session: LabSession) -> bool:
        """Take in what the run has done since; says whether it was read anew."""
        run = session.run
        if run is None:
            return False
        history = run.history
        last = history.epochs[-1].step if history.epochs else 0
        diverged = bool(history.train_loss.missing or history.val_loss.missing)
        now = (run.folder, last, len(history.epochs), history.changes_seen, diverged, history.ended is None)
        if now == self._read:
            return False
        if self._read is not None and now[0] != self._read[0]:  # type: ignore[index]
            self.top = 0
        self._read = now
        self.findings = read(history, run.at_start)
        self.config = in_force(history, run.at_start)
        self.live = self.config != run.at_start
        self.early = not self.findings and len(history.epochs) < FEWEST_EPOCHS
        return True

    def remedy(self, number: int) -> Finding | None:
        """The finding of this number (the first is 1), if a twin can test it."""
        found = self.findings[number - 1] if 0 < number <= len(self.findings) else None
        return found if found is not None and found.remedy else None

    @property
    def chart(self) -> Literal["loss", "metric"]:
        """The chart to keep where there is room for one: that in which the gravest finding is seen."""
        return self.findings[0].chart if self.findings else "loss"

    def bands(self, chart: str, steps_per_epoch: int) -> list[Band]:
        """The epochs of each finding that is seen in this chart."""
        return [
            Band(
                one.steps[0] / steps_per_epoch,
                one.steps[1] / steps_per_epoch,
                str(number),
                words.title(one).partition(":")[0],
            )
            for number, one in enumerate(self.findings, 1)
            if one.chart == chart
        ]

    def lines(self, width: int, *, ascii: bool = False) -> list[Line]:
        """All that is said, in lines of this width."""
        if not self.findings:
            return wrap(t("reading.too_early" if self.early else "reading.nothing"), width)
        lines: list[Line] = []
        for number, one in enumerate(self.findings, 1):
            lines += [*([BLANK] if lines else []), *self._finding(number, one, width, ascii=ascii)]
        return lines

    def _finding(self, number: int, one: Finding, width: int, *, ascii: bool) -> list[Line]:
        sure = one.certainty == "sure"
        sign = ("*" if sure else "o") if ascii else ("●" if sure else "○")
        ink = "bad" if one.id in GRAVE else "accent"
        head: list[Span] = [(f"{number} ", "bold"), (f"{sign} ", ink), (words.title(one), "bold")]
        note = f"{words.span(one)}, {t(f'reading.{one.certainty}')}"
        used = sum(len(text) for text, _ in head)
        lines: list[Line] = [tuple(head)]
        if used + 2 + len(note) <= width:
            lines = [(*head, ("  ", "plain"), (note, "dim"))]
        else:
            lines += _inset(wrap(note, width - 4, "dim"))
        lines += _inset(wrap(words.sentence(one), width - 4))
        lines += _inset(wrap(_lesson(one.lesson), width - 4, "dim"))
        if one.remedy:
            key = t("explain.key", key=number)
            remedy = t("reading.try", changes=words.remedy(one, self.config))
            if self.live:
                remedy += " " + t("explain.with_live")
            first, *others = wrap(f"{key} {remedy}", width - 4)
            text = first[0][0]
            lines += _inset([((key, "accent"), (text[len(key) :], "plain")), *others])
        return lines


def _inset(lines: Sequence[Line]) -> list[Line]:
    return [(("    ", "plain"), *line) for line in lines]


@cache
def _lessons() -> dict[str, course.Lesson]:
    """The course's lessons by id; none where its list can't be read."""
    try:
        return {lesson.id: lesson for lesson in course.read().lessons}
    except LabError:
        return {}


def _lesson(id: str) -> str:
    """The lesson that teaches it, by number and title."""
    lesson = _lessons().get(id)
    if lesson is None:
        return t("explain.lesson_planned")
    text = t("reading.lesson", number=lesson.number, title=course.in_use(lesson.title))
    return text if lesson.written else f"{text} {t('explain.planned')}"


def start_remedy(session: LabSession, finding: Finding) -> list[Path]:
    """Start a twin of the watched run with the finding's remedy; gives both folders.

    It has what is in force in the run, its live changes included, from the start: so that the remedy is tested on
    what the finding was read from.

    Raises:
        LabError: it would be the run itself, the config can't be trained, or the twin can't be made or started.
    """
    run = session.run
    assert run is not None
    wanted = fields.replace(in_force(run.history, run.at_start), dict(finding.remedy))
    differing = {
        path: fields.get(wanted, path)
        for path in fields.fields()
        if fields.get(wanted, path) != fields.get(run.at_start, path)
    }
    return twins.start_twin(session, differing)
