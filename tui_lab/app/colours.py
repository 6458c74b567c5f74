"""The colours of curves and classes, and the inks of a chart's cells. Pure, and light: imports no chart."""

from __future__ import annotations

from enum import IntEnum

# Okabe and Ito's palette, which colour-blind readers can tell apart
BLUE = "#0072B2"
SKY = "#56B4E9"
ORANGE = "#E69F00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
RED = "#D55E00"
YELLOW = "#F0E442"
GREY = "#999999"

# The same hues, lighter: at least 7 : 1 on black, and on the highlighted line of the theme of high contrast
CLEAR_SKY = "#8FD3FF"
CLEAR_ORANGE = "#FFB733"
CLEAR_GREEN = "#3FE3B4"
CLEAR_PURPLE = "#F5B5D6"
CLEAR_RED = "#FFAA6E"

FAINT = 0.38
"""How much of its colour a faint ink keeps; the rest is the ground."""


class Ink(IntEnum):
    """What a cell of a chart is painted with; `inks.chart_inks` makes a colour of the theme of it."""

    PLAIN = 0
    DIM = 1
    TRAIN = 2
    VALIDATION = 3
    TWIN_TRAIN = 4
    TWIN_VALIDATION = 5
    TRAIN_FAINT = 6
    VALIDATION_FAINT = 7
    TWIN_TRAIN_FAINT = 8
    TWIN_VALIDATION_FAINT = 9
    CHANGE = 10
    DIVERGENCE = 11
    CURSOR = 12
    FIFTH = 13
    SIXTH = 14
    FIFTH_FAINT = 17
    SIXTH_FAINT = 18


DARK = {
    Ink.TRAIN: SKY,
    Ink.VALIDATION: ORANGE,
    Ink.TWIN_TRAIN: GREEN,
    Ink.TWIN_VALIDATION: PURPLE,
    Ink.FIFTH: RED,
    Ink.SIXTH: YELLOW,
}
"""The series on a dark ground."""
LIGHT = {
    Ink.TRAIN: BLUE,
    Ink.VALIDATION: "#A86400",
    Ink.TWIN_TRAIN: "#00724F",
    Ink.TWIN_VALIDATION: "#9C4477",
    Ink.FIFTH: "#B34700",
    Ink.SIXTH: "#6E6600",
}
"""The series on a light ground: the same hues, darker."""
CONTRAST = {
    Ink.TRAIN: CLEAR_SKY,
    Ink.VALIDATION: CLEAR_ORANGE,
    Ink.TWIN_TRAIN: CLEAR_GREEN,
    Ink.TWIN_VALIDATION: CLEAR_PURPLE,
    Ink.FIFTH: CLEAR_RED,
    Ink.SIXTH: YELLOW,
}
"""The series in the theme of high contrast."""
RUN_INKS = (Ink.VALIDATION, Ink.TWIN_VALIDATION, Ink.TWIN_TRAIN, Ink.TRAIN, Ink.FIFTH, Ink.SIXTH)
"""Of runs laid over each other, in their order: the first two are those of a run and its twin."""
