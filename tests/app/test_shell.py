"""The shell of the app: map, run list, help, settings, palette, notices, sizes."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import subprocess
import sys
import time
from fcntl import ioctl
from itertools import pairwise
from pathlib import Path
from termios import TIOCSWINSZ

import pytest
from made_course import make_course, use_course
from piloting import text_of, until
from shell_runs import make_run, set_worker
from textual.binding import Binding
from textual.widgets import Input

from tui_lab.app import notify
from tui_lab.app.app import DlLabApp
from tui_lab.app.drawing import plain
from tui_lab.app.run_rows import when_text
from tui_lab.app.run_watch import RunWatch
from tui_lab.app.screens.course_map import CourseMapScreen
from tui_lab.app.screens.help import HelpScreen, bindings_of
from tui_lab.app.screens.lab import LabScreen
from tui_lab.app.screens.run_list import RunListScreen
from tui_lab.app.screens.settings import SettingsScreen
from tui_lab.app.screens.too_small import TooSmallScreen
from tui_lab.config import settings
from tui_lab.config.fetch import scp_line
from tui_lab.messages import set_language, t
from tui_lab.runs import commands

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TERM", "xterm-256color")
    use_course(monkeypatch, make_course(tmp_path / "lessons"))
    for name in ("NO_COLOR", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    set_language("en")
    yield tmp_path / "home"
    set_language("en")


async def test_the_map_shows_the_course_and_what_to_do() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = text_of(app)
        assert "New here? T: a tour of one minute" in text
        assert "1 Foundations of deep learning" in text
        assert "4  Activation functions" in text
        assert "○ planned" in text
        assert "1 of 30" in text
        assert text.splitlines()[-1].split()[:6] == ["enter", "open", "l", "lab", "R", "runs"]


async def test_the_highlight_moves_and_the_list_scrolls_with_it() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "down", "j", "k")
        assert "Layers, neurons, networks" in text_of(app)
        assert "3 of 30" in text_of(app)
        await pilot.press("end")
        assert "▌ 30  The report" in text_of(app)
        await pilot.press("j", "left")
        assert "27 of 30" in text_of(app)
        await pilot.press("home", "right")
        assert "▌  8  Tensors" in text_of(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60), (200, 45), (300, 90)])
@pytest.mark.parametrize("lang", ["en", "vi"])
async def test_the_map_fits_every_size(size: tuple[int, int], lang: str) -> None:
    settings.write(settings.Settings(language=lang))
    app = DlLabApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        lines = text_of(app).splitlines()
        assert len(lines) == size[1]
        assert all(len(line) <= size[0] for line in lines)
        assert lines[-1].endswith(t("app.key_help"))
        if size[1] >= 40:
            for number in range(1, 31):
                assert any(f"  {number:>2}  " in line or f"▌ {number:>2}  " in line for line in lines), number


async def test_language_and_theme_change_in_place_and_are_written(home: Path) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "j", "L")
        assert "Hàm kích hoạt" in text_of(app)
        assert "▌  4" in text_of(app)
        await pilot.press("t")
        assert app.theme == "dl-light"
    assert settings.read() == settings.Settings(language="vi", theme="light")


async def test_runs_that_train_and_that_ended_unseen_are_told_once() -> None:
    make_run("finished")
    make_run("failed", data="telco_churn", kind="mlp")
    make_run(worker=os.getpid())
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.overview.running)
        await pilot.pause()
        text = text_of(app)
        assert "run 3 (mnist-cnn) is training: press w to watch" in text
        assert "✓ run 1 (mnist-cnn) finished: validation 96.2 %, test 95.8 %" in text
        assert "✗ run 2 (telco-churn-mlp) failed: " in text
        assert text.splitlines()[-1].strip().startswith("w watch")
    assert RunWatch().look().ended == ()


async def test_a_run_that_ends_meanwhile_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[tuple[str, str]] = []
    monkeypatch.setattr(DlLabApp, "_ring", lambda app, ended: rung.append((ended[0].text, app.settings.notify)))
    folder = make_run("stopped", worker=os.getpid())
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.overview.running)
        await pilot.press("R")
        set_worker(folder, 0)
        await app._look()
        await pilot.pause()
        assert [text for text, _ in rung] == [t("app.ended_lost", run=1, name="mnist-cnn")]
        assert not app.overview.running
        assert any("worker died" in notice.message for notice in app._notifications)
        await app._look()
        assert len(rung) == 1


async def test_the_end_of_the_run_on_the_screen_is_not_told_again() -> None:
    folder = make_run("finished")
    assert RunWatch().look(shown=[folder]).ended == ()
    assert RunWatch().look().ended == ()


async def test_the_run_list_shows_runs_and_does_what_fits_each() -> None:
    make_run("finished")
    trains = make_run(worker=os.getpid())
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("R")
        screen = app.screen
        assert isinstance(screen, RunListScreen)
        await until(pilot, lambda: screen._table.rows)
        await pilot.pause()
        text = text_of(app)
        assert "● training" in text and "✓ finished" in text and "95.8 %" in text
        assert "s stop" in text and "x delete" not in text
        await pilot.press("x")  # never a running one
        assert "x again" not in text_of(app)
        await pilot.press("s")
        assert [command.action for command in commands.pending(trains)] == ["stop"]
        await pilot.press("j")
        assert "x delete" in text_of(app) and "s stop" not in text_of(app)


async def test_deleting_asks_first_and_any_other_key_keeps() -> None:
    folder = make_run("finished")
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: app.screen._table.rows)
        await pilot.press("x")
        assert "x again deletes run 1 (5.2 MB)" in text_of(app)
        await pilot.press("escape")
        assert isinstance(app.screen, RunListScreen)
        assert "x again" not in text_of(app)
        await pilot.press("x", "j", "x")
        assert folder.exists()
        await pilot.press("x")
        await until(pilot, lambda: not folder.exists())
        await until(pilot, lambda: "No runs yet" in text_of(app))


async def test_pruning_keeps_the_last_checkpoint() -> None:
    folder = make_run("finished")
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: app.screen._table.rows)
        await pilot.press("p")
        await until(pilot, lambda: not (folder / "checkpoints" / "epoch-0001.pt").exists())
        assert (folder / "checkpoints" / "last.pt").exists()


async def test_copying_says_the_scp_line() -> None:
    folder = make_run("finished")
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: app.screen._table.rows)
        await pilot.press("y")
        assert app.clipboard == str(folder)
        assert any(scp_line(folder) in notice.message for notice in app._notifications)


async def test_a_run_with_a_damaged_config_is_listed_with_its_problem() -> None:
    folder = make_run("finished")
    (folder / "config.json").write_text("{")
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: app.screen._table.rows)
        await pilot.pause()
        assert "it isn't JSON" in text_of(app)


async def test_a_run_that_waits_for_its_turn_can_be_stopped_and_not_deleted() -> None:
    folder = make_run()
    (folder / "events.jsonl").unlink()
    set_worker(folder, os.getpid())
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_runs()
        await until(pilot, lambda: isinstance(app.screen, RunListScreen) and app.screen._table.rows)
        assert isinstance(app.screen, RunListScreen)
        assert app.screen.check_action("stop", ()) and not app.screen.check_action("delete", ())
        await pilot.press("s")
        await until(pilot, lambda: any((folder / "commands").iterdir()))


@pytest.mark.parametrize("key", ["question_mark", "escape", "q"])
async def test_help_shows_every_key_of_the_screen_and_closes(key: str) -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        text = text_of(app)
        for binding in (*bindings_of(type(app.screen_stack[0])), *bindings_of(type(app))):
            label = t(binding.description)
            long = f"{binding.description}_long"
            assert label in text or t(long) in text, binding
        await pilot.press(key)
        assert isinstance(app.screen, CourseMapScreen)


async def test_long_help_goes_on_in_the_second_column() -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, LabScreen))
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        lines = text_of(app).splitlines()
        assert t("lab.key.twin_long")[:20] in text_of(app) and t("app.key_quit_twice") in text_of(app)
        assert any("1  2  3  4  5" in line and "6  7  8  9" in below for line, below in pairwise(lines))


async def test_help_scrolls_on_a_small_terminal() -> None:
    app = DlLabApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("question_mark")
        assert t("app.key_quit_twice") not in text_of(app)
        await pilot.press("end")
        assert t("app.key_quit_twice") in text_of(app)
        await pilot.press("home")
        assert t("help.this_screen") in text_of(app)


async def test_settings_change_at_once(home: Path) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        assert isinstance(app.screen, SettingsScreen)
        assert str(home / "settings.toml") in "".join(text_of(app).split())
        await pilot.press(*"jjjjj", "right")
        assert settings.read().notify == "desktop"
        await pilot.press("left", "left")
        assert settings.read().notify == "none"
        await pilot.press("k", "right")
        assert settings.read().pictures == "kitty"
        await pilot.press("k", "enter")
        assert settings.read().ascii and app.ascii
        assert plain(text_of(app)) == text_of(app)


async def test_settings_that_another_app_changed_meanwhile_stay(home: Path) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        settings.write(settings.read().changed(language="vi", open_at="map"))
        await pilot.press(*"jjjjj", "right")
        now = settings.read()
        assert (now.notify, now.language, now.open_at) == ("desktop", "vi", "map")


async def test_a_python_for_cells_that_is_not_there_is_refused(home: Path) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma", *"jjjjjjjjj", "enter", *"/no/python", "enter")
        assert settings.read().interpreter == ""
        assert any("/no/python is no Python that can be run" in notice.message for notice in app._notifications)
        app.screen.query_one(Input).value = sys.executable
        await pilot.press("enter")
        assert settings.read().interpreter == sys.executable
        assert any("K in a lesson restarts" in notice.message for notice in app._notifications)


async def test_settings_that_are_typed(home: Path) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma", *"jjjjjjjj", "enter", *"srun", "space", "L", "space", "q", "enter")
        assert settings.read().launch_prefix == "srun L q"
        assert settings.read().language == "en"
        await pilot.press("k", "enter", "backspace", "5", "enter")
        assert settings.read().checkpoint_budget_mb == 205
        await pilot.press("enter", "9", "escape")
        assert settings.read().checkpoint_budget_mb == 205
        await pilot.press("escape")
        assert isinstance(app.screen, CourseMapScreen)


async def test_a_damaged_settings_file_is_said_and_kept(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "settings.toml").write_text('language = "vi"\nthem = "light"\n')
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert any("there is no setting them" in notice.message for notice in app._notifications)
        await pilot.press("j", "t")
        assert app.theme == "dl-light"
    assert (home / "settings.toml.damaged").read_text().startswith('language = "vi"')
    assert settings.read().theme == "light"


async def test_a_damaged_course_is_said_and_the_lab_stays_in_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "course.yaml").write_text("modules: 3\n")
    monkeypatch.setattr("tui_lab.content.course.shipped", lambda _name: tmp_path)
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "end", "left")
        assert "modules must be a list" in " ".join(text_of(app).split())
        await pilot.press("R")
        assert isinstance(app.screen, RunListScreen)


async def test_a_small_terminal_says_so_and_comes_back() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        await pilot.resize_terminal(59, 30)
        await until(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: "40 x 10" in text_of(app) and "60 x 20" in text_of(app))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: isinstance(app.screen, CourseMapScreen))
        assert "2 of 30" in text_of(app)


async def test_starting_on_a_small_terminal() -> None:
    app = DlLabApp()
    async with app.run_test(size=(20, 5)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: isinstance(app.screen, CourseMapScreen))


async def test_keys_of_tmux_and_of_flow_control_are_bound_nowhere() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q"):
            await pilot.press(key)
            assert key not in {b.key for b in bindings_of(type(app))}
        await pilot.pause()
        assert app.is_running


async def test_ctrl_c_twice_leaves() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+c")
        assert app._exit is False
        await pilot.press("ctrl+c")
        assert app._exit is True


async def test_the_palette_finds_actions_with_their_keys() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon")
        await until(pilot, lambda: "(l)" in text_of(app))
        await pilot.press(*"settings")
        await until(pilot, lambda: "Settings  (,)" in text_of(app) and "(l)" not in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))


async def test_a_picture_is_saved_and_can_be_fetched(home: Path) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_save_picture()
        await pilot.pause()
        (picture,) = (home / "pictures").glob("*.svg")
        assert any(str(picture) in n.message for n in app._notifications)


@pytest.mark.parametrize("term", ["linux", "dumb"])
async def test_a_plain_terminal_gets_ascii(monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    monkeypatch.setenv("TERM", term)
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = text_of(app)
        assert text == plain(text) and "○" not in text


async def test_no_color_leaves_weights_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        strip = app.screen.query_one("#course").render_line(4)
        styles = [segment.style for segment in strip if segment.style]
        assert any(style.reverse for style in styles)
        assert all(style.color is None for style in styles)


def test_every_description_of_a_key_is_a_text() -> None:
    for kind in (DlLabApp, CourseMapScreen, RunListScreen, HelpScreen, SettingsScreen, TooSmallScreen):
        for binding in Binding.make_bindings(kind.BINDINGS):
            assert t(binding.description)


@pytest.mark.parametrize(
    ("environment", "how", "expected"),
    [
        ({}, "none", ""),
        ({}, "bell", "\x07"),
        ({}, "desktop", "\x1b]9;run 7 x\x07"),
        ({"TERM": "linux"}, "desktop", "\x07"),
        ({"TMUX": "1"}, "desktop", "\x1bPtmux;\x1b\x1b]9;run 7 x\x07\x1b\\\x07"),
        ({"STY": "1"}, "desktop", "\x1bP\x1b]9;run 7 x\x07\x1b\\\x07"),
    ],
)
def test_notices_by_terminal(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], how: str, expected: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    sent: list[str] = []
    notify.announce("run 7\x1bx", how, sent.append)
    assert "".join(sent) == expected


def test_copying_by_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    assert notify.copy("hi", sent.append)
    assert sent == ["\x1b]52;c;aGk=\x07"]
    monkeypatch.setenv("TERM", "linux")
    assert not notify.copy("hi", sent.append)


def test_times_as_a_person_reads_them() -> None:
    now = time.mktime((2026, 11, 24, 15, 0, 0, 0, 0, -1))
    assert when_text(now - 3600, now) == "14:00"
    assert when_text(now - 86400, now) == "23.11."
    assert when_text(now - 400 * 86400, now) == "20.10.25"


# In a process of its own


def _in_terminal(home: Path, code: str, *arguments: str) -> tuple[subprocess.Popen[bytes], int]:
    master, slave = pty.openpty()
    ioctl(slave, TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        cwd=ROOT,
        env={**os.environ, "DL_LAB_HOME": str(home), "TERM": "xterm-256color"},
    )
    os.close(slave)
    return process, master


def _read_until(master: int, word: bytes) -> bytes:
    seen = b""
    end = time.monotonic() + 30
    while word not in seen and time.monotonic() < end:
        if select.select([master], [], [], 0.2)[0]:
            seen += os.read(master, 65536)
    assert word in seen, seen[-2000:]
    return seen


def test_the_first_frame_loads_only_what_it_shows(home: Path, tmp_path: Path) -> None:
    code = """
