"""A home of its own for each test, English, and `lab`, which calls `dl-lab`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tui_lab.cli import main
from tui_lab.messages import set_language


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path / "home"))
    for name in ("SSH_CONNECTION", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    set_language("en")
    yield tmp_path / "home"
    set_language("en")


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def lab(capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Calls `dl-lab` with these arguments."""

    def call(*argv: str) -> Result:
        capfd.readouterr()
        code = main(argv)
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return call
