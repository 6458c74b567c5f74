"""The explorables driven by keys, with the engine's true values, and their looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import piloting
import pytest
from explorable_bench import OwnBench
from piloting import settled, text_of
from rich.cells import cell_len
from textual.pilot import Pilot

from tui_lab.app import explorables
from tui_lab.app.app import DlLabApp
from tui_lab.app.explorables import open_explorable
from tui_lab.app.explorables.boundary import BoundaryScreen
from tui_lab.app.explorables.neuron import NeuronScreen
from tui_lab.app.explorables.page import PlanePage
from tui_lab.app.explorables.screen import ExplorableScreen
from tui_lab.app.explorables.surface import SurfaceScreen
from tui_lab.app.explorables.two_two_one import TwoTwoOneScreen
from tui_lab.app.screens.course_map import CourseMapScreen
from tui_lab.app.screens.help import HelpScreen
from tui_lab.config import settings
from tui_lab.content.lesson import EXPLORABLES, Explorable, Span
from tui_lab.messages import set_language, t

SIZES = ((80, 24), (120, 40), (200, 60))
BEGIN = {
    "two-two-one": ("2", "n", "n", "n"),
    "neuron": ("2", "d", "d", "space"),
    "surface": ("1", "space", "space", "space"),
    "boundary": ("1",),
    "activations": ("3", "tab"),
}
"""Keys that lead to a telling look of each."""


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    yield
    set_language("en")


def made() -> DlLabApp:
    app = DlLabApp()
    app._bench = OwnBench()  # type: ignore[assignment]
    return app


def block(name: str, predict: str = "", **options: str) -> Explorable:
    return Explorable(id=name, name=name, options=tuple(options.items()), predict=(Span(predict),) if predict else ())


async def opened(pilot: Pilot[None], name: str, predict: str = "", **options: str) -> ExplorableScreen:
    await pilot.pause()
    app = pilot.app
    assert isinstance(app, DlLabApp)
    open_explorable(app, block(name, predict, **options))
    await until(pilot, lambda: isinstance(app.screen, ExplorableScreen) and app.screen.has_data)
    assert isinstance(app.screen, ExplorableScreen)
    return app.screen


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    await piloting.until(pilot, true)
    await settle(pilot)
    assert true()


async def settle(pilot: Pilot[None]) -> None:
    """Until nothing is asked for and no frame waits for its turn."""
    for _ in range(200):
        await pilot.pause(0.03)
        screen = pilot.app.screen
        if not isinstance(screen, ExplorableScreen) or (screen._late is None and not screen._asking):
            break
    await pilot.pause()


# Looks


def look(snap_compare: Any, name: str, size: tuple[int, int], chosen: settings.Settings, *keys: str) -> None:
    settings.write(chosen)

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, name)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await settle(pilot)

    assert snap_compare(made(), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", BEGIN)
def test_looks(snap_compare: Any, name: str, size: tuple[int, int]) -> None:
    look(snap_compare, name, size, settings.Settings(), *BEGIN[name])


@pytest.mark.parametrize("name", BEGIN)
def test_looks_in_vietnamese_before_the_guess(snap_compare: Any, name: str) -> None:
    look(snap_compare, name, (80, 24), settings.Settings(language="vi", theme="light"))


@pytest.mark.parametrize("name", ["two-two-one", "surface"])
def test_looks_in_ascii(snap_compare: Any, name: str) -> None:
    look(snap_compare, name, (80, 24), settings.Settings(ascii=True), *BEGIN[name])


def test_looks_at_the_update(snap_compare: Any) -> None:
    look(snap_compare, "two-two-one", (80, 24), settings.Settings(), "2", "g", *["n"] * 9)


def test_looks_without_colours(snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    look(snap_compare, "boundary", (80, 24), settings.Settings(), "1")


# Predicting first


async def test_nothing_reacts_before_a_guess_and_the_guess_is_compared() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "neuron")
        assert isinstance(screen, NeuronScreen)
        before = dict(screen.numbers)
        assert "Predict first" in text_of(app) and "which" not in text_of(app)
        await pilot.press("up", "space", "4")
        await settle(pilot)
        assert screen.numbers == before and not screen.guess.begun
        await pilot.press("1", "up")
        await settle(pilot)
        assert screen.numbers["w1"] == before["w1"] + 0.25
        assert "Your guess: it turns" in text_of(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "no, it shifts" in text_of(app) and "compare" not in text_of(app)


async def test_a_wrong_guess_stands_beside_the_answer() -> None:
    app = made()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, "neuron", "How many?", choices="one | two", answer="2")
        await pilot.press("1", "enter")
        await settle(pilot)
        assert "✗ one: no, two." in text_of(app)


@pytest.mark.parametrize(("name", "key"), [("neuron", "d"), ("surface", "s")])
async def test_a_question_is_asked_only_where_it_belongs(name: str, key: str) -> None:
    app = made()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, name, "Is this here?", choices="one | two", answer="2")
        await pilot.press("1")
        await settle(pilot)
        assert "Is this here?" in text_of(app)
        await pilot.press(key, "enter")
        await settle(pilot)
        assert "Is this here?" not in text_of(app) and "✗ one" not in text_of(app)
        await pilot.press(key.upper(), "enter")
        await settle(pilot)
        assert "✗ one: no, two." in text_of(app)


async def test_a_step_asks_nothing_before_the_guess() -> None:
    app = made()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "two-two-one")
        assert isinstance(screen, TwoTwoOneScreen)
        screen.state.at = next(n for n, step in enumerate(screen.state.steps) if step.asks is not None)
        screen.show()
        await settle(pilot)
        asked = t("explorable.two-two-one.ask." + screen.state.step.asks.text)
        assert asked not in text_of(app)
        await pilot.press("2")
        await settle(pilot)
        assert asked in text_of(app)


async def test_the_arrow_keeps_its_head_in_the_picture() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "surface", surface="ravine")
        await pilot.press("1")
        await settle(pilot)
        picture = app.screen.query_one("#explorable-picture", PlanePage)
        assert any(sign in picture.render_line(y).text for y in range(picture.size.height) for sign in "▲▼◀▶")


async def test_a_lesson_asks_a_question_of_its_own() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "surface", "Which way is down?", choices="left | right", answer="2")
        assert "Which way is down?" in text_of(app) and "1 left   2 right" in text_of(app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: "✓ right, as you guessed" in text_of(app))


async def test_a_question_without_choices_is_thought_about() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "surface", "Where is the lowest place?")
        await pilot.press("enter", "space")
        await settle(pilot)
        assert screen.guess.begun and not screen.guess.comparable
        assert isinstance(screen, SurfaceScreen) and screen.steps == 1


# The 2-2-1 network


async def test_stepping_forward_shows_one_number_after_the_other() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "two-two-one")
        assert isinstance(screen, TwoTwoOneScreen)
        await pilot.press("enter", "n")
        await settle(pilot)
        assert "z₁ = w₁₁·x₁ + w₁₂·x₂ + b₁ = 0.40·0.50 + (−0.50)·0.10 + 0.12 = 0.270" in text_of(app)
        assert "0.567" not in text_of(app)
        await pilot.press("n", "n")
        await settle(pilot)
        assert "0.567" in text_of(app) and "0.522" not in text_of(app) and "Predict a₂" in text_of(app)
        await pilot.press("1")
        await settle(pilot)
        assert "✗ No, over 0.5" in text_of(app) and "step 5 of 9" in text_of(app)
        await pilot.press("p", "2")
        await settle(pilot)
        assert "✓ Yes, over 0.5" in text_of(app)
        await pilot.press("n", "n", "n", "n", "n")
        await settle(pilot)
        assert "step 9 of 9" in text_of(app) and "0.0862" in text_of(app)


async def test_stepping_backward_to_the_update_and_taking_it() -> None:
    app = made()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "two-two-one", mode="backward")
        assert isinstance(screen, TwoTwoOneScreen)
        await pilot.press("enter", "n", "n")
        await settle(pilot)
        assert "∂L/∂z = ∂L/∂ŷ · ŷ(1 − ŷ) = (−0.4152)·0.2428 = −0.1008" in text_of(app)
        assert "×0.243" in text_of(app) and "−0.0706" not in text_of(app)
        await pilot.press("n", "2", *["n"] * 5)
        await settle(pilot)
        assert "v₁   0.700 →  0.729" in text_of(app)
        await pilot.press("1")
        await settle(pilot)
        assert "✓ Yes, smaller" in text_of(app) and "0.0862 → 0.0781" in text_of(app)
        await pilot.press("u")
        await until(pilot, lambda: "0.0781" in text_of(app))
        assert screen.state.at == 0 and screen.state.numbers["v1"] == pytest.approx(0.7286, abs=1e-4)
        await pilot.press("r")
        await settled(pilot, 0.2)
        assert screen.state.numbers["v1"] == 0.7


async def test_a_weight_is_changed_and_what_follows_from_it_with_it() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "two-two-one")
        assert isinstance(screen, TwoTwoOneScreen)
        await pilot.press("enter", "n", "n", "w", "right", "up", "up")
        await until(pilot, lambda: "z₁  0.290" in text_of(app))
        assert screen.state.numbers["w12"] == pytest.approx(-0.3)
        await pilot.press("escape", "x", "down")
        await until(pilot, lambda: screen.state.numbers["x1"] == pytest.approx(0.4))
        await pilot.press("escape")
        await pilot.pause(0.05)
        assert app.screen is screen
        await pilot.press("escape")
        await pilot.pause(0.05)
        assert isinstance(app.screen, CourseMapScreen)


# The others


async def test_one_update_shows_the_wrong_point_in_numbers_and_training_learns_and() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "neuron")
        assert isinstance(screen, NeuronScreen)
        await pilot.press("2", "0", "space")
        await until(pilot, lambda: "w₁ ← 0.00 − 0.00 = 0.00" in text_of(app))
        assert "(0.00, 0.00) is −1, but its sum" in text_of(app) and "[○]" in text_of(app)
        await pilot.press("0", "a")
        await until(pilot, lambda: "18 updates in 9 epochs" in text_of(app))
        assert screen.numbers == {"w1": 3, "w2": 2, "b": -4} and "0 of 4 wrong" in text_of(app)


async def test_xor_defeats_the_neuron() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "neuron", data="xor")
        await pilot.press("2", "a")
        await until(pilot, lambda: "no line parts XOR" in text_of(app))


async def test_a_walk_downhill_and_a_difference_of_another_width() -> None:
    app = made()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "surface")
        assert isinstance(screen, SurfaceScreen)
        await pilot.press("1")
        for _ in range(3):
            await pilot.press("space")
            await settle(pilot)
        assert (screen.x, screen.y) == pytest.approx((-1.5 * 0.8**3, 1.2 * 0.8**3))
        assert len(screen.trail) == 4
        await pilot.press("h", "h", "+", "right")
        await until(pilot, lambda: "h = 0.0001" in text_of(app) and "lr 0.2" in text_of(app))
        assert screen.trail == [(screen.x, screen.y)]
        await pilot.press("s", "s", "s")
        await until(pilot, lambda: "Rosenbrock" in text_of(app))
        assert (screen.x, screen.y, screen.lr) == (-1.0, 1.8, 0.01)


async def test_who_walked_out_of_the_picture_is_told_how_to_come_back() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        for surface in ("ravine", "rosenbrock"):
            screen = await opened(pilot, "surface", surface=surface, lr="1")
            assert isinstance(screen, SurfaceScreen)
            await pilot.press("1", *["space"] * 3)
            await until(pilot, lambda screen=screen: screen._lost and "r leads back" in text_of(app))
            assert "to the start." in text_of(app)
            await pilot.press("escape")


@pytest.mark.parametrize("name", EXPLORABLES)
@pytest.mark.parametrize("language", ["en", "vi"])
async def test_the_way_back_and_the_answer_stay_in_a_narrow_footer(name: str, language: str) -> None:
    settings.write(settings.Settings(language=language))
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, name)
        for keys in ((), ("1",)):
            await pilot.press(*keys)
            await pilot.pause()
            footer = text_of(app).splitlines()[-1]
            assert "esc " in footer and "? " in footer and "enter " in footer, footer


@pytest.mark.parametrize("name", EXPLORABLES)
async def test_numbers_and_formulas_have_one_kind_of_minus(name: str) -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, name)
        await pilot.press(*BEGIN[name])
        await settle(pilot)
        assert not re.search(r"-\d", text_of(app).replace("2-2-1", "")), text_of(app)


async def test_the_network_trains_pauses_and_begins_again_with_other_layers() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "boundary", data="xor", width="8")
        assert isinstance(screen, BoundaryScreen)
        await pilot.press("1", "space")
        await until(pilot, lambda: "● training" in text_of(app) and screen._answer["step"] >= 60)  # type: ignore[index]
        await pilot.press("space")
        await settled(pilot, 0.4)
        step = screen._answer["step"]  # type: ignore[index]
        await settled(pilot, 0.4)
        assert screen._answer["step"] == step and "paused" in text_of(app)  # type: ignore[index]
        await pilot.press("up")
        await until(pilot, lambda: "2 → 8 → 8 → 1" in text_of(app))
        assert re.search(r"parameters +105", text_of(app)) and "step     0" in text_of(app)


async def test_training_ends_with_the_screen_and_rests_under_the_help() -> None:
    app = made()
    own = app.bench
    assert isinstance(own, OwnBench)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "boundary")
        await pilot.press("1", "space")
        await settled(pilot, 0.3)
        await pilot.press("question_mark")
        await settled(pilot, 0.3)
        assert isinstance(app.screen, HelpScreen) and "one hidden layer more or less" in text_of(app)
        asked = len(own.asked)
        await settled(pilot, 0.4)
        assert len(own.asked) == asked
        await pilot.press("escape", "escape")
        await settled(pilot, 0.3)
        asked = len(own.asked)
        await settled(pilot, 0.4)
        assert isinstance(app.screen, CourseMapScreen) and len(own.asked) == asked


async def test_curves_and_the_deep_network() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "activations")
        await pilot.press("3", *["left"] * 10)
        await settled(pilot, 0.2)
        assert "0.5000" in text_of(app) and "0.2500" in text_of(app)
        await pilot.press("tab")
        await until(pilot, lambda: "The gradient vanishes" in text_of(app))
        await pilot.press("down", "down", "i", "right")
        await until(pilot, lambda: "ReLU · 11 layers of 64" in text_of(app) and "The gradient arrives" in text_of(app))


@pytest.mark.parametrize("depth", ["2", "30"])
async def test_first_and_last_layer_are_among_those_shown(depth: str) -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "activations", view="depth", depth=depth)
        assert re.search(r"^ +1  ", text_of(app), re.MULTILINE)
        assert re.search(rf"^ +{depth}  ", text_of(app), re.MULTILINE)


# What may go wrong


async def test_a_failing_bench_is_a_sentence_and_trying_again_helps() -> None:
    app = made()
    own = app.bench
    assert isinstance(own, OwnBench)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "neuron")
        await pilot.press("2")
        own.broken = "The bench is on fire."
        await pilot.press("up")
        await until(pilot, lambda: "The bench is on fire." in text_of(app))
        own.broken = ""
        await pilot.press("up")
        await until(pilot, lambda: "on fire" not in text_of(app) and "wrong" in text_of(app))
        assert screen.problem == ""


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (block("nowhere"), "There is no explorable “nowhere”"),
        (block("two-two-one", mode="sideways"), "can't be “sideways”. It can be: forward, backward"),
        (block("neuron", w1="much"), "must be a number, not “much”"),
        (block("boundary", layers="inf"), "must be a number, not “inf”"),
    ],
)
async def test_a_wrong_option_is_a_notice(one: Explorable, sentence: str) -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        open_explorable(app, one)
        await pilot.pause(0.05)
        assert isinstance(app.screen, CourseMapScreen)
        assert any(sentence in notice.message for notice in app._notifications)


@pytest.mark.parametrize("name", EXPLORABLES)
def test_each_that_a_lesson_can_name_has_a_screen_and_a_picture(name: str) -> None:
    assert name in explorables.SCREENS
    assert explorables.picture(name) and all(cell_len(row) <= 76 for row in explorables.picture(name))


async def test_the_bench_is_prepared_once_a_lesson_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorables, "IDLE_S", 0.0)
    app = made()
    own = app.bench
    assert isinstance(own, OwnBench)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        explorables.prepare_when_idle(app.screen, app)
        await until(pilot, lambda: own.prepared == 1)


async def test_the_language_changes_in_place() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "two-two-one")
        await pilot.press("2", "n", "L")
        await settled(pilot, 0.3)
        assert "Chiều xuôi · bước 2 trên 9" in text_of(app) and "Bạn đoán" in text_of(app)


async def test_another_size_asks_for_another_picture() -> None:
    app = made()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, "surface")
        assert isinstance(screen, SurfaceScreen)
        small = screen._levels_for
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: screen._levels_for[1] > small[1])
        assert screen.has_data
