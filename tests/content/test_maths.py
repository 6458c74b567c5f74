"""LaTeX as text: what a deep-learning course writes, and whatever else comes."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_lab.content.maths import display, inline

INLINE = {
    r"x": "x",
    r"W_2 W_1 x + b": "W₂W₁x + b",
    r"z = W a + b": "z = Wa + b",
    r"a^\top": "aᵀ",
    r"\delta\, a^\top": "δ aᵀ",
    r"\frac{\partial L}{\partial w_i}": "∂L/∂wᵢ",
    r"\frac{\partial L}{\partial a}\cdot\frac{\partial a}{\partial z}": "∂L/∂a · ∂a/∂z",
    r"\frac{1}{2\sigma^2}": "1/(2σ²)",
    r"\frac{a+b}{c}": "(a + b)/c",
    r"\frac{\frac{a}{b}}{c}": "(a/b)/c",
    r"\frac12": "1/2",
    r"\tfrac12 x": "½x",
    r"\tfrac{n}{2}\sigma^2": "(n/2)σ²",
    r"\sqrt{2}": "√2",
    r"\sqrt{\frac{2}{n}}": "√(2/n)",
    r"\sqrt[3]{x}": "∛x",
    r"\sigma'(z) = \sigma(z)(1-\sigma(z))": "σ′(z) = σ(z)(1 − σ(z))",
    r"2\cdot10^{-10}": "2·10⁻¹⁰",
    r"1{,}000": "1,000",
    r"11,25": "11,25",
    r"x_{ij}": "xᵢⱼ",
    r"x_{i,j}": "x_(i,j)",
    r"x_i^2": "xᵢ²",
    r"x^{n+1}_{0}": "x₀ⁿ⁺¹",
    r"e^{z_i}": "e^(zᵢ)",
    r"e^{-x}": "e⁻ˣ",
    r"\theta_{t-1}": "θₜ₋₁",
    r"\nabla_\theta L": "∇_θ L",
    r"z^{(l)}": "z⁽ˡ⁾",
    r"\mathbb{R}^{3\times 4}": "ℝ³ˣ⁴",
    r"\mathbf{W}\odot\mathbf{x}": "W ⊙ x",
    r"\vec{v} + \bar{x} - \hat{y}": "v + x̄ − ŷ",
    r"\lVert w \rVert_2^2": "‖w‖₂²",
    r"\|w\|": "‖w‖",
    r"\left| x \right|": "|x|",
    r"a = \mathrm{ReLU}(0) = 0": "a = ReLU(0) = 0",
    r"\operatorname{ReLU}(x) = \max(0, x)": "ReLU(x) = max(0, x)",
    r"\ln 10 = 2.30": "ln 10 = 2.30",
    r"y \log p": "y log p",
    r"\hat{y} = \arg\max_k z_k": "ŷ = arg maxₖ zₖ",
    r"-\frac{1}{N}\sum_{i=1}^{N} y_i \log \hat{y}_i": "−(1/N) ∑ᵢ₌₁ᴺ yᵢ log ŷᵢ",
    r"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}": "softmax(z)ᵢ = e^(zᵢ)/(∑ⱼ e^(zⱼ))",
    r"\hat{x} = \frac{x-\mu}{\sqrt{\sigma^2+\epsilon}}": "x̂ = (x − μ)/√(σ² + ε)",
    r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t": "mₜ = β₁mₜ₋₁ + (1 − β₁)gₜ",
    r"y[i,j] = \sum_u x[i+u, j]": "y[i, j] = ∑ᵤ x[i + u, j]",
    r"p(y \mid x)": "p(y | x)",
    r"x \le 3, y \ne z, a \approx b": "x ≤ 3, y ≠ z, a ≈ b",
    r"x \leftarrow x - \eta \nabla f(x)": "x ← x − η∇f(x)",
    r"\text{nếu } x > 0": "nếu x > 0",
    r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}": "f(x) = {x, x > 0; 0, otherwise}",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}": "(1 2; 3 4)",
    r"\binom{n}{k}": "C(n, k)",
    r"90\,\%": "90 %",
    r"a \foo b": "a foo b",
    r"\unknown{x}": "unknown x",
    r"\frac{a}{": "a/()",
    r"x^": "x",
    r"}{": "}{",
    r"\left(": "(",
    r"\begin{bmatrix} 1": "[1]",
}


@pytest.mark.parametrize(("latex", "text"), INLINE.items())
def test_on_one_line(latex: str, text: str) -> None:
    assert inline(latex) == unicodedata.normalize("NFC", text)


DISPLAY = {
    r"\frac{\partial L}{\partial W} = \delta\, a^\top , \qquad \frac{\partial L}{\partial a} = W^\top \delta": """
∂L            ∂L
── = δ aᵀ,    ── = Wᵀδ
∂W            ∂a""",
    r"\sigma = \sqrt{\frac{2}{n}}": """
     ┌───
     │ 2
σ =  │ ─
    ╲│ n""",
    r"L = -\frac{1}{N}\sum_{i=1}^{N} y_i \log \hat{y}_i": """
      1  N
L = − ─  ∑  yᵢ log ŷᵢ
      N i=1""",
    r"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_{j} e^{z_j}}": """
                 zᵢ
                e
