"""The lesson screen, driven by keys; the kernel isn't one, but for the last test."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from lesson_fakes import FakeKernel
from lesson_made import made_pack
from piloting import settled, text_of, until
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from tui_lab.app.app import DlLabApp
from tui_lab.app.lesson_parts import moving
from tui_lab.app.screens.choice import ChoiceScreen
from tui_lab.app.screens.difference import DifferenceScreen
from tui_lab.app.screens.lesson import LessonScreen
from tui_lab.config import settings
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Cell
from tui_lab.content.packs import LessonRef
from tui_lab.kernel import events, interpreters
from tui_lab.kernel.events import CheckReport, CheckResult
from tui_lab.learner.store import Learner
from tui_lab.messages import t

A_KERNEL_S = 90
"""How long a real kernel may take on a busy machine."""

WRONG = CheckReport(
    passed=False, results=[CheckResult(name="doubles", passed=False, hint="squared", numbers={"got": 16.0})]
)
RIGHT = CheckReport(passed=True, results=[CheckResult(name="doubles", passed=True)])


@pytest.fixture
def refs(tmp_path: Path) -> list[LessonRef]:
    return made_pack(tmp_path)


@pytest.fixture
def kernel() -> FakeKernel:
    return FakeKernel()


class Lesson:
    """A lesson on a screen of its own, without the map below it."""

    def __init__(self, pilot: Pilot[None], screen: LessonScreen, kernel: FakeKernel) -> None:
        self.pilot, self.screen, self.kernel = pilot, screen, kernel

    @property
    def session(self):
        return self.screen.session

    @property
    def text(self) -> str:
        """The screen as a person reads it."""
        return text_of(self.pilot.app)

    async def until(self, true: Callable[[], object]) -> None:
        await until(self.pilot, true)

    async def at(self, key: str) -> None:
        """Go to a block."""
        self.screen.view.go(self.session.index_of(key))
        await self.until(lambda: self.session.block is not None and self.session.block.key == key)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {" ": "space", "\n": "enter", "(": "left_parenthesis", ")": "right_parenthesis", "=": "equals_sign"}
        await self.press(*[names.get(letter, letter) for letter in text])

    async def edit(self, key: str) -> None:
        await self.at(key)
        await self.press("enter")
        await self.until(lambda: self.screen.editing.open and self.screen.editing.editor.has_focus)


class Bare(DlLabApp):
    CSS_PATH = Path(sys.modules[DlLabApp.__module__].__file__ or "").parent / "styles" / "app.tcss"

    def get_default_screen(self) -> Screen[None]:
        return Screen()


@asynccontextmanager
async def opened(
    ref: LessonRef, kernel: FakeKernel, size: tuple[int, int] = (80, 24), block: str | None = None
) -> AsyncIterator[Lesson]:
    app = Bare()
    async with app.run_test(size=size) as pilot:
        screen = LessonScreen(ref, block, opener=kernel.open)
        app.push_screen(screen)
        lesson = Lesson(pilot, screen, kernel)
        await lesson.until(lambda: kernel.link is not None and screen.session.kernel.state == "idle")
        yield lesson


async def test_the_lesson_is_readable_before_any_kernel(refs: list[LessonRef]) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.sleep(60)

    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = LessonScreen(refs[0], opener=never)  # type: ignore[arg-type]
        app.push_screen(screen)
        lesson = Lesson(pilot, screen, FakeKernel())
        await lesson.until(lambda: "A sum puts two numbers together." in lesson.text)
        assert "min left" in lesson.text


async def test_going_through_blocks_headings_and_pages(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.press("j", "j")
        assert lesson.session.block.key == "add"
        await lesson.press("k")
        assert lesson.session.current == 1
        await lesson.press("right_square_bracket")
        assert lesson.session.block.key == "add+1"
        await lesson.press("end")
        assert "zebra" in lesson.text
        await lesson.press("home")
        assert lesson.session.current == 0
        await lesson.press("space")
        assert lesson.session.current > 0
        assert all(lesson.session.states.marks[block.key].seen for block in lesson.session.blocks[:3])


async def test_all_above_a_text_can_be_run_from_it(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.press("R")  # the title: nothing stands above it
        assert kernel.link is not None and not [what for what, *_ in kernel.link.asked if what == "execute"]
        await lesson.press("j", "j", "j")
        assert lesson.session.block.key == "add+1"
        await lesson.press("R")
        await lesson.until(lambda: lesson.session.states.cells["add"].status == "ok")


async def test_the_outline_stands_beside_the_lesson_where_there_is_room(
    refs: list[LessonRef], kernel: FakeKernel
) -> None:
    async with opened(refs[0], kernel, (120, 40)) as lesson:
        assert "Outline" in lesson.text
        await lesson.pilot.resize_terminal(80, 24)
        await lesson.until(lambda: "Outline" not in lesson.text)


async def test_jumping_to_a_heading(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.press("g")
        await lesson.until(lambda: isinstance(lesson.pilot.app.screen, ChoiceScreen))
        await lesson.press("end", "enter")
        assert lesson.session.block.key == "half+1"


async def test_search_goes_from_place_to_place(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.press("slash")
        await lesson.type("zebra")
        await lesson.until(lambda: lesson.session.current == len(lesson.session.blocks) - 1)
        assert "1 of 1" in lesson.text
        await lesson.press("escape")
        assert not lesson.screen.line.is_open
        await lesson.press("slash", *["backspace"] * 5)
        await lesson.type("xyzzy")
        assert "not found" in lesson.text
        await lesson.press("escape")


async def test_running_a_cell(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("add")
        await lesson.press("r")
        await lesson.until(lambda: "Out [1]  a + b" in lesson.text)
        assert "✓ ran in 0.1 s" in lesson.text
        assert lesson.session.block.key == "add"


async def test_what_runs_is_said_and_interrupted(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        assert kernel.link is not None
        kernel.link.hold = True
        await lesson.at("add")
        assert "interrupt" not in lesson.text
        await lesson.press("r")
        await lesson.until(lambda: "running In [1]" in lesson.text and "i interrupt" in lesson.text)
        await lesson.press("i")
        await lesson.until(lambda: not lesson.session.kernel.busy)
        assert ("interrupt",) in kernel.link.asked


async def test_help_tells_all_that_a_key_does_and_the_keys_of_the_editor(
    refs: list[LessonRef], kernel: FakeKernel
) -> None:
    async with opened(refs[0], kernel, size=(120, 60)) as lesson:
        await lesson.press("question_mark")
        await lesson.until(lambda: "Keys of this screen" in lesson.text)
        for line in ("enter           edit the cell or the exercise", "enter           answer the quiz"):
            assert line in lesson.text
        assert "kernel: restart" in lesson.text and "next block" in lesson.text and "a screen further" in lesson.text
        assert "While you edit code" in lesson.text and "search in the code" in lesson.text


async def test_editing_keeps_every_key_and_f5_runs_inside(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("add")
        await lesson.type("x=5\n")
        assert lesson.session.code(lesson.session.editable).startswith("x=5\na = 1")
        await lesson.press("f5")
        await lesson.until(lambda: lesson.session.states.cells["add"].status == "ok")
        assert kernel.link is not None
        assert kernel.link.asked[-1][2].startswith("x=5\n")
        assert lesson.screen.editing.open
        await lesson.until(lambda: not lesson.session.saving.waiting)
        with Learner.open() as file:
            assert file.edit("pack/sums", "add") == lesson.session.code(lesson.session.editable)
        await lesson.press("ctrl+end")
        await lesson.type("# end")
        await lesson.press("ctrl+home")
        await lesson.type("# begin\n")
        code = lesson.session.code(lesson.session.editable)
        assert code.startswith("# begin\nx=5") and code.endswith("# end")
        await lesson.press("escape")
        assert not lesson.screen.editing.open
        await lesson.press("j")
        assert lesson.session.block.key != "add"


async def test_the_task_stays_in_sight_above_the_editor(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("double")
        await lesson.until(lambda: "which gives twice its number" in lesson.text)
        assert "def double(x):" in lesson.text


async def test_python_is_indented(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("double")
        editor = lesson.screen.editing.editor
        await lesson.press("f7", "delete")
        await lesson.type("def f(x):\nreturn x\ny")
        assert editor.text == "def f(x):\n    return x\ny"
        await lesson.press("home", "tab")
        assert editor.text.endswith("\n    y")
        await lesson.press("shift+tab")
        assert editor.text.endswith("\ny")
        await lesson.press("f7", "tab")
        assert editor.text == "    def f(x):\n        return x\n    y"
        await lesson.press("ctrl+z")
        assert editor.text == "def f(x):\n    return x\ny"


async def test_completion_from_the_kernel(refs: list[LessonRef], kernel: FakeKernel) -> None:
    kernel.names += ["number", "numbers", "other"]
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("add")
        await lesson.type("o")
        await lesson.press("tab")
        await lesson.until(lambda: lesson.screen.editing.editor.text.startswith("othera"))
        await lesson.type("\nnu")
        await lesson.press("tab")
        await lesson.until(lambda: "numbers" in lesson.text)
        await lesson.press("down", "enter")
        await lesson.until(lambda: "\nnumbersa" in lesson.screen.editing.editor.text)
        await lesson.type(" n")
        await lesson.press("tab")
        await lesson.until(lambda: lesson.screen.editing.editor.popup_open)
        await lesson.press("escape")
        assert lesson.screen.editing.open
        assert not lesson.screen.editing.editor.popup_open


async def test_the_signature_of_a_call(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("add")
        await lesson.type("print(")
        await lesson.until(lambda: "print(*values, sep=' ')" in lesson.text)


async def test_searching_in_the_code(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("add")
        await lesson.press("ctrl+f")
        await lesson.type("b")
        await lesson.until(lambda: "1 of 2" in lesson.text)
        await lesson.press("enter")
        await lesson.until(lambda: "2 of 2" in lesson.text)
        await lesson.press("escape")
        assert lesson.screen.editing.editor.has_focus
        assert lesson.screen.editing.editor.selected_text == "b"


async def test_no_key_of_tmux_or_flow_control_is_taken(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("add")
        before = lesson.screen.editing.editor.cursor_location
        await lesson.press("end", "ctrl+a")
        assert lesson.screen.editing.editor.cursor_location != before
        await lesson.press("ctrl+q", "ctrl+s", "ctrl+b")
        assert lesson.pilot.app.is_running


async def test_an_exercise_is_failed_hinted_and_passed(refs: list[LessonRef], kernel: FakeKernel) -> None:
    kernel.reports["double"] = WRONG
    async with opened(refs[0], kernel, (80, 40)) as lesson:
        await lesson.at("double")
        await lesson.press("s")
        assert not lesson.session.states.exercises["double"].solution_open
        await lesson.press("r")
        await lesson.until(lambda: "you square it" in lesson.text)
        assert "✗ gives twice the number" in lesson.text
        await lesson.press("h")
        await lesson.until(lambda: "Twice is two times." in lesson.text)
        await lesson.press("s")
        await lesson.until(lambda: "return 2 * x" in lesson.text)
        kernel.reports["double"] = RIGHT
        await lesson.press("r")
        await lesson.until(lambda: "✓ passed" in lesson.text)


async def test_the_difference_to_starter_and_solution(refs: list[LessonRef], kernel: FakeKernel) -> None:
    kernel.reports["double"] = WRONG
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("double")
        await lesson.type("#mine\n")
        await lesson.press("escape", "r", "s", "d")
        await lesson.until(lambda: isinstance(lesson.pilot.app.screen, DifferenceScreen))
        await lesson.until(lambda: "+     return 2 * x" in lesson.text)
        await lesson.press("tab")
        await lesson.until(lambda: "- #mine" in lesson.text and "2 * x" not in lesson.text)
        await lesson.pilot.resize_terminal(120, 30)
        await lesson.until(lambda: "│" in lesson.text)
        await lesson.press("escape")
        assert lesson.pilot.app.screen is lesson.screen


async def test_an_older_text_is_found_and_taken_back(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("add")
        await lesson.type("#mine\n")
        mine = lesson.session.states.cells["add"].code
        await lesson.press("escape", "u", "u")
        await lesson.until(lambda: not lesson.session.states.cells["add"].edited)
        await lesson.press("d")
        await lesson.until(lambda: isinstance(lesson.pilot.app.screen, DifferenceScreen))
        await lesson.until(lambda: "earlier, " in lesson.text and "+ #mine" in lesson.text)
        await lesson.press("shift+tab")
        await lesson.until(lambda: "Both are the same" in lesson.text)
        await lesson.press("enter")  # the original isn't an older text of one's own
        assert isinstance(lesson.pilot.app.screen, DifferenceScreen)
        await lesson.press("tab", "enter")
        await lesson.until(lambda: lesson.session.states.cells["add"].code == mine)
        assert lesson.pilot.app.screen is lesson.screen


async def test_a_text_of_another_window_is_told_and_kept(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        with Learner.open() as other:
            other.save_edit(refs[0].key, "add", "from another window\n")
        await lesson.edit("add")
        await lesson.type("#mine\n")
        await lesson.until(lambda: any(n.message == t("lesson.overwrote") for n in lesson.pilot.app._notifications))
        await lesson.press("escape", "d", "tab")
        await lesson.until(lambda: "+ from another window" in lesson.text)
        await lesson.press("enter")
        await lesson.until(lambda: lesson.session.states.cells["add"].code == "from another window\n")
        block = lesson.session.blocks[lesson.session.index_of("add")]
        assert isinstance(block, Cell)
        assert any(old.code.startswith("#mine") for old in lesson.session.earlier(block))


async def test_putting_back_asks_first(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.edit("add")
        await lesson.type("x")
        await lesson.press("escape", "u", "enter")
        assert lesson.session.states.cells["add"].edited
        await lesson.press("u", "u")
        await lesson.until(lambda: not lesson.session.states.cells["add"].edited)


async def test_a_quiz_by_digits(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("guess")
        await lesson.press("1", "enter")
        await lesson.until(lambda: "You lost one." in lesson.text)
        await lesson.press("2", "enter")
        await lesson.until(lambda: "Yes, three." in lesson.text)
        await lesson.press("j")
        assert lesson.session.block.key == "which"


async def test_a_quiz_by_moving(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("which")
        await lesson.press("enter", "space", "j", "j", "space", "enter")
        await lesson.until(lambda: lesson.session.states.quizzes["which"].right)
        await lesson.press("enter", "escape")
        assert lesson.session.block.key == "which"
        assert lesson.pilot.app.screen is lesson.screen


async def test_a_number_is_typed(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("half")
        await lesson.press("enter")
        await lesson.type("0.5")
        await lesson.press("enter")
        assert lesson.session.states.quizzes["half"].right


async def test_what_is_no_number_can_be_mended(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("half")
        await lesson.press("enter")
        await lesson.type("1x2")
        await lesson.press("enter")
        await lesson.until(lambda: lesson.screen.line.is_open and lesson.screen.line.value == "1x2")
        await lesson.press("left", "backspace", "enter")  # 12
        await lesson.until(lambda: lesson.session.states.quizzes["half"].answered)


async def test_where_one_is_is_kept_as_soon_as_the_lesson_is_open(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.until(lambda: lesson.session.learner.place() is not None)
        assert lesson.session.learner.place() == (refs[0].key, lesson.session.blocks[0].key)


async def test_what_is_typed_can_be_edited(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("half")
        await lesson.press("enter")
        await lesson.type("7")
        await lesson.press("enter", "enter")
        assert lesson.screen.line.is_open and lesson.screen.line.value == ""  # not behind the last answer
        await lesson.type("123")
        await lesson.press("backspace", "left", "left", "delete", "tab")
        assert lesson.screen.line.value == "2"
        await lesson.press("end", "ctrl+u")
        assert lesson.screen.line.value == ""
        await lesson.type("0.5")
        await lesson.press("enter")
        assert lesson.session.states.quizzes["half"].right


async def test_what_is_said_of_an_answer_is_scrolled_into_sight(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        view, blocks = lesson.screen.view, lesson.session.blocks
        for key, answer in (("half", ("enter", "2", "enter")), ("which", ("3", "enter"))):
            index = lesson.session.index_of(key)
            view.go(index - 2, at_top=True)  # with the last line of the question on the last line of the screen
            view.go(index)
            while sum(view.rows_of(index) or (0, 0)) < view.size.height:
                view.scroll_lines(-1)
            await lesson.until(lambda key=key: lesson.session.block.key == key)
            await lesson.press(*answer)
            first, count = view.rows_of(index) or (-1, 0)
            assert first >= 0 and first + count <= view.size.height, (blocks[index].key, lesson.text)


@pytest.mark.parametrize("inside", [False, True])
async def test_the_result_of_a_check_is_scrolled_into_sight(
    refs: list[LessonRef], kernel: FakeKernel, inside: bool
) -> None:
    kernel.reports["double"] = WRONG
    long = "def double(x):\n" + "    x = x + 0\n" * 30 + "    return x\n"
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("double")
        lesson.screen.do(lambda: lesson.session.edit(lesson.session.editable, long))
        if inside:
            await lesson.edit("double")
            await lesson.press("f5")
            await lesson.until(lambda: "you square it" in lesson.text)
            await lesson.press("escape")
        else:
            await lesson.press("r")
        await lesson.until(lambda: "you square it" in lesson.text)
        await lesson.press("h")
        await lesson.until(lambda: "Twice is two times." in lesson.text)
        await lesson.press("s")
        await lesson.until(lambda: "return 2 * x" in lesson.text)


async def test_what_a_cell_asks_is_answered(refs: list[LessonRef], kernel: FakeKernel) -> None:
    kernel.prints["add"] = [events.Asked(run=0, prompt="your name? ")]
    async with opened(refs[0], kernel) as lesson:
        assert kernel.link is not None
        kernel.link.hold = True
        await lesson.at("add")
        await lesson.press("r")
        await lesson.until(lambda: lesson.screen.line.is_open)
        await lesson.press("escape")
        assert not lesson.screen.line.is_open
        await lesson.press("enter")
        await lesson.until(lambda: lesson.screen.line.is_open)
        await lesson.type("Ada")
        await lesson.press("enter")
        assert kernel.link.asked[-1] == ("answer", "Ada")
        assert not lesson.screen.line.is_open


async def test_a_kernel_that_died_says_why_and_is_restarted(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        assert kernel.link is not None
        kernel.link.tell(events.State(state="dead", why_id="kernel.died_exit", why={"code": 3}))
        await lesson.until(lambda: "kernel died" in lesson.text and "K restart" in lesson.text)
        asked = len(kernel.link.asked)
        await lesson.at("add")
        await lesson.press("r")
        said = lesson.pilot.app._notifications
        await lesson.until(lambda: any("nothing can run in it: K puts" in one.message for one in said))
        assert len(kernel.link.asked) == asked and lesson.session.states.cells["add"].status == ""
        await lesson.press("K")
        await lesson.until(lambda: lesson.session.kernel.state == "idle")
        assert "kernel died" not in lesson.text


async def test_a_letter_of_the_menu_does_nothing_else(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        assert kernel.link is not None
        await lesson.at("add")
        await lesson.press("K")
        await lesson.press("r")
        await lesson.until(lambda: bool(kernel.link and kernel.link.asked))
        await settled(lesson.pilot, 0.1)
        assert [asked[0] for asked in kernel.link.asked] == ["restart"]


async def test_the_kernels_menu(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        assert kernel.link is not None
        await lesson.at("add")
        await lesson.press("K", "c")
        await lesson.until(lambda: lesson.session.states.cells["add"].status == "ok")
        assert [asked[0] for asked in kernel.link.asked] == ["restart", "execute"]
        await lesson.press("K", "e")
        await lesson.until(lambda: lesson.session.kernel.state == "ended")


async def test_what_catches_interrupts_is_told_of(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        assert kernel.link is not None
        kernel.link.tell(events.Ran(run=99, cell="add", code="a", time=0.0))
        await lesson.until(lambda: lesson.session.kernel.running == "add")
        await lesson.press("i")
        assert not lesson.pilot.app._notifications
        await lesson.press("i")
        await lesson.until(
            lambda: any(n.message == t("lesson.catches_interrupt") for n in lesson.pilot.app._notifications)
        )


async def test_the_path_of_another_python_is_typed(
    refs: list[LessonRef], kernel: FakeKernel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked_at: list[Path] = []

    def check(path: Path) -> interpreters.Versions:
        looked_at.append(path)
        if path.name == "nowhere":
            raise LabError("no Python there")
        return interpreters.Versions("3.12", "2.9", "7.0")

    monkeypatch.setattr(interpreters, "check", check)
    monkeypatch.setattr(interpreters, "find", lambda _: [interpreters.Interpreter(Path(sys.executable), "own")])
    python = tmp_path / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    async with opened(refs[0], kernel) as lesson:
        await lesson.press("K", "p", "end", "enter")
        await lesson.until(lambda: lesson.screen.line.is_open)
        lesson.screen.line.query_one(Input).value = "/nowhere"
        await lesson.press("enter")
        await lesson.until(lambda: lesson.screen.line.is_open and lesson.screen.line.value == "/nowhere")
        lesson.screen.line.query_one(Input).value = str(tmp_path / "env")
        await lesson.press("enter")
        await lesson.until(lambda: settings.read().interpreter == str(python))
        assert looked_at == [Path("/nowhere"), python]
        await lesson.until(lambda: lesson.session.kernel.state == "idle")


async def test_bookmarks_and_notes(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("guess")
        await lesson.press("m")
        assert lesson.session.states.marks["guess"].bookmark
        await lesson.press("N")
        await lesson.until(lambda: lesson.screen.editing.open and lesson.screen.editing.editor.has_focus)
        await lesson.type("ask")
        await lesson.press("escape")
        assert lesson.session.states.marks["guess"].note == "ask"
        await lesson.press("home", "M")
        await lesson.until(lambda: isinstance(lesson.pilot.app.screen, ChoiceScreen))
        await lesson.press("enter")
        assert lesson.session.block.key == "guess"


async def test_another_language_stays_at_the_block(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("double")
        await lesson.press("L")
        await lesson.until(lambda: "trả về hai lần" in lesson.text)
        assert lesson.session.block.key == "double"


async def test_the_lesson_beside_it(refs: list[LessonRef], kernel: FakeKernel, tmp_path: Path) -> None:
    from tui_lab.content import packs

    packs.add(tmp_path / "pack")
    async with opened(refs[0], kernel) as lesson:
        await lesson.press("p")
        assert lesson.pilot.app.screen is lesson.screen
        await lesson.press("end", "n")
        await lesson.until(lambda: "Products" in lesson.text)
        assert isinstance(lesson.pilot.app.screen, LessonScreen)
        assert kernel.link is not None
        assert kernel.link.closed


async def test_one_press_too_many_does_not_leave_the_lesson(
    refs: list[LessonRef], kernel: FakeKernel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tui_lab.content import packs

    packs.add(tmp_path / "pack")

    def told() -> list[str]:
        return [note.message for note in lesson.pilot.app._notifications]

    async with opened(refs[0], kernel) as lesson:
        await lesson.press("j", "n")
        assert lesson.pilot.app.screen is lesson.screen and told() == ["n again: next lesson"]
        monkeypatch.setattr(moving, "AGAIN_S", 0.0)  # too late
        await lesson.press("n")
        assert lesson.pilot.app.screen is lesson.screen
        monkeypatch.setattr(moving, "AGAIN_S", 60.0)
        await lesson.press("n")
        await lesson.until(lambda: "Products" in lesson.text)


async def test_the_minutes_left_are_those_of_what_is_not_done(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.press("end")
        assert "min left" in lesson.text and "all done" not in lesson.text
        for block in lesson.session.blocks:
            lesson.session.marking.saw(block)
        for quiz in lesson.session.lesson.quizzes:
            lesson.session.quizzes.state(quiz).answered = True
        for cell in lesson.session.lesson.cells:
            lesson.session.cells.state(cell).status = "ok"
        lesson.screen.show()
        await lesson.until(lambda: "7 min left" in lesson.text)  # the exercise
        lesson.session.states.exercises["double"].passed = True
        lesson.screen.show()
        await lesson.until(lambda: "all done" in lesson.text)


async def test_a_notice_is_not_put_below_itself(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.press("p", "p", "p")
        assert [note.message for note in lesson.pilot.app._notifications] == ["This is the first lesson."]


async def test_a_preset_opens_the_lab(refs: list[LessonRef], kernel: FakeKernel) -> None:
    from tui_lab.app.screens.lab import LabScreen

    async with opened(refs[0], kernel) as lesson:
        await lesson.at("try-it")
        await lesson.press("enter")
        await lesson.until(lambda: isinstance(lesson.pilot.app.screen, LabScreen))
        lab = lesson.pilot.app.screen
        assert isinstance(lab, LabScreen)
        assert (lab.session.config.data.name, lab.session.config.run.epochs) == ("moons", 2)


async def test_twins_are_started_and_laid_over_each_other(
    refs: list[LessonRef], kernel: FakeKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_lab.app.screens.compare import CompareScreen
    from tui_lab.config import file as config_file
    from tui_lab.runs import launch, store

    launched: list[Path] = []
    monkeypatch.setattr(launch, "launch", lambda folder, **_: launched.append(folder) or 0)
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("both")
        await lesson.press("enter", "t")
        await lesson.until(lambda: isinstance(lesson.pilot.app.screen, CompareScreen))
        assert launched == store.folders()
        rates = [config_file.read(folder / "config.json").optimizer.lr for folder in launched]
        assert rates[1] == 0.5 != rates[0]


async def test_an_explorable_that_isnt_there_says_so(refs: list[LessonRef], kernel: FakeKernel) -> None:
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("nothing-like-it")
        await lesson.press("enter")
        await lesson.pilot.pause()
        assert lesson.pilot.app.screen is lesson.screen
        assert lesson.pilot.app._notifications


async def test_an_editor_that_isnt_there_says_so(
    refs: list[LessonRef], kernel: FakeKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    async with opened(refs[0], kernel) as lesson:
        await lesson.at("add")
        await lesson.press("E")
        notes = [note.message for note in lesson.pilot.app._notifications]
        assert any("no-such-editor" in note for note in notes)
        assert not lesson.session.states.cells["add"].edited


async def test_two_other_kernels_are_open(refs: list[LessonRef]) -> None:
    from tui_lab.kernel.link import NoRoom
    from tui_lab.kernel.sessions import KeeperStatus

    class Full(FakeKernel):
        async def open(self, session, on_event, *, known, make_room):
            if not make_room:
                idle = KeeperStatus(
                    host="", boot="", pid=1, process_start="", heartbeat=0.0, running=True, key="course/neuron"
                )
                raise NoRoom("two kernels are open already", idle, ("course/neuron", "someone/gone"))
            return await super().open(session, on_event, known=known, make_room=make_room)

    kernel = Full()
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = LessonScreen(refs[0], "add", opener=kernel.open)
        app.push_screen(screen)
        lesson = Lesson(pilot, screen, kernel)
        await lesson.until(lambda: "no kernel yet: two others are open" in lesson.text)
        assert not app._notifications  # reading needs none
        await lesson.press("r")
        await lesson.until(lambda: isinstance(app.screen, ChoiceScreen))
        said = " ".join(lesson.text.split())
        assert "“From biological to artificial neuron” and “someone/gone”" in said
        assert "end the one of “From biological" in said and "course/neuron" not in said
        await lesson.press("e")
        await lesson.until(lambda: screen.session.states.cells["add"].status == "ok")
        assert "no kernel yet" not in lesson.text


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_every_key_of_the_footer_does_something_at_every_block(
    refs: list[LessonRef], kernel: FakeKernel, size: tuple[int, int]
) -> None:
    async with opened(refs[0], kernel, size) as lesson:
        for _ in lesson.session.blocks:
            footer = lesson.text.splitlines()[-1]
            assert "? help" in footer
            assert footer.count("   ") < 9
            await lesson.press("j")


async def test_ascii_alone(refs: list[LessonRef], kernel: FakeKernel) -> None:
    settings.write(settings.Settings(ascii=True))
    async with opened(refs[0], kernel, (120, 40)) as lesson:
        await lesson.at("add")
        await lesson.press("r")
        await lesson.until(lambda: "Out [1]" in lesson.text)
        strange = {letter for letter in lesson.text if ord(letter) > 126} - set("ếệ")  # Tiếng Việt
        assert not strange


async def test_a_real_kernel_runs_dies_and_comes_back(refs: list[LessonRef]) -> None:
    from tui_lab.kernel.sessions import keeper_of, session_for

    app = Bare()
    async with app.run_test(size=(80, 40)) as pilot:
        screen = LessonScreen(refs[0], "add")
        app.push_screen(screen)
        lesson = Lesson(pilot, screen, FakeKernel())
        kernel = screen.session.kernel
        try:
            await lesson.until(lambda: screen.is_mounted and kernel.state != "")
            await lesson.press("r")
            await until(lesson.pilot, lambda: "Out [1]  3" in lesson.text, A_KERNEL_S)
            await lesson.at("double")
            await lesson.press("r")
            await until(lesson.pilot, lambda: "double(4) is 4, not 8." in lesson.text, A_KERNEL_S)
            screen.session.edit(lesson.session.editable, "def double(x):\n    return x + x\n")
            await lesson.press("r")
            await until(lesson.pilot, lambda: "✓ passed" in lesson.text, A_KERNEL_S)
            await lesson.at("print-it")
            screen.session.edit(screen.session.editable, "import os\nos._exit(3)")
            await lesson.press("r")
            await until(lesson.pilot, lambda: "kernel died" in lesson.text, A_KERNEL_S)
            assert screen.session.code(screen.session.editable) == "import os\nos._exit(3)"
            await lesson.press("K")
            await until(lesson.pilot, lambda: kernel.state == "idle", A_KERNEL_S)
        finally:
            kernel.end()
            await until(lesson.pilot, lambda: keeper_of(session_for("pack/sums")) is None, A_KERNEL_S)
