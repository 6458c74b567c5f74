"""The course map as one painted widget: modules, their lessons, and what the highlighted one is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui_lab.app.lines import BLANK, Line, beside, fit, inset, rule, wrap
from tui_lab.app.shelves import Entry, Shelf, Shelves
from tui_lab.app.widgets.page import ListPage
from tui_lab.content.course import in_use
from tui_lab.messages import t

SIDE = 110
"""From so many columns on, the detail stands beside the list and not below it."""
COLUMNS = 180
"""From so many on, modules stand side by side."""
DETAIL_ROWS = 6
PAGE = 10
GAP = 3
WITH_STATE = 72
"""From so many columns on, a lesson's state is a sign and words; below a sign, with a figure where there is one."""
WITH_DOING = 3
"""Lines of a lesson from which it says what one does in it."""
_SPACINGS = ((4, 1), (3, 1), (1, 1), (1, 0))
"""Lines for each lesson and between modules, the roomiest first."""


@dataclass(frozen=True)
class _Row:
    """A line of the list before it is painted: the `part`th of a lesson, the title of a shelf (-1), or a blank one."""

    lesson: int | None = None
    shelf: int | None = None
    part: int = 0


class CoursePicture(ListPage):
    """Shows the shelves. Lessons are counted from 0 here, through all shelves."""

    class Selected(Message):
        """Another lesson is highlighted."""

    class Opened(Message):
        """The highlighted lesson was clicked once more."""

    def __init__(self, shelves: Shelves, problem: str, notes: Callable[[int], list[Line]]) -> None:
        """Show shelves.

        Args:
            shelves: the modules, with the learner's progress.
            problem: why there are none.
            notes: makes the lines above the list for a width: what is next, which run trains, how another ended.
        """
        super().__init__(id="course")
        self.shelves = shelves
        self.problem = problem
        self.selected = 0
        self._notes = notes
        self._top = 0
        self._places: dict[int, tuple[range, int]] = {}

    # What is highlighted

    def move(self, by: int) -> None:
        """Highlight another lesson, `by` lessons further."""
        last = len(self.shelves.entries) - 1
        self.select(min(last, max(0, self.selected + by)))

    def move_pages(self, by: int) -> None:
        """About as many lessons as a small terminal shows: how many a page has depends on the layout."""
        self.move(PAGE * by)

    def move_module(self, by: int) -> None:
        """Highlight the first lesson of the next module, or of this or the one before."""
        shelves = [entry.shelf for entry in self.shelves.entries]
        starts = [i for i, shelf in enumerate(shelves) if i == 0 or shelves[i - 1] != shelf]
        later = [s for s in starts if s > self.selected]
        earlier = [s for s in starts if s < self.selected]
        target = later[:1] if by > 0 else earlier[-1:]
        if target:
            self.select(target[0])

    def select(self, lesson: int) -> None:
        """Highlight this lesson."""
        if lesson != self.selected and self.shelves.entries:
            self.selected = lesson
            self.redraw()
            self.post_message(self.Selected())

    @property
    def entry(self) -> Entry | None:
        """The highlighted lesson."""
        entries = self.shelves.entries
        return entries[self.selected] if entries else None

    def on_click(self, event: events.Click) -> None:
        """Highlight the lesson under the mouse; open the one that is highlighted already."""
        for lesson, (columns, y) in self._places.items():
            if event.x in columns and event.y == y:
                if lesson == self.selected:
                    self.post_message(self.Opened())
                self.select(lesson)

    # Painting

    def draw(self, width: int, height: int) -> list[Line]:
        """The whole picture."""
        self._places = {}
        head = self._head(width)
        rows = height - len(head)
        if not self.shelves.entries:
            return head + [inset(line) for line in wrap(self.problem, width - 4, "bad")]
        if width >= COLUMNS and rows >= 38:
            body = self._draw_columns(width, rows, len(head))
        elif width >= SIDE:
            body = self._draw_side(width, rows, len(head))
        else:
            body = self._draw_stacked(width, rows, len(head))
        return head + body

    def _head(self, width: int) -> list[Line]:
        total, name = self._total(), t("map.title")
        tail = width - len(name) - len(total) - 10
        first: Line = (("  dl-lab", "bold"), (f"  {name}", "dim"), (" " * max(1, tail), "plain"), (total, "dim"))
        return [first, *self._notes(width), BLANK]

    def _total(self) -> str:
        """How much there is, or how much of it is done and left."""
        ours = self.shelves.ours
        if not ours:
            return ""
        hours = self.shelves.hours_left
        if self.shelves.done:
            return t("map.total_left", done=self.shelves.done, lessons=len(ours), hours=hours)
        if any(self.shelves.standing(entry).begun for entry in ours):
            return t("map.total_begun", lessons=len(ours), hours=hours)
        return t("map.total", lessons=len(ours), hours=hours)

    def _draw_stacked(self, width: int, rows: int, above: int) -> list[Line]:
        detail = self._about(width)[: DETAIL_ROWS - 1]
        list_rows = rows - DETAIL_ROWS
        shown = self._list(range(len(self.shelves.shelves)), width, list_rows, 0, above)
        shown += [BLANK] * (list_rows - len(shown))
        return [*shown, rule(t("map.this_lesson"), width, self._position()), *detail]

    def _draw_side(self, width: int, rows: int, above: int) -> list[Line]:
        left = min(width - 44, 84)
        right = width - left - GAP
        shown = self._list(range(len(self.shelves.shelves)), left, rows, 0, above)
        about = [rule(t("map.this_lesson"), right, self._position()), *self._about(right), BLANK]
        about += self._doors(right)
        return beside([shown, about], [left, right], GAP)

    def _draw_columns(self, width: int, rows: int, above: int) -> list[Line]:
        shelves = range(len(self.shelves.shelves))
        groups = [shelves[:1], shelves[1:2], shelves[2:]]
        each = (width - 2 * GAP) // 3
        columns = []
        # All columns are spaced alike, as wide as our longest allows; a long pack of someone else scrolls.
        ours = [[n for n in group if not self.shelves.shelves[n].pack] for group in groups]
        spacing = next((s for s in _SPACINGS if all(self._height(g, *s) <= rows for g in ours)), _SPACINGS[-1])
        for i, group in enumerate(groups):
            listed = self._spaced(group, *spacing)
            columns.append(self._scrolled(listed, rows, i * (each + GAP), each, above))
        under = [BLANK, rule(t("map.this_lesson"), each, self._position()), *self._about(each), BLANK]
        under += self._doors(each)
        columns[0] += [BLANK] * max(0, rows - len(columns[0]) - max(len(under), 22)) + under
        return beside(columns, [each, each, each], GAP)

    def _list(self, shelves: Sequence[int], width: int, rows: int, x: int, above: int) -> list[Line]:
        spacing = next((s for s in _SPACINGS if self._height(shelves, *s) <= rows), (1, 0))
        return self._scrolled(self._spaced(shelves, *spacing), rows, x, width, above)

    def _height(self, shelves: Sequence[int], each: int, between: int) -> int:
        lessons = sum(len(self.shelves.shelves[n].module.lessons) for n in shelves)
        return len(shelves) + each * lessons + between * (len(shelves) - 1)

    def _spaced(self, shelves: Sequence[int], each: int, between: int) -> list[_Row]:
        """The list with so many lines for each lesson and so many between modules. Only what is shown is painted."""
        found: list[_Row] = []
        starts: dict[int, int] = {}
        for i, entry in enumerate(self.shelves.entries):
            starts.setdefault(entry.shelf, i)
        for shelf in shelves:
            if found:
                found += [_Row()] * between
            found.append(_Row(shelf=shelf))
            for offset in range(len(self.shelves.shelves[shelf].module.lessons)):
                found += [_Row(lesson=starts[shelf] + offset, part=part) for part in range(each)]
        return found

    def _scrolled(self, rows: list[_Row], height: int, x: int, width: int, above: int) -> list[Line]:
        """The part of the list that holds the highlighted lesson, and where each lesson stands in it."""
        mine = [y for y, row in enumerate(rows) if row.lesson == self.selected]
        top = self._top if len(rows) > height else 0
        if len(rows) > height:
            if mine:
                # The first lesson of a module brings the module's title with it.
                first = mine[0] - 1 if rows[mine[0] - 1].lesson is None else mine[0]
                top = max(min(top, first), mine[-1] - height + 1)
                self._top = top
            else:  # the highlight is in another column
                top = 0
        tall = any(row.part == WITH_DOING - 1 for row in rows)
        shown = rows[top : top + height]
        for y, row in enumerate(shown):
            if row.lesson is not None:
                self._places.setdefault(row.lesson, (range(x, x + width), above + y))
        return [self._row(row, width, tall) for row in shown]

    def _row(self, row: _Row, width: int, tall: bool) -> Line:
        if row.shelf is not None:
            return _title(self.shelves.shelves[row.shelf], width)
        if row.lesson is None:
            return BLANK
        if row.part == 0:
            return self._lesson_line(row.lesson, width)
        if not tall or row.part >= WITH_DOING:
            return BLANK
        # 90 characters in two lines: each lesson takes as much room as the next.
        on = "@" if row.lesson == self.selected else ""
        texts = [line[0][0] for line in wrap(in_use(self.shelves.entries[row.lesson].lesson.doing), width - 7)]
        text = texts[row.part - 1] if row.part <= len(texts) else ""
        return (("▌ " if on else "  ", f"accent{on}"), (fit(f"    {text}", width - 2), f"dim{on}"))

    def _lesson_line(self, index: int, width: int) -> Line:
        entry = self.shelves.entries[index]
        standing = self.shelves.standing(entry)
        on = "@" if index == self.selected else ""
        minutes = t("map.minutes", minutes=entry.lesson.minutes)
        wide = width >= WITH_STATE
        state = self._state(entry, short=not wide)
        room = self._state_room(short=not wide)
        due = f" ↻ {standing.due}" if standing.due else ""
        gap = "  " if wide else " "
        title_width = width - 6 - 10 - len(gap) - room - len(due)
        ink = "good" if standing.done else "accent" if standing.begun else "dim"
        return (
            ("▌ " if on else "  ", f"accent{on}"),
            (f"{entry.lesson.number:>2}  ", f"dim{on}"),
            (fit(in_use(entry.lesson.title), title_width), f"bold{on}" if on else "plain"),
            (due, f"accent{on}"),
            (f"{minutes:>9}", f"dim{on}"),
            (f"{gap}{fit(state, room)}", f"{ink}{on}"),
            (" ", f"dim{on}"),
        )

    def _state(self, entry: Entry, *, short: bool = False) -> str:
        """How far the lesson is, as a sign and words; `short` is for narrow lists."""
        standing = self.shelves.standing(entry)
        if standing.done:
            text = t("map.state_done")
        elif standing.begun:
            text = t("map.state_begun", percent=standing.percent)
        elif entry.lesson.written:
            text = t("map.state_written")
        else:
            text = t("map.state_planned")
        if not short:
            return text
        return f"{text[0]} {standing.percent} %" if standing.begun and not standing.done else text[0]

    def _state_room(self, *, short: bool) -> int:
        """Columns for the state: those of the longest that is shown, so that minutes stand in one column."""
        longest = [t("map.state_planned"), t("map.state_written"), t("map.state_done")]
        begun = [s for s in self.shelves.standings.values() if s.begun and not s.done]
        if short:
            return 6 if begun else 1
        longest += [t("map.state_begun", percent=standing.percent) for standing in begun]
        return max(map(len, longest))

    def _position(self) -> str:
        return t("map.position", number=self.selected + 1, lessons=len(self.shelves.entries))

    def _about(self, width: int) -> list[Line]:
        """What the highlighted lesson is about."""
        entry = self.entry
        if entry is None:
            return []
        shelf, standing = self.shelves.shelves[entry.shelf], self.shelves.standing(entry)
        parts = [in_use(shelf.module.title), t("map.minutes", minutes=entry.lesson.minutes), self._state(entry)]
        if shelf.pack:
            parts.insert(0, t("map.not_ours", pack=shelf.pack))
        if standing.begun and not standing.done:
            parts.append(t("map.minutes_left", minutes=self.shelves.minutes_left(entry)))
        if standing.due:
            parts.append(t("map.due_here", due=standing.due))
        lines = wrap(f"{entry.lesson.number}  {in_use(entry.lesson.title)}", width - 4, "bold")
        lines += wrap(" · ".join(parts), width - 4, "dim") + wrap(in_use(entry.lesson.doing), width - 4)
        return [inset(line) for line in lines]

    def _doors(self, width: int) -> list[Line]:
        """What can be opened from here, and with which key."""
        lines = [rule(t("map.doors"), width)]
        for key, name in _DOORS:
            for i, (line,) in enumerate(wrap(t(f"map.door_{name}"), width - 6)):
                lines.append(((f"  {key if i == 0 else ' '}   ", "bold"), line))
        return lines


_DOORS = (
    ("l", "l"),
    ("R", "R"),
    ("/", "search"),
    ("r", "review"),
    ("b", "marks"),
    ("c", "check"),
    ("T", "tour"),
    (",", "settings"),
    ("?", "help"),
)


def _title(shelf: Shelf, width: int) -> Line:
    """The title of a module on a rule; it says when the module isn't ours."""
    title = in_use(shelf.module.title)
    if shelf.pack:
        return rule(title, width, t("map.not_ours", pack=shelf.pack), ink="bold")
    title = f"{shelf.module.number} {title}"
    return rule(title, width, t("map.hours", hours=shelf.module.hours), ink="bold")
