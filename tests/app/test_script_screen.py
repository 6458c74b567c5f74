"""The script of a run on the screen: read, copied, written."""

from __future__ import annotations

import ast
import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab_made_runs as made
import pytest
from hypothesis import given
from hypothesis import strategies as st
from piloting import settled, text_of
from textual.pilot import Pilot

from tui_lab.app.app import DlLabApp
from tui_lab.app.code_lines import folded, highlighted
from tui_lab.app.lines import width_of
from tui_lab.app.screens.lab import LabScreen
from tui_lab.app.screens.script import ScriptScreen, write
from tui_lab.config import fields, settings
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import set_language
from tui_lab.script import script_of, script_of_run

MOONS = fields.apply_text(TrainConfig(), ["data.name=moons", "model.hidden=16, 16"])


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path / "home"))
    for name in ("NO_COLOR", "SSH_CONNECTION", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    yield tmp_path / "home"
    set_language("en")


async def opened(pilot: Pilot[None], folder: Path | None = None, config: TrainConfig | None = None) -> ScriptScreen:
    await pilot.pause()
    pilot.app.push_screen(LabScreen(folder, config))
    await settled(pilot, 0.1)
    await pilot.press("c")
    await settled(pilot, 0.1)
    assert isinstance(pilot.app.screen, ScriptScreen)
    return pilot.app.screen


@pytest.mark.parametrize(
    ("width", "height", "language", "theme"),
    [(80, 24, "en", "dark"), (120, 40, "vi", "light"), (120, 40, "en", "dark"), (200, 60, "en", "light")],
)
def test_looks(snap_compare: Any, width: int, height: int, language: Any, theme: Any) -> None:
    settings.write(settings.Settings(language=language, theme=theme))
    folder = made.plane_run()

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, folder)
        await pilot.press("pagedown")
        if width == 200:
            await pilot.press("n")
        await settled(pilot, 0.1)

    assert snap_compare(DlLabApp(), terminal_size=(width, height), run_before=before)


async def test_before_a_run_it_is_the_script_of_the_form(own_home: Path) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, config=MOONS)
        assert screen.code == script_of(MOONS)
        assert "run to come" in text_of(app) and "import torch" in text_of(app)
        await pilot.press("w")
        await pilot.pause()
        written = own_home / "scripts" / "moons-mlp.py"
        assert written.read_text() == screen.code
        assert f"Written to {written}" in "".join(line.strip() for line in text_of(app).splitlines()[1:4])
        await pilot.press("escape")
        assert isinstance(app.screen, LabScreen)


async def test_it_scrolls_by_lines_pages_and_to_its_ends() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, made.plane_run())
        assert "1-22 of" in text_of(app)
        await pilot.press("j", "j", "k")
        assert "2-23 of" in text_of(app)
        await pilot.press("pagedown")
        assert "23-44 of" in text_of(app)
        await pilot.press("pageup", "pageup")
        assert "1-22 of" in text_of(app)
        await pilot.press("G")
        await pilot.pause()
        assert screen.code.splitlines()[-1].strip()[-40:] in text_of(app)
        await pilot.press("g")
        assert "1-22 of" in text_of(app)


async def test_line_numbers_are_off_until_asked_for() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, made.plane_run())
        first = screen.code.splitlines()[0]
        assert f"\n {first[:30]}" in text_of(app)
        await pilot.press("n")
        await pilot.pause()
        assert f"1 {first[:30]}" in text_of(app)


async def test_copy_sends_all_of_it_to_the_terminal() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, made.plane_run())
        sent: list[str] = []
        app._driver.write = sent.append  # type: ignore[union-attr, method-assign, assignment]
        await pilot.press("y")
        await pilot.pause()
        (sequence,) = [text for text in sent if text.startswith("\x1b]52;c;")]
        assert base64.b64decode(sequence[7:-1]).decode() == screen.code


async def test_written_beside_the_run_and_never_over_what_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5000 10.0.0.2 22")
    folder = made.plane_run()
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, folder)
        await pilot.press("w", "w")
        await pilot.pause()
        assert (folder / "script.py").read_text() == screen.code == script_of_run(folder)
        assert not (folder / "script-2.py").exists()
        text = text_of(app).replace("\n", "").replace(" ", "")
        assert "Writtento" in text and "scp" in text and "@10.0.0.2:" in text
        (folder / "script.py").write_text("mine")
        await pilot.press("w")
        await pilot.pause()
        assert (folder / "script-2.py").read_text() == screen.code
        assert (folder / "script.py").read_text() == "mine"


async def test_its_comments_follow_the_language() -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, made.plane_run())
        english = screen.code
        await pilot.press("L")
        await pilot.pause()
        assert "Cần có" in screen.code and ast.dump(ast.parse(screen.code)) != ast.dump(ast.parse(english))
        assert "Chương trình của lượt" in text_of(app)


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LabError, match="can't be written"):
        write("x = 1\n", tmp_path / "file" / "script.py")


def test_highlighting_and_folding_lose_nothing() -> None:
    code = script_of(MOONS)
    lines = highlighted(code)
    assert ["".join(text for text, _ in line) for line in lines] == code.splitlines()
    assert {"train", "good", "dim", "bold", "validation", "plain"} <= {ink for line in lines for _, ink in line}


@given(st.text(alphabet="ab =(),#'", max_size=200), st.integers(20, 60))
def test_a_folded_line_fits_and_loses_nothing(text: str, width: int) -> None:
    line = ((text, "plain"),) if text else ()
    rows = folded(line, width)
    assert all(width_of(row) <= width for row in rows)
    parts = ["".join(t for t, _ in row) for row in rows]
    if len(rows) > 1:
        indent = min(len(text) - len(text.lstrip()) + 4, width // 2)
        assert all(part.startswith(" " * indent) for part in parts[1:])
        parts[1:] = [part[indent:] for part in parts[1:]]
    assert "".join(parts) == text
