"""What the commands and signs of LaTeX mathematics look like: tables, and nothing that reads or lays out.

Most symbols come from the `texicode` package's table. Here stands what a course needs beyond it or shows otherwise.
"""

from __future__ import annotations

from functools import cache


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


OURS = {
    # shown otherwise than by the package
    "cdot": "·",
    "top": "⊤",
    "mid": "|",
    "epsilon": "ε",
    "varepsilon": "ε",
    "phi": "φ",
    "sim": "~",
    "colon": ":",
    "ast": "*",
    "perp": "⊥",
    "longrightarrow": "→",
    "longleftarrow": "←",
    "iff": "⇔",
    "implies": "⇒",
    "Longrightarrow": "⇒",
    "cdots": "⋯",
    "|": "‖",
    "not": "¬",
    "setminus": "∖",
    "rhd": "▷",
    "Re": "Re",
    "Im": "Im",
    # beyond it
    "lVert": "‖",
    "rVert": "‖",
    "Vert": "‖",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "coloneqq": ":=",
    "coloneq": ":=",
    "leqslant": "≤",
    "geqslant": "≥",
    "lt": "<",
    "gt": ">",
    "dotsc": "…",
    "dotsb": "⋯",
    "dotsm": "⋯",
    "square": "□",
    "checkmark": "✓",
    "intercal": "⊤",
    "oslash": "⊘",
    "nsubseteq": "⊈",
    "varnothing": "∅",
    "blacksquare": "■",
    "degree": "°",
    "bigoplus": "⊕",
    "bigotimes": "⊗",
    "bigcup": "⋃",
    "bigcap": "⋂",
    "coprod": "∐",
}

FUNCTIONS = words(
    "arccos arcsin arctan arg argmax argmin cos cosh cot coth csc det dim exp gcd inf ker lg lim liminf limsup ln log "
    "logit max min mod Pr sec sgn sign sin sinh softmax sup tan tanh tr Re Im Var Cov"
)
"""Names that stand upright with a blank before what they apply to."""

LIMITED = words("lim liminf limsup max min sup inf argmax argmin Pr det gcd")
"""Functions whose subscript stands below them in a display."""

BIG = words("sum prod coprod int iint iiint oint bigcup bigcap bigoplus bigotimes")
BESIDE = words("int iint iiint oint")
"""Big operators whose limits stand at their right."""

RELATIONS = frozenset("=<>≤≥≈≠~≡∝∈∉∋⊂⊃⊆⊇⊈→←↔⇒⇐⇔↦⟶⟵⟼≪≫≅≃≺≻⪯⪰⊢⊨∼≐↑↓⇝") | {":=", "mid"}
BINARY = frozenset("+−×⊙⊗⊕⊖⊘∗*∘±∓÷∪∩∖∧∨⊎⋆")
TIGHT = frozenset("·/")
"""Operators that stand without blanks."""
OPENING = frozenset("([{⟨⌊⌈")
CLOSING = frozenset(")]}⟩⌋⌉!")

SUPERSCRIPTS = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ·",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ˙",
        strict=True,
    )
) | {"⊤": "ᵀ", "′": "′", "*": "*", "°": "°", "†": "†", "∘": "°", "⋆": "*", "×": "ˣ"}
SUBSCRIPTS = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))

ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0305",
    "underline": "\u0332",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
    "vec": "",  # the arrow above sits beside its letter in many terminals: a vector is a plain letter
}
ACCENT_NAMES = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde"}
"""How an accent is written in ASCII; others are left out."""

DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
SCRIPT = dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True))
"""Letters of these alphabets that stand in the fonts of terminals; the others are plain."""

SPACES = {",": 1, ";": 1, ":": 1, ">": 1, " ": 1, "enspace": 1, "thinspace": 1, "quad": 2, "qquad": 4, "!": 0}

IGNORED = words(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag bigl bigr Bigl Bigr biggl "
    "biggr Biggl Biggr big Big bigg Bigg middle hline allowbreak left right relax"
)

ASCII = {
    "−": "-",
    "·": "*",
    "×": "x",
    "⊙": "(*)",
    "⊗": "(x)",
    "⊕": "(+)",
    "≤": "<=",
    "≥": ">=",
    "≈": "~=",
    "≠": "!=",
    "≡": "==",
    "∝": "prop. to",
    "∈": "in",
    "∉": "not in",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "⇔": "<=>",
    "↦": "|->",
    "⊤": "T",
    "∂": "d",
    "∇": "grad",
    "∞": "inf",
    "±": "+-",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "√": "sqrt",
    "‖": "||",
    "…": "...",
    "⋯": "...",
    "⋮": ":",
    "⋱": "\\",
    "′": "'",
    "°": "deg",
    "ℓ": "l",
    "⟨": "<",
    "⟩": ">",
    "∘": "o",
    "ε": "eps",
    "ℝ": "R",
    "ℕ": "N",
    "ℤ": "Z",
    "ℚ": "Q",
    "ℂ": "C",
    "ℙ": "P",
    "ℒ": "L",
    "ℬ": "B",
    "ℰ": "E",
    "ℱ": "F",
    "ℋ": "H",
    "ℐ": "I",
    "ℳ": "M",
    "ℛ": "R",
    "†": "+",
    "∗": "*",
    "≪": "<<",
    "≫": ">>",
}


@cache
def symbols() -> dict[str, str]:
    """Each command that is a sign, a letter or a name of its own, without its backslash."""
    from texicode.symbols_art import symbols as theirs  # imports in a millisecond

    table = {name: "".join(cells) for name, cells in theirs.items() if cells and "".join(cells).strip()}
    return table | OURS


@cache
def spelled() -> dict[str, str]:
    """How each sign is written in ASCII: `ASCII`, else its command's name."""
    table: dict[str, str] = {}
    for name, sign in symbols().items():
        if not sign.isascii() and name.isalpha():
            table.setdefault(sign, name)
    return table | ASCII
