from __future__ import annotations

import getpass
import shlex
from pathlib import Path

import pytest

from tui_lab.config.fetch import over_ssh, scp_line


@pytest.mark.parametrize(
    ("connection", "line"),
    [
        ("10.0.0.2 5000 10.0.0.1 22", "scp ann@10.0.0.1:/runs/a ."),
        ("::1 5000 fe80::1 2222", "scp -P 2222 'ann@[fe80::1]:/runs/a' ."),
    ],
)
def test_over_ssh_the_address_that_was_reached(connection: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", connection)
    monkeypatch.setattr(getpass, "getuser", lambda: "ann")
    assert over_ssh()
    assert scp_line(Path("/runs/a")) == line


@pytest.mark.parametrize("connection", ["", "garbage"])
def test_elsewhere_the_name_of_this_machine(connection: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSH_CONNECTION", connection)
    folder = tmp_path / "a folder"
    folder.mkdir()
    assert not over_ssh()
    words = shlex.split(scp_line(folder))
    assert words[:2] == ["scp", "-r"]
    assert words[2].endswith(f":{folder}")
