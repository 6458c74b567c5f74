"""What an author is told of a formula."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.content import maths_check, parser

FRONT = "---\nid: a\nminutes: 1\nobjectives: [b]\n---\n\n# A\n\n"


@pytest.mark.parametrize(
    ("formula", "at", "said"),
    [
        (r"x + \nosuch{x}", 4, r"doesn't know the command \nosuch"),
        (r"\frac{1}{", 8, "opens { and doesn't close it"),
        (r"\begin{pmatrix} 1 & 2", 0, r"put \end{pmatrix} there"),
        (r"\begin{pmatrix} {1 \end{pmatrix}", 16, "opens { and doesn't close it"),
        (r"\begin{pmatrix} 1 \end{bmatrix}", 0, r"put \end{pmatrix} there"),
        (r"\left( a", 0, r"put \right there"),
        (r"a}", 1, "has } where nothing is open"),
        (r"1 \end{cases}", 2, r"has \end{cases} where nothing is open"),
    ],
)
def test_what_is_wrong_in_a_formula(formula: str, at: int, said: str) -> None:
    ((found, what),) = maths_check.wrong_in(formula)
    assert found == at and said in what


@pytest.mark.parametrize(
    "formula",
    [
        r"\begin{cases} 1 \\ \{2\} \end{cases}",
        r"\text{a b} \operatorname*{arg\,min}_x \mathbb{R} \frac12 \sqrt[3]{x}",
        r"\left( \begin{array}{cc} 1 & 2 \\[2pt] 3 \end{array} \right.",
        "a \\\\ b \\newline c",
        r"\begin {pmatrix} 1 \end {pmatrix}",
        r"\hat{y} \leftarrow \lVert x \rVert \tag{1}",
    ],
)
def test_what_can_be_shown_is_right(formula: str) -> None:
    assert maths_check.wrong_in(formula) == []


def test_a_formula_is_told_by_the_line_it_stands_on() -> None:
    text = (
        FRONT
        + "Some words,\nand $\\nosuch$.\n\n> $$\n> x \\\\\n> \\nosuch\n> $$\n\n| a |\n| - |\n| 1 |\n| $x}$ |\n\n"
        + "```{quiz} q\n:kind: one\n$$\n\\frac{1}{\n$$\n- a  :: b\n+ c  :: $\\nosuch$\n```\n"
    )
    lesson = parser.parse(text, Path("lesson.md"), folder=Path())
    lines = text.split("\n")
    found = sorted(line for line, _ in maths_check.faulty(lesson.blocks, lines))
    wanted = [i for i, line in enumerate(lines, 1) if "nosuch" in line or "x}" in line or line == "\\frac{1}{"]
    assert found == wanted
