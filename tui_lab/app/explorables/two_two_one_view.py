"""Paints the 2-2-1 network: a wire for each weight, values above, gradients below, the current step marked."""

from __future__ import annotations

from dataclasses import dataclass

from tui_lab.app.explorables import two_two_one_steps as steps
from tui_lab.app.explorables.figures import fixed, weight
from tui_lab.app.explorables.sketch import Sketch
from tui_lab.app.explorables.two_two_one_steps import SYMBOLS, State
from tui_lab.app.lines import BLANK, Line, rule, wrap
from tui_lab.messages import t

NARROWEST = 78
WIDEST = 112
BESIDE = 150
"""Columns from which the list of steps stands beside the picture."""

LOOSEST = 4
"""Rows that a tall screen puts between two wires beyond those that they need."""

GRADIENT = "validation"
HERE = "accent"


@dataclass(frozen=True)
class _Places:
    """Columns and rows of the parts, for a size."""

    branch: int
    label: int
    join: int
    z: int
    sigma: int
    a: int
    out: int
    join_out: int
    end: int
    rows: tuple[int, int, int, int]
    """Of the wires w₁₁, w₁₂, w₂₁, w₂₂."""
    width: int
    height: int


def _places(width: int, height: int) -> _Places:
    extra = max(0, min(width, WIDEST) - NARROWEST)
    one, two, three = extra // 3, extra // 3, extra - 2 * (extra // 3)
    branch = 9
    label = branch + 2 + one // 2
    join = branch + 12 + one
    z = join + 3
    sigma = z + 12 + two // 2
    a = z + 19 + two
    out = a + 12 + three // 2
    join_out = a + 22 + three
    loose = max(0, min((height - 10) // 3, LOOSEST))
    rows = (0, 2 + loose, 4 + 2 * loose + (loose > 0), 6 + 3 * loose + (loose > 0))
    return _Places(branch, label, join, z, sigma, a, out, join_out, join_out + 2, rows, join_out + 13, rows[3] + 3)


class _Picture:
    """One painting of a state."""

    def __init__(self, s: State, width: int, height: int, unknown: str) -> None:
        self.s = s
        self.unknown = unknown
        self.p = _places(width, height)
        self.sheet = Sketch(min(width, self.p.width), self.p.height)
        self.now = frozenset(s.step.brings)

    def _ink(self, name: str) -> str:
        if name == self.s.changing:
            return "edit"
        return HERE if name in self.now and self.s.mode == "forward" else "plain"

    def value(self, column: int, row: int, name: str) -> None:
        """A symbol and its value: what is asked is `?`, what is not computed yet a dot."""
        s = self.s
        if name in s.asked and s.mode == "forward":
            self.sheet.put(column, row, f"{SYMBOLS[name]:<2}    ?", "bold")
        elif name in s.known:
            text = weight(s.value(name), 5 + (name == "y")) if name in s.numbers else fixed(s.value(name), 3, 6)
            self.sheet.put(column, row, f"{SYMBOLS[name]:<2} {text}", self._ink(name))
        else:
            self.sheet.put(column, row, f"{SYMBOLS[name]:<2}    {self.unknown}", "dim")

    def weight(self, column: int, row: int, name: str) -> None:
        """A weight on its wire, its gradient below."""
        self.sheet.put(column, row, f" {SYMBOLS[name]:<3}{weight(self.s.value(name), 6)} ", self._ink(name))
        self.below(column + 1, row + 1, name, "∂")

    def below(self, column: int, row: int, name: str, lead: str = "") -> None:
        """The gradient of the loss by a value, under it."""
        s = self.s
        if s.mode == "forward":
            return
        lead = lead or f"∂{SYMBOLS[name]:<2}"
        if name in s.asked:
            self.sheet.put(column, row, f"{lead}     ?", "bold")
        elif name in s.known_gradients:
            text = f"{lead}{fixed(s.gradient(name), 4, 8)}"
            self.sheet.put(column, row, text, HERE if name in self.now else GRADIENT)

    def local(self, column: int, row: int, of: str) -> None:
        """The local gradient of σ, under its arrow, from the step that uses it."""
        if self.s.mode == "backward" and of in self.s.known_gradients:
            ink = HERE if of in self.now else "dim"
            self.sheet.put(column, row, f"×{fixed(self.s.local(of), 3)}", ink)

    def sigma(self, column: int, end: int, row: int) -> None:
        """The arrow of an activation."""
        self.sheet.across(column, end, row)
        self.sheet.put(end, row, "▶", "rule")
        self.sheet.put((column + end) // 2, row, "σ", "plain")

    def draw(self) -> list[Line]:
        """The whole network."""
        p, sheet = self.p, self.sheet
        r11, r12, r21, r22 = p.rows
        # Inputs, and the wires of the first layer
        self.value(0, r11, "x1")
        self.value(0, r22, "x2")
        for row in p.rows:
            sheet.across(p.branch, p.join - 1, row)
        sheet.put(p.branch, r11, "┬", "rule")
        sheet.down(p.branch, r11 + 1, r21 - 1)
        sheet.put(p.branch, r21, "└", "rule")
        sheet.down(p.branch + 1, r12 + 1, r22 - 1)
        sheet.put(p.branch, r12, "│┌", "rule")
        sheet.put(p.branch, r21, "└┼", "rule")
        sheet.put(p.branch, r22, "─┴", "rule")
        for row, name in zip(p.rows, ("w11", "w12", "w21", "w22"), strict=True):
            self.weight(p.label, row, name)
        for top, bottom, meet, corner in ((r11, r12, r11, "┘"), (r21, r22, r22, "┐")):
            sheet.put(p.join, meet, "┬▶" if meet == top else "┴▶", "rule")
            sheet.down(p.join, top + 1, bottom - 1)
            sheet.put(p.join, bottom if meet == top else top, corner, "rule")
        # The two neurons
        for row, n in ((r11, "1"), (r22, "2")):
            self.value(p.z, row, f"z{n}")
            self.below(p.z, row + 1, f"z{n}")
            self.sigma(p.z + 10, p.a - 2, row)
            self.local(p.sigma, row + 1, f"z{n}")
            self.value(p.a, row, f"a{n}")
            self.below(p.a, row + 1, f"a{n}")
            sheet.across(p.a + 10, p.join_out - 1, row)
            self.weight(p.out - 1, row, f"v{n}")
        self.bias(p.z, r12, "b1")
        self.bias(p.z, r21 - (1 if r21 - r12 > 3 else 0), "b2")
        self.output()
        return sheet.lines()

    def bias(self, column: int, row: int, name: str) -> None:
        """A bias near the sum that it enters."""
        self.sheet.put(column, row, f"{SYMBOLS[name]:<2} {weight(self.s.value(name), 6)}", self._ink(name))
        self.below(column, row + 1, name)

    def output(self) -> None:
        """The output neuron, from the top down: c, z, ŷ, L."""
        p, sheet = self.p, self.sheet
        r11, _, _, r22 = p.rows
        middle = (r11 + r22) // 2
        sheet.put(p.join_out, r11, "┐", "rule")
        sheet.down(p.join_out, r11 + 1, r22 - 1)
        sheet.put(p.join_out, r22, "┘", "rule")
        z = middle - 1
        sheet.put(p.join_out, z, "├▶", "rule")
        self.bias(p.end, r11, "c")
        self.value(p.end, z, "z")
        self.below(p.end, z + 1, "z")
        sheet.put(p.end, z + 2, "▼ σ", "rule")
        self.local(p.end + 4, z + 2, "z")
        self.value(p.end, z + 3, "yhat")
        self.below(p.end, z + 4, "yhat")
        sheet.put(p.end, z + 5, "▼", "rule")
        self.value(p.end + 2, z + 5, "y")
        s = self.s
        if "loss" in s.known:
            sheet.put(p.end, z + 6, f"L  {fixed(s.value('loss'), 4, 7)}", self._ink("loss"))
        else:
            sheet.put(p.end, z + 6, f"L     {self.unknown}", "dim")


def paint(s: State, width: int, height: int, *, ascii: bool, asking: bool = True) -> list[Line]:
    """The network, the formula of the current step, and where there is room all steps."""
    inner = width - 2
    beside = width >= BESIDE
    explained = _explained(s, min(inner, 110), asking=asking)
    # The list of steps, where it stands below, goes before looseness
    rows = height - max(7, len(explained)) - (0 if beside or height < 30 else len(s.steps) + 4)
    picture: list[Line] = [((" ", "plain"), *line) for line in _Picture(s, inner, rows, "." if ascii else "·").draw()]
    loose = height - len(picture) - len(explained)
    lines = [*[BLANK] * (loose > 0), *picture, *[BLANK] * (loose > 1), *explained]
    if beside:
        left = 118
        listed = _list(s, width - left - 2, height, full=True, ascii=ascii)
        return [
            (*_padded(lines[y] if y < len(lines) else BLANK, left), *(listed[y] if y < len(listed) else BLANK))
            for y in range(max(len(lines), len(listed)))
        ]
    room = height - len(lines) - 1
    if room >= len(s.steps) + 2:
        lines += [BLANK] * (room >= len(s.steps) + 4)
        lines += _list(s, min(width, 116), room, full=False, ascii=ascii)
    return lines


def _padded(line: Line, width: int) -> Line:
    taken = sum(len(text) for text, _ in line)
    return (*line, (" " * max(0, width - taken), "plain"))


def _explained(s: State, width: int, *, asking: bool) -> list[Line]:
    lead: Line = ((" ", "plain"),)
    lines: list[Line] = []
    if s.changing:
        text = t("explorable.two-two-one.changing", name=SYMBOLS[s.changing])
        lines += [(*lead, *line) for line in wrap(text, width, "bold")]
    for text in steps.formulas(s, s.step.id):
        lines += [(*lead, *line) for line in wrap(text, width, HERE)]
    if s.step.id == "update":
        lines += [(*lead, (text, "plain")) for text in steps.updates(s)]
    if s.changing:
        return lines
    lines += [(*lead, *line) for line in wrap(t(f"explorable.two-two-one.step.{s.step.id}"), width)]
    question = s.step.asks
    if question is not None and asking:
        first, second = (t(f"explorable.two-two-one.answer.{word}") for word in question.answers)
        text = t(f"explorable.two-two-one.ask.{question.text}")
        lines.append(
            (*lead, (f"{text}  ", "bold"), ("1", HERE), (f" {first}  ", "bold"), ("2", HERE), (f" {second}", "bold"))
        )
    if s.at:
        before = s.steps[s.at - 1]
        chosen = s.guesses.get(before.id)
        if before.asks is not None and chosen:
            truth = before.asks.truth(s)
            word = t(f"explorable.two-two-one.answer.{before.asks.answers[truth - 1]}")
            id = "right" if chosen == truth else "wrong"
            lines.append(
                (*lead, (t(f"explorable.two-two-one.{id}", answer=word), "good" if chosen == truth else "bad"))
            )
    return lines


def _list(s: State, width: int, height: int, *, full: bool, ascii: bool) -> list[Line]:
    """All steps in a line each; those to come without their numbers."""
    lines = [rule(t("explorable.two-two-one.steps"), width, ascii=ascii)]
    for number, step in enumerate(s.steps):
        formulas = steps.formulas(s, step.id) if number <= s.at else []
        rows = formulas if full else ["   ".join(map(_short, formulas))] if formulas else []
        rows = rows or [t(f"explorable.two-two-one.name.{step.id}")]
        ink = HERE if number == s.at else "plain" if number < s.at else "dim"
        lead = f"{'▸' if number == s.at else ' '}{number + 1:>3}  "
        for row in rows:
            for part in wrap(row, width - len(lead), ink):
                lines.append(((lead, ink), *part))
                lead = " " * len(lead)
    return lines[:height]


def _short(formula: str) -> str:
    """A formula without its middle: the symbols and the result."""
    parts = formula.split(" = ")
    return f"{parts[0]} = {parts[-1]}" if len(parts) > 2 else formula
