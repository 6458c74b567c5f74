"""Pictures of a lesson: three sizes, dark in English and light in Vietnamese."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lesson_fakes import FakeKernel
from lesson_made import made_pack
from piloting import settled, until
from textual.pilot import Pilot
from textual.screen import Screen

from tui_lab.app.app import DlLabApp
from tui_lab.app.screens.choice import ChoiceScreen
from tui_lab.app.screens.lesson import LessonScreen
from tui_lab.config import settings
from tui_lab.content.packs import LessonRef
from tui_lab.kernel import events
from tui_lab.kernel.events import CheckReport, CheckResult, Event

LOOKS = [
    (size, theme, lang)
    for size in [(80, 24), (120, 40), (200, 60)]
    for theme, lang in [("dark", "en"), ("light", "vi")]
]
looks = pytest.mark.parametrize(("size", "theme", "lang"), LOOKS)
Size = tuple[int, int]

PRINTED: list[Event] = [
    events.Stream(run=0, name="stdout", text="".join(f"epoch {n}  loss {1 / n:.3f}\n" for n in range(1, 6))),
    events.Display(run=0, data={"text/plain": "tensor([0.2000, 0.8000])"}, files={}, result=True),
]
RAISED: list[Event] = [
    events.Error(
        run=0,
        ename="NameError",
        evalue="name 'c' is not defined",
        traceback=[
            "\x1b[31mNameError\x1b[0m: name 'c' is not defined",
            "line \x1b[32m3\x1b[0m: a + c",
        ],
        plain_id="explained_errors.name_unknown",
        plain={"name": "c"},
    )
]
FAILED = CheckReport(
    passed=False, results=[CheckResult(name="doubles", passed=False, hint="squared", numbers={"got": 16.0})]
)


class Bare(DlLabApp):
    """The app with nothing below the lesson."""

    CSS_PATH = Path(sys.modules[DlLabApp.__module__].__file__ or "").parent / "styles" / "app.tcss"

    def __init__(self, ref: LessonRef, kernel: FakeKernel) -> None:
        super().__init__()
        self.ref, self.kernel = ref, kernel

    def get_default_screen(self) -> Screen[None]:
        return Screen()

    def on_mount(self) -> None:
        self.push_screen(LessonScreen(self.ref, opener=self.kernel.open))


@pytest.fixture
def kernel() -> FakeKernel:
    return FakeKernel()


@pytest.fixture
def compare(snap_compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: FakeKernel):
    """Compare the lesson at a block, after some keys, with its picture."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    ref = made_pack(tmp_path)[0]

    def look(size: Size, theme: str, lang: str, block: str, keys: list[str], shown: Callable[[Any], object]) -> bool:
        settings.write(settings.Settings(theme=theme, language=lang))

        async def prepared(pilot: Pilot[None]) -> None:
            def screen() -> LessonScreen:
                found = pilot.app.screen
                assert isinstance(found, LessonScreen)
                return found

            await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen) and kernel.link is not None)
            await until(pilot, lambda: screen().session.kernel.state == "idle")
            screen().view.go(screen().session.index_of(block))
            await until(pilot, lambda: screen().session.block.key == block)
            await pilot.press(*keys)
            await until(pilot, lambda: shown(pilot.app.screen))
            await settled(pilot, 0.3)  # the frame after it

        return snap_compare(Bare(ref, kernel), terminal_size=size, run_before=prepared)

    return look


@looks
def test_reading(compare, size: Size, theme: str, lang: str) -> None:
    assert compare(size, theme, lang, "top+2", [], lambda _: True)


@looks
def test_a_cell_with_output(compare, kernel: FakeKernel, size: Size, theme: str, lang: str) -> None:
    kernel.prints["add"] = PRINTED
    assert compare(size, theme, lang, "add", ["r"], lambda screen: screen.session.states.cells["add"].status == "ok")


@looks
def test_an_error_in_plain_words(compare, kernel: FakeKernel, size: Size, theme: str, lang: str) -> None:
    kernel.prints["add"] = RAISED
    assert compare(size, theme, lang, "add", ["r"], lambda screen: screen.session.states.cells["add"].status == "error")


@looks
def test_an_exercise_that_failed(compare, kernel: FakeKernel, size: Size, theme: str, lang: str) -> None:
    kernel.reports["double"] = FAILED
    assert compare(
        size, theme, lang, "double", ["r", "h"], lambda screen: screen.session.states.exercises["double"].fitting_hint
    )


@looks
def test_a_quiz_that_was_answered(compare, size: Size, theme: str, lang: str) -> None:
    assert compare(
        size, theme, lang, "guess", ["1", "enter"], lambda screen: screen.session.states.quizzes["guess"].answered
    )


@looks
def test_the_editor(compare, size: Size, theme: str, lang: str) -> None:
    assert compare(
        size, theme, lang, "double", ["enter"], lambda screen: screen.editing.open and screen.editing.editor.has_focus
    )


@looks
def test_a_kernel_that_died(compare, kernel: FakeKernel, size: Size, theme: str, lang: str) -> None:
    kernel.prints["add"] = [events.State(state="dead", why_id="kernel.died_exit", why={"code": 3})]
    assert compare(size, theme, lang, "add", ["r"], lambda screen: screen.session.kernel.state == "dead")


def test_the_kernels_menu(compare) -> None:
    assert compare((80, 24), "dark", "en", "add", ["K"], lambda screen: isinstance(screen, ChoiceScreen))
