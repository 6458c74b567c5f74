"""Validation samples by true and predicted class: counts, shaded by their part of the row."""

from __future__ import annotations

from collections.abc import Sequence

from tui_lab.app.inks import LEVELS
from tui_lab.app.lines import Line, fit, rule
from tui_lab.app.widgets.painted import Painted
from tui_lab.messages import t


def matrix_lines(counts: Sequence[Sequence[int]], names: Sequence[str], width: int, height: int) -> list[Line]:
    """The matrix with names at its left and numbers of the classes above; rows get two lines where there is room.

    Args:
        counts: `(classes, classes)`, rows by true class.
        names: of the classes, in their order.
        width: columns.
        height: lines.
    """
    n = len(counts)
    label = min(max((len(name) for name in names), default=1) + 1, max(3, width // 4))
    digits = max(len(str(value)) for row in counts for value in row)
    cell = max(digits + 1, min(digits + 4, (width - label - 7) // n))
    if label + n * cell > width:
        return [((t("lab.confusion_small"), "dim"),)]
    recall = label + n * cell + 7 <= width
    heads = "".join(name[: cell - 1].rjust(cell - 1) + " " for name in names)
    lines: list[Line] = [
        ((" " * label + t("lab.confusion_predicted"), "dim"),),
        ((" " * label + heads + (t("lab.confusion_right").rjust(7) if recall else ""), "dim"),),
    ]
    tall = height >= 2 + 2 * n and n <= 12
    for true, row in enumerate(counts):
        total = sum(row) or 1
        spans: list[tuple[str, str]] = [(fit(names[true], label - 1) + " ", "dim")]
        blank: list[tuple[str, str]] = [(" " * label, "plain")]
        for predicted, count in enumerate(row):
            level = _level(count / total)
            text = (str(count) if count else "·").rjust(cell - 1) + " "
            spans.append((text, f"shade{level}b" if true == predicted else f"shade{level}"))
            blank.append((" " * cell, f"shade{level}"))
        if recall:
            spans.append((f"{100 * row[true] / total:5.1f} %", "dim"))
        lines.append(tuple(spans))
        if tall:
            lines.append(tuple(blank))
    return lines[:height]


def _level(part: float) -> int:
    """A shade from 0 to 7; one wrong sample among hundreds is seen already."""
    return 0 if part <= 0 else min(LEVELS - 1, 1 + int((LEVELS - 1) * part**0.5 * 0.999))


class ConfusionPanel(Painted):
    """The confusion matrix so far, then the last epochs where there is room."""

    def show(
        self,
        counts: Sequence[Sequence[int]] | None,
        names: Sequence[str],
        table: Sequence[Line],
        *,
        title: str,
        empty_text: str,
        ascii: bool = False,
    ) -> None:
        """Show the counts; `table` stands below them, and alone where there are none to come."""
        width, height = self.size
        lines = [rule(title, width, ascii=ascii)]
        if counts:
            matrix = matrix_lines(counts, names, width, height - 1)
            lines += matrix
        elif empty_text:
            lines += [(), ((" " + fit(empty_text, width - 2), "dim"),)]
        if table and height - len(lines) >= 5:
            if counts or empty_text:
                lines += [(), rule(t("lab.title_epochs"), width, ascii=ascii)]
            room = height - len(lines)
            lines += [table[0], *table[1:][-max(0, room - 1) :]]
        self.update_lines(lines[:height])
