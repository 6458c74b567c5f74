"""The two themes: calm, three weights of text and one accent, which is from the palette of Okabe and Ito."""

from __future__ import annotations

from textual.theme import Theme

from tui_lab.app.colours import BLUE, ORANGE, SKY


def _variables(*, accent: str, selection: str, text: str, muted: str, rule: str, cursor: str) -> dict[str, str]:
    """What our own styles name, and Textual's names for the same things."""
    return {
        "muted": muted,
        "rule": rule,
        "cursor": cursor,
        "input-selection-background": f"{accent} {selection}",
        "block-cursor-background": cursor,
        "block-cursor-foreground": text,
        "block-cursor-blurred-background": cursor,
        "block-cursor-blurred-foreground": text,
        "border": accent,
        "border-blurred": rule,
    }


DARK = Theme(
    name="dl-dark",
    primary=SKY,
    secondary=SKY,
    accent=SKY,
    foreground="#D8DBE0",
    background="#101317",
    surface="#171B21",
    panel="#1E232B",
    success="#2FB592",
    warning=ORANGE,
    error="#F08A4B",
    dark=True,
    variables=_variables(
        accent=SKY, selection="35%", text="#D8DBE0", muted="#8D95A0", rule="#4A525D", cursor="#20313F"
    ),
)

LIGHT = Theme(
    name="dl-light",
    primary=BLUE,
    secondary=BLUE,
    accent=BLUE,
    foreground="#1F2328",
    background="#FBFBF8",
    surface="#F2F2EE",
    panel="#E8E8E3",
    success="#00724F",
    warning="#8F5600",
    error="#B34700",
    dark=False,
    variables=_variables(
        accent=BLUE, selection="30%", text="#1F2328", muted="#636A74", rule="#B4B8BE", cursor="#D9E7F1"
    ),
)
