from __future__ import annotations

import json
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from learner_made import BEGIN, Clock, made

from tui_lab.config.errors import LabError
from tui_lab.learner import transfer
from tui_lab.learner.review import due, grade
from tui_lab.learner.store import Learner
from tui_lab.messages import set_language

A = "course/activations"


def work(learner: Learner) -> None:
    learner.saw(A, "intro", "setup")
    learner.ran(A, "setup", True)
    learner.answered(A, "quiz", "1", True)
    learner.attempted(A, "scale", True, short=True)
    learner.opened_hint(A, "scale", 1)
    learner.opened_solution(A, "scale")
    learner.add_time(A, 12.5)
    learner.finish(A)
    learner.save_place(A, "quiz")
    learner.save_edit(A, "setup", "x = 'dấu'  # \x1b[31m \u2028\n")
    learner.save_note(A, "intro", "đọc lại")
    learner.toggle_bookmark(A, "intro")
    learner.set_flag("tour", "seen")


def content(learner: Learner) -> dict[str, object]:
    """All that an export has, but for when it was written."""
    found = json.loads(transfer.text(learner))
    del found["written"]
    return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def one(tmp_path, clock):
    with made(tmp_path / "one.sqlite", clock) as opened:
        yield opened


@pytest.fixture
def two(tmp_path, clock):
    with made(tmp_path / "two.sqlite", clock) as opened:
        yield opened


def test_all_goes_over(one, two, tmp_path) -> None:
    work(one)
    transfer.export(one, tmp_path / "all.json")
    merged = transfer.import_(two, tmp_path / "all.json")
    assert merged.lessons == 1 and merged.changed > 10
    assert content(two) == content(one)
    assert two.state(A) == one.state(A) and two.overview() == one.overview()
    assert transfer.import_(two, tmp_path / "all.json").changed == 0
    assert transfer.import_(one, tmp_path / "all.json").changed == 0
    assert content(two) == content(one)


def test_an_export_can_be_read_by_people_and_by_its_owner_alone(one, tmp_path) -> None:
    work(one)
    path = tmp_path / "all.json"
    transfer.export(one, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8")
    assert "đọc lại" in text and "\x1b" not in text
    assert transfer.text(one, ascii_only=True).isascii()
    assert sorted(p.name for p in tmp_path.glob("all*")) == ["all.json"]
    with pytest.raises(LabError, match=r"all\.json is there already"):
        transfer.export(one, path)
    with pytest.raises(LabError, match="can't be written"):
        transfer.export(one, tmp_path / "nowhere" / "all.json")


def test_what_is_counted_is_added_once(one, two, tmp_path) -> None:
    one.add_time(A, 10)
    two.add_time(A, 5)
    transfer.export(one, tmp_path / "one.json")
    transfer.import_(two, tmp_path / "one.json")
    transfer.import_(two, tmp_path / "one.json")
    assert two.state(A).seconds == 15
    two.add_time(A, 1)
    transfer.export(two, tmp_path / "two.json")
    one.add_time(A, 2)
    transfer.import_(one, tmp_path / "two.json")
    assert one.state(A).seconds == 18


def test_the_newer_text_stays_and_the_older_is_kept(one, two, clock, tmp_path) -> None:
    one.save_edit(A, "cell", "older")
    one.save_note(A, "x", "older note")
    transfer.export(one, tmp_path / "one.json")
    clock.at += 100
    two.save_edit(A, "cell", "newer")
    two.save_note(A, "x", "newer note")
    transfer.export(two, tmp_path / "two.json")
    transfer.import_(two, tmp_path / "one.json")
    transfer.import_(one, tmp_path / "two.json")
    for learner in (one, two):
        assert learner.edit(A, "cell") == "newer" and learner.note(A, "x") == "newer note"
        assert [old.code for old in learner.edit_history(A, "cell")] == ["older"]
        assert [old.code for old in learner.note_history(A, "x")] == ["older note"]
    # The next text saved doesn't swallow the one that came by import.
    one.save_edit(A, "cell", "newest")
    assert [old.code for old in one.edit_history(A, "cell")] == ["newer", "older"]


def test_the_review_done_last_counts(one, two, clock, tmp_path) -> None:
    one.answered(A, "q", "1", True)
    transfer.export(one, tmp_path / "one.json")
    transfer.import_(two, tmp_path / "one.json")
    now = BEGIN + 3 * 86_400
    grade(two, due(two, now)[0], "easy", now)
    transfer.import_(two, tmp_path / "one.json")
    assert due(two, now) == []
    transfer.export(two, tmp_path / "two.json")
    transfer.import_(one, tmp_path / "two.json")
    assert content(one)["cards"] == content(two)["cards"]


OPERATIONS = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from("ab"), st.text(st.characters(codec="utf-8"), max_size=4)),
    st.tuples(st.just("drop"), st.sampled_from("ab"), st.just("")),
    st.tuples(st.just("note"), st.sampled_from("ab"), st.sampled_from(["", "n1", "n2"])),
    st.tuples(st.just("answer"), st.sampled_from("ab"), st.sampled_from("01")),
    st.tuples(st.just("attempt"), st.sampled_from("ab"), st.sampled_from("01")),
    st.tuples(st.just("hint"), st.sampled_from("ab"), st.sampled_from("123")),
    st.tuples(st.just("time"), st.just(""), st.sampled_from("123")),
    st.tuples(st.just("place"), st.sampled_from("ab"), st.just("")),
    st.tuples(st.just("mark"), st.sampled_from("ab"), st.just("")),
    st.tuples(st.just("review"), st.just(""), st.sampled_from(["again", "good"])),
)


