"""Questions, presets of the lab and explorables as lines. Pure: no Textual."""

from __future__ import annotations

from tui_lab.app.explorables import picture
from tui_lab.app.lesson.flow import ends, indented, prose
from tui_lab.app.lesson.paint_text import Frame, flow
from tui_lab.app.lesson.quizzes import read_number
from tui_lab.app.lesson.state import QuizState
from tui_lab.app.lines import BLANK, Line, joined, wrap
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Choice, Explorable, Preset, Quiz
from tui_lab.messages import has, t

_MARKS = {"one": ("○", "●"), "many": ("□", "■")}
_CHOICE = 6
"""Columns before the text of a choice: cursor, number, mark."""


def quiz_lines(quiz: Quiz, state: QuizState | None, frame: Frame, *, current: bool, number: int = 0) -> list[Line]:
    """The question, its choices or the number given, and what is said of the answer."""
    state = state or QuizState()
    name = t("blocks.guess") if quiz.before else t("blocks.question", n=number) if number else t("blocks.quiz")
    lines = [ends(((name, "bold"),), _verdict(quiz, state, current), frame.measure)]
    lines += flow(quiz.question, frame)
    if quiz.kind == "number":
        return lines + _number(quiz, state, frame)
    lines.append(BLANK)
    for n, choice in enumerate(quiz.choices):
        lines += _choice(quiz, state, frame, n, choice)
    if quiz.kind == "many" and state.answered and not state.right:
        lines += _unchosen(quiz, state)
    return lines


def _verdict(quiz: Quiz, state: QuizState, current: bool) -> Line:
    if not state.answered:
        return ((t("blocks.several" if quiz.kind == "many" else "blocks.answer_key"), "dim"),) if current else ()
    if state.right:
        return ((t("blocks.right"), "good"),)
    return ((t("blocks.guessed"), "accent"),) if quiz.before else ((t("blocks.wrong"), "bad"),)


def _choice(quiz: Quiz, state: QuizState, frame: Frame, n: int, choice: Choice) -> list[Line]:
    chosen = n in state.chosen
    empty, full = _MARKS[quiz.kind]
    mark, ink = (full, "accent") if chosen else (empty, "dim")
    if state.answered and chosen:
        mark, ink = ("✓", "good") if choice.right else ("✗", "bad")
    at = state.answering and n == state.cursor
    lead = joined([("▸" if at else " ", "accent"), (f"{n + 1} ", "bold" if at else "dim"), (f"{mark} ", ink)])
    inner = frame.narrower(_CHOICE)
    lines = prose(choice.spans, inner.measure - 1, ascii=frame.ascii, ink="bold" if at else "plain")
    if state.answered and chosen and choice.why:
        lines += prose(choice.why, inner.measure - 1, ascii=frame.ascii, ink="good" if choice.right else "em")
    return indented(lines or [BLANK], _CHOICE, first=lead)


def _unchosen(quiz: Quiz, state: QuizState) -> list[Line]:
    """How many right ones are missing, without saying which."""
    missing = sum(choice.right for n, choice in enumerate(quiz.choices) if n not in state.chosen)
    return [BLANK, ((t("blocks.missing", n=missing), "dim"),)] if missing else []


def _number(quiz: Quiz, state: QuizState, frame: Frame) -> list[Line]:
    typed = state.typed or ("…" if not state.answered else "")
    ink = ("good" if state.right else "bad") if state.answered else "accent" if state.answering else "dim"
    sign = ("✓ " if state.right else "✗ ") if state.answered else ""
    lines = [BLANK, joined([(t("blocks.your_number"), "dim"), ("  ", "plain"), (f"{sign}{typed}", ink)])]
    if not state.answered or not state.typed:
        return lines
    said = _said(quiz, state)
    if said is not None and said.why:
        return lines + prose(said.why, frame.measure, ascii=frame.ascii, ink="good" if state.right else "em")
    if state.right or state.once:
        return lines
    return [*lines, *wrap(t("blocks.other_number"), frame.measure, "dim")]


def _said(quiz: Quiz, state: QuizState) -> Choice | None:
    """What the quiz says of this number: of the right one, or of a usual wrong one."""
    if state.right:
        return next((choice for choice in quiz.choices if choice.right), None)
    try:
        values = read_number(state.typed)
    except LabError:
        return None
    room = max(quiz.tolerance, 1e-9)
    wrong = [choice for choice in quiz.choices if not choice.right]
    near = [
        (min(abs(value - number) for value in values), choice)
        for number, choice in zip(quiz.numbers, wrong, strict=False)
    ]
    return next((choice for far, choice in sorted(near, key=lambda one: one[0]) if far <= room), None)


def preset_lines(preset: Preset, frame: Frame, *, current: bool) -> list[Line]:
    """A config that opens in the lab."""
    action: Line = ((t("blocks.open_lab"), "dim"),) if current else ()
    lines = [ends(((t("blocks.lab"), "bold"),), action, frame.measure)]
    names = [t("blocks.run"), t("blocks.twin")] if preset.twin else [t("blocks.run")]
    longest = max(map(len, names))
    for name, settings in zip(names, (preset.settings, preset.twin), strict=False):
        lines += _settings(settings, frame, f"{name:{longest}}")
    return lines


def _settings(settings: tuple[tuple[str, str], ...], frame: Frame, name: str) -> list[Line]:
    lead: Line = ((f"{name}  ", "dim"),)
    words = [(f"{_short(path)} ", value) for path, value in settings]
    rows: list[list[tuple[str, str]]] = [[]]
    used, by = 0, len(name) + 2
    for label, value in words:
        size = len(label) + len(value) + 3
        if used and used + size > frame.measure - by - 2:
            rows.append([])
            used = 0
        rows[-1] += [(label, "dim"), (value, "plain"), ("   ", "plain")]
        used += size
    return indented([joined(row[:-1]) for row in rows], by + 2, first=joined([("  ", "plain"), *lead]))


def _short(path: str) -> str:
    """A field by its last name, or by its group where that says little: `model.kind` is `model`."""
    group, _, name = path.rpartition(".")
    return group if name in ("name", "kind") and group else name


def explorable_lines(block: Explorable, frame: Frame, *, current: bool) -> list[Line]:
    """A picture to play with, and what to predict before."""
    named = f"explorable.{block.name}.title"
    name = t(named) if has(named) else block.name.replace("-", " ")
    action: Line = ((t("blocks.open_explorable"), "dim"),) if current else ()
    lines = [ends(joined([(t("blocks.play"), "bold"), ("  ", "plain"), (name, "accent")]), action, frame.measure)]
    lines += [((f"  {row}", "dim"),) for row in picture(block.name)]
    if block.predict:
        lines += indented(prose(block.predict, frame.narrower(2).measure, ascii=frame.ascii), 2)
    return lines
