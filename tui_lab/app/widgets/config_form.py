"""The lab's form: painted rows, one highlighted, and one editor at a time for a value that is typed.

Forty mounted controls take longer to start than all the rest of the app; painted rows take nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Input  # loaded by Textual when it is first named

from tui_lab.app.lab_form import FormGroup, FormRow
from tui_lab.app.lines import BLANK, Line, fit, rule, wrap
from tui_lab.app.widgets.painted import Painted
from tui_lab.messages import t

TWO_COLUMNS = 64
"""Width from which the groups stand in two columns."""
KEY, LABEL = 4, 13
GAP = 3


@dataclass(frozen=True)
class _Placed:
    """A line of the form: where it stands and what it is."""

    column: int
    y: int
    group: FormGroup | None = None
    row: FormRow | None = None


class ConfigForm(Painted):
    """Shows `FormGroup`s. The screen moves the highlight and hears what the learner wants changed."""

    class Typed(Message):
        """A value was typed; answer with `close_editor` or `refuse`."""

        def __init__(self, path: str, text: str) -> None:
            super().__init__()
            self.path, self.text = path, text

    class Chosen(Message):
        """One of a field's choices was picked."""

        def __init__(self, path: str, choice: str) -> None:
            super().__init__()
            self.path, self.choice = path, choice

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor: str | None = None
        """Path of the highlighted row; None while the learner only watches."""
        self.ascii = False
        self._groups: Sequence[FormGroup] = ()
        self._layers: Sequence[Line] = ()
        self._hint, self._error = "", ""
        self._choices: tuple[str, ...] = ()
        self._choice = 0
        self._editor: Input | None = None
        self._scroll = 0

    # What is shown

    def show(self, groups: Sequence[FormGroup], *, hint: str, layers: Sequence[Line] = ()) -> None:
        """Show these rows; `hint` explains the highlighted one, `layers` fill what is free below."""
        self._groups, self._hint, self._layers = groups, hint, layers
        if self.cursor is not None and self.row is None:  # the field no longer applies
            self.cursor = None
        self._paint()

    @property
    def rows(self) -> list[FormRow]:
        """All rows, in the order in which the highlight goes through them."""
        return [row for group in self._groups for row in group.rows]

    @property
    def row(self) -> FormRow | None:
        """The highlighted row."""
        return next((row for row in self.rows if row.path == self.cursor), None)

    @property
    def entered(self) -> bool:
        """Whether a value is being typed or chosen, so that letters are not keys of the screen."""
        return self._editor is not None or bool(self._choices)

    def on_resize(self) -> None:
        """Lay the rows out for another size."""
        self._paint()

    def _columns(self) -> int:
        return 2 if self.size.width >= TWO_COLUMNS else 1

    def _column_width(self) -> int:
        return (self.size.width - GAP) // 2 if self._columns() == 2 else self.size.width

    def _split(self) -> list[list[FormGroup]]:
        groups = list(self._groups)
        if self._columns() == 1:
            return [groups]
        heights = [len(group.rows) + 1 for group in groups]
        at = min(range(1, len(groups) + 1), key=lambda i: (max(sum(heights[:i]), sum(heights[i:])), -i))
        return [groups[:at], groups[at:]]

    def _place(self, height: int) -> list[_Placed]:
        columns = self._split()
        tallest = max(sum(len(g.rows) + 1 for g in groups) + len(groups) - 1 for groups in columns)
        space = 1 if tallest <= height else 0
        placed = []
        for column, groups in enumerate(columns):
            y = 0
            for group in groups:
                placed.append(_Placed(column, y, group=group))
                for row in group.rows:
                    y += 1
                    placed.append(_Placed(column, y, row=row))
                y += 1 + space
        return placed

    def _hint_lines(self) -> list[Line]:
        if self.row is None:
            return []
        width = self.size.width
        text, ink = (self._error, "bad") if self._error else (self._hint, "plain")
        lines = wrap(text, width - 2, ink)[: max(2, self.size.height // 6)]
        dash = "-" if self.ascii else "─"
        return [((dash * (width - 1), "rule"),), *(((" ", "plain"), *line) for line in lines)]

    def _paint(self) -> None:
        width, height = self.size
        if width < 20 or height < 4 or not self._groups:
            return
        hint = self._hint_lines()
        room = height - len(hint)
        placed = self._place(room)
        bottom = max(p.y for p in placed) + 1
        at = next((p for p in placed if p.row is not None and p.row.path == self.cursor), None)
        low, high = self._scroll, self._scroll + room - 1
        if at is not None:
            if at.y >= high and bottom > room:
                self._scroll = min(at.y - room + 2, bottom - room)
            elif at.y <= low:
                self._scroll = max(0, at.y - 1)
        self._scroll = max(0, min(self._scroll, bottom - room)) if bottom > room else 0
        grid: list[list[Line]] = [[BLANK, BLANK] for _ in range(room)]
        for p in placed:
            y = p.y - self._scroll
            if 0 <= y < room:
                grid[y][p.column] = self._title(p.group) if p.group else self._row(p.row) if p.row else BLANK
        one = self._columns() == 1
        if one and self._layers and bottom + 1 + len(self._layers) <= room:
            for i, line in enumerate(self._layers):
                grid[bottom + 1 + i][0] = line
        if one and bottom > room:
            up, down = ("^", "v") if self.ascii else ("↑", "↓")
            if self._scroll > 0:
                grid[0][0] = ((f"    {up} {t('lab.more', n=self._scroll + 1)}", "dim"),)
            below = bottom - room - self._scroll
            if below > 0:
                grid[-1][0] = ((f"    {down} {t('lab.more', n=below + 1)}", "dim"),)
        if self._choices and at is not None:
            self._put_choices(grid, at.column, at.y - self._scroll)
        lines = [self._join(cells) for cells in grid]
        self.update_lines([*lines, *hint])
        self._follow_editor(at)

    def _join(self, cells: list[Line]) -> Line:
        if self._columns() == 1:
            return cells[0]
        used = sum(len(text) for text, _ in cells[0])
        return (*cells[0], (" " * (self._column_width() + GAP - used), "plain"), *cells[1])

    def _title(self, group: FormGroup) -> Line:
        return rule(group.title, self._column_width(), group.note, ascii=self.ascii)

    def _row(self, row: FormRow) -> Line:
        here = row.path == self.cursor
        at = "@" if here else ""
        sign = (">" if self.ascii else "▌") if here else " "
        waiting = "." if self.ascii else "…"
        key = f"{row.key[:1]}{waiting}" if row.waiting else row.key
        area = self._column_width() - KEY - LABEL
        # "next run" in as many letters as fit beside the value
        mark = next((m for m in (t("lab.next_run"), t("lab.next"), "»") if len(m) + len(row.value) < area), "»")
        tail = mark if row.next_run else (("v" if self.ascii else "▾") if row.kind == "choice" else "")
        value = fit(row.value, area - len(tail) - (1 if tail else 0))
        return (
            (sign, f"accent{at}"),
            (f"{key:>2} ", f"accent{at}" if row.waiting else f"bold{at}" if row.key else f"plain{at}"),
            (fit(row.label, LABEL - 1) + " ", f"dim{at}"),
            (value, f"{'bold' if row.changed else 'plain'}{at}"),
            (f" {tail}" if tail else "", f"dim{at}"),
        )

    # Moving and entering

    def move(self, step: int) -> None:
        """Highlight the next row, or move in the open list."""
        if self._choices:
            self._choice = (self._choice + step) % len(self._choices)
        else:
            paths = [row.path for row in self.rows]
            if not paths:
                return
            if self.cursor in paths:
                self.cursor = paths[max(0, min(len(paths) - 1, paths.index(self.cursor) + step))]
            else:
                self.cursor = paths[0 if step > 0 else -1]
            self._error = ""

    def open_choices(self, choices: tuple[str, ...], now: str) -> None:
        """Open the list of the highlighted field."""
        self._choices = choices
        self._choice = choices.index(now) if now in choices else 0
        self._paint()

    def pick(self) -> None:
        """Take the choice that is highlighted in the list."""
        path, choice = self.cursor, self._choices[self._choice]
        self._choices = ()
        if path is not None:
            self.post_message(self.Chosen(path, choice))
        self._paint()

    @property
    def choosing(self) -> bool:
        """Whether the list of a field is open."""
        return bool(self._choices)

    def _put_choices(self, grid: list[list[Line]], column: int, y: int) -> None:
        indent, width = KEY + LABEL, self._column_width()
        shown = min(len(self._choices), len(grid) - 1)
        first = max(0, min(self._choice - shown // 2, len(self._choices) - shown))
        top = y + 1 if y + 1 + shown <= len(grid) else max(0, y - shown) if y >= shown else len(grid) - shown
        for i, choice in enumerate(self._choices[first : first + shown]):
            text = fit(f" {choice}", width - indent)
            ink = "edit" if first + i == self._choice else "plain@"
            under = grid[top + i][column]
            grid[top + i][column] = (*_cut(under, indent), (text, ink))

    def open_editor(self, text: str) -> None:
        """Open the one editor over the value of the highlighted row."""
        if self.row is None:
            return
        self._error = ""
        self._editor = Input(text, compact=True, id="lab-editor")
        self._editor.styles.layer = "editor"
        self._editor.styles.position = "absolute"
        self.mount(self._editor)
        self.screen.set_focus(self._editor)  # at once: `focus` would let the next letters pass
        self._paint()

    def _follow_editor(self, at: _Placed | None) -> None:
        if self._editor is None or at is None:
            return
        x = at.column * (self._column_width() + GAP) + KEY + LABEL
        place = (x, at.y - self._scroll)
        width = self._column_width() - KEY - LABEL
        if (self._editor.styles.offset.x.value, self._editor.styles.offset.y.value) != place:
            self._editor.styles.offset = place
        self._editor.styles.width = width

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand on what was typed."""
        event.stop()
        if self.cursor is not None:
            self.post_message(self.Typed(self.cursor, event.value))

    def refuse(self, sentence: str) -> None:
        """Say why what was typed isn't accepted; the editor stays open."""
        self._error = sentence
        self._paint()

    def close_editor(self) -> None:
        """Close the editor, whatever stands in it."""
        if self._editor is not None:
            self._editor.remove()
            self._editor = None
            self.screen.set_focus(None)
        self._error = ""
        self._paint()

    def leave(self) -> bool:
        """Go one level out: of the editor, of the list, of the highlight. False where one was out already."""
        if self._editor is not None:
            self.close_editor()
        elif self._choices:
            self._choices = ()
        elif self.cursor is not None:
            self.cursor = None
        else:
            return False
        self._paint()
        return True


def _cut(line: Line, width: int) -> Line:
    """The first `width` columns of a line."""
    found: list[tuple[str, str]] = []
    left = width
    for text, ink in line:
        found.append((text[:left], ink))
        left -= len(text[:left])
    return (*found, (" " * left, "plain"))
