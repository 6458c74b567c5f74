"""Runs of which the cause is known, because it was put in; and what may be read from them.

`benchmarks/reading_record.py` trains each with seven seeds and keeps its history in `runs/`; `test_reading_recorded.py`
reads them. Seeds 0 to 4 were looked at when thresholds were chosen, seeds 5 and 6 only afterwards.
"""

from __future__ import annotations

import copy
import gzip
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.runs.history import History

RUNS = Path(__file__).parent / "runs"
TUNED_SEEDS, HELD_OUT_SEEDS = (0, 1, 2, 3, 4), (5, 6)
SEEDS = (*TUNED_SEEDS, *HELD_OUT_SEEDS)

USUAL = ("run.device=cpu", "run.threads=1")
NEUTRAL = frozenset({"plateau", "validation_small", "validation_better"})
"""Facts that may be seen in a run of whatever cause, a healthy one too: they say of none that it went wrong."""


@dataclass(frozen=True)
class Cause:
    """A kind of run."""

    name: str
    settings: tuple[str, ...]
    expected: frozenset[str] = frozenset()
    """Any of these is right; none: the run is healthy, and right is to find no fault."""
    allowed: frozenset[str] = frozenset()
    """These say something that is also so."""

    def config(self, seed: int) -> TrainConfig:
        return apply_text(TrainConfig(), [*USUAL, *self.settings, f"run.seed={seed}"])


def cause(name: str, settings: str, expected: str = "", allowed: str = "") -> Cause:
    return Cause(name, tuple(settings.split()), frozenset(expected.split()), frozenset(allowed.split()))


MNIST = "data.name=mnist"
FASHION = "data.name=fashion_mnist"
SGD = "optimizer.name=sgd"

