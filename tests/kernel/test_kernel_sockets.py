"""Sessions have folders of their own, and sockets lie where nobody else can reach them."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.kernel import protocol, sessions, sockets
from tui_lab.kernel.sessions import session_for
from tui_lab.kernel.sockets import LONGEST_PATH, paths_for


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A short one: pytest's own may be too long for a socket, and then the machine's folder would be taken."""
    folder = Path(tempfile.mkdtemp(prefix="t", dir="/tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert paths_for(Path("/a")).folder.parent == folder
    yield folder
    shutil.rmtree(folder)


def test_the_folder_is_private_and_the_same_each_time(temporary: Path) -> None:
    paths = paths_for(Path("/somewhere/session"))
    assert paths.folder.parent == temporary and stat.S_IMODE(paths.folder.stat().st_mode) == 0o700
    assert paths_for(Path("/somewhere/session")) == paths
    assert paths_for(Path("/somewhere/else")).keeper != paths.keeper


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_open_to_others_is_refused(temporary: Path, mode: int) -> None:
    folder = paths_for(Path("/a")).folder
    folder.chmod(mode)
    with pytest.raises(LabError, match="private"):
        paths_for(Path("/a"))


def test_a_link_or_a_file_in_its_place_is_refused(temporary: Path) -> None:
    folder = paths_for(Path("/a")).folder
    folder.rmdir()
    (temporary / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(temporary / "elsewhere")
    with pytest.raises(LabError, match="private"):
        paths_for(Path("/a"))
    folder.unlink()
    folder.write_text("")
    with pytest.raises(LabError, match=str(folder)):
        paths_for(Path("/a"))


def test_a_folder_of_someone_else_is_refused(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = paths_for(Path("/a")).folder
    owner = os.getuid()
    monkeypatch.setattr(sockets.os, "getuid", lambda: owner + 1)
    folder.rename(folder.with_name(f"dl-lab-{owner + 1}"))
    with pytest.raises(LabError, match="private"):
        paths_for(Path("/a"))


def test_a_long_temporary_directory_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("x" * 60) / ("y" * 60)
    long.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    paths = paths_for(tmp_path)
    own, connection = paths.of_a_kernel()
    assert connection.name.startswith(own.name) and own != paths.of_a_kernel()[0]
    for path in (paths.keeper, f"{own}-5", f"{own}-pipe"):
        assert len(os.fsencode(path)) <= LONGEST_PATH


def test_a_temporary_directory_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/gone")  # short: one that is too long for a socket is passed over
    with pytest.raises(LabError, match="TMPDIR"):
        paths_for(tmp_path)


def test_each_lesson_and_profile_has_its_own_folder() -> None:
    keys = [
        "course/a",
        "course/a b",
        "course/a-b",
        "course-a/b",
        "course/a/b",
        "course/..",
        "..",
        "course/" + "x" * 200,
    ]
    keys += ["course/" + "x" * 199, "khóa/bài", "course~a/b", "a@course/b", "A/b", "a.b/c"]
    folders = [session_for(key, profile).folder for key in keys for profile in ("", "me", "me/you")]
    assert len({str(folder) for folder in folders}) == len(folders)
    for folder in folders:
        assert folder.parent.name == "sessions" and not folder.name.startswith(".") and len(folder.name) <= 80


def test_a_session_s_folders_are_private() -> None:
    session = sessions.made(session_for("course/private"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in (session.folder, session.files)} == {0o700}


def test_those_idle_longest_come_first_and_damaged_statuses_count_for_nothing() -> None:
    for key, busy, idle_since in (("a/new", False, 9.0), ("a/busy", True, 1.0), ("a/old", False, 2.0)):
        session = sessions.made(session_for(key))
        sessions.write_status(session, running=True, socket_path=Path("s"), busy=busy, idle_since=idle_since)
    ended = sessions.made(session_for("a/ended"))
    sessions.write_status(ended, running=False, socket_path=Path("s"), busy=False, idle_since=0.0)
    (sessions.made(session_for("a/damaged")).folder / "status.json").write_bytes(b"\xff{")
    assert [status.key for status in sessions.living()] == ["a/old", "a/new", "a/busy"]


def test_lines_come_whole_however_they_are_cut() -> None:
    requests = [protocol.Execute(cells=[("a", "1\n2")]), protocol.Interrupt(), protocol.Answer(text="ạ")]
    data = b"garbage\n" + b"".join(map(protocol.encode, requests)) + b'{"do":"unknown"}\n'
    for size in (1, 7, len(data)):
        lines = protocol.Lines(protocol.request_decoder)
        found = [r for start in range(0, len(data), size) for r in lines.feed(data[start : start + size])]
        assert found == requests
