"""What a run printed, folded from its events into few items that can be painted, whatever it printed.

Neither Jupyter nor Textual is imported here: the app's first frame is made from a history read from disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, TypeVar, cast

from tui_lab.kernel import events
from tui_lab.kernel.events import TABLE_MIME, CheckReport, Event
from tui_lab.kernel.terminal_text import OutLine, TerminalText, clean, lines_of

V = TypeVar("V")
Status = Literal["queued", "running", "ok", "error", "aborted", "interrupted"]

FIRST_ITEMS = 40
LAST_ITEMS = 60
_FEW_LINES = 60
"""Lines of the beginning and of the end of a text that is one of many."""
_LONGEST_EVENT = 64 * 2**20
_TABLE_CELL = 200
_JOINED = 2**20
"""Characters from which on printed text is handed on, so that little memory holds it."""


@dataclass
class TextItem:
    """Printed text, or a value shown as text."""

    kind: Literal["stdout", "stderr", "result", "display"]
    text: TerminalText
    display_id: str = ""

    def first(self) -> list[OutLine]:
        """The first lines; all of them while there are few."""
        return self.text.first()

    def last(self) -> list[OutLine]:
        """The lines behind those left out."""
        return self.text.last()

    @property
    def left_out(self) -> int:
        """Lines between the first and the last that are not kept."""
        return self.text.left_out


@dataclass
class ImageItem:
    """A picture, as a file under the session's `files/`, and what stands for it in plain text."""

    file: str
    mime: str
    lines: list[OutLine]
    display_id: str = ""


@dataclass
class TableItem:
    """A table as the kernel described it, all of its texts cleaned, and what stands for it in plain text."""

    table: dict[str, Any]
    lines: list[OutLine]
    display_id: str = ""


@dataclass
class ErrorItem:
    """An exception: the trimmed traceback, and the message that says it in plain words (empty where none does)."""

    ename: str
    evalue: str
    lines: list[OutLine]
    plain_id: str = ""
    plain: dict[str, str | int | float] = field(default_factory=dict)


@dataclass
class GapItem:
    """So many items that are not kept."""

    count: int = 0


Item = TextItem | ImageItem | TableItem | ErrorItem | GapItem


