"""The specimen's exercise, for tests of what runs inside the kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LESSON = Path(__file__).parent.parent / "packs" / "specimen" / "01-start" / "03-why-not-zero"
EXERCISE = LESSON / "exercises" / "keep-the-scale"


def kernels_names() -> dict[str, Any]:
    """What the lesson's first cell leaves in the kernel, as far as the exercise needs it."""
    import torch
    from torch import nn

    return {"torch": torch, "nn": nn}
