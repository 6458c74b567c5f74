"""A comparison in words: what each run has that the others lack, and which was better by how much."""

from __future__ import annotations

import math

from tui_lab.config import fields
from tui_lab.config.value_words import in_words
from tui_lab.messages import t
from tui_lab.runs.branching import Origin
from tui_lab.runs.compare import Comparison, Side
from tui_lab.runs.words import metric

ENDED = frozenset({"stopped", "finished", "failed", "lost", "died"})
"""States after which a run's values stay as they are."""


def differences(side: Side) -> list[str]:
    """What sets a run apart from those beside it: `dropout p 0.3`, or where it branched off and with what."""
    found = [
        f"{fields.field(path).label} {in_words(path, fields.parse(path, text))}" for path, text in side.settings.items()
    ]
    origin = side.origin
    if origin is not None and origin.kind == "branch":
        found.append(came_from(origin))
    elif side.live_changes:
        found.append(t("compare.live_changes", n=side.live_changes))
    return found


def came_from(origin: Origin) -> str:
    """Which run another came from, and what differs: `from run 3 at epoch 5: dropout p 0.3`."""
    changes = ", ".join(
        f"{fields.field(path).label} {in_words(path, value)}"
        for path, value in origin.changes.items()
        if path in fields.fields()
    )
    if origin.kind == "twin":
        return t("compare.twin_of", run=_parent_number(origin), changes=changes)
    return t("compare.branched", run=_parent_number(origin), epoch=origin.epoch, changes=changes)


def _parent_number(origin: Origin) -> str:
    """The number of the run that another came from."""
    return origin.parent.partition("-")[0].lstrip("0")


def noise(share: float, samples: int) -> float:
    """Two standard errors of an accuracy on so many samples: 2 sqrt(p (1 - p) / n).

    p is kept half a sample away from 0 and 1, where the formula would say that there is no noise.
    """
    n = max(1, samples)
    p = min(max(share, 0.5 / n), 1 - 0.5 / n)
    return 2 * math.sqrt(p * (1 - p) / n)


def sentence(comparison: Comparison) -> str:
    """Which run has the best validation metric, by how much, and whether that is more than chance may do."""
    scored = sorted(
        (s for s in comparison.sides if s.best is not None and s.has_own_epochs), key=lambda s: -(s.best or 0.0)
    )
    if len(scored) < 2:
        return t("compare.too_early")
    if "data.name" in comparison.differing:
        return t("compare.other_data")
    first, second = scored[:2]
    high, low = first.best or 0.0, second.best or 0.0
    accuracy = comparison.metric == "accuracy"
    unsure = noise(high, comparison.val_samples)
    if high == low:
        said = "compare.equal"
    elif not accuracy:
        said = "compare.better_r2"
    else:
        said = "compare.better" if high - low > unsure else "compare.within"
    places = 1 if f"{100 * (high - low):.1f}" != f"{100 * unsure:.1f}" else 2
    text = t(
        said,
        run=first.run,
        other=second.run,
        value=metric(comparison.metric, high, named=False),
        less=metric(comparison.metric, low, named=False),
        points=f"{100 * (high - low):.{places}f}" if accuracy else f"{high - low:.3f}",
        noise=f"{100 * unsure:.{places}f}",
        n=f"{comparison.val_samples:,}",
    )
    if all(side.state in ENDED for side in comparison.sides):
        return text
    return t("compare.so_far", sentence=text)
