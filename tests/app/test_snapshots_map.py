"""Pictures of the map with progress, the search, the tour, the self-check and the review, at three sizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from learned import learn
from made_course import make_course, use_course
from piloting import text_of, until
from textual.pilot import Pilot

from tui_lab.app import progress
from tui_lab.app.app import DlLabApp
from tui_lab.app.screens.tour import ROOMY
from tui_lab.config import settings
from tui_lab.content import packs, self_check

SIZES = [(80, 24), (120, 40), (200, 60)]
LOOKS = [("dark", "en"), ("light", "vi")]

pytestmark = [pytest.mark.parametrize("size", SIZES), pytest.mark.parametrize(("theme", "lang"), LOOKS)]


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str, lang: str) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    use_course(
        monkeypatch, make_course(tmp_path / "lessons", ("01-foundations/01-neuron", "01-foundations/02-gradient"))
    )
    settings.write(settings.Settings(theme=theme, language=lang))


def waiting(*keys: str, text: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press keys, then wait for a text."""

    async def run(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)
        await until(pilot, lambda: text in text_of(pilot.app))  # type: ignore[arg-type]

    return run


def test_map_with_progress_and_a_pack(snap_compare, tmp_path: Path, size: tuple[int, int]) -> None:
    packs.add(make_course(tmp_path / "my-pack", ("01-foundations/01-neuron",)))
    learn()

    async def run(pilot: Pilot[None]) -> None:
        shown = ("34 %", "1 of 60") if pilot.app.settings.language == "en" else ("34 %", "1/60")
        await until(pilot, lambda: all(text in text_of(pilot.app) for text in shown))

    assert snap_compare(DlLabApp(), terminal_size=size, run_before=run)


def test_map_of_a_new_learner_in_high_contrast(snap_compare, size: tuple[int, int], lang: str) -> None:
    settings.write(settings.Settings(theme="contrast", language=lang))
    assert snap_compare(DlLabApp(), terminal_size=size)


def test_search(snap_compare, size: tuple[int, int], lang: str) -> None:
    found = "found" if lang == "en" else "tìm thấy"

    async def run(pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"gradient")
        await until(pilot, lambda: pilot.app.search_index.complete and found in text_of(pilot.app))
        await pilot.press("down")

    assert snap_compare(DlLabApp(), terminal_size=size, run_before=run)


@pytest.mark.parametrize("page", [0, 2])
def test_tour(snap_compare, size: tuple[int, int], page: int) -> None:
    pages = page if size[0] < ROOMY[0] else 0  # a large terminal shows all of them at once
    assert snap_compare(DlLabApp(), terminal_size=size, press=["T", *["enter"] * pages])


def test_self_check_wrong_answer(snap_compare, size: tuple[int, int]) -> None:
    assert snap_compare(DlLabApp(), terminal_size=size, press=["c", "enter", "3", "enter"])


def test_self_check_result(snap_compare, size: tuple[int, int]) -> None:
    for number, question in enumerate(self_check.read("en").questions):
        value = "wrong" if number in (2, 5, 10) else "right"
        progress.remember(f"{progress.SELF_CHECK}.{question.quiz.id}", value)
    assert snap_compare(DlLabApp(), terminal_size=size, press=["c", "j"])


def test_review_question_and_grade(snap_compare, size: tuple[int, int]) -> None:
    learn()
    assert snap_compare(DlLabApp(), terminal_size=size, press=["r", "1", "enter"])


def test_marks(snap_compare, size: tuple[int, int]) -> None:
    learn()
    assert snap_compare(DlLabApp(), terminal_size=size, run_before=waiting("b", text="Walk against it"))