def act(learner: Learner, clock: Clock, what: str, block: str, value: str) -> None:
    match what:
        case "edit":
            learner.save_edit(A, block, value)
        case "drop":
            learner.drop_edit(A, block)
        case "note":
            learner.save_note(A, block, value)
        case "answer":
            learner.answered(A, block, value, value == "1")
        case "attempt":
            learner.attempted(A, block, value == "1", short=block == "a")
        case "hint":
            learner.opened_hint(A, block, int(value))
        case "time":
            learner.add_time(A, int(value))
        case "place":
            learner.save_place(A, block)
        case "mark":
            learner.toggle_bookmark(A, block)
        case "review":
            now = clock.at + 3 * 86_400
            for card in due(learner, now)[:1]:
                grade(learner, card, value, now)  # type: ignore[arg-type]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), OPERATIONS), max_size=12))
def test_merging_in_any_order_is_the_same_and_never_loses_what_is_newer(tmp_path_factory, steps) -> None:
    folder = tmp_path_factory.mktemp("merge")
    clock = Clock()
    learners = [made(folder / f"{n}.sqlite", clock) for n in range(3)]
    newest: dict[str, str | None] = {}
    times: dict[str, int] = {}
    for who, later, (what, block, value) in steps:
        clock.at += later
        act(learners[who], clock, what, block, value)
        if what in ("edit", "drop"):
            found = learners[who].database.row("SELECT at FROM edits WHERE block = ?", block)
            # Two of the same moment: either may stay.
            if found and found[0] > times.get(block, -1):
                times[block], newest[block] = found[0], learners[who].edit(A, block)
            elif found and found[0] == times[block]:
                newest.pop(block, None)
    files = []
    for n, learner in enumerate(learners):
        files.append(folder / f"{n}.json")
        transfer.export(learner, files[-1])
    texts = {(e["block"], e["code"]) for f in files for e in json.loads(f.read_text("utf-8"))["edits"] if e["code"]}
    for learner, order in zip(learners, ([1, 2], [2, 0], [1, 0]), strict=True):
        for n in order:
            transfer.import_(learner, files[n])
        assert all(transfer.import_(learner, file).changed == 0 for file in files)
    assert content(learners[0]) == content(learners[1]) == content(learners[2])
    for block, code in newest.items():
        assert learners[0].edit(A, block) == code
    for block, code in texts:
        kept = {old.code for old in learners[0].edit_history(A, block)} | {learners[0].edit(A, block)}
        assert code in kept
    for learner in learners:
        learner.close()


