"""A widget of painted lines: compares with what it shows and sends only the lines that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_lab.app.drawing import plain
from tui_lab.app.lines import Line
from tui_lab.app.widgets.chart_figure import Ink
from tui_lab.app.widgets.metric_chart import DARK, GAP, LIGHT

LEVELS = 8
DIM = 0.58
"""How much of the text's colour dim text keeps; the rest is the ground."""


class Painted(Widget):
    """Lines of inked text in a region of fixed size. `update` never lays the screen out anew."""

    DEFAULT_CSS = "Painted { width: 1fr; height: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._table: dict[str, Style] | None = None

    def update_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; those that are as before are not painted again."""
        before, self._lines = self._lines, list(lines)
        if not self.is_attached:
            return
        width, height = self.size
        blank: Line = ()
        for y in range(min(height, max(len(before), len(lines)))):
            old, new = (before[y] if y < len(before) else blank), (lines[y] if y < len(lines) else blank)
            if old != new:
                for start, end in changed_columns(old, new, width):
                    self.refresh(Region(start, y, end - start, 1), layout=False)

    @property
    def _ascii(self) -> bool:
        return bool(getattr(self.app, "ascii", False))

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._table = None

    @property
    def inks(self) -> dict[str, Style]:
        """The style of each ink in the theme in use."""
        if self._table is None:
            self._table = self._make_inks()
        return self._table

    def _make_inks(self) -> dict[str, Style]:
        base = self.rich_style
        ground, text = Color(*self.background_colors[1].rgb), Color(*self.colors[3].rgb)
        theme = self.app.theme_variables
        accent = Color.parse(theme.get("accent", theme.get("primary", "#56B4E9")))
        series = {ink: Color.parse(name) for ink, name in (DARK if self.app.current_theme.dark else LIGHT).items()}

        def ink(colour: Color, bold: bool | None = None) -> Style:
            return base + Style(color=colour.rich_color, bold=bold)

        def named(name: str, otherwise: Color) -> Color:
            return Color.parse(theme[name]) if name in theme else otherwise

        if self.app.no_color:
            return _colourless(base)
        table = {
            "plain": base,
            "bold": base + Style(bold=True),
            "dim": ink(named("muted", ground.blend(text, DIM))),
            "rule": ink(named("rule", ground.blend(text, 0.28))),
            "accent": ink(accent, bold=True),
            "train": ink(series[Ink.TRAIN]),
            "validation": ink(series[Ink.VALIDATION]),
            "good": ink(Color.parse(theme.get("text-success", theme["success"]))),
            "bad": ink(Color.parse(theme.get("text-error", theme["error"])), bold=True),
            "bar": ink(accent),
        }
        cursor = named("cursor", ground.blend(accent, 0.28))
        for name in ("plain", "bold", "dim", "accent"):
            table[f"{name}@"] = table[name] + Style(bgcolor=cursor.rich_color)
        table["dim@"] = table["dim@"] + Style(color=ground.blend(text, 0.8).rich_color)
        table["edit"] = base + Style(reverse=True)
        for level in range(LEVELS):
            shade = ground.blend(series[Ink.TRAIN], 0.75 * level / (LEVELS - 1))
            front = shade.get_contrast_text(1.0)
            table[f"shade{level}"] = base + Style(color=front.rich_color, bgcolor=shade.rich_color)
            table[f"shade{level}b"] = table[f"shade{level}"] + Style(bold=True)
        return table

    def render_line(self, y: int) -> Strip:
        """One line, padded to the width."""
        width = self.size.width
        if y >= len(self._lines):
            return Strip.blank(width, self.inks["plain"])
        inks = self.inks
        spans = [(plain(text) if self._ascii else text, ink) for text, ink in self._lines[y] if text]
        strip = Strip([Segment(text, inks[ink]) for text, ink in spans])
        return strip.adjust_cell_length(width, inks["plain"])


def changed_columns(old: Line, new: Line, width: int) -> list[tuple[int, int]]:
    """The stretches of columns, start and end, in which two lines of a width differ."""
    before, after = _cells(old, width), _cells(new, width)
    if len(before) != width or len(after) != width:  # a letter of two columns: the whole line
        return [(0, width)]
    found: list[tuple[int, int]] = []
    for x in range(width):
        if before[x] == after[x]:
            continue
        if found and x - found[-1][1] <= GAP:
            found[-1] = (found[-1][0], x + 1)
        else:
            found.append((x, x + 1))
    return found


def _cells(line: Line, width: int) -> list[tuple[str, str]]:
    cells = [(character, ink) for text, ink in line for character in text][:width]
    if any(cell_len(text) != len(text) for text, _ in line):
        return []
    return cells + [(" ", "plain")] * (width - len(cells))


def _colourless(base: Style) -> dict[str, Style]:
    """Weights alone, for NO_COLOR; the highlighted line is reversed."""
    bold, dim = base + Style(bold=True), base + Style(dim=True)
    table = {"plain": base, "bold": bold, "dim": dim, "rule": dim, "accent": bold, "train": base, "validation": base}
    table |= {"good": base, "bad": bold, "bar": base, "edit": base + Style(reverse=True)}
    table |= {f"{name}@": table[name] + Style(reverse=True, dim=False) for name in ("plain", "bold", "dim", "accent")}
    for level in range(LEVELS):
        table[f"shade{level}"] = dim if level == 0 else base
        table[f"shade{level}b"] = bold
    return table
