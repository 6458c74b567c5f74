"""The engine's small runs serve here too; commands are looked for before each batch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

sys.path.append(str(Path(__file__).parent.parent / "engine"))

from tui_lab.engine import worker as worker_module


@pytest.fixture(autouse=True)
def quick_polls(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look for commands before every batch; leave torch's threads as they were."""
    monkeypatch.setattr(worker_module, "POLL_S", 0.0)
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)
