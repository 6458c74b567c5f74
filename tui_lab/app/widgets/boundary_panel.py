"""What the model says over the plane of a 2-D data set, redrawn as it trains."""

from __future__ import annotations

from collections.abc import Sequence

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color

from tui_lab.app.colours import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, SKY, YELLOW
from tui_lab.app.inks import LEVELS, ground_and_text
from tui_lab.app.lines import Line, rule
from tui_lab.app.widgets.painted import Painted
from tui_lab.runs.events import Boundary

# Two classes shade into each other; more have a colour each
ENDS = (BLUE, ORANGE)
CLASSES = (BLUE, ORANGE, GREEN, PURPLE, RED, SKY, YELLOW, GREY)
CHARACTERS = " .:-=+*#"
MARKERS = "○×△□◇▽+*"
ASCII_MARKERS = "ox^svz+*"


def plane(boundary: Boundary, width: int, height: int) -> list[str]:
    """The rows of the event, taken at `height` times `width` places (nearest).

    Args:
        boundary: of the worker.
        width: columns of the result.
        height: rows of the result.
    """
    rows = [row for row in boundary.rows if row]
    if not rows or width < 1 or height < 1:
        return []
    found = []
    for y in range(height):
        row = rows[min(len(rows) - 1, int((y + 0.5) * len(rows) / height))]
        found.append("".join(row[min(len(row) - 1, int((x + 0.5) * len(row) / width))] for x in range(width)))
    return found


def points_in(boundary: Boundary, width: int, height: int) -> dict[tuple[int, int], int]:
    """The class of a validation point by its cell `(x, y)`; the last one where several share a cell."""
    (x0, x1), (y0, y1) = boundary.x_range, boundary.y_range
    found = {}
    for x, y, cls in boundary.points:
        column = int((x - x0) / ((x1 - x0) or 1) * width)
        row = int((y1 - y) / ((y1 - y0) or 1) * height)
        if 0 <= column < width and 0 <= row < height:
            found[column, row] = cls
    return found


class BoundaryPanel(Painted):
    """The plane in half blocks of few colours, or in characters; validation points on it."""

    def make_inks(self) -> dict[str, Style]:
        """The inks of text; those of the plane are added as it needs them."""
        table = super().make_inks()
        ground, _ = ground_and_text(self)
        dark = self.app.current_theme.dark
        low, high = (Color.parse(end) for end in ENDS)
        levels = []
        for level in range(LEVELS):
            part = level / (LEVELS - 1)
            # Through the ground in the middle: where the model is unsure, there is little colour.
            end = low if part < 0.5 else high
            levels.append(ground.blend(end, 0.12 + 0.68 * abs(2 * part - 1)))
        self._level_colours = [colour.rich_color for colour in levels]
        self._class_colours = [ground.blend(Color.parse(name), 0.55).rich_color for name in CLASSES]
        self._point = RichColor.parse("#ffffff" if dark else "#000000")
        return table

    def show(
        self, boundary: Boundary | None, names: Sequence[str], *, title: str, empty_text: str, ascii: bool = False
    ) -> None:
        """Show the plane; a line that looks as before isn't sent. `names` are the classes', for the legend."""
        width, height = self.size
        plain = ascii or self.app.no_color
        lines: list[Line] = [rule(title, width, ascii=ascii)]
        if boundary is None:
            lines += [(), ((f" {empty_text}", "dim"),)]
            self.update_lines(lines)
            return
        inks = self.inks
        rows = height - 2
        columns = min(width, 2 * rows) if rows > 0 else 0
        two = boundary.levels == LEVELS
        cells = plane(boundary, columns, rows if plain else 2 * rows)
        points = points_in(boundary, columns, rows)
        markers = ASCII_MARKERS if ascii else MARKERS
        for y in range(rows):
            spans: list[tuple[str, str]] = []
            for x in range(columns):
                cls = points.get((x, y))
                if plain:
                    at = cells[y][x]
                    text, ink = (CHARACTERS[int(at) % 8] if two else at), "dim"
                    if cls is not None:
                        text, ink = markers[cls % len(markers)], "bold"
                else:
                    up, down = cells[2 * y][x], cells[2 * y + 1][x]
                    text, ink = "▀", f"plane{int(two)}{up}{down}"
                    if cls is not None:
                        text, ink = markers[cls % len(markers)], f"point{int(two)}{up}"
                    if ink not in inks:
                        self._add_ink(inks, ink)
                if spans and spans[-1][1] == ink:
                    spans[-1] = (spans[-1][0] + text, ink)
                else:
                    spans.append((text, ink))
            lines.append(tuple(spans))
        classes = sorted({cls for _, _, cls in boundary.points})
        words = [names[cls] if cls < len(names) else str(cls) for cls in classes]
        legend = "   ".join(f"{markers[cls % len(markers)]} {word}" for cls, word in zip(classes, words, strict=True))
        lines.append(((f" {legend}", "dim"),))
        self.update_lines(lines)

    def _add_ink(self, inks: dict[str, Style], name: str) -> None:
        colours = self._level_colours if name[5] == "1" else self._class_colours
        levels = [colours[int(level) % len(colours)] for level in name[6:]]
        if name.startswith("plane"):
            inks[name] = Style(color=levels[0], bgcolor=levels[1])
        else:
            inks[name] = Style(color=self._point, bgcolor=levels[0], bold=True)