CAUSES = (
    # healthy
    cause("healthy-mnist", f"{MNIST} run.epochs=6"),
    cause("healthy-mnist-cnn", f"{MNIST} model.kind=cnn model.stages=8,16 data.train_samples=3000 run.epochs=5"),
    cause("healthy-mnist-momentum", f"{MNIST} optimizer.name=momentum optimizer.lr=0.02 run.epochs=6"),
    cause("healthy-mnist-batch-norm", f"{MNIST} model.hidden=64 regularisation.batch_norm=on run.epochs=5"),
    cause("healthy-fashion", f"{FASHION} run.epochs=8"),
    cause("healthy-fashion-light-dropout", f"{FASHION} regularisation.dropout=0.2 run.epochs=8"),
    cause("healthy-digits8x8", "data.name=digits8x8 run.epochs=25"),
    cause("healthy-moons", "data.name=moons model.hidden=32 optimizer.lr=0.02 run.epochs=40"),
    cause("healthy-spirals", "data.name=spirals model.hidden=32,32 optimizer.lr=0.01 run.epochs=40"),
    cause("healthy-blobs", "data.name=blobs model.hidden=16 optimizer.lr=0.01 run.epochs=20"),
    cause("healthy-telco", "data.name=telco_churn model.hidden=16 run.epochs=10"),
    cause("healthy-breast-cancer", "data.name=breast_cancer model.hidden=16 optimizer.lr=0.003 run.epochs=25"),
    cause("healthy-auto-mpg", "data.name=auto_mpg model.hidden=32 optimizer.lr=0.003 run.epochs=50"),
    cause("healthy-california", "data.name=california_housing model.hidden=32 optimizer.lr=0.003 run.epochs=20"),
    cause("healthy-cosine", f"{MNIST} model.hidden=64 schedule.name=cosine run.epochs=6"),
    cause("healthy-one-cycle", f"{MNIST} optimizer.lr=0.005 schedule.name=one-cycle run.epochs=6"),
    cause("healthy-early-stopping", f"{FASHION} early_stopping.enabled=on early_stopping.patience=2 run.epochs=20"),
    cause(
        "rate-drop-late",
        f"{MNIST} {SGD} optimizer.lr=0.3 schedule.name=step schedule.step_size=6 schedule.gamma=0.1 run.epochs=9",
    ),
    cause(
        "plateau-schedule",
        "data.name=telco_churn model.hidden=8 optimizer.lr=0.01 schedule.name=plateau "
        "schedule.patience=1 run.epochs=20",
    ),
    # the rate
    cause("rate-x30-adam", f"{MNIST} optimizer.lr=0.03 run.epochs=8", "rate_too_high", "overfitting"),
    cause("rate-x300-adam", f"{MNIST} optimizer.lr=0.3 run.epochs=6", "rate_too_high dead diverged"),
    cause(
        "rate-x30-momentum",
        f"{MNIST} optimizer.name=momentum optimizer.lr=0.6 run.epochs=6",
        "rate_too_high dead diverged",
    ),
    cause("rate-x30-fashion", f"{FASHION} optimizer.lr=0.03 run.epochs=8", "rate_too_high", "overfitting"),
    cause("rate-x100-digits", "data.name=digits8x8 optimizer.lr=0.1 run.epochs=25", "rate_too_high", "overfitting"),
    cause("rate-by-100-adam", f"{MNIST} optimizer.lr=1e-5 run.epochs=8", "rate_too_low", "underfit_short"),
    cause("rate-by-100-fashion", f"{FASHION} optimizer.lr=1e-5 run.epochs=8", "rate_too_low", "underfit_short"),
    cause("rate-low-sgd", f"{MNIST} {SGD} optimizer.lr=0.001 run.epochs=8", "rate_too_low", "underfit_short"),
    cause(
        "rate-low-telco",
        f"data.name=telco_churn {SGD} optimizer.lr=0.0003 run.epochs=10",
        "rate_too_low",
        "underfit_short",
    ),
    cause(
        "rate-low-california",
        "data.name=california_housing optimizer.lr=1e-5 run.epochs=15",
        "rate_too_low",
        "underfit_short",
    ),
    cause("nan-regression", f"data.name=auto_mpg {SGD} optimizer.lr=1 run.epochs=20", "diverged"),
    cause("nan-california", f"data.name=california_housing {SGD} optimizer.lr=3 run.epochs=5", "diverged"),
    # too little learned
    cause(
        "too-small-mnist",
        f"{MNIST} model.hidden=2 model.activation=tanh optimizer.lr=0.01 run.epochs=20",
        "underfit_small",
    ),
    cause(
        "too-small-fashion",
        f"{FASHION} model.hidden=2 model.activation=leaky-relu optimizer.lr=0.01 run.epochs=20",
        "underfit_small",
    ),
    cause("dead-two-relus", f"{MNIST} model.hidden=2 optimizer.lr=0.01 run.epochs=10", "dead underfit_small"),
    cause("too-small-linear-moons", "data.name=moons model.hidden= optimizer.lr=0.03 run.epochs=40", "underfit_small"),
    cause("too-small-spirals", "data.name=spirals model.hidden=3 optimizer.lr=0.02 run.epochs=100", "underfit_small"),
    cause(
        "too-small-xor",
        "data.name=xor model.hidden=16 model.activation=none optimizer.lr=0.01 run.epochs=20",
        "underfit_small dead",
    ),
    cause("decay-too-strong", f"{MNIST} optimizer.weight_decay=0.1 run.epochs=10", "underfit_regularised"),
    cause("too-short-mnist", f"{MNIST} data.train_samples=2000 run.epochs=2", "underfit_short"),
    cause("too-short-breast-cancer", "data.name=breast_cancer model.hidden=16 run.epochs=6", "underfit_short"),
    cause("too-short-moons", "data.name=moons model.hidden=16 optimizer.lr=0.003 run.epochs=8", "underfit_short"),
    cause("dead-zeros", f"{MNIST} model.init=zeros run.epochs=5", "dead"),
    cause("dead-zeros-telco", "data.name=telco_churn model.hidden=32,32 model.init=zeros run.epochs=8", "dead"),
    cause(
        "dead-sigmoid-deep",
        f"{MNIST} model.hidden=64,64,64,64,64 model.activation=sigmoid {SGD} optimizer.lr=0.01 run.epochs=5",
        "dead",
        "rate_too_low",
    ),
    # too much
    cause("few-samples", f"{MNIST} data.train_samples=200 model.hidden=512 run.epochs=40", "overfitting"),
    cause(
        "few-samples-dropout",
        f"{MNIST} data.train_samples=200 model.hidden=512 regularisation.dropout=0.5 run.epochs=40",
        "overfitting",
    ),
    cause("few-samples-fashion", f"{FASHION} data.train_samples=300 model.hidden=256,256 run.epochs=40", "overfitting"),
    cause("too-long-fashion", f"{FASHION} model.hidden=256 data.train_samples=4000 run.epochs=30", "overfitting"),
    cause("too-long-telco", "data.name=telco_churn model.hidden=128,128 run.epochs=30", "overfitting"),
    cause("too-long-heart", "data.name=heart model.hidden=128,128 run.epochs=60", "overfitting"),
    cause(
        "too-long-auto-mpg",
        "data.name=auto_mpg model.hidden=256,256 data.train_samples=60 optimizer.lr=0.003 run.epochs=150",
        "overfitting",
    ),
    cause("label-noise-mnist", f"{MNIST} data.label_noise=0.4 run.epochs=8", "label_noise", "overfitting"),
    cause("label-noise-fashion", f"{FASHION} data.label_noise=0.3 run.epochs=8", "label_noise", "overfitting"),
    cause(
        "label-noise-memorised",
        f"{MNIST} data.label_noise=0.4 data.train_samples=1500 model.hidden=512 run.epochs=25",
        "overfitting",
        "label_noise",
    ),
    cause(
        "label-noise-telco",
        "data.name=telco_churn model.hidden=16 data.label_noise=0.3 run.epochs=10",
        "label_noise",
        "overfitting",
    ),
    # facts that need an explanation
    cause("dropout-strong", f"{MNIST} regularisation.dropout=0.7 run.epochs=6", "validation_better"),
    cause(
        "augmentation",
        f"{MNIST} data.train_samples=1500 data.augmentation.shift=0.15 data.augmentation.turn=20 run.epochs=6",
        "validation_better",
        "underfit_short",
    ),
    cause(
        "tiny-validation-heart", "data.name=heart model.hidden=16 optimizer.lr=0.003 run.epochs=20", "validation_small"
    ),
    cause(
        "tiny-validation-cancer",
        "data.name=breast_cancer model.hidden=8 optimizer.lr=0.01 run.epochs=15",
        "validation_small",
    ),
    cause(
        "dropout-strong-narrow",
        f"{MNIST} model.hidden=16 regularisation.dropout=0.5 optimizer.lr=0.003 run.epochs=20",
        "plateau validation_better",
    ),
)


def recorded(wanted: Cause) -> list[History]:
    """The histories of a cause, by seed."""
    return msgspec.json.decode(gzip.decompress((RUNS / f"{wanted.name}.json.gz").read_bytes()), type=list[History])


def until(history: History, epochs: int) -> History:
    """The history as it was after so many epochs."""
    early = copy.deepcopy(history)
    early.phase, early.ended = "training", None
    del early.epochs[epochs:]
    early.step = early.epochs[-1].step
    early.train_loss.truncate(early.step)
    return early
