"""A finding: what was seen in a run, on which numbers it rests, and what one could try."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct

if TYPE_CHECKING:
    from tui_lab.reading.curves import Curves

Remedy = dict[str, bool | int | float | str | tuple[int, ...]]
"""New values by field path."""

FindingId = Literal[
    "diverged",
    "dead",
    "rate_too_high",
    "rate_too_low",
    "label_noise",
    "overfitting",
    "underfit_small",
    "underfit_regularised",
    "underfit_short",
    "plateau",
    "validation_small",
    "validation_better",
]
FINDINGS: tuple[FindingId, ...] = get_args(FindingId)
"""All of them, the gravest first: the order in which `read` gives them."""


class Finding(Struct, frozen=True, kw_only=True):
    """Something that can be read from a run.

    Attributes:
        id: which; `words` has its texts.
        variant: which cause of it, where its sentence differs by cause; else empty.
        numbers: what it rests on, by name; the sentence shows all of them. The end of a name says what a value is
            (`words` formats by it): `…_metric`, `…_loss`, `…_rate`, `…_points` (of a metric), `…_share`; all
            others are counts.
        metric: what `…_metric` values are.
        epochs: first and last epoch that it is about, to be drawn in the chart; epoch 1 is the first.
        steps: the same as steps.
        chart: the chart that it is seen in.
        lesson: the lesson that teaches it, by its id in `lessons/course.yaml`.
        remedy: what a twin would change, by field path; empty where there is nothing to try.
        certainty: `sure` follows from the numbers alone; `likely` is the usual cause of such curves.
    """

    id: FindingId
    variant: str = ""
    numbers: dict[str, float | int]
    metric: Literal["accuracy", "r2"]
    epochs: tuple[int, int]
    steps: tuple[int, int]
    chart: Literal["loss", "metric"]
    lesson: str
    remedy: Remedy = {}
    certainty: Literal["sure", "likely"] = "likely"


IN_METRIC_CHART: frozenset[FindingId] = frozenset(
    {"label_noise", "underfit_small", "underfit_regularised", "validation_small", "validation_better"}
)
READING = "02-pytorch/18-reading-curves"
LESSONS: Mapping[FindingId, str] = {
    "diverged": "01-foundations/07-gradient-descent",
    "dead": "01-foundations/04-activations",
    "rate_too_high": "01-foundations/07-gradient-descent",
    "rate_too_low": "01-foundations/07-gradient-descent",
    "label_noise": READING,
    "overfitting": "03-better-models/19-regularisation",
    "underfit_small": "01-foundations/03-networks",
    "underfit_regularised": "03-better-models/19-regularisation",
    "underfit_short": READING,
    "plateau": "03-better-models/22-schedulers",
    "validation_small": "03-better-models/24-hyperparameters",
    "validation_better": READING,
}


def finding(
    curves: Curves,
    id: FindingId,
    numbers: dict[str, float | int],
    *,
    variant: str = "",
    since: int = 0,
    span: tuple[tuple[int, int], tuple[int, int]] | None = None,
    lesson: str | None = None,
    remedy: Remedy | None = None,
    certainty: Literal["sure", "likely"] = "likely",
) -> Finding:
    """A finding on the epochs from index `since` to the last, or on a `span` of epochs and of steps."""
    if span is None:
        first, last = curves.epochs[since], curves.epochs[-1]
        begins = first.step - curves.history.steps_per_epoch if first is curves.epochs[0] else first.step
        span = (first.epoch, last.epoch), (max(0, begins), last.step)
    return Finding(
        id=id,
        variant=variant,
        numbers=numbers,
        metric=curves.metric,
        epochs=span[0],
        steps=span[1],
        chart="metric" if id in IN_METRIC_CHART else "loss",
        lesson=lesson or LESSONS[id],
        remedy=remedy or {},
        certainty=certainty,
    )