softmax(z)ᵢ = ────────
                   zⱼ
               ∑ⱼ e""",
    r"f(x)=\begin{cases} x & \text{if } x>0 \\ 0 & \text{otherwise}\end{cases}": """
       ⎧ x   if x > 0
f(x) = ⎨
       ⎩ 0   otherwise""",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}\begin{pmatrix} x \\ y \end{pmatrix}": """
⎛a  b⎞⎛x⎞
⎝c  d⎠⎝y⎠""",
    r"\begin{bmatrix} 1 & -2 \\ 10 & 4 \\ 0 & 0.5 \end{bmatrix}": """
⎡ 1   −2⎤
⎢10    4⎥
⎣ 0  0.5⎦""",
    r"\begin{aligned} a &= b \\ c + 1 &= \frac{d}{e}\end{aligned}": """
    a = b

        d
c + 1 = ─
        e""",
    r"\theta_t = \theta_{t-1} - \eta \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}": """
                m̂ₜ
θₜ = θₜ₋₁ − η ───────
              √v̂ₜ + ε""",
    r"\left( \frac{a}{b} \right)^2": """
⎛a⎞²
⎜─⎟
⎝b⎠""",
    r"\frac{\frac{a}{b}}{c}": """
 a
 ─
 b
───
 c""",
    r"\lim_{h \to 0}\frac{f(x+h)-f(x)}{h}": """
    f(x + h) − f(x)
lim ───────────────
h→0        h""",
    r"\underbrace{x+y}_{\text{sum}}": """
x + y
╰─┬─╯
 sum""",
    r"a = b \\ c = d": """
a = b
c = d""",
}


@pytest.mark.parametrize(("latex", "drawn"), DISPLAY.items())
def test_in_two_dimensions(latex: str, drawn: str) -> None:
    assert display(latex, 72) == unicodedata.normalize("NFC", drawn.removeprefix("\n")).split("\n")


def test_a_wide_formula_is_broken_before_its_relations() -> None:
    latex = r"y = \sum_{i=1}^{n} w_i x_i + b = w^\top x + b = \left(w, b\right)^\top \left(x, 1\right)"
    lines = display(latex, 34)
    assert max(map(cell_len, lines)) <= 34
    assert [line.strip()[:1] for line in lines if "=" in line and "i=1" not in line] == ["y", "=", "="]


def test_one_that_is_still_too_wide_is_wrapped() -> None:
    latex = r"\frac{" + " + ".join(f"x_{n}" for n in range(9)) + "}{n}"
    lines = display(latex, 24)
    assert len(lines) > 1 and max(map(cell_len, lines)) <= 24
    assert "".join(lines).replace(" ", "") == inline(latex).replace(" ", "")


@pytest.mark.parametrize(
    ("latex", "text"),
    {
        r"\frac{\partial L}{\partial W}": "dL/dW",
        r"\alpha x \le \beta^2": "alpha x <= beta^2",
        r"\sqrt{\sigma^2 + \epsilon}": "sqrt(sigma^2 + eps)",
        r"\sum_{i=1}^n x_i": "sum_(i=1)^n x_i",
        r"W^\top \delta": "W^T delta",
        r"\hat{y}": "y_hat",
    }.items(),
)
def test_in_ascii(latex: str, text: str) -> None:
    assert inline(latex, ascii=True) == text
    assert all(line.isascii() for line in display(latex, 60, ascii=True))


def test_ascii_draws_without_other_signs() -> None:
    for latex in (*INLINE, *DISPLAY):
        if "text" not in latex:
            assert "".join(display(latex, 60, ascii=True)).isascii(), latex


PARTS = st.sampled_from(
    [
        *"abxyz012+-=^_{}[]()&|/,.:;!'~ $%#\\<>ế\x1b\n",
        *(
            rf"\{name}"
            for name in [
                "frac",
                "sqrt",
                "sum",
                "hat",
                "mathbb",
                "underbrace",
                "overset",
                "tag",
                "binom",
                "quad",
                "alpha",
                "nabla",
                "lim",
            ]
        ),
        *(r"\\", r"\left(", r"\right)", r"\text{", r"\operatorname{"),
        *(rf"\{word}{{{name}}}" for word in ("begin", "end") for name in ("pmatrix", "cases", "aligned")),
    ]
)
LATEX = st.lists(PARTS, max_size=30).map("".join) | st.text(max_size=40)


def safe(text: str) -> bool:
    return all(unicodedata.category(letter) not in ("Cc", "Cf", "Cs") for letter in text)


@settings(max_examples=300)
@given(LATEX, st.booleans())
def test_nothing_makes_it_fail(latex: str, ascii: bool) -> None:
    text = inline(latex, ascii=ascii)
    assert safe(text) and text == text.strip()


@settings(max_examples=300)
@given(LATEX, st.integers(4, 90), st.booleans())
def test_drawings_are_safe_and_fit(latex: str, width: int, ascii: bool) -> None:
    for line in display(latex, width, ascii=ascii):
        assert safe(line) and cell_len(line) <= width and line == line.rstrip()


@pytest.mark.parametrize("opening", ["{", r"\frac", r"\sqrt{", r"\left(", "x^", "_", r"\begin{pmatrix}", r"\hat"])
def test_depth_has_a_bound(opening: str) -> None:
    latex = opening * (2 * sys.getrecursionlimit())
    assert safe(inline(latex)) and display(latex, 40) is not None
