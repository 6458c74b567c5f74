"""The three themes: calm, three weights of text and one accent, which is from the palette of Okabe and Ito.

In the one of high contrast every ink of text, also on the highlighted line, has at least 7 : 1 (WCAG's level AAA).
"""

from __future__ import annotations

from textual.theme import Theme

from tui_lab.app.colours import BLUE, CLEAR_GREEN, CLEAR_ORANGE, CLEAR_RED, CLEAR_SKY, ORANGE, SKY


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

CONTRAST = Theme(
    name="dl-contrast",
    primary=CLEAR_SKY,
    secondary=CLEAR_SKY,
    accent=CLEAR_SKY,
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#0A1622",
    success=CLEAR_GREEN,
    warning=CLEAR_ORANGE,
    error=CLEAR_RED,
    dark=True,
    variables={
        **_variables(
            accent=CLEAR_SKY, selection="35%", text="#FFFFFF", muted="#D2D6DC", rule="#A9B0BA", cursor="#0C2A44"
        ),
        "text-success": CLEAR_GREEN,
        "text-warning": CLEAR_ORANGE,
        "text-error": CLEAR_RED,
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
