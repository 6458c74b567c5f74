"""The logic of an open lesson, with a kernel that isn't one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lesson_fakes import FakeKernel
from lesson_made import PRODUCTS, made_pack

from tui_lab.app.lesson import places
from tui_lab.app.lesson.difference import side_by_side, unified
from tui_lab.app.lesson.quizzes import read_number
from tui_lab.app.lesson.saving import Saving
from tui_lab.app.lesson.session import LessonSession
from tui_lab.app.lesson.state import ExerciseState
from tui_lab.app.lesson.time_spent import TimeSpent
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Block, Cell, Exercise, Quiz
from tui_lab.content.packs import LessonRef
from tui_lab.kernel import events
from tui_lab.kernel.events import CheckReport, CheckResult
from tui_lab.learner.store import Learner

Opened = Callable[..., LessonSession]


@pytest.fixture
def refs(tmp_path: Path) -> list[LessonRef]:
    return made_pack(tmp_path)


@pytest.fixture
def learner() -> Iterator[Learner]:
    with Learner.open() as opened:
        yield opened


@pytest.fixture
def kernel() -> FakeKernel:
    return FakeKernel()


@pytest.fixture
def session(refs: list[LessonRef], learner: Learner, kernel: FakeKernel) -> LessonSession:
    return LessonSession(refs[0], learner, "en", kernel.open)


def again(session: LessonSession, kernel: FakeKernel | None = None) -> LessonSession:
    """The same lesson, opened anew when what waited was written."""
    session.close()
    return LessonSession(session.ref, session.learner, "en", (kernel or FakeKernel()).open)


def block(session: LessonSession, key: str) -> Block:
    return session.blocks[session.index_of(key)]


def cell(session: LessonSession, key: str) -> Cell:
    found = block(session, key)
    assert isinstance(found, Cell)
    return found


def quiz(session: LessonSession, key: str) -> Quiz:
    found = block(session, key)
    assert isinstance(found, Quiz)
    return found


def exercise(session: LessonSession) -> Exercise:
    return session.lesson.exercises[0]


# Edits and places


def test_what_is_typed_is_kept(session: LessonSession) -> None:
    session.edit(cell(session, "add"), "a = 5")
    assert session.states.cells["add"].edited
    opened = again(session)
    assert opened.code(cell(opened, "add")) == "a = 5"
    assert opened.states.cells["add"].edited


def test_each_key_takes_the_place_of_the_one_before_it_in_what_waits(session: LessonSession) -> None:
    for text in ("a", "ab", "abc"):
        session.edit(exercise(session), text)
    session.flush()
    assert not session.saving.waiting
    assert session.learner.edit("pack/sums", "double") == "abc"
    assert session.learner.edit_history("pack/sums", "double") == []


def test_putting_the_original_back_keeps_the_old_text_in_the_history(session: LessonSession) -> None:
    session.edit(cell(session, "add"), "mine = 1")
    session.put_back(cell(session, "add"))
    session.flush()
    assert session.code(cell(session, "add")) == cell(session, "add").code
    assert not session.states.cells["add"].edited
    assert [earlier.code for earlier in session.learner.edit_history("pack/sums", "add")] == ["mine = 1"]


def test_one_comes_back_to_the_same_block(session: LessonSession) -> None:
    session.at(session.index_of("print-it"))
    opened = again(session)
    assert opened.block is not None
    assert opened.block.key == "print-it"


def test_another_language_keeps_place_answers_and_edits(session: LessonSession) -> None:
    session.at(session.index_of("half"))
    session.edit(cell(session, "add"), "a = 5")
    session.quizzes.choose(quiz(session, "guess"), 1)
    session.quizzes.submit(quiz(session, "guess"))
    session.relabel("vi")
    assert session.lesson.language == "vi"
    assert session.block is not None
    assert session.block.key == "half"
    assert session.code(cell(session, "add")) == "a = 5"
    assert session.states.quizzes["guess"].right


def test_a_lesson_without_a_translation_says_that_english_stands_in(refs: list[LessonRef], learner: Learner) -> None:
    session = LessonSession(refs[1], learner, "vi", FakeKernel().open)
    assert session.lesson.missing
    assert session.lesson.title in PRODUCTS


def test_a_newer_lesson_never_takes_the_place_of_edits(session: LessonSession) -> None:
    session.edit(cell(session, "add"), "mine = 1")
    session.flush()
    path = session.ref.folder / "lesson.md"
    path.write_text(path.read_text(encoding="utf-8").replace("a = 1\n", "a = 100\n"), encoding="utf-8")
    opened = again(session)
    assert opened.code(cell(opened, "add")) == "mine = 1"
    assert opened.original(cell(opened, "add")).startswith("a = 100")


def test_headings_and_search(session: LessonSession) -> None:
    rows = places.outline(session)
    assert [row.text for row in rows][-2:] == ["How much is it?", "Your turn"]
    session.current = session.index_of("guess")
    assert session.block is not None
    assert places.section_of(rows, session.current) == len(rows) - 2
    assert session.heading_from(1) == rows[-1].index
    assert session.heading_from(-1) == rows[-2].index
    assert places.search(session.blocks, "ZEBRA") == [len(session.blocks) - 1]
    assert places.search(session.blocks, "  ") == []
    session.relabel("vi")
    assert places.search(session.blocks, "ngua van") == [len(session.blocks) - 1]


def test_blocks_that_were_seen_are_kept_and_the_outline_says_how_far_one_is(session: LessonSession) -> None:
    session.at(0)
    session.at(1)
    assert places.outline(session)[0].far == "begun"
    opened = again(session)
    assert {key for key, marks in opened.states.marks.items() if marks.seen} == {opened.blocks[n].key for n in (0, 1)}


# Time and writing


def test_time_counts_only_while_keys_come() -> None:
    spent = TimeSpent()
    for now in (0.0, 10.0, 15.0, 1000.0, 1005.0):
        spent.key(now)
    assert spent.take() == 20.0
    assert spent.take() == 0.0


def test_the_time_is_added_to_the_lesson(session: LessonSession) -> None:
    session.key_pressed(100.0)
    session.key_pressed(160.0)
    session.close()
    assert session.learner.state("pack/sums").seconds == 60.0


def test_what_could_not_be_written_waits_on() -> None:
    saving, written, full = Saving(), list[str](), [True]

    def write() -> None:
        if full[0]:
            raise LabError("disk full")
        written.append("text")

    saving.later("a", write)
    with pytest.raises(LabError):
        saving.flush()
    assert saving.waiting
    full[0] = False
    saving.flush()
    assert written == ["text"]
    assert not saving.waiting


# Quizzes


def test_a_quiz_is_answered_and_answered_again(session: LessonSession) -> None:
    asked = quiz(session, "guess")
    session.quizzes.enter(asked)
    session.quizzes.submit(asked)
    state = session.states.quizzes["guess"]
    assert state.answered
    assert not state.right
    session.quizzes.choose(asked, 1)
    assert not state.answered
    session.quizzes.submit(asked)
    assert state.right
    opened = again(session)
    assert opened.states.quizzes["guess"].right
    assert opened.states.quizzes["guess"].chosen == {1}
    assert opened.learner.state("pack/sums").quizzes["guess"].answer == "1"


def test_of_many_all_right_ones_and_no_other_must_be_chosen(session: LessonSession) -> None:
    asked = quiz(session, "which")
    session.quizzes.enter(asked)
    with pytest.raises(LabError, match="Choose"):
        session.quizzes.submit(asked)
    session.quizzes.choose(asked, 0)
    session.quizzes.submit(asked)
    assert not session.states.quizzes["which"].right
    for n in (1, 1, 2):  # 0 is chosen still, 1 is chosen and put back
        session.quizzes.choose(asked, n)
    session.quizzes.submit(asked)
    assert session.states.quizzes["which"].right


def test_who_answers_many_again_keeps_what_was_chosen(session: LessonSession) -> None:
    asked = quiz(session, "which")
    session.quizzes.choose(asked, 0)
    session.quizzes.submit(asked)
    session.quizzes.enter(asked)
    session.quizzes.choose(asked, 2)
    session.quizzes.submit(asked)
    assert session.states.quizzes["which"].right


def test_who_begins_to_answer_again_and_leaves_has_the_answer_of_before(session: LessonSession) -> None:
    for key, chosen in (("guess", 1), ("which", 0)):
        asked = quiz(session, key)
        session.quizzes.choose(asked, chosen)
        session.quizzes.submit(asked)
        before = session.states.quizzes[key].right
        session.quizzes.enter(asked)
        session.quizzes.choose(asked, 2)
        session.quizzes.leave(asked)
        state = session.states.quizzes[key]
        assert (state.answered, state.right, state.chosen) == (True, before, {chosen})


def test_a_digit_alone_answers_many_again_with_what_was_chosen(session: LessonSession) -> None:
    asked = quiz(session, "which")
    for number in (0, 2):
        session.quizzes.choose(asked, number)
        session.quizzes.submit(asked)
    assert session.states.quizzes["which"].right


def test_a_wrong_guess_is_a_guess_after_coming_back(session: LessonSession) -> None:
    asked = replace(quiz(session, "guess"), before=True)
    session.lesson = replace(session.lesson, blocks=tuple(asked if b.key == "guess" else b for b in session.blocks))
    session.quizzes.choose(asked, 0)
    session.quizzes.submit(asked)
    opened = again(session)
    assert opened.learner.state("pack/sums").quizzes["guess"].right, "a guess counts as done"
    assert not opened.states.quizzes["guess"].right


@pytest.mark.parametrize(("text", "right"), [("0.5", True), ("0,505", True), (" 50 % ", True), ("2", False)])
def test_a_number_is_right_within_its_tolerance(session: LessonSession, text: str, right: bool) -> None:
    session.quizzes.submit_number(quiz(session, "half"), text)
    assert session.states.quizzes["half"].right is right


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7,850", 7850.0),
        ("7.850", 7850.0),
        ("7,850", 7.85),
        ("1.234.567,5", 1234567.5),
        ("-1,234,567.5", -1234567.5),
        ("0,125", 0.125),
        ("1,5 %", 0.015),
    ],
)
def test_a_comma_is_a_point_or_groups_thousands(text: str, meant: float) -> None:
    assert any(number == pytest.approx(meant) for number in read_number(text))


@pytest.mark.parametrize("text", ["", "a half", "nan", "1e999", "--1", "1,23,4.5"])
def test_what_is_no_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(LabError, match="number"):
        read_number(text)


# What was run is kept


async def test_a_text_that_was_run_or_checked_is_kept_whatever_it_becomes(
    session: LessonSession, kernel: FakeKernel
) -> None:
    double = block(session, "double")
    assert isinstance(double, Exercise)
    kernel.reports["double"] = WRONG
    for n in range(4):
        session.edit(double, f"# try {n}")
        await session.kernel.check(double)
    session.edit(double, "# the last")
    assert [old.code for old in session.earlier(double)] == [f"# try {n}" for n in (3, 2, 1, 0)]
    session.edit(cell(session, "add"), "# mine")
    await session.kernel.run(cell(session, "add"))
    session.put_back(cell(session, "add"))
    await session.kernel.run(cell(session, "add"))
    assert [old.code for old in session.earlier(cell(session, "add"))] == ["# mine"]


# Cells and the kernel


async def test_a_cell_runs_and_its_output_is_shown(session: LessonSession) -> None:
    await session.kernel.run(cell(session, "add"))
    state = session.states.cells["add"]
    assert (state.status, state.number) == ("ok", 1)
    assert state.output is not None
    assert state.output.items
    assert "add" in session.take_changed()
    session.flush()
    assert session.learner.state("pack/sums").ran == {"add": True}


async def test_the_learners_own_code_is_run(session: LessonSession, kernel: FakeKernel) -> None:
    session.edit(cell(session, "add"), "a = 7")
    await session.kernel.run(cell(session, "add"))
    assert kernel.link is not None
    assert kernel.link.asked == [("execute", "add", "a = 7")]


async def test_all_above_are_run_in_order(session: LessonSession, kernel: FakeKernel) -> None:
    await session.kernel.run_above(cell(session, "print-it"))
    assert kernel.link is not None
    assert [asked[1] for asked in kernel.link.asked] == ["add", "print-it"]


async def test_from_a_clean_kernel(session: LessonSession, kernel: FakeKernel) -> None:
    await session.kernel.run_clean(cell(session, "print-it"))
    assert kernel.link is not None
    assert [asked[0] for asked in kernel.link.asked] == ["restart", "execute", "execute"]


async def test_a_run_can_be_interrupted(session: LessonSession, kernel: FakeKernel) -> None:
    await session.kernel.open()
    assert kernel.link is not None
    kernel.link.hold = True
    await session.kernel.run(cell(session, "add"))
    assert session.kernel.busy
    assert session.kernel.running == "add"
    session.kernel.interrupt()
    assert not session.kernel.busy
    assert session.states.cells["add"].status == "interrupted"


async def test_a_dead_kernel_says_why_and_all_edits_are_there(session: LessonSession, kernel: FakeKernel) -> None:
    session.edit(cell(session, "add"), "import os; os._exit(3)")
    await session.kernel.run(cell(session, "add"))
    assert kernel.link is not None
    kernel.link.tell(events.State(state="dead", why_id="kernel.died_exit", why={"code": 3}))
    assert session.kernel.state == "dead"
    assert "3" in session.kernel.why
    assert session.states.cells["add"].restored
    assert session.code(cell(session, "add")) == "import os; os._exit(3)"
    await session.kernel.restart()
    assert session.kernel.state == "idle"


async def test_an_input_is_answered(session: LessonSession, kernel: FakeKernel) -> None:
    kernel.prints["add"] = [events.Asked(run=0, prompt="name? ")]
    await session.kernel.open()
    assert kernel.link is not None
    kernel.link.hold = True
    await session.kernel.run(cell(session, "add"))
    assert session.kernel.asks == "name? "
    assert session.states.cells["add"].prompt == "name? "
    session.kernel.answer("Ada")
    assert kernel.link.asked[-1] == ("answer", "Ada")
    assert session.kernel.asks is None
    assert session.states.cells["add"].prompt is None


async def test_what_was_printed_before_is_there_without_a_kernel(session: LessonSession) -> None:
    from tui_lab.kernel.sessions import made, session_for

    place = made(session_for("pack/sums"))
    lines = [
        events.Ran(run=7, cell="add", code="a", time=1.0),
        events.Counted(run=7, count=4),
        events.Stream(run=7, name="stdout", text="hello"),
        events.Done(run=7, status="ok", seconds=0.5),
    ]
    place.outputs.write_bytes(b"".join(events.encode(line) for line in lines))
    await session.kernel.open()
    state = session.states.cells["add"]
    assert (state.number, state.status, state.restored) == (4, "ok", True)
    assert state.output is not None


async def test_leaving_leaves_the_kernel(session: LessonSession, kernel: FakeKernel) -> None:
    await session.kernel.open()
    session.close()
    assert kernel.link is not None
    assert kernel.link.closed
    assert not kernel.link.asked


# Exercises

WRONG = CheckReport(
    passed=False, results=[CheckResult(name="doubles", passed=False, hint="squared", numbers={"got": 16.0})]
)
RIGHT = CheckReport(passed=True, results=[CheckResult(name="doubles", passed=True)])


async def test_a_failed_exercise_gets_the_fitting_hint_and_then_passes(
    session: LessonSession, kernel: FakeKernel
) -> None:
    task = exercise(session)
    kernel.reports["double"] = WRONG
    await session.kernel.check(task)
    state = session.states.exercises["double"]
    assert (state.attempts, state.passed, state.status) == (1, False, "")
    assert state.fitting_hint == "double(4) is 16.0: you square it."
    assert state.check_texts == {"doubles": "gives twice the number"}
    session.relabel("vi")
    assert state.fitting_hint == "double(4) ra 16.0: bạn đang bình phương."
    kernel.reports["double"] = RIGHT
    await session.kernel.check(exercise(session))
    assert state.passed
    assert state.fitting_hint == ""
    opened = again(session)
    assert opened.states.exercises["double"].passed
    assert opened.states.exercises["double"].attempts == 2


async def test_what_a_check_said_is_there_after_coming_back(session: LessonSession, kernel: FakeKernel) -> None:
    from tui_lab.kernel.sessions import made, session_for

    task, code = exercise(session), "def double(x):\n    return x * x\n"
    session.edit(task, code)
    lines = [
        events.Ran(run=7, cell="double", code=code, time=1.0),
        events.Checked(run=7, exercise="double", report=WRONG),
        events.Done(run=7, status="ok", seconds=0.5),
    ]
    made(session_for("pack/sums")).outputs.write_bytes(b"".join(events.encode(line) for line in lines))
    opened = again(session)
    await opened.kernel.look()
    state = opened.states.exercises["double"]
    assert state.report == WRONG and state.fitting_hint == "double(4) is 16.0: you square it."
    assert state.attempts == 0, "it is told again, not counted again"
    opened.put_back(exercise(opened))
    assert state.report is None and state.fitting_hint == ""
    other = again(opened)
    await other.kernel.look()
    assert other.states.exercises["double"].report is None, "the code is another one"


async def test_a_name_that_is_missing_leads_to_the_cells_above(session: LessonSession, kernel: FakeKernel) -> None:
    def missing(name: str) -> CheckReport:
        error = events.ErrorText(ename="NameError", evalue=f"name '{name}' is not defined", plain={"name": name})
        result = CheckResult(name="doubles", passed=False, hint="exception", numbers={"line": 1}, error=error)
        return CheckReport(passed=False, results=[result])

    task, state = exercise(session), session.states.exercises["double"]
    kernel.reports["double"] = missing("a")
    await session.kernel.check(task)
    assert state.fitting_hint.startswith("`a` is defined in a cell above") and "R" in state.fitting_hint
    kernel.reports["double"] = missing("nowhere")
    await session.kernel.check(task)
    assert state.fitting_hint.startswith("Line 1")
    for one in session.lesson.cells:
        await session.kernel.run(one)
    kernel.reports["double"] = missing("a")
    await session.kernel.check(task)
    assert state.fitting_hint.startswith("Line 1"), "they ran: the learner's own code took the name away"


async def test_answers_to_other_exercises_are_no_names(session: LessonSession, kernel: FakeKernel) -> None:
    task = exercise(session)
    other = replace(task, id="halve", key="halve")
    session.lesson = replace(session.lesson, blocks=(*session.blocks, other))
    session.states.exercises["halve"] = ExerciseState("def halve(x):\n    return x / 2\n")
    error = events.ErrorText(ename="NameError", evalue="name 'halve' is not defined", plain={"name": "halve"})
    kernel.reports["double"] = CheckReport(passed=False, error=error)
    await session.kernel.check(task)
    assert session.states.exercises["double"].fitting_hint.startswith("`halve` is in your answer to another exercise")


async def test_hints_open_one_by_one_and_the_solution_after_an_attempt(
    session: LessonSession, kernel: FakeKernel
) -> None:
    task = exercise(session)
    state = session.states.exercises["double"]
    assert state.hints == 2
    with pytest.raises(LabError, match="attempt"):
        session.exercises.open_solution(task)
    session.exercises.next_hint(task)
    assert state.hint_texts == ("Twice is two times.",)
    session.exercises.next_hint(task)
    assert len(state.hint_texts) == 2
    with pytest.raises(LabError, match="All hints"):
        session.exercises.next_hint(task)
    kernel.reports["double"] = WRONG
    await session.kernel.check(task)
    session.exercises.open_solution(task)
    assert "2 * x" in state.solution
    session.exercises.open_solution(task)
    assert state.solution == ""
    opened = again(session)
    assert len(opened.states.exercises["double"].hint_texts) == 2
    assert opened.learner.state("pack/sums").exercises["double"].solution_opened


def test_a_lesson_without_its_exercise_can_be_read(refs: list[LessonRef], learner: Learner) -> None:
    (refs[0].folder / "exercises" / "double" / "starter.py").unlink()
    session = LessonSession(refs[0], learner, "en", FakeKernel().open)
    assert len(session.problems) == 1
    assert "starter.py" in session.problems[0]


# Marks


def test_bookmarks_and_notes_are_kept(session: LessonSession) -> None:
    assert session.marking.toggle_bookmark(block(session, "add"))
    session.marking.note(block(session, "guess"), "  ask Ada  ")
    opened = again(session)
    assert opened.states.marks["add"].bookmark
    assert opened.states.marks["guess"].note == "ask Ada"
    assert not opened.marking.toggle_bookmark(block(opened, "add"))
    opened.marking.note(block(opened, "guess"), "")
    last = again(opened)
    assert not any(marks.bookmark or marks.note for marks in last.states.marks.values())


def test_the_lesson_is_finished_when_all_that_everyone_does_is_done(session: LessonSession) -> None:
    session.marking.saw(*session.blocks)
    for key in ("guess", "which"):
        session.quizzes.choose(quiz(session, key), 0)
        session.quizzes.submit(quiz(session, key))
    session.quizzes.submit_number(quiz(session, "half"), "1")
    session.flush()
    assert not session.learner.state("pack/sums").finished
    for key in ("add", "print-it"):
        session.states.cells[key].status = "ok"
    session.states.exercises["double"].passed = True
    session.marking.finish()
    session.flush()
    assert session.learner.state("pack/sums").finished


# The difference


def test_a_difference_marks_what_only_one_side_has() -> None:
    mine, theirs = "a = 1\nb = 2\n", "a = 1\nb = 3\nc = 4\n"
    rows = ["".join(text for text, _ in line).rstrip() for line in unified(mine, theirs, 40)]
    assert rows == ["  a = 1", "- b = 2", "+ b = 3", "+ c = 4"]
    beside = ["".join(text for text, _ in line).rstrip() for line in side_by_side(mine, theirs, 43)]
    assert [row.replace(" ", "") for row in beside] == ["a=1│a=1", "-b=2│+b=3", "│+c=4"]
