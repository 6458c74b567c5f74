"""What each ink is in the theme in use: the one place where colours become styles.

A line of text names its inks (`app.lines`): plain, dim, bold, accent, rule, good, bad, and the series train and
validation; with `@` at the end on the highlighted line. A chart numbers its own (`app.colours.Ink`).
With NO_COLOR an ink of text is a weight alone, and the highlighted line is reversed. In a lesson: title, code, em, math
and link. A picture's inks name their own colours: `#rrggbb`, or `#rrggbb/#rrggbb` with the one behind; drawn with the
terminal's graphics it has one ink a row (`app.graphics.placed`).
"""

from __future__ import annotations

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from tui_lab.app.colours import CONTRAST, DARK, FAINT, LIGHT, RUN_INKS, Ink
from tui_lab.app.lines import PICTURE_INK

LEVELS = 8
"""Shades of an area, by which a matrix or a plane says how much."""

_TEXT = 0.58  # dim text in a theme that names no colour for it: so much of the text's, the rest is the ground
_HIGHLIGHT = 0.28
_DIM_ON_HIGHLIGHT = 0.8
_CHART_DIM = 0.55
_DARKEST = 0.75
_TINT = 0.45  # how far from the text's colour to the accent formulas and links stand
_KEPT = 4096  # styles of pictures' colours


class InkTable(dict[str, Style]):
    """The style of each ink; one that names its own colours is made when it is asked for."""

    def __init__(self, table: dict[str, Style], base: Style | None) -> None:
        """Hold a table; without a base there are no colours."""
        super().__init__(table)
        self._base = base

    def __missing__(self, ink: str) -> Style:
        """The style of `#rrggbb`, of `#rrggbb/#rrggbb`, or of a row of a picture.

        Raises:
            KeyError: it is no colour and not in the table.
        """
        if not ink.startswith(("#", PICTURE_INK)):
            raise KeyError(ink)
        if self._base is None:
            return Style()
        if ink.startswith(PICTURE_INK):
            front, behind = f"#{ink.split(':')[1]}", ""
        else:
            front, _, behind = ink.partition("/")
        style = self._base + Style(color=front, bgcolor=behind or None)
        if len(self) < _KEPT:
            self[ink] = style
        return style


def ground_and_text(widget: Widget) -> tuple[Color, Color]:
    """The two colours between which a widget's others lie."""
    return Color(*widget.background_colors[1].rgb), Color(*widget.colors[3].rgb)


def series_of(widget: Widget) -> dict[Ink, str]:
    """The colours of curves in the theme in use."""
    theme = widget.app.current_theme
    if theme.name == "dl-contrast":
        return CONTRAST
    return DARK if theme.dark else LIGHT


def text_inks(widget: Widget, *, soft: bool) -> dict[str, Style]:
    """The style of each ink of text.

    Args:
        widget: what is painted; says the ground and the theme.
        soft: good and bad in the theme's shades for whole sentences instead of those for signs and words, and
            dim text lighter on the highlighted line.
    """
    if widget.app.no_color:
        return _colourless()
    base = widget.rich_style
    ground, text = ground_and_text(widget)
    theme = widget.app.theme_variables
    series = series_of(widget)
    shade = "text-" if soft else ""

    def named(name: str, otherwise: Color) -> Color:
        return Color.parse(theme[name]) if name in theme else otherwise

    def ink(colour: Color, bold: bool | None = None) -> Style:
        return base + Style(color=colour.rich_color, bold=bold)

    accent, train = Color.parse(theme["accent"]), Color.parse(series[Ink.TRAIN])
    table = {
        "plain": base,
        "bold": base + Style(bold=True),
        "dim": ink(named("muted", ground.blend(text, _TEXT))),
        "rule": ink(named("rule", ground.blend(text, _HIGHLIGHT))),
        "accent": ink(accent, bold=True),
        "good": ink(Color.parse(theme[f"{shade}success"])),
        "bad": ink(Color.parse(theme[f"{shade}error"]), bold=True),
        "train": ink(train),
        "validation": ink(Color.parse(series[Ink.VALIDATION])),
        "bar": ink(accent),
    }
    table |= {f"run{n}": ink(Color.parse(series[one])) for n, one in enumerate(RUN_INKS, 1)}
    highlight = Style(bgcolor=named("cursor", ground.blend(accent, _HIGHLIGHT)).rich_color)
    table |= {f"{name}@": style + highlight for name, style in table.items()}
    if soft:
        table["dim@"] += Style(color=ground.blend(text, _DIM_ON_HIGHLIGHT).rich_color)
    table["edit"] = base + Style(reverse=True)
    for level in range(LEVELS):
        area = ground.blend(train, _DARKEST * level / (LEVELS - 1))
        front = area.get_contrast_text(1.0)
        table[f"shade{level}"] = base + Style(color=front.rich_color, bgcolor=area.rich_color)
        table[f"shade{level}b"] = table[f"shade{level}"] + Style(bold=True)
    tinted = text.blend(accent, _TINT)
    table["title"] = base + Style(color=accent.rich_color, bold=True)
    table["code"] = ink(Color.parse(series[Ink.VALIDATION]).blend(text, _TINT))
    table["em"] = base + Style(italic=True)
    table["math"] = ink(tinted)
    table["link"] = ink(tinted) + Style(underline=True)
    return InkTable(table, base)


def _colourless() -> dict[str, Style]:
    plain, bold, dim = Style(), Style(bold=True), Style(dim=True)
    table = {"plain": plain, "bold": bold, "dim": dim, "rule": dim, "accent": bold, "good": plain, "bad": bold}
    table |= {"train": plain, "validation": plain, "bar": plain}
    table |= {f"run{n}": plain for n in range(1, len(RUN_INKS) + 1)}
    # Reversed dim text is hard to read in many terminals
    table |= {f"{name}@": Style(reverse=True, bold=style.bold) for name, style in table.items()}
    table["edit"] = Style(reverse=True)
    for level in range(LEVELS):
        table[f"shade{level}"] = dim if level == 0 else plain
        table[f"shade{level}b"] = bold
    table |= {"title": bold, "code": bold, "em": Style(italic=True), "math": plain, "link": Style(underline=True)}
    return InkTable(table, None)


def chart_inks(widget: Widget) -> dict[int, Style]:
    """The style of each `Ink` of a chart."""
    base = widget.rich_style
    ground, text = ground_and_text(widget)
    theme = widget.app.theme_variables
    colours: dict[int, Color] = {Ink.DIM: ground.blend(text, _CHART_DIM)}
    for ink, name in series_of(widget).items():
        colours[ink] = Color.parse(name)
        colours[ink + (Ink.TRAIN_FAINT - Ink.TRAIN)] = ground.blend(colours[ink], FAINT)
    colours[Ink.CHANGE] = ground.blend(text, _DIM_ON_HIGHLIGHT)
    colours[Ink.DIVERGENCE] = Color.parse(theme["text-error"])
    colours[Ink.CURSOR] = text
    return {int(Ink.PLAIN): base} | {int(ink): base + Style(color=c.rich_color) for ink, c in colours.items()}