@dataclass
class CellOutput:
    """One run of a cell and what came out of it."""

    run: int
    cell: str = ""
    code: str = ""
    status: Status = "running"
    began: float = 0.0
    """Seconds since 1970."""
    seconds: float = 0.0
    count: int = 0
    """The kernel's own number of this run, from 1 after each restart; 0 until it has begun."""
    items: list[Item] = field(default_factory=list)
    asked: events.Asked | None = None
    """What the program asks for in `input()` while it waits for an answer."""
    report: CheckReport | None = None
    waiting: int = 0
    """A further run of the same cell that is queued; 0 where none is."""
    version: int = 0
    """Counts the events taken: a painter compares it with what it painted last."""
    _clear_next: bool = False

    def take(self, event: Event) -> None:
        """Fold one more event of this run in; its cost is its own size."""
        self.version += 1
        if isinstance(event, events.Stream):
            self._stream(event)
        elif isinstance(event, events.Skipped):
            self._text_for("stdout", going_on=True).skip(event.lines)
        elif isinstance(event, events.Display):
            self._display(event)
        elif isinstance(event, events.Error):
            self._add(_error_item(event))
        elif isinstance(event, events.Clear):
            if event.wait:
                self._clear_next = True
            else:
                self._drop_all()
        elif isinstance(event, events.Asked):
            self.asked = event
        elif isinstance(event, events.Answered):
            self._answered(event)
        elif isinstance(event, events.Checked):
            self.report = _clean_report(event.report)
        elif isinstance(event, events.Counted):
            self.count = event.count
        elif isinstance(event, events.Done):
            self.status, self.seconds, self.asked = event.status, event.seconds, None

    def _drop_all(self) -> None:
        self.items, self._clear_next = [], False

    def _stream(self, event: events.Stream) -> None:
        before = self.items[-2] if len(self.items) > 1 and not self._clear_next else None
        if not event.text.strip() and isinstance(before, TextItem) and before.kind == event.name:
            # The kernel sends both streams when it finds the time: the line end of a bar that is done comes after the
            # first frames of the next bar, and must not cut that in two.
            before.text.write(event.text)
            return
        self._text_for(event.name).write(event.text)

    def _text_for(self, name: Literal["stdout", "stderr"], *, going_on: bool = False) -> TerminalText:
        """The text that goes on where the last printed one ended."""
        if self._clear_next:
            self._drop_all()
        last = self.items[-1] if self.items else None
        if isinstance(last, TextItem) and last.kind in ("stdout", "stderr") and (last.kind == name or going_on):
            return last.text
        text = self._new_text("dim" if name == "stderr" else "")
        self._add(TextItem(name, text))
        return text

    def _new_text(self, style: str = "") -> TerminalText:
        if len(self.items) < 4:
            return TerminalText(style=style)
        return TerminalText(_FEW_LINES, _FEW_LINES, style)

    def _display(self, event: events.Display) -> None:
        text = event.data.get("text/plain", "")
        if event.update:
            for place, item in enumerate(self.items):
                if not isinstance(item, ErrorItem | GapItem) and item.display_id == event.display_id:
                    self.items[place] = self._shown(event, text)
            return
        self._add(self._shown(event, text))

    def _shown(self, event: events.Display, text: str) -> Item:
        for mime, file in event.files.items():
            if Path(file).name == file:  # a damaged history must not lead out of the folder
                return ImageItem(file, mime, lines_of(text, 20, 5), event.display_id)
        table = _table(event.data.get(TABLE_MIME, ""))
        if table is not None:
            return TableItem(table, lines_of(text), event.display_id)
        shown = self._new_text()
        shown.write(text or event.data.get("text/html", ""))
        return TextItem("result" if event.result else "display", shown, event.display_id)

    def _add(self, item: Item) -> None:
        if self._clear_next:
            self._drop_all()
        self.items.append(item)
        if len(self.items) > FIRST_ITEMS + LAST_ITEMS:
            gap = self.items[FIRST_ITEMS]
            if isinstance(gap, GapItem):
                gap.count += 1
                del self.items[FIRST_ITEMS + 1]
            else:
                self.items[FIRST_ITEMS : FIRST_ITEMS + 2] = [GapItem(2)]

    def _answered(self, event: events.Answered) -> None:
        if self.asked is not None:
            self._text_for("stdout", going_on=True).write(f"{self.asked.prompt}{event.text}\n")
        self.asked = None


def _error_item(event: events.Error | events.ErrorText) -> ErrorItem:
    return ErrorItem(
        clean(event.ename),
        clean(event.evalue),
        lines_of("\n".join(event.traceback), 100, 100),
        event.plain_id,
        _clean_values(event.plain),
    )


def _clean_values(values: Mapping[str, V]) -> dict[str, V]:
    return {clean(k): cast(V, clean(v)) if isinstance(v, str) else v for k, v in values.items()}


def error_item(error: events.ErrorText) -> ErrorItem:
    """The exception of an exercise's report as an item that can be painted."""
    return _error_item(error)


def _clean_report(report: CheckReport) -> CheckReport:
    """The report with texts that are safe to show, but for its errors (`error_item`) and its output (`lines_of`)."""
    results = [
        events.CheckResult(
            name=clean(r.name),
            passed=r.passed,
            hint=clean(r.hint),
            numbers=_clean_values(r.numbers),
            message=clean(r.message),
            line=r.line,
            error=r.error,
        )
        for r in report.results
    ]
    return CheckReport(passed=report.passed, results=results, error=report.error, output=report.output)


