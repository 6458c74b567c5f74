"""What holds for every test: a home of its own, English, and no state outside the temporary folder."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tui_lab import messages

# No folder of found examples beside the tests, and no verdict by the clock of a busy machine.
settings.register_profile("dl-lab", database=None, deadline=None)
settings.load_profile("dl-lab")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`DL_LAB_HOME` of this test; made by whoever writes there first."""
    home = tmp_path / "dl-lab-home"
    monkeypatch.setenv("DL_LAB_HOME", str(home))
    monkeypatch.delenv("DL_LAB_DATA", raising=False)
    monkeypatch.setenv("DL_LAB_PROFILE", "")  # set and not deleted: what --profile puts there ends with the test
    return home


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins and ends in English."""
    messages.set_language("en")
    yield
    messages.set_language("en")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Another order, where DL_LAB_TEST_ORDER names one by a number: no test may lean on one before it.

    On a busy machine a picture may be taken a frame too early, or a key come a moment too late: once more, then.
    """
    if order := os.environ.get("DL_LAB_TEST_ORDER"):
        draw = random.Random(order)
        files = {item.path: draw.random() for item in items}
        items.sort(key=lambda item: (files[item.path], draw.random()))
    for item in items:
        if "snap_compare" in getattr(item, "fixturenames", ()) or "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.flaky(reruns=2))
