"""Sessions of tests: no keeper outlives the module that started it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kernel_following import end_keepers

from tui_lab.kernel.sessions import Session


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session whose kernel all tests of a module share."""
    folder = tmp_path_factory.mktemp("shared-session")
    yield Session("course/shared", folder)
    end_keepers(folder)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session of one test alone."""
    yield Session("course/own", tmp_path / "session")
    end_keepers(tmp_path)
