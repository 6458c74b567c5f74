"""Short names of the fields that are set most often: `--lr` on the command line, `epochs: 3` in a lesson's preset.

A module of its own because `fields` imports msgspec (60 ms), which help and completion do without.
"""

from __future__ import annotations

SHORTCUTS = {
    "data": "data.name",
    "model": "model.kind",
    "epochs": "run.epochs",
    "batch_size": "data.batch_size",
    "optimizer": "optimizer.name",
    "lr": "optimizer.lr",
    "seed": "run.seed",
    "device": "run.device",
}
"""Names that stand for a field."""
