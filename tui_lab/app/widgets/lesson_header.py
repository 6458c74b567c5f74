"""The two lines above a lesson."""

from __future__ import annotations

from tui_lab.app.lesson.heading import KernelWords, rule_line, title_line, why_lines
from tui_lab.app.lines import Line
from tui_lab.app.widgets.page import Page


class LessonHeader(Page):
    """Its title with the progress, a rule with what the kernel does, and why it died where it did."""

    DEFAULT_CSS = "LessonHeader { height: 2; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[str, float, int, KernelWords] = ("", 0.0, 0, KernelWords())

    def show(self, title: str, share: float, minutes: int, words: KernelWords) -> None:
        """Show this; what is as before isn't painted again."""
        if (title, share, minutes, words) != self._shown:
            self._shown = (title, share, minutes, words)
            self.styles.height = 2 + len(why_lines(words, self.app.size.width))
            self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The lines."""
        title, share, minutes, words = self._shown
        ascii = getattr(self.app, "ascii", False)
        head = [title_line(title, share, minutes, width, ascii=ascii), rule_line(words, width, ascii=ascii)]
        return [*head, *why_lines(words, width)]
