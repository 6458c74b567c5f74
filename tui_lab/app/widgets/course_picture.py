"""The course map as one painted widget: modules, their lessons, and what the highlighted one is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui_lab.app.lines import BLANK, Line, Span, fit, inset, rule, width_of, wrap
from tui_lab.app.widgets.page import ListPage
from tui_lab.content.course import Course, Lesson, Module, in_use
from tui_lab.messages import t

SIDE = 110
"""From so many columns on, the detail stands beside the list and not below it."""
COLUMNS = 180
"""From so many on, modules stand side by side."""
DETAIL_ROWS = 6
PAGE = 10
GAP = 3


@dataclass(frozen=True)
class _Row:
    """A line of the list and the lesson it belongs to."""

    line: Line
    lesson: int | None = None


class CoursePicture(ListPage):
    """Shows a course. Lessons are counted from 0 here."""

    class Selected(Message):
        """Another lesson is highlighted."""

    def __init__(self, course: Course, problem: str = "") -> None:
        super().__init__(id="course")
        self.course = course
        self.problem = problem
        self.selected = 0
        self.notes: Sequence[Line] = ()
        """Lines above the list: which run trains, how another ended."""
        self._top = 0
        self._places: dict[int, tuple[range, int]] = {}

    # What is highlighted

    def move(self, by: int) -> None:
        """Highlight another lesson, `by` lessons further."""
        last = len(self.course.lessons) - 1
        self._select(min(last, max(0, self.selected + by)))

    def move_pages(self, by: int) -> None:
        """About as many lessons as a small terminal shows: how many a page has depends on the layout."""
        self.move(PAGE * by)

    def move_module(self, by: int) -> None:
        """Highlight the first lesson of the next module, or of this or the one before."""
        starts, count = [], 0
        for module in self.course.modules:
            starts.append(count)
            count += len(module.lessons)
        later = [s for s in starts if s > self.selected]
        earlier = [s for s in starts if s < self.selected]
        target = later[:1] if by > 0 else earlier[-1:]
        if target:
            self._select(target[0])

    def _select(self, lesson: int) -> None:
        if lesson != self.selected and self.course.lessons:
            self.selected = lesson
            self.redraw()
            self.post_message(self.Selected())

    @property
    def lesson(self) -> Lesson | None:
        """The highlighted lesson."""
        lessons = self.course.lessons
        return lessons[self.selected] if lessons else None

    def on_click(self, event: events.Click) -> None:
        """Highlight the lesson under the mouse."""
        for lesson, (columns, y) in self._places.items():
            if event.x in columns and event.y == y:
                self._select(lesson)

    # Painting

    def draw(self, width: int, height: int) -> list[Line]:
        """The whole picture."""
        self._places = {}
        head = self._head(width)
        rows = height - len(head)
        if not self.course.lessons:
            return head + [inset(line) for line in wrap(self.problem, width - 4, "bad")]
        if width >= COLUMNS and rows >= 38:
            body = self._draw_columns(width, rows, len(head))
        elif width >= SIDE:
            body = self._draw_side(width, rows, len(head))
        else:
            body = self._draw_stacked(width, rows, len(head))
        return head + body

    def _head(self, width: int) -> list[Line]:
        lessons = len(self.course.lessons)
        total = t("map.total", lessons=lessons, hours=sum(m.hours for m in self.course.modules)) if lessons else ""
        name = t("map.title")
        tail = width - len(name) - len(total) - 10
        first: Line = (("  dl-lab", "bold"), (f"  {name}", "dim"), (" " * max(1, tail), "plain"), (total, "dim"))
        lines: list[Line] = [first]
        lines += self.notes
        if not self.notes:
            lines += [inset(line) for line in wrap(t("map.what_now"), width - 4)]
        lines.append(BLANK)
        return lines

    def _draw_stacked(self, width: int, rows: int, above: int) -> list[Line]:
        detail = self._about(width)[: DETAIL_ROWS - 1]
        list_rows = rows - DETAIL_ROWS
        shown = self._scrolled(self._list(self.course.modules, width, list_rows), list_rows, 0, width, above)
        shown += [BLANK] * (list_rows - len(shown))
        return [*shown, rule(t("map.this_lesson"), width, self._position()), *detail]

    def _draw_side(self, width: int, rows: int, above: int) -> list[Line]:
        left = min(width - 44, 84)
        right = width - left - GAP
        shown = self._scrolled(self._list(self.course.modules, left, rows), rows, 0, left, above)
        beside = [rule(t("map.this_lesson"), right, self._position()), *self._about(right), BLANK]
        beside += self._doors(right)
        return _beside([shown, beside], [left, right])

    def _draw_columns(self, width: int, rows: int, above: int) -> list[Line]:
        modules = self.course.modules
        groups = [modules[:1], modules[1:2], modules[2:]]
        each = (width - 2 * GAP) // 3
        columns = []
        # All columns are spaced alike, as wide as the longest allows.
        spacing = next((s for s in _SPACINGS if all(_rows_of(g, *s) <= rows for g in groups)), _SPACINGS[-1])
        for i, group in enumerate(groups):
            listed = self._spaced(group, each, *spacing)
            columns.append(self._scrolled(listed, rows, i * (each + GAP), each, above))
        under = [BLANK, rule(t("map.this_lesson"), each, self._position()), *self._about(each), BLANK]
        under += self._doors(each)
        columns[0] += [BLANK] * max(0, rows - len(columns[0]) - max(len(under), 22)) + under
        return _beside(columns, [each, each, each])

    def _list(self, modules: Sequence[Module], width: int, rows: int) -> list[_Row]:
        spacing = next((s for s in _SPACINGS if _rows_of(modules, *s) <= rows), (1, 0))
        return self._spaced(modules, width, *spacing)

    def _spaced(self, modules: Sequence[Module], width: int, each: int, between: int) -> list[_Row]:
        """The list with so many lines for each lesson and so many between modules."""
        found: list[_Row] = []
        for module in modules:
            if found:
                found += [_Row(BLANK)] * between
            title = f"{module.number} {in_use(module.title)}"
            found.append(_Row(rule(title, width, t("map.hours", hours=module.hours), ink="bold")))
            for lesson in module.lessons:
                found += self._lesson_rows(lesson, width, each)
        return found

    def _lesson_rows(self, lesson: Lesson, width: int, each: int) -> list[_Row]:
        index = lesson.number - 1
        on = "@" if index == self.selected else ""
        state = t("map.state_written" if lesson.written else "map.state_planned")
        minutes = t("map.minutes", minutes=lesson.minutes)
        end = f"{minutes:>9}  {state}" if width >= 72 else f"{minutes:>9}"
        bar: Span = ("▌ " if on else "  ", f"accent{on}")
        number: Span = (f"{lesson.number:>2}  ", f"dim{on}")
        title: Span = (fit(in_use(lesson.title), width - 6 - len(end) - 1), f"bold{on}" if on else "plain")
        rows = [_Row((bar, number, title, (f"{end} ", f"dim{on}")), index)]
        if each >= WITH_DOING:
            # 90 characters in two lines: each lesson takes as much room as the next.
            texts = [line[0][0] for line in wrap(in_use(lesson.doing), width - 7)] + ["", ""]
            rows += [_Row((bar, (fit(f"    {text}", width - 2), f"dim{on}")), index) for text in texts[:2]]
        return rows + [_Row(BLANK)] * (each - len(rows))

    def _scrolled(self, rows: list[_Row], height: int, x: int, width: int, above: int) -> list[Line]:
        """The part of the list that holds the highlighted lesson, and where each lesson stands in it."""
        mine = [y for y, row in enumerate(rows) if row.lesson == self.selected]
        top = self._top if len(rows) > height else 0
        if mine and len(rows) > height:
            # The first lesson of a module brings the module's title with it.
            first = mine[0] - 1 if rows[mine[0] - 1].lesson is None else mine[0]
            top = max(min(top, first), mine[-1] - height + 1)
            self._top = top
        shown = rows[top : top + height]
        for y, row in enumerate(shown):
            if row.lesson is not None:
                self._places.setdefault(row.lesson, (range(x, x + width), above + y))
        return [row.line for row in shown]

    def _position(self) -> str:
        return t("map.position", number=self.selected + 1, lessons=len(self.course.lessons))

    def _about(self, width: int) -> list[Line]:
        """What the highlighted lesson is about."""
        lesson = self.lesson
        if lesson is None:
            return []
        module = next(m for m in self.course.modules if lesson in m.lessons)
        state = t("map.state_written" if lesson.written else "map.state_planned")
        about = f"{in_use(module.title)} · {t('map.minutes', minutes=lesson.minutes)} · {state}"
        lines = wrap(f"{lesson.number}  {in_use(lesson.title)}", width - 4, "bold")
        lines += wrap(about, width - 4, "dim") + wrap(in_use(lesson.doing), width - 4)
        return [inset(line) for line in lines]

    def _doors(self, width: int) -> list[Line]:
        """What can be opened from here, and with which key."""
        lines = [rule(t("map.doors"), width)]
        for key in ("l", "R", ",", "?"):
            name = {",": "settings", "?": "help"}.get(key, key)
            for i, (line,) in enumerate(wrap(t(f"map.door_{name}"), width - 6)):
                lines.append(((f"  {key if i == 0 else ' '}   ", "bold"), line))
        return lines


WITH_DOING = 3
"""Lines of a lesson from which it says what one does in it."""
_SPACINGS = ((4, 1), (3, 1), (1, 1), (1, 0))
"""Lines for each lesson and between modules, the roomiest first."""


def _rows_of(modules: Sequence[Module], each: int, between: int) -> int:
    return sum(1 + each * len(m.lessons) for m in modules) + between * (len(modules) - 1)


def _beside(columns: Sequence[list[Line]], widths: Sequence[int]) -> list[Line]:
    """Columns of lines put side by side."""
    lines: list[Line] = []
    for y in range(max(len(column) for column in columns)):
        line: list[Span] = []
        for column, width in zip(columns, widths, strict=True):
            part = column[y] if y < len(column) else BLANK
            line += [*part, (" " * (width - width_of(part) + GAP), "plain")]
        lines.append(tuple(line[:-1]) if line and not line[-1][0].strip() else tuple(line))
    return lines
