"""What is said of a lesson and its kernel on the screen. Knows no Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.app.drawing import plain
from tui_lab.app.lesson.heading import KernelWords
from tui_lab.app.lesson.paint_code import ran_earlier
from tui_lab.config.errors import LabError
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.lesson.kernel import LessonKernel
    from tui_lab.app.lesson.state import CellState, ExerciseState
    from tui_lab.content.lesson import Lesson
    from tui_lab.content.packs import LessonRef


def title(ref: LessonRef, lesson: Lesson) -> str:
    """The number and title of a lesson; of someone else's, its pack too."""
    name = f"{ref.number} {lesson.title}" if ref.number else lesson.title
    return name if ref.ours else f"{name} · {ref.pack}"


def name_of(key: str) -> str:
    """The title of the lesson with this key, in the language in use; the key where there is no such lesson."""
    from tui_lab.content import packs
    from tui_lab.content.course import in_use

    try:
        return in_use(packs.find(key).title)
    except LabError:
        return key


def clock(seconds: float) -> str:
    """A duration as 0:41."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def kernel(kernel: LessonKernel, number: int | None, now: float, *, ascii: bool) -> KernelWords:
    """What the kernel does: a sign and a word, what runs and for how long, or why it died."""
    match kernel.state:
        case "dead":
            return KernelWords(f"! {t('lesson.kernel_dead')}", "bad", kernel.why)
        case "starting" | "restarting":
            return KernelWords(drawn(f"◌ {t(f'lesson.kernel_{kernel.state}')}", ascii=ascii))
        case "ended":
            return KernelWords(t("lesson.kernel_ended"))
        case _:
            pass
    if not kernel.busy and kernel.state != "busy":
        return KernelWords(t("lesson.kernel_crowded") if kernel.crowded else "")
    sign = drawn("●", ascii=ascii)
    if kernel.asks is not None:
        return KernelWords(f"{sign} {t('lesson.kernel_asks')}", "accent")
    if not kernel.running:
        return KernelWords(f"{sign} {t('lesson.kernel_busy')}", "plain")
    time = clock(now - kernel.since)
    if number is None:
        return KernelWords(f"{sign} {t('lesson.kernel_checking', time=time)}", "plain")
    return KernelWords(f"{sign} {t('lesson.kernel_running', n=number, time=time)}", "plain")


def ended(cell: CellState, *, ascii: bool) -> KernelWords:
    """How the last run of a cell went."""
    if cell.restored or cell.number is None:
        return KernelWords()
    if ran_earlier(cell):
        return KernelWords(t("blocks.ran_earlier"))
    if cell.status == "ok":
        ran = t("lesson.cell_ran", n=cell.number, seconds=f"{cell.seconds:.1f}")
        return KernelWords(drawn(f"✓ {ran}", ascii=ascii), "good")
    if cell.status in ("error", "interrupted"):
        return KernelWords(drawn(f"✗ {t(f'lesson.cell_{cell.status}', n=cell.number)}", ascii=ascii), "bad")
    return KernelWords()


def verdict(exercise: ExerciseState, *, ascii: bool) -> KernelWords:
    """What the last check of an exercise said."""
    report = exercise.report
    if report is not None and not report.passed:
        failed = sum(not result.passed for result in report.results)
        if not failed:
            return KernelWords(drawn(t("blocks.check_stopped"), ascii=ascii), "bad")
        return KernelWords(drawn(t("blocks.checks_fail", n=failed, of=len(report.results)), ascii=ascii), "bad")
    return KernelWords(drawn(t("blocks.passed"), ascii=ascii), "good") if exercise.passed else KernelWords()


def drawn(text: str, *, ascii: bool) -> str:
    """The text in the signs that the terminal has."""
    return plain(text) if ascii else text
