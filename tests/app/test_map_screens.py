"""The map with progress, and what opens from it: search, marks, tour, self-check, review, the last lesson."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from learned import learn
from lesson_fakes import FakeKernel
from made_course import make_course, use_course
from piloting import settled, text_of, until
from textual.binding import Binding
from textual.pilot import Pilot

from tui_lab.app.app import DlLabApp
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.screens.course_map import CourseMapScreen
from tui_lab.app.screens.lesson import LessonScreen
from tui_lab.app.screens.marks import MarksScreen
from tui_lab.app.screens.review import ReviewScreen
from tui_lab.app.screens.search import SearchScreen
from tui_lab.app.screens.self_check import SelfCheckScreen
from tui_lab.app.screens.tour import PAGES, TourScreen
from tui_lab.config import settings
from tui_lab.content import packs, prose, self_check
from tui_lab.content.source import Source
from tui_lab.learner.store import Learner
from tui_lab.messages import t

ONE, TWO = "01-foundations/01-neuron", "01-foundations/02-gradient"
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


@pytest.fixture(autouse=True)
def lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tui_lab.app.lesson.kernel._open_link", FakeKernel().open)
    folder = make_course(tmp_path / "lessons", (ONE, TWO))
    use_course(monkeypatch, folder)
    return folder


async def type_text(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if character == " " else character for character in text))


# The map


async def test_the_map_shows_progress_and_what_is_next() -> None:
    learn()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "begun 34 %" in text_of(app))
        text = text_of(app)
        assert "1 of 30 lessons done · 29 h left" in text
        assert "Go on with 1 From biological to artificial neuron (g)" in text
        assert "one question is due (r)" in " ".join(text.split())
        assert re.search(r"▌  1  From biological to artificial neuron +↻ 1 +60 min  ▸ begun 34 %", text)
        assert re.search(r"2  Derivatives, partial derivatives, the gradient +60 min  ✓ done", text)
        assert "to review: 1" in text


async def test_g_goes_on_with_the_lesson_where_one_was() -> None:
    learn()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        assert "30 of 30" in text_of(app)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        assert isinstance(app.screen, LessonScreen) and app.screen.session.ref.key == "course/neuron"


async def test_packs_of_others_are_marked_and_counted(tmp_path: Path) -> None:
    packs.add(make_course(tmp_path / "my-pack", (TWO,)))
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "1 of 60" in text_of(app))
        assert "30 lessons · 30 h" in text_of(app), "of our own course"
        await pilot.press("end", "left")
        assert "not ours: my-pack" in text_of(app)


async def test_a_pack_that_cannot_be_read_is_said_and_ours_stays(tmp_path: Path) -> None:
    pack = make_course(tmp_path / "my-pack", (TWO,))
    packs.add(pack)
    (pack / "course.yaml").write_text("modules: 3\n")
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: any("my-pack" in notice.message for notice in app._notifications))
        assert "1 of 30" in text_of(app)


async def test_enter_opens_a_written_lesson_and_says_that_another_is_planned() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CourseMapScreen)
        assert any(t("map.not_written") == notice.message for notice in app._notifications)
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))


async def test_what_a_lesson_needs_is_read_while_the_highlight_rests_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    prose.markdown()  # as `app.warm` loads it where there is a terminal
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        read_styles, styles = app.stylesheet.read, list[str]()
        monkeypatch.setattr(app.stylesheet, "read", lambda path: (styles.append(path.name), read_styles(path)))
        await until(pilot, lambda: styles == ["lesson.tcss"])
        await app.workers.wait_for_complete()
        reads: list[Path] = []
        read = Source.read
        monkeypatch.setattr(Source, "read", lambda path: (reads.append(path), read(path))[1])
        app.open_lesson_at("course/neuron")
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert [path.name for path in reads] == ["course.yaml"] and styles == ["lesson.tcss"]


async def test_a_damaged_file_of_progress_is_said_and_the_map_stays(own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "learner.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 50)
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: any("learner.sqlite" in notice.message for notice in app._notifications))
        assert "1  From biological" in text_of(app)


# Where the app opens


async def test_the_app_opens_where_the_learner_left_off() -> None:
    learn()
    app = DlLabApp("last")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        assert "Which way does the gradient point?" in text_of(app)
        assert isinstance(app.screen_stack[0], CourseMapScreen)


@pytest.mark.parametrize("reason", ["setting", "new", "gone", "planned"])
async def test_the_app_opens_at_the_map(reason: str) -> None:
    if reason != "new":
        learn()
    if reason == "setting":
        settings.write(settings.Settings(open_at="map"))
    if reason in ("gone", "planned"):
        with Learner.open() as learner:
            learner.save_place("course/tensors" if reason == "planned" else "other/tensors", "x")
    app = DlLabApp("last")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, 0.2)
        assert isinstance(app.screen, CourseMapScreen)
        assert not app._notifications


# Search


async def test_search_finds_while_one_types_and_goes_to_the_block() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        assert isinstance(app.screen, SearchScreen)
        assert t("search.empty")[:40] in text_of(app)
        await type_text(pilot, "last words")
        await until(pilot, lambda: "2 found" in text_of(app))
        text = text_of(app)
        assert "▌ 1 From biological to artificial neuron · The end of neuron" in text
        assert "The last words of this lesson." in text
        await pilot.press("down")
        assert "▌ 2 Derivatives, partial derivatives" in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await until(pilot, lambda: "The last words of this lesson." in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        await pilot.press("escape")
        assert isinstance(app.screen, CourseMapScreen)


async def test_search_says_that_nothing_was_found() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "nowhere")
        await until(pilot, lambda: "Nothing found for “nowhere”" in text_of(app))


# Marks


async def test_marks_are_listed_opened_and_deleted() -> None:
    learn()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "Walk against it, not along" in text_of(app))
        assert isinstance(app.screen, MarksScreen)
        assert "◆ bookmark  1 From biological to artificial neuron · The middle of neuron" in text_of(app)
        await pilot.press("x")
        assert t("marks.sure") in text_of(app)
        await pilot.press("escape")
        assert "Walk against it" in text_of(app)
        await pilot.press("x", "x")
        await until(pilot, lambda: "Walk against it" not in text_of(app))
        await pilot.press("x")
        await until(pilot, lambda: t("marks.none")[:30] in text_of(app))
        with Learner.open() as learner:
            assert (learner.notes(), learner.bookmarks()) == ([], [])
        await pilot.press("escape")
        assert isinstance(app.screen, CourseMapScreen)


async def test_an_older_note_is_taken_back() -> None:
    learn()
    with Learner.open() as learner:
        [note] = learner.notes()
        learner.save_note(note.lesson, note.block, "Written anew")
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "Written anew" in text_of(app))
        await pilot.press("d")
        await until(pilot, lambda: "- Written anew" in text_of(app) and "+ Walk against it" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Walk against it" in text_of(app) and "Written anew" not in text_of(app))
        await pilot.press("d")
        await until(pilot, lambda: "+ Written anew" in text_of(app))


async def test_a_mark_leads_to_its_block() -> None:
    learn()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "Walk against it" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        assert "Which way does the gradient point?" in text_of(app)


# Tour


async def test_a_new_learner_is_offered_the_tour_and_the_self_check_until_both_were_seen() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "New here? T: a tour of one minute" in text_of(app)
        await pilot.press("T")
        assert isinstance(app.screen, TourScreen)
        for _ in PAGES:
            await pilot.press("enter")
        assert isinstance(app.screen, CourseMapScreen)
        await until(pilot, lambda: "New here?" in text_of(app))
        await pilot.press("c")
        assert isinstance(app.screen, SelfCheckScreen)
        await pilot.press("escape")
        await until(pilot, lambda: "New here?" not in text_of(app))
        assert "Next: 1 From biological to artificial neuron (g)" in text_of(app)


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("size", SIZES[:3])
async def test_every_page_of_the_tour_fits(size: tuple[int, int], lang: str) -> None:
    settings.write(settings.Settings(language=lang))
    app = DlLabApp()
    async with app.run_test(size=size) as pilot:
        await pilot.press("T")
        for name in PAGES:
            text = text_of(app)
            assert t(f"tour.{name}_title")[:30] in text
            words = t(f"tour.{name}_text").split()
            if size != (60, 20):
                assert "↓" not in text.splitlines()[-2]
                assert words[-1] in text
            await pilot.press("enter")


async def test_a_large_terminal_shows_the_whole_tour_at_once() -> None:
    app = DlLabApp()
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("T")
        text = text_of(app)
        assert all(t(f"tour.{name}_title") in text for name in PAGES)
        await pilot.press("enter")
        assert isinstance(app.screen, CourseMapScreen)


async def test_the_tour_goes_back_and_can_be_skipped() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("T", "enter", "p")
        assert "1 of 4" in text_of(app)
        await pilot.press("escape")
        assert isinstance(app.screen, CourseMapScreen)
        await pilot.press("T", "enter", "enter", "enter", "c")
        assert isinstance(app.screen, SelfCheckScreen)


# Self-check


async def test_the_self_check_asks_twelve_questions_and_says_what_to_refresh() -> None:
    check = self_check.read("en")
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c")
        assert "12 questions, ten minutes" in text_of(app)
        await pilot.press("enter")
        for number, question in enumerate(check.questions):
            assert question.title in text_of(app)
            if number == 1:
                await pilot.press("s")  # I don't know
            elif question.quiz.kind == "number":
                await type_number(pilot, question.quiz.answer)
            else:
                right = [str(n) for n, choice in enumerate(question.quiz.choices, 1) if choice.right]
                await pilot.press(*right, "enter")
            assert ("Refresher" in text_of(app)) == (number == 1)
            await pilot.press("enter")
        text = text_of(app)
        assert "11 of 12 known" in text
        assert "✗ Python and pandas" in text and "refresh: An object that is called" in text
        assert "✓ Probability" in text
        await pilot.press("enter")
        assert "__init__ runs when an object is made" in text_of(app)
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, CourseMapScreen)
        await pilot.press("c")
        assert "11 of 12 known" in text_of(app), "the result is kept"
        await pilot.press("a")
        assert "1 of 12" in text_of(app)


async def test_a_self_check_left_midway_goes_on_where_that_was() -> None:
    check = self_check.read("en")
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c", "enter", "s", "enter", "s", "escape")
        await until(pilot, lambda: isinstance(app.screen, CourseMapScreen))
        await pilot.press("c", "enter")
        await until(pilot, lambda: "3 of 12" in text_of(app))
        assert check.questions[2].title in text_of(app)


async def type_number(pilot: Pilot[None], number: float) -> None:
    keys = {".": "full_stop", "-": "minus"}
    await pilot.press(*(keys.get(character, character) for character in f"{number:g}"), "enter")


async def test_a_wrong_answer_is_explained_and_the_language_may_change_meanwhile() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "enter", "j", "L")
        assert "Dòng cuối in ra gì?" in text_of(app)
        await pilot.press("L", "1", "enter")
        text = text_of(app)
        assert "That would need b to be a copy" in text
        assert "The right answer" in text
        await pilot.press("space")
        assert "Refresher" in text_of(app)


async def test_a_number_is_typed_and_mended() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "enter", "s", "enter", "s", "enter")
        await pilot.press("enter")
        assert any("number" in notice.message for notice in app._notifications)
        await pilot.press("0", "comma", "7", "backspace", "3", "3", "enter")
        assert "1/3" in text_of(app) and "✓ 0,33" in text_of(app)


# Review


async def test_the_review_asks_grades_and_says_when_the_next_is_due() -> None:
    learn()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        assert isinstance(app.screen, ReviewScreen)
        text = text_of(app)
        assert "1 of 1" in text and "Which way does the gradient point?" in text
        assert "hard" not in text.splitlines()[-1]
        await pilot.press("1", "enter")
        assert "How well did you know it?" in text_of(app)
        assert "4 easy" in text_of(app).splitlines()[-1]
        await pilot.press("4")
        text = text_of(app)
        assert "Done for today: 1 reviewed, 1 known." in text
        assert re.search(r"The next are due in \d+ days", text)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CourseMapScreen) and "is due" not in text_of(app))
    with Learner.open() as learner:
        assert learner.state("course/neuron").quizzes["first-question"].right


async def test_a_wrong_answer_comes_back_tomorrow_whatever_one_says() -> None:
    learn()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r", "2", "enter")
        text = text_of(app)
        assert "The right answer" in text and "comes back tomorrow" in text
        await pilot.press("4")
        assert "comes back tomorrow" in text_of(app)
        await pilot.press("enter")
        assert "1 reviewed, 0 known" in text_of(app)
        assert "The next are due tomorrow." in text_of(app)


async def test_a_card_opens_its_lesson() -> None:
    learn()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r", "o")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


async def test_without_cards_the_review_says_where_they_come_from() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        assert "Nothing is due for review." in text_of(app)
        assert "Each quiz that you answer in a lesson" in text_of(app)


async def test_cards_of_lessons_that_are_gone_are_left_out() -> None:
    learn()
    with Learner.open(now=lambda: 1_600_000_000.0) as learner:
        learner.answered("gone/lesson", "quiz", "1", False)
        learner.answered("course/neuron", "no-such-quiz", "1", False)
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        assert "1 of 1" in text_of(app)


# All of them


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_wider_than_the_terminal(size: tuple[int, int], lang: str) -> None:
    settings.write(settings.Settings(language=lang))
    learn()
    app = DlLabApp()
    async with app.run_test(size=size) as pilot:
        for key in ("T", "c", "b", "r"):
            await pilot.press(key)
            await pilot.pause(0.05)
            lines = text_of(app).splitlines()
            assert len(lines) == size[1] and all(len(line) <= size[0] for line in lines)
            assert lines[-1].endswith(t("app.key_help"))
            await pilot.press("escape")


@pytest.mark.parametrize(
    "screen", [CourseMapScreen, MarksScreen, ReviewScreen, SearchScreen, SelfCheckScreen, TourScreen]
)
def test_every_description_of_a_key_is_a_text(screen: type[BaseScreen]) -> None:
    assert t(screen.HELP)
    for binding in bindings_of_class(screen):
        assert t(binding.description)


def bindings_of_class(screen: type[BaseScreen]) -> list[Binding]:
    ours = [kind for kind in screen.__mro__ if kind.__module__.startswith("tui_lab")]
    return [b for kind in ours for b in Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))]