import sys
from tui_lab.app.app import DlLabApp

def probe(app):
    heavy = "torch pandas numpy sklearn plotext msgspec markdown_it pygments tui_lab.runs.store tomllib PIL"
    loaded = [name for name in heavy.split() if name in sys.modules]
    print("loaded:", loaded, file=open(sys.argv[1], "w"))
    app.exit()

DlLabApp._after_first_frame = probe
DlLabApp().run()
"""
    process, master = _in_terminal(home, code, str(tmp_path / "loaded"))
    try:
        _read_until(master, b"\x1b[?1049l")
        process.wait(20)
        assert (tmp_path / "loaded").read_text() == "loaded: []\n"
    finally:
        process.kill()
        os.close(master)


@pytest.mark.parametrize("how", ["hangup", "closed"])
def test_a_terminal_that_goes_away_ends_the_app_without_a_word(home: Path, how: str) -> None:
    process, master = _in_terminal(home, "from tui_lab.app.app import run; run()")
    try:
        seen = _read_until(master, b"Activation")
        if how == "hangup":
            process.send_signal(signal.SIGHUP)
        else:
            os.close(master)
        assert process.wait(20) == 129
        assert b"Traceback" not in seen
    finally:
        process.kill()
        if how == "hangup":
            os.close(master)


def test_sigterm_gives_the_terminal_back(home: Path) -> None:
    process, master = _in_terminal(home, "from tui_lab.app.app import run; raise SystemExit(run())")
    try:
        _read_until(master, b"Activation")
        process.send_signal(signal.SIGTERM)
        _read_until(master, b"\x1b[?1049l")
        assert process.wait(20) == 0
    finally:
        process.kill()
        os.close(master)
