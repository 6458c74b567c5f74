"""Search in the text of all lessons, with results while one types."""

from __future__ import annotations

import asyncio
import threading
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from tui_lab.app.lines import BLANK, Line, Span, fit, rule, wrap
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.page import ListPage, Page
from tui_lab.config.errors import LabError
from tui_lab.content import packs
from tui_lab.content.course import in_use
from tui_lab.content.search import Hit, Index
from tui_lab.messages import language, t

LOOK_S = 0.4
"""How often results are taken from an index that is still being read."""
EACH = 3
"""Lines of a result, the blank one included."""
BEFORE = 24
"""Characters shown before the first word that was found."""


class Results(ListPage):
    """The results as a list, each with its lesson, its heading and the words where they stand."""

    class Taken(Message):
        """A result was clicked."""

    def __init__(self) -> None:
        super().__init__(id="results")
        self.hits: list[Hit] = []
        self.selected = 0
        self.empty = ""
        """What stands there without results."""
        self._top = 0
        self._room = 1

    @property
    def hit(self) -> Hit | None:
        """The highlighted result."""
        return self.hits[self.selected] if self.hits else None

    def show(self, hits: list[Hit], empty: str, *, keep: bool) -> None:
        """Show other results; with `keep` the highlight stays at the same block."""
        before = self.hit if keep else None
        self.hits, self.empty = hits, empty
        same = (
            i for i, hit in enumerate(hits) if before and (hit.ref.key, hit.block) == (before.ref.key, before.block)
        )
        self.selected = next(same, 0)
        self.redraw()

    def move(self, by: int) -> None:
        """Another result."""
        self.selected = max(0, min(self.selected + by, len(self.hits) - 1))
        self.redraw()

    def move_pages(self, by: int) -> None:
        """As many results as are shown."""
        self.move(by * max(1, self._room))

    def on_click(self, event: events.Click) -> None:
        """Highlight a result; the highlighted one is opened."""
        at = self._top + event.y // EACH
        if at < len(self.hits):
            if at == self.selected:
                self.post_message(self.Taken())
            self.move(at - self.selected)

    def draw(self, width: int, height: int) -> list[Line]:
        """Those that fit around the highlighted one."""
        if not self.hits:
            return [((("  "), "plain"), *line) for line in wrap(self.empty, min(width - 4, 90), "dim")]
        self._room = max(1, (height + 1) // EACH)
        self._top = max(min(self._top, self.selected), self.selected - self._room + 1)
        lines: list[Line] = []
        for at in range(self._top, min(len(self.hits), self._top + self._room)):
            lines += [*self._hit(self.hits[at], width, "@" if at == self.selected else ""), BLANK]
        return lines

    def _hit(self, hit: Hit, width: int, on: str) -> list[Line]:
        bar: Span = ("▌ " if on else "  ", f"accent{on}")
        name = f"{hit.ref.number} {in_use(hit.ref.title)}"
        if not hit.ref.ours:
            name = f"{hit.ref.pack}: {name}"
        where = "" if hit.kind == "title" else f" · {hit.heading}"
        kind = t(f"search.kind_{hit.kind}")
        room = width - 4 - len(kind)
        title = fit(name, min(len(name), room))
        head: Line = (bar, (title, f"bold{on}"), (fit(where, room - len(title)), f"dim{on}"), (f" {kind} ", f"dim{on}"))
        return [head, (("▌ " if on else "  ", f"accent{on}"), *_snippet(hit, width - 4, on), ("  ", f"plain{on}"))]


def _snippet(hit: Hit, width: int, on: str) -> list[Span]:
    """The words with what stands around them, in exactly so many columns."""
    first, last = hit.marks[0] if hit.marks else (0, 0)
    start = 0
    if len(hit.text) > width and last > width - BEFORE:
        start = min(max(0, first - BEFORE), len(hit.text) - width + 1)
    spans: list[Span] = [("…", f"dim{on}")] if start else []
    left, at = width - len(spans), start
    cut = len(hit.text) - start > left
    end = start + left - cut
    for first, last in [*hit.marks, (end, end)]:
        first, last = max(at, min(first, end)), min(last, end)
        spans.append((hit.text[at:first], f"plain{on}"))
        if last > first:
            spans.append((hit.text[first:last], f"accent{on}"))
        at = max(first, last)
    shown = end - start
    spans.append(("…" if cut else " " * (left - shown), f"dim{on}"))
    return [span for span in spans if span[0]]


class SearchScreen(BaseScreen):
    """A line to type in, and the results below it."""

    HELP = "search.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "search.key_move", key_display="↑/↓"),
        Binding("up", "move(-1)", "search.key_move", show=False),
        Binding("pagedown", "pages(1)", "search.key_page", show=False),
        Binding("pageup", "pages(-1)", "search.key_page", show=False),
        Binding("enter", "open", "search.key_open"),
        Binding("escape", "back", "search.key_back"),
    ]
    CSS = """
    SearchScreen #line { height: 1; }
    SearchScreen #line Label { padding: 0 1 0 2; text-style: bold; color: $accent; }
    SearchScreen #line Input { border: none; height: 1; padding: 0; width: 1fr; background: $cursor; }
    SearchScreen #state { height: 2; }
    """

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self._query = query
        self._over = threading.Event()
        self._results = Results()
        self._state = _State()
        self._label = Label(t("search.title"))

    @property
    def _index(self) -> Index:
        return self.lab_app.search_index

    def compose(self) -> ComposeResult:
        """The line, how far the index is, results, keys."""
        line = Input(self._query, select_on_focus=False, compact=True)
        line.cursor_blink = False
        yield Horizontal(self._label, line, id="line")
        yield self._state
        yield self._results
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read what changed since the last search, in a thread."""
        self.query_one(Input).focus()
        self.query_one(KeyFooter).ask(t("search.keys"))
        self.run_worker(self._read(), group="index")
        self._timer = self.set_interval(LOOK_S, self._look)
        self._find(keep=False)

    def on_unmount(self) -> None:
        """The thread need not go on."""
        self._over.set()

    async def _read(self) -> None:
        def read() -> list[str]:
            found, problems = packs.all_packs()
            self._index.read([ref for pack in found for ref in pack.lessons], language(), self._over)
            return [*problems, *self._index.problems]

        try:
            problems = await asyncio.to_thread(read)
        except LabError as error:
            problems = [str(error)]
        for problem in problems[:1]:
            self.lab_app.say(problem, bad=True)
        self._look()

    def _look(self) -> None:
        if self._index.complete:
            self._timer.stop()
        self._find(keep=True)

    def _find(self, *, keep: bool) -> None:
        hits = self._index.find(self._query, language())
        nothing = t("search.nothing", query=self._query) if self._index.complete else t("search.reading_on")
        self._results.show(hits, nothing if self._query.strip() else t("search.empty"), keep=keep)
        count = t("search.many", most=len(hits)) if len(hits) >= 200 else t("search.found", count=len(hits))
        note = count if self._query.strip() else ""
        if not self._index.complete:
            note = t("search.reading", ready=self._index.ready, of=self._index.total) + (f" · {note}" if note else "")
        self._state.note = note
        self._state.redraw()

    def relabel(self) -> None:
        """Texts of the language in use."""
        self._label.update(t("search.title"))
        self._find(keep=True)
        super().relabel()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Results while one types."""
        event.stop()
        self._query = event.value
        self._find(keep=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter is the line's own key."""
        event.stop()
        self.action_open()

    def on_results_taken(self) -> None:
        """A result was clicked twice."""
        self.action_open()

    def action_move(self, by: int) -> None:
        """Another result."""
        self._results.move(by)

    def action_pages(self, by: int) -> None:
        """Results a screen further."""
        self._results.move_pages(by)

    def action_open(self) -> None:
        """Go to the block."""
        if (hit := self._results.hit) is not None:
            self.lab_app.open_lesson_at(hit.ref.key, hit.block)


class _State(Page):
    """How many results there are, on a rule."""

    def __init__(self) -> None:
        super().__init__(id="state")
        self.note = ""

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The rule."""
        return [rule(t("search.results"), width, self.note)]
