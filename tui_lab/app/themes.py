"""The two themes: calm, three weights of text and one accent, which is from the palette of Okabe and Ito."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="dl-dark",
    primary="#56B4E9",
    secondary="#56B4E9",
    accent="#56B4E9",
    foreground="#D8DBE0",
    background="#101317",
    surface="#171B21",
    panel="#1E232B",
    success="#2FB592",
    warning="#E69F00",
    error="#F08A4B",
    dark=True,
    variables={
        "muted": "#8D95A0",
        "rule": "#4A525D",
        "cursor": "#20313F",
        "input-selection-background": "#56B4E9 35%",
        "block-cursor-background": "#20313F",
        "block-cursor-foreground": "#D8DBE0",
        "block-cursor-blurred-background": "#20313F",
        "block-cursor-blurred-foreground": "#D8DBE0",
        "border": "#56B4E9",
        "border-blurred": "#4A525D",
    },
)

LIGHT = Theme(
    name="dl-light",
    primary="#0072B2",
    secondary="#0072B2",
    accent="#0072B2",
    foreground="#1F2328",
    background="#FBFBF8",
    surface="#F2F2EE",
    panel="#E8E8E3",
    success="#00724F",
    warning="#8F5600",
    error="#B34700",
    dark=False,
    variables={
        "muted": "#636A74",
        "rule": "#B4B8BE",
        "cursor": "#D9E7F1",
        "input-selection-background": "#0072B2 30%",
        "block-cursor-background": "#D9E7F1",
        "block-cursor-foreground": "#1F2328",
        "block-cursor-blurred-background": "#D9E7F1",
        "block-cursor-blurred-foreground": "#1F2328",
        "border": "#0072B2",
        "border-blurred": "#B4B8BE",
    },
)
