"""A page of inked lines in one widget: cheap to mount, and only lines that changed are sent to the terminal.

The inks (see `app.lines`): plain, dim, bold, accent, rule, good, bad; with `@` at the end on the highlighted line.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_lab.app.drawing import plain
from tui_lab.app.lines import Line


class Page(Widget):
    """Asks `draw` for its lines when it is resized or told to `redraw`."""

    DEFAULT_CSS = "Page { width: 1fr; height: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._inks: dict[str, Style] = {}

    def draw(self, width: int, height: int) -> list[Line]:
        """The lines for a region of this size; those beyond `height` are not shown."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again and send the lines that differ."""
        width, height = self.size
        if not width or not height:
            return
        before, self._lines = self._lines, self.draw(width, height)[:height]
        longest = max(len(before), len(self._lines))
        changed = [y for y in range(longest) if before[y : y + 1] != self._lines[y : y + 1]]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def on_resize(self, _event: events.Resize) -> None:
        """Fit the new size."""
        self.redraw()

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._inks = {}

    def _ink(self, name: str) -> Style:
        if not self._inks:
            self._inks = self._colourless() if self.app.no_color else self._coloured()
        return self._inks[name]

    def _coloured(self) -> dict[str, Style]:
        theme = self.app.theme_variables

        def colour(name: str) -> Style:
            return Style(color=Color.parse(theme[name]).rich_color)

        base = self.rich_style
        table = {
            "plain": base,
            "bold": base + Style(bold=True),
            "dim": base + colour("muted"),
            "rule": base + colour("rule"),
            "accent": base + colour("accent") + Style(bold=True),
            "good": base + colour("success"),
            "bad": base + colour("error") + Style(bold=True),
        }
        under = Style(bgcolor=Color.parse(theme["cursor"]).rich_color)
        return table | {f"{name}@": style + under for name, style in table.items()}

    def _colourless(self) -> dict[str, Style]:
        """Weights alone, for NO_COLOR; the highlighted line is reversed."""
        table = {
            "plain": Style(),
            "bold": Style(bold=True),
            "dim": Style(dim=True),
            "rule": Style(dim=True),
            "accent": Style(bold=True),
            "good": Style(),
            "bad": Style(bold=True),
        }
        return table | {f"{name}@": Style(reverse=True, bold=style.bold) for name, style in table.items()}

    def render_line(self, y: int) -> Strip:
        """One line, padded to the width in the ink it ends with."""
        width = self.size.width
        line = self._lines[y] if y < len(self._lines) else ()
        ascii_only = getattr(self.app, "ascii", False)
        strip = Strip([Segment(plain(text) if ascii_only else text, self._ink(ink)) for text, ink in line])
        end = "plain@" if line and line[-1][1].endswith("@") else "plain"
        return strip.adjust_cell_length(width, self._ink(end))