BROKEN = {
    "empty": ("", ":1:"),
    "no JSON": ("{\n\n  nothing}", ":3:"),
    "cut off": ('{"format": "dl-lab learner",\n "version": 1,', ":2:"),
    "a list": ("[]", "no export of progress"),
    "another format": ('{"format": "other", "version": 1}', "format"),
    "no version": ('{"format": "dl-lab learner"}', "version"),
    "newer": ('{"format": "dl-lab learner", "version": 2, "new": 1}', "newer dl-lab (version 2"),
    "a wrong type": ('{"edits": [{"lesson": "a", "block": "b", "code": 1, "at": 2}]}', "$.edits[0].code"),
    "an unknown field": ('{"cell": []}', "cell"),
    "a missing field": ('{"seen": [{"lesson": "a", "block": "b"}]}', "$.seen[0]"),
    "a negative time": ('{"seen": [{"lesson": "a", "block": "b", "at": -1}]}', "$.seen[0].at"),
    "a far time": ('{"seen": [{"lesson": "a", "block": "b", "at": 9e18}]}', "$.seen[0].at"),
    "a huge number": ('{"seen": [{"lesson": "a", "block": "b", "at": 99999999999999999999999}]}', "$.seen[0].at"),
    "an escape": ('{"seen": [{"lesson": "a\\u001b[2J", "block": "b", "at": 1}]}', "$.seen[0].lesson"),
    "a lone surrogate": ('{"edits": [{"lesson": "a", "block": "b", "code": "\\ud800", "at": 2}]}', ":1:"),
    "not a number": (
        '{"cards": [{"lesson": "a", "block": "b", "kind": "quiz", "first": 1, "added": 1, "due": 1, "reviewed": 1, '
        '"stability": NaN, "difficulty": 1}]}',
        ":1:",
    ),
    "half a card": (
        '{"cards": [{"lesson": "a", "block": "b", "kind": "quiz", "first": 1, "added": 1, "due": 1, "reviewed": null, '
        '"stability": 1.0, "difficulty": 1.0}]}',
        "$.cards[0]",
    ),
    "another rating": (
        '{"cards": [{"lesson": "a", "block": "b", "kind": "quiz", "first": 7, "added": 1, "due": 1, "reviewed": null, '
        '"stability": null, "difficulty": null}]}',
        "$.cards[0].first",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_changes_nothing(one, tmp_path, name) -> None:
    text, word = BROKEN[name]
    if text.startswith('{"') and "format" not in text:
        text = '{"format": "dl-lab learner", "version": 1, "written": "", ' + text[1:]
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    work(one)
    before = content(one)
    for language in ("vi", "en"):
        set_language(language)
        with pytest.raises(LabError) as told:
            transfer.import_(one, path)
        sentence = str(told.value)
        assert str(path) in sentence and "\n" not in sentence and "\x1b" not in sentence
    assert word in sentence
    assert content(one) == before


def test_files_that_cannot_be_read(one, tmp_path, monkeypatch) -> None:
    with pytest.raises(LabError, match=r"nowhere\.json can't be read"):
        transfer.import_(one, tmp_path / "nowhere.json")
    with pytest.raises(LabError, match="can't be read"):
        transfer.import_(one, tmp_path)
    (tmp_path / "latin.json").write_bytes(b'{"format": "\xe9"}')
    with pytest.raises(LabError, match=r"latin\.json:1: "):
        transfer.import_(one, tmp_path / "latin.json")
    monkeypatch.setattr(transfer, "LARGEST_MB", 0)
    with pytest.raises(LabError, match="larger than 0 MB"):
        transfer.import_(one, tmp_path / "latin.json")


def test_a_byte_order_mark_does_no_harm(one, two, tmp_path) -> None:
    work(one)
    path = tmp_path / "marked.json"
    path.write_text(transfer.text(one), encoding="utf-8-sig")
    transfer.import_(two, path)
    assert content(two) == content(one)
