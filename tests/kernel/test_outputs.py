"""Runs folded from their events: few items, whatever happened."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_lab.kernel import events
from tui_lab.kernel.events import TABLE_MIME, Event
from tui_lab.kernel.outputs import (
    FIRST_ITEMS,
    LAST_ITEMS,
    CellOutput,
    ErrorItem,
    GapItem,
    History,
    TableItem,
    TextItem,
    joined,
)


def taken(*told: Event) -> CellOutput:
    output = CellOutput(1)
    for event in told:
        output.take(event)
    return output


def text(*lines: str, name: Any = "stdout") -> events.Stream:
    return events.Stream(run=1, name=name, text="\n".join(lines))


def lines(output: CellOutput) -> list[list[str]]:
    return [["".join(t for t, _ in line) for line in i.text.lines()] for i in output.items if isinstance(i, TextItem)]


def test_a_line_end_that_comes_late_does_not_cut_the_next_bar_in_two() -> None:
    output = taken(
        text("\r100%", name="stderr"), text("\r\x1b[2Kbar  0%"), text("\n", name="stderr"), text("\r\x1b[2Kbar 50%")
    )
    assert lines(output) == [["100%"], ["bar 50%"]]


def test_text_that_was_recorded_in_pieces_is_joined_up_to_where_something_else_happens() -> None:
    told = [
        text("a"), text("b"), text("c", name="stderr"), events.Stream(run=2, name="stderr", text="d"),
        events.Done(run=1, status="ok"), text("e"),
    ]  # fmt: skip
    found = list(joined((place, event) for place, event in enumerate(told, 1)))
    assert found == [
        (2, text("ab")), (3, text("c", name="stderr")), (4, events.Stream(run=2, name="stderr", text="d")),
        (5, events.Done(run=1, status="ok")), (6, text("e")),
    ]  # fmt: skip
    assert list(joined([(7, None), (8, text("a")), (9, None)])) == [(7, None), (8, text("a")), (9, None)]


PRINTED = st.sampled_from(["line\n", "\rbar", "x" * 70 + "\n", "\x1b[31mred\n", "end"])


@given(st.lists(PRINTED, max_size=40), st.integers(1, 400))
def test_a_history_read_whole_shows_what_was_shown_live(printed: list[str], times: int) -> None:
    told = [text(piece * times) for piece in printed]
    whole = [event for _, event in joined(enumerate(told)) if event is not None]
    assert lines(taken(*whole)) == lines(taken(*told))


def test_printed_text_goes_on_and_changes_with_its_stream() -> None:
    output = taken(text("a"), text("b\n"), text("c", name="stderr"), text("d"))
    assert lines(output) == [["ab"], ["c"], ["d"]]
    assert [i.kind for i in output.items if isinstance(i, TextItem)] == ["stdout", "stderr", "stdout"]


def test_a_cleared_output_stands_until_there_is_another() -> None:
    output = taken(text("old"), events.Clear(run=1, wait=True))
    assert lines(output) == [["old"]]
    output.take(text("new"))
    assert lines(output) == [["new"]]
    output.take(events.Clear(run=1))
    assert output.items == []


def test_of_many_items_the_first_and_the_last_stay() -> None:
    output = taken(*(events.Display(run=1, data={"text/plain": str(n)}) for n in range(1000)))
    assert len(output.items) == FIRST_ITEMS + LAST_ITEMS
    gap = output.items[FIRST_ITEMS]
    assert isinstance(gap, GapItem) and gap.count == 1000 - (FIRST_ITEMS + LAST_ITEMS - 1)
    assert lines(output)[0] == ["0"] and lines(output)[-1] == ["999"]


def test_a_display_is_replaced_by_its_id() -> None:
    first = events.Display(run=1, data={"text/plain": "first"}, display_id="a")
    second = events.Display(run=1, data={"text/plain": "second"}, display_id="a", update=True)
    unknown = events.Display(run=1, data={"text/plain": "?"}, display_id="b", update=True)
    assert lines(taken(first, text("between"), second, unknown)) == [["second"], ["between"]]


def test_a_file_outside_its_folder_is_no_picture() -> None:
    output = taken(events.Display(run=1, data={"text/plain": "x"}, files={"image/png": "../../secret.png"}))
    assert isinstance(output.items[0], TextItem)


@pytest.mark.parametrize("table", ["", "{", "[1]", "[" * 10_000])
def test_a_damaged_table_is_text(table: str) -> None:
    output = taken(events.Display(run=1, data={"text/plain": "x", TABLE_MIME: table}))
    assert lines(output) == [["x"]]


def test_a_question_and_its_answer_are_shown() -> None:
    output = taken(events.Asked(run=1, prompt="Who? "))
    assert output.asked is not None
    output.take(events.Answered(run=1, text="Ada"))
    assert output.asked is None and lines(output) == [["Who? Ada"]]


def ran(run: int, cell: str) -> events.Ran:
    return events.Ran(run=run, cell=cell, code=f"code {run}", time=0.0)


def test_a_queued_run_leaves_the_output_before_it_alone() -> None:
    history = History()
    for event in (ran(1, "a"), text("old"), events.Done(run=1, status="ok")):
        history.take(event)
    history.take(events.Queued(run=2, cell="a", code="code 2"))
    assert lines(history.cells["a"]) == [["old"]] and history.cells["a"].waiting == 2
    history.take(events.Done(run=2, status="aborted"))
    assert history.cells["a"].status == "ok" and not history.cells["a"].waiting
    history.take(events.Queued(run=3, cell="a", code="code 3"))
    output = history.take(ran(3, "a"))
    assert output is history.cells["a"] and output is not None and not output.items and output.status == "running"
    assert history.take(text("late words of run 1")) is None
    assert history.last_run == 3


def test_a_cell_can_wait_while_it_runs() -> None:
    history = History()
    history.take(ran(1, "a"))
    history.take(events.Queued(run=2, cell="a", code="code 2"))
    history.take(text("still"))
    assert history.cells["a"].status == "running" and lines(history.cells["a"]) == [["still"]]


def test_a_run_that_never_began_is_aborted() -> None:
    history = History()
    history.take(events.Queued(run=1, cell="a", code=""))
    assert history.cells["a"].status == "queued"
    history.take(events.Done(run=1, status="aborted"))
    assert history.cells["a"].status == "aborted"


def test_a_torn_and_a_damaged_line_cost_only_themselves(tmp_path: Path) -> None:
    path = tmp_path / "outputs.jsonl"
    whole = [events.encode(e) for e in (ran(1, "a"), text("one\n"), text("two"), events.Done(run=1, status="ok"))]
    path.write_bytes(whole[0] + b"\xff\x00{damaged\n" + whole[1] + b'{"event":"unknown"}\n' + whole[2] + whole[3][:-5])
    history = History.read(path)
    assert lines(history.cells["a"]) == [["one", "two"]]
    assert history.cells["a"].status == "running"
    assert history.offset == path.stat().st_size - len(whole[3]) + 5
    history.end_unfinished()
    assert history.cells["a"].status == "aborted"
    assert History.read(tmp_path / "none").cells == {}


@given(st.binary())
def test_any_file_is_read(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "outputs.jsonl"
        path.write_bytes(data)
        assert History.read(path).offset <= len(data)


ANY = st.text(max_size=30) | st.sampled_from(["\x1b[2J", "\x1b]0;x\x07", "\r\n\x1b[3A", "\ud83d", "\x9b5m"])
JSON = st.recursive(ANY | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(ANY, inner))
ERROR = {"ename": ANY, "evalue": ANY, "traceback": st.lists(ANY, max_size=3), "plain": st.dictionaries(ANY, ANY)}
RESULT = st.builds(events.CheckResult, name=ANY, passed=st.booleans(), hint=ANY, message=ANY)
EVENTS = st.one_of(
    st.builds(events.Stream, run=st.just(1), name=st.sampled_from(["stdout", "stderr"]), text=ANY),
    st.builds(events.Skipped, run=st.just(1), lines=st.integers(0, 9), characters=st.integers(0, 9)),
    st.builds(
        events.Display,
        run=st.just(1),
        data=st.fixed_dictionaries({"text/plain": ANY, TABLE_MIME: JSON.map(json.dumps)}) | st.dictionaries(ANY, ANY),
        files=st.dictionaries(ANY, ANY, max_size=1),
        display_id=st.sampled_from(["", "a"]),
        update=st.booleans(),
    ),
    st.builds(events.Error, run=st.just(1), **ERROR),
    st.builds(events.Clear, run=st.just(1), wait=st.booleans()),
    st.builds(events.Asked, run=st.just(1), prompt=ANY),
    st.builds(events.Answered, run=st.just(1), text=ANY),
    st.builds(
        events.Checked,
        run=st.just(1),
        exercise=ANY,
        report=st.builds(events.CheckReport, passed=st.booleans(), results=st.lists(RESULT, max_size=2)),
    ),
    st.builds(events.Done, run=st.just(1), status=st.sampled_from(["ok", "error"])),
)


def strings(value: object) -> list[str]:
    """Every text that a painter could find in an item."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for pair in value.items() for part in pair for s in strings(part)]
    if isinstance(value, list | tuple):
        return [s for part in value for s in strings(part)]
    if isinstance(value, TextItem):
        return strings(list(value.text.lines()))
    if isinstance(value, TableItem | ErrorItem):
        fields = [f.name for f in dataclasses.fields(value) if f.name not in ("display_id", "plain_id")]
        return strings([getattr(value, name) for name in fields])
    if isinstance(value, events.CheckReport):
        return strings([[r.name, r.hint, r.message, r.numbers] for r in value.results])
    return []


@given(st.lists(EVENTS, max_size=40))
def test_no_control_character_ever_comes_out_of_an_output(told: list[Event]) -> None:
    output = taken(*told)
    for found in [s for item in output.items for s in strings(item)] + strings(output.report):
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in found)
    for event in told:
        line = events.encode(event)
        assert line.count(b"\n") == 1 and events.decode(line) is not None


def test_reading_a_history_needs_neither_jupyter_nor_textual() -> None:
    code = (
        "import sys, tui_lab.kernel.outputs, tui_lab.kernel.link\n"
        "print(*{m.partition('.')[0] for m in sys.modules} & {'jupyter_client', 'zmq', 'textual', 'torch', 'IPython'})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == ""
