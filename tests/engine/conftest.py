"""Every test of the engine looks for commands before each batch, and leaves torch's threads as they were."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from tui_lab.engine import worker as worker_module


@pytest.fixture(autouse=True)
def quick_polls(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look for commands before every batch; one thread, whatever ran before."""
    monkeypatch.setattr(worker_module, "POLL_S", 0.0)
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)
