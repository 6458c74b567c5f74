"""What the curves of the run say, as far as there is room; the rest is scrolled to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_lab.app.lines import Line, fit, rule
from tui_lab.app.widgets.painted import Painted
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.explained import Explained


class FindingsPanel(Painted):
    """A title on a rule, then the findings, the gravest first."""

    def needed(self, explained: Explained, width: int, *, above: Sequence[Line] = (), ascii: bool) -> int:
        """Rows that all of it takes at this width."""
        return 1 + len(above) + len(explained.lines(width - 2, ascii=ascii))

    def show(self, explained: Explained, *, above: Sequence[Line] = (), ascii: bool = False) -> None:
        """Show what was read.

        Args:
            explained: with the findings.
            above: lines that stay while the findings are scrolled.
            ascii: without signs that some fonts lack.
        """
        width, height = self.size
        if not width or not height:
            return
        lines = explained.lines(width - 2, ascii=ascii)
        room = height - 1 - len(above)
        if len(lines) > room:
            room -= 1  # for the line that says so
        explained.top = max(0, min(explained.top, len(lines) - room))
        shown: list[Line] = [((" ", "plain"), *line) for line in lines[explained.top : explained.top + room]]
        if len(lines) > room:
            hidden = t("explain.more", n=len(lines) - explained.top - len(shown))
            shown.append(((fit(" " + hidden, width), "dim"),))
        self.update_lines([rule(t("explain.title"), width, t("explain.close"), ascii=ascii), *above, *shown])