def _table(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        table = _cleaned(json.loads(text))
    except (ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)[:_TABLE_CELL]
    if isinstance(value, list):
        return [_cleaned(v) for v in value]
    if isinstance(value, dict):
        return {clean(str(k)): _cleaned(v) for k, v in value.items()}
    return value


class History:
    """The latest run of each cell of a session."""

    def __init__(self) -> None:
        """Nothing has run yet."""
        self.cells: dict[str, CellOutput] = {}
        self.state: events.State | None = None
        self.last_run = 0
        """The highest number of a run so far."""
        self.generation = ""
        self.offset = 0
        """How many bytes of the file it was read from are in it."""
        self._runs: dict[int, CellOutput] = {}

    @property
    def asked(self) -> events.Asked | None:
        """What a program waits for in `input()` now."""
        return next((c.asked for c in self.cells.values() if c.asked is not None), None)

    def take(self, event: Event) -> CellOutput | None:
        """Fold one more event in; gives the output that it changed, None where it is of a run that doesn't count."""
        if isinstance(event, events.State):
            self.state = event
            return None
        if isinstance(event, events.Opened):
            self.generation = event.generation
            return None
        self.last_run = max(self.last_run, event.run)
        if isinstance(event, events.Queued | events.Ran):
            return self._began(event)
        output = self._runs.get(event.run)
        if output is None:
            return None
        if isinstance(event, events.Done) and output.waiting == event.run:  # never began: what there was stays
            output.waiting = 0
            output.version += 1
            del self._runs[event.run]
        else:
            output.take(event)
        return output

    def _began(self, event: events.Queued | events.Ran) -> CellOutput:
        before = self.cells.get(event.cell)
        if isinstance(event, events.Queued):
            if before is not None and before.run != event.run:
                before.waiting = event.run
                before.version += 1
                self._runs[event.run] = before
                return before
            output = CellOutput(event.run, event.cell, event.code, "queued")
        else:
            output = CellOutput(event.run, event.cell, event.code, "running", event.time)
            if before is not None:
                if before.waiting not in (0, event.run):
                    output.waiting = before.waiting
                    self._runs[before.waiting] = output
                self._runs.pop(before.run, None)
                output.version = before.version + 1
        self.cells[event.cell] = output
        self._runs[event.run] = output
        return output

    def end_unfinished(self) -> None:
        """Take the runs without an end for aborted: whoever ran them is gone."""
        for output in list(self._runs.values()):
            output.waiting = 0
            if output.status in ("queued", "running"):
                output.take(events.Done(run=output.run, status="aborted"))

    @classmethod
    def read(cls, path: Path) -> History:
        """The history in a file. Damaged lines are left out, a torn last one too; empty where there is no file."""
        history = cls()
        try:
            with path.open("rb") as file:
                for end, event in joined(read_events(file)):
                    history.offset = end
                    if event is not None:
                        history.take(event)
        except OSError:
            pass
        return history


def joined(found: Iterable[tuple[int, Event | None]]) -> Iterator[tuple[int, Event | None]]:
    """Events with what was printed in one go put together again.

    Of a large text all but its beginning and its end is only counted, which takes a fraction of the time (`write`); the
    pieces in which it was recorded are too small for that.
    """
    end, texts, size = 0, list[str](), 0
    first: events.Stream | None = None
    for place, event in found:
        one = event if isinstance(event, events.Stream) else None
        if first is not None and (one is None or (one.run, one.name) != (first.run, first.name) or size > _JOINED):
            yield end, events.Stream(run=first.run, name=first.name, text="".join(texts))
            first, texts, size = None, [], 0
        if one is None:
            yield place, event
        else:
            first, end, size = first or one, place, size + len(one.text)
            texts.append(one.text)
    if first is not None:
        yield end, events.Stream(run=first.run, name=first.name, text="".join(texts))


def read_events(file: IO[bytes], upto: int | None = None) -> Iterator[tuple[int, Event | None]]:
    """The whole lines from where the file stands: where each ends, and its event or None where it is damaged."""
    place = file.tell()
    whole = True
    while upto is None or place < upto:
        line = file.readline(_LONGEST_EVENT)
        if not line:
            return
        ended = line.endswith(b"\n")
        if not ended and len(line) < _LONGEST_EVENT:
            return  # still being written, or torn
        place += len(line)
        yield place, (events.decode(line) if whole and ended else None)
        whole = ended
