"""Reading a run: every rule is asked, and what would contradict a graver finding is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.reading import rules
from tui_lab.reading.curves import Curves
from tui_lab.reading.finding import FINDINGS, Finding
from tui_lab.runs.history import History

RULES: tuple[Callable[[Curves], Finding | None], ...] = (
    rules.diverged,
    rules.dead,
    rules.rate_too_high,
    rules.rate_too_low,
    rules.label_noise,
    rules.overfitting,
    rules.underfit_small,
    rules.underfit_regularised,
    rules.underfit_short,
    rules.plateau,
    rules.validation_small,
    rules.validation_better,
)

_RATE: frozenset[str] = frozenset({"diverged", "dead", "rate_too_high", "rate_too_low"})
SPOILS: Mapping[str, frozenset[str]] = {
    "dead": frozenset({"diverged", "rate_too_high"}),
    "rate_too_high": frozenset({"diverged"}),
    "overfitting": frozenset({"diverged", "dead"}),
    "underfit_small": _RATE | {"label_noise", "overfitting"},
    "underfit_regularised": _RATE | {"label_noise", "overfitting"},
    "underfit_short": _RATE | {"label_noise", "overfitting"},
    "plateau": _RATE | {"overfitting", "underfit_small", "underfit_regularised", "label_noise"},
    "validation_small": frozenset({"diverged", "dead"}),
    "validation_better": frozenset({"diverged", "dead", "label_noise"}),
}
"""What takes the ground from a finding: beside one of these it is left out."""


def read(history: History, config: TrainConfig) -> list[Finding]:
    """What can be read from a run so far, the gravest first; nothing where nothing is certain enough.

    Args:
        history: of the run, in training or ended.
        config: the one it started with; live changes are taken from the history.
    """
    try:
        curves = Curves.of(history, config)
    except LabError:  # a data set that is not known here: nothing can be said of its curves
        return []
    found = [finding for rule in RULES if (finding := rule(curves)) is not None]
    ids = {finding.id for finding in found}
    kept = [finding for finding in found if not SPOILS.get(finding.id, frozenset()) & ids]
    return sorted(kept, key=lambda finding: FINDINGS.index(finding.id))
