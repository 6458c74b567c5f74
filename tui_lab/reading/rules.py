"""The rules: each looks at the curves of a run for one thing, and says nothing where it isn't sure.

`benchmarks/reading_record.py` reports how often each is right, wrong and silent on runs of which the cause is known.
Thresholds were chosen on seeds 0 to 4 of those runs; seeds 5 and 6 were only looked at afterwards.

Sources:
    Goodfellow, Bengio and Courville, "Deep Learning" (2016): ch. 5.2 (capacity, over- and underfitting),
        ch. 7.8 (early stopping), ch. 8.3 and 11.4 (the learning rate, choosing hyperparameters).
    Prechelt, "Early Stopping - But When?" (1998): the loss of generalisation GL = 100 (E_val / min E_val - 1).
    Smith, "A disciplined approach to neural network hyper-parameters" (2018): what test curves show of a rate.
    Zhang et al., "Understanding deep learning requires rethinking generalization" (2017): a network with 2n + d
        weights can learn any labelling of n samples by heart.
    Arpit et al., "A Closer Look at Memorization in Deep Networks" (2017): true patterns are learned before noise.
"""

from __future__ import annotations

import math
from itertools import pairwise

from tui_lab.reading import remedies
from tui_lab.reading.curves import Curves, fall, last_third, near
from tui_lab.reading.finding import Finding, finding
from tui_lab.runs.events import Failed


def diverged(curves: Curves) -> Finding | None:
    """The loss became NaN or infinite, and the worker ended the run: each step went further than the last.

    Looks at how the run ended. No threshold: the worker says so itself.
    """
    ended = curves.history.ended
    if not (isinstance(ended, Failed) and ended.reason == "loss_not_finite"):
        return None
    epoch = math.ceil(max(1, ended.step) / curves.history.steps_per_epoch)
    return finding(
        curves,
        "diverged",
        {"step": ended.step, "lr_rate": curves.config.optimizer.lr},
        span=((epoch, epoch), (max(0, ended.step - 1), ended.step)),
        remedy=remedies.lower_rate(curves.config),
        certainty="sure",
    )


DEAD_EPOCHS, DEAD_STEPS = 3, 50
DEAD_LOSS, DEAD_METRIC = 0.97, 0.03


def dead(curves: Curves) -> Finding | None:
    """The network has learned nothing but how frequent the classes are.

    Looks at training and validation loss against that of guessing (the entropy of the class frequencies, ln C where
    they are equal; for a regression the variance), for at least 3 epochs and 50 steps. Speaks when no epoch came more
    than 3 % below it, and validation's metric is no more than 3 points better than guessing. A loss that still falls
    steadily may only be slow (`rate_too_low`), unless validation is all put in one class. Says nothing of a linear
    network, which has no unit that could die (`underfit_small` looks at those).
    """
    if len(curves.epochs) < DEAD_EPOCHS or curves.epochs[-1].step < DEAD_STEPS or not curves.has_validation:
        return None
    guess, best = curves.guess_loss, max(curves.val_metric)
    if curves.linear or min(curves.train_loss + curves.val_loss) < DEAD_LOSS * guess:
        return None
    chance = 2 * curves.noise(curves.guess_metric) if curves.metric_is_share else 0.0
    if best > curves.guess_metric + max(DEAD_METRIC, chance):
        return None
    if fall(curves.train_loss[-3:]) > 0.005 and not curves.one_class:
        return None
    return finding(
        curves,
        "dead",
        {
            "train_loss": curves.train_loss[-1],
            "guess_loss": guess,
            "best_metric": best,
            "epochs": curves.epochs[-1].epoch,
        },
        remedy=remedies.wake(curves.config),
        certainty="sure",
    )


LEAP, LEAP_OVER_GUESS = 1.3, 3.0
LEAP_ANYWAY = {"mlp": 6.0, "cnn": 10.0}
RISE, LARGE_RISE = 0.035, 0.08
RISE_SHARE, RISE_LEVEL, RISE_STEPS = 0.15, 0.035, 8


def rate_too_high(curves: Curves) -> Finding | None:
    """The loss leaps up in the first epoch, or goes up and down from epoch to epoch instead of falling.

    Looks at the training loss alone. With a small enough rate its mean over an epoch falls from epoch to epoch
    (Goodfellow et al., ch. 8.3; Smith 2018, section 4). Speaks of a leap, in classification, when a step of the first
    epoch lies above 3 times the loss of guessing and 1.3 times above all of the first steps, or above 6 times the loss
    of guessing for an MLP and 10 times for a CNN with activations (no initialisation that is offered begins there).
    Speaks of swings when, after the second epoch, it rose by 3.5 % + 1 / sqrt(n) of n training samples in at least
    15 % of the epochs, and that twice, or once by over 8 % + 1 / sqrt(n). Rises to less than 3.5 % of the loss of
    guessing don't count: close to zero a single sample makes one. Dropout and augmentation make the loss uncertain:
    with them, rises must be larger by another 8 / sqrt(n). Epochs of fewer than 8 steps are left out.
    """
    leap = _first_leap(curves)
    if leap is not None:
        return leap
    if curves.history.steps_per_epoch < RISE_STEPS or len(curves.epochs) < 4:
        return None
    loss = curves.train_loss
    more = (9 if curves.training_is_disturbed else 1) / math.sqrt(curves.train_samples)
    floor = RISE_LEVEL * curves.guess_loss
    changes = [(loss[i] / loss[i - 1] - 1, i) for i in range(2, len(loss)) if loss[i - 1] > 0]
    rises = [(rise, i) for rise, i in changes if rise > RISE + more and loss[i] > floor]
    if len(rises) < max(1, RISE_SHARE * len(changes)):
        return None
    largest, where = max(rises)
    if len(rises) < 2 and largest < LARGE_RISE + more:
        return None
    return finding(
        curves,
        "rate_too_high",
        {
            "rises": len(rises),
            "before_loss": loss[where - 1],
            "after_loss": loss[where],
            "epoch": curves.epochs[where].epoch,
            "lr_rate": curves.config.optimizer.lr,
        },
        variant="swings",
        since=max(0, where - 1),
        remedy=remedies.lower_rate(curves.config),
    )


def _first_leap(curves: Curves) -> Finding | None:
    bins, per = curves.history.train_loss.bins, curves.history.steps_per_epoch
    if not bins or curves.history.changes_seen or curves.card.task == "regression":
        return None
    first = [b for b in bins[1:] if b.first <= per]
    peak = max(first, key=lambda b: b.high, default=None)
    guess = curves.guess_loss
    if peak is None:
        return None
    leaps = peak.high > LEAP_OVER_GUESS * guess and peak.high > LEAP * bins[0].high
    model = curves.config.model
    if not leaps and (model.activation == "none" or max(peak.high, bins[0].high) < LEAP_ANYWAY[model.kind] * guess):
        return None
    high = max(peak.high, bins[0].high)
    return finding(
        curves,
        "rate_too_high",
        {"high_loss": high, "guess_loss": guess, "lr_rate": curves.config.optimizer.lr},
        variant="leap",
        span=((1, 1), (round(bins[0].first), min(per, round(first[-1].last)))),
        remedy=remedies.lower_rate(curves.config),
    )


SLOW_EPOCHS, SLOW_LEVEL = 4, 0.2
SLOW_FALL, SLOW_STEADY = 0.01, 0.15


def rate_too_low(curves: Curves) -> Finding | None:
    """The loss falls in small, even steps and is still far from low.

    Looks at both losses over all epochs (at least 4). Speaks when training loss fell in every epoch, lies above 20 %
    of the loss of guessing, still fell by 1 % or more in the last epoch and at 15 % or more of its mean pace (a network
    that is too small slows down), and validation fell with it. Such a curve alone can't tell a low rate from too few
    steps, so it also asks whether the rate is under a third of the usual one of this optimizer (`USUAL_RATE`), and
    says nothing while a schedule holds the rate down.
    """
    config, loss = curves.config, curves.train_loss
    if len(loss) < SLOW_EPOCHS or not curves.has_validation:
        return None
    if not remedies.rate_is_low(config):
        return None
    if config.schedule.name in ("one-cycle", "step", "exponential", "cosine") or config.schedule.warmup_epochs:
        return None
    falls = [a - b for a, b in pairwise(loss)]
    val_falls = [a - b for a, b in pairwise(curves.val_loss)]
    mean = (loss[0] - loss[-1]) / len(falls)
    if min(falls) <= 0 or min(val_falls[-2:]) <= 0 or loss[-1] < SLOW_LEVEL * curves.guess_loss:
        return None
    if falls[-1] < SLOW_FALL * loss[-2] or falls[-1] < SLOW_STEADY * mean:
        return None
    return finding(
        curves,
        "rate_too_low",
        {
            "train_loss": loss[-1],
            "guess_loss": curves.guess_loss,
            "fall_share": falls[-1] / loss[-2],
            "lr_rate": config.optimizer.lr,
            "usual_rate": remedies.USUAL_RATE[config.optimizer.name],
        },
        remedy=remedies.higher_rate(config),
    )


NOISE_PAIRS, NOISE_POINTS, NOISE_ERRORS = 3, 0.08, 4
SMALL_BATCH = 16


def label_noise(curves: Curves) -> Finding | None:
    """Training labels look worse than those of validation.

    Looks at pairs of neighbouring epochs: validation after epoch k against training in epoch k + 1, which begins with
    the very weights that validation was measured with and only betters them. Where nothing disturbs training (no
    dropout, no augmentation), training should be at least as good. Speaks when it is worse by 8 points and by 4
    standard errors, in the last 3 pairs: its labels must be harder to get right. True patterns are learned before
    wrong labels are learned by heart (Arpit et al. 2017), so this shows early and is gone later. That labels are wrong
    is the usual cause, not the only one: training samples may also be harder ones.
    """
    if not curves.metric_is_share or not curves.has_validation or curves.training_is_disturbed:
        return None
    if len(curves.epochs) < NOISE_PAIRS + 1 or (
        curves.config.regularisation.batch_norm and curves.config.data.batch_size < SMALL_BATCH
    ):
        return None
    pairs = list(zip(curves.val_metric[-NOISE_PAIRS - 1 : -1], curves.train_metric[-NOISE_PAIRS:], strict=True))
    errors = [math.hypot(curves.noise(val), curves.noise(train, curves.train_samples)) for val, train in pairs]
    if any(
        val - train < max(NOISE_POINTS, NOISE_ERRORS * error) for (val, train), error in zip(pairs, errors, strict=True)
    ):
        return None
    val, train = pairs[-1]
    return finding(
        curves,
        "label_noise",
        {"val_metric": val, "train_metric": train, "gap_points": val - train, "noise_points": 2 * errors[-1]},
        since=len(curves.epochs) - NOISE_PAIRS - 1,
        remedy={"data.label_noise": 0.0} if curves.config.data.label_noise > 0 else {},
    )


RISEN, RISEN_EPOCHS = 0.10, 3
FALLEN, LEARNED = 0.10, 0.8
GAP = {"accuracy": 0.10, "r2": 0.15}
GAP_LOSSES, GAP_EPOCHS = 3.0, 8


def overfitting(curves: Curves) -> Finding | None:
    """Validation gets worse while training gets better, or stays far behind it.

    Looks at validation loss, smoothed over 3 epochs, and at the gap of the metrics (Goodfellow et al., ch. 5.2).
    Speaks when validation loss has risen from its minimum by 10 % + 50 % / sqrt(n) of n validation samples (Prechelt's
    GL; the second term is for validation's own noise), its minimum is 3 epochs back, and training loss has fallen by
    10 % since, to under 80 % of that of guessing. Or when, after 8 epochs, training's metric is better than
    validation's by 10 points (R²: 0.15) and 3 standard errors, validation loss is 3 times training's, and has stopped
    falling (under 2 % in the last third). `epoch` is where validation loss was lowest.
    """
    if not curves.has_validation or len(curves.epochs) < RISEN_EPOCHS + 1:
        return None
    val, train = curves.smooth_val_loss, curves.train_loss
    low = min(val)
    # The smoothed minimum is as wide as the window: the epoch to name is the lowest of those in it.
    near_low = [i for i in range(len(val)) if min(val[max(0, i - 1) : i + 2]) == low]
    best = min(near_low, key=curves.val_loss.__getitem__)
    rise = val[-1] / low - 1 if low > 0 else 0.0
    rose = rise >= RISEN + 0.5 / math.sqrt(curves.val_samples) and len(val) - 1 - best >= RISEN_EPOCHS
    # The mean over the best epoch itself is from before its end, and in a first epoch far higher.
    then = min(train[best : best + 2])
    rose = rose and train[-1] < min((1 - FALLEN) * then, LEARNED * curves.guess_loss)
    if not rose and not _far_behind(curves):
        return None
    if not rose:  # no clear minimum: the first epoch that is as good as the best
        best = next(i for i, loss in enumerate(val) if loss <= 1.02 * low)
    return finding(
        curves,
        "overfitting",
        {
            "epoch": curves.epochs[best].epoch,
            "best_loss": curves.val_loss[best],
            "val_loss": curves.val_loss[-1],
            "train_loss": train[-1],
            "train_metric": curves.train_metric[-1],
            "val_metric": curves.val_metric[-1],
        },
        variant="rise" if rose else "gap",
        since=best,
        remedy=remedies.less_overfitting(curves),
        certainty="sure" if rose else "likely",
    )


def _far_behind(curves: Curves) -> bool:
    if len(curves.epochs) < GAP_EPOCHS:
        return False
    gap = curves.train_metric[-1] - curves.val_metric[-1]
    needed = max(GAP[curves.metric], 3 * curves.gap_noise() if curves.metric_is_share else 0.0)
    val = curves.smooth_val_loss
    third = val[-max(3, len(val) // 3) :]
    return gap >= needed and curves.val_loss[-1] >= GAP_LOSSES * curves.train_loss[-1] and fall(third) < 0.02


FLAT_EPOCHS, FLAT_STEPS, FLAT_FALL = 10, 100, 0.05
FIT_METRIC, BEHIND_R2 = 0.90, 0.10
DECAY = 0.01


def underfit_small(curves: Curves) -> Finding | None:
    """Training itself has stopped far from what can be learned, and the network is small.

    Looks at training after 10 epochs and 100 steps or more, without dropout or augmentation (with them its metric
    is no measure). Speaks when training loss moved by under 5 % over the last third of the epochs (4 at least),
    validation is not far behind, and the rate is not under a third of the usual one (what looks flat may be slow).
    For images and points, which can be learned: when training's accuracy is under 90 %, and the network is linear
    or has fewer than 2 n + d weights (with that many it could learn its n samples of d values by heart: Zhang et
    al. 2017). For tables, where nobody knows what can be reached: only when both are below the plain linear model
    of the data set's card, by 2 standard errors (R²: by 0.1).
    """
    if not _stuck(curves) or curves.training_is_disturbed or curves.config.optimizer.weight_decay >= DECAY:
        return None
    if not (curves.linear or curves.parameters < 2 * curves.train_samples + math.prod(curves.card.shape)):
        return None
    return finding(
        curves,
        "underfit_small",
        {
            "train_metric": curves.train_metric[-1],
            "val_metric": curves.val_metric[-1],
            "fall_share": max(0.0, fall(last_third(curves.train_loss))),
            "parameters": curves.parameters,
        },
        variant="linear" if curves.linear else "narrow",
        since=-len(last_third(curves.train_loss)),
        remedy=remedies.larger(curves.config),
    )


def underfit_regularised(curves: Curves) -> Finding | None:
    """Training itself has stopped far from what can be learned, and weight decay is strong.

    Looks at the same as `underfit_small`, with a weight decay of 0.01 or more (0.1 for AdamW, which decays by the rate
    times that).
    """
    decay = curves.config.optimizer.weight_decay
    least = 10 * DECAY if curves.config.optimizer.name == "adamw" else DECAY
    if decay < least or not _stuck(curves) or curves.training_is_disturbed:
        return None
    moved = max(0.0, fall(last_third(curves.train_loss)))
    return finding(
        curves,
        "underfit_regularised",
        {"train_metric": curves.train_metric[-1], "fall_share": moved, "decay_rate": decay},
        since=-len(last_third(curves.train_loss)),
        remedy={"optimizer.weight_decay": 0.0},
    )


def _stuck(curves: Curves) -> bool:
    """Whether training has stopped below what can be learned, with validation beside it."""
    if len(curves.epochs) < FLAT_EPOCHS or curves.epochs[-1].step < FLAT_STEPS or not curves.has_validation:
        return False
    if remedies.rate_is_low(curves.config):  # what looks flat may only be slow
        return False
    train, val = curves.train_metric[-1], curves.val_metric[-1]
    if abs(fall(last_third(curves.train_loss))) > FLAT_FALL or train - val > GAP[curves.metric]:
        return False
    if curves.card.kind != "table":
        return train < FIT_METRIC
    baseline = curves.card.baseline
    if baseline is None:
        return False
    below = 2 * curves.noise(baseline.value) if curves.metric_is_share else BEHIND_R2
    return max(train, val) < baseline.value - below


SHORT_FALL, SHORT_TWO_FALL, SHORT_LEVEL = 0.05, 0.08, 0.12


def underfit_short(curves: Curves) -> Finding | None:
    """The run was over while it still got better quickly.

    Looks at the last epochs of a run that has finished all of them. Speaks when validation loss is at its lowest, by
    8 % or more below all but the last two epochs (by 5 % where there are only two), training loss fell too, and both
    are still over 12 % of the loss of guessing.
    """
    loss, val = curves.train_loss, curves.val_loss
    if not curves.finished or curves.early_stopped or not curves.has_validation or len(loss) < 2:
        return None
    if val[-1] > min(val) or fall(loss[-2:]) <= 0:
        return None
    before = min(val[:-2], default=val[0])
    if fall([before, val[-1]]) < (SHORT_TWO_FALL if len(val) > 2 else SHORT_FALL):
        return None
    if min(loss[-1], val[-1]) < SHORT_LEVEL * curves.guess_loss:
        return None
    return finding(
        curves,
        "underfit_short",
        {
            "epochs": curves.epochs[-1].epoch,
            "steps": curves.epochs[-1].step,
            "before_loss": before,
            "val_loss": val[-1],
            "fall_share": fall([before, val[-1]]),
        },
        since=max(0, len(loss) - 3),
        remedy=remedies.longer(curves.config),
    )


PLATEAU_EPOCHS, PLATEAU_LEVEL = 4, 0.05
PLATEAU_MOVE, PLATEAU_VAL_MOVE = 0.02, 0.04


def plateau(curves: Curves) -> Finding | None:
    """Nothing moves any more.

    Looks from the last epoch back as far as training loss and smoothed validation loss stay within 2 % (training) and
    4 % (validation) of their last values. Speaks when that is 4 epochs and a third of the run or more, and training
    loss is over 5 % of the loss of guessing (below that there is nothing left to learn).
    """
    loss, val = curves.train_loss, curves.smooth_val_loss
    if not curves.has_validation or loss[-1] < PLATEAU_LEVEL * curves.guess_loss:
        return None
    first = len(loss) - 1
    while (
        first > 0 and near(loss[first - 1], loss[-1], PLATEAU_MOVE) and near(val[first - 1], val[-1], PLATEAU_VAL_MOVE)
    ):
        first -= 1
    length = len(loss) - first
    if length < max(PLATEAU_EPOCHS, math.ceil(len(loss) / 3)):
        return None
    return finding(
        curves,
        "plateau",
        {
            "epoch": curves.epochs[first].epoch,
            "first_loss": loss[first],
            "train_loss": loss[-1],
            "lr_rate": curves.epochs[-1].lr,
        },
        since=first,
        remedy=remedies.smoother(curves.config),
        certainty="sure",
    )


SMALL_POINTS, SEEN_POINTS = 0.025, 0.0005


def validation_small(curves: Curves) -> Finding | None:
    """Validation has so few samples that the differences seen may be chance.

    Looks at twice the standard error of validation's accuracy, 2 sqrt(p (1 - p) / n), against what its last value is
    worse than its best one. Speaks from 2 epochs on when the first is over 2.5 points and over the second. That is
    the noise of one figure on other samples; two figures on the same samples differ by less, but the choice between
    two models is about other samples. Says nothing of R², whose noise these curves don't tell.
    """
    if not curves.metric_is_share or not curves.has_validation or len(curves.epochs) < 2:
        return None
    last, best = curves.val_metric[-1], max(curves.val_metric)
    noise = 2 * curves.noise(last)
    seen = best - last
    if noise < SMALL_POINTS or seen > noise:
        return None
    numbers: dict[str, float | int] = {"samples": curves.val_samples, "val_metric": last, "noise_points": noise}
    behind = seen >= SEEN_POINTS
    if behind:
        numbers |= {"best_metric": best, "seen_points": seen}
    return finding(
        curves,
        "validation_small",
        numbers,
        variant="behind" if behind else "best",
        remedy={"run.seed": curves.config.run.seed + 1} if curves.config.run.seed < 2**31 - 1 else {},
        certainty="sure",
    )


def validation_better(curves: Curves) -> Finding | None:
    """Validation looks better than training, and why.

    Looks at the last epoch. Speaks when validation's accuracy is better by 2 standard errors of the difference (R²: by
    0.02) and its loss is lower. With dropout or augmentation training is measured with them on: that is the reason.
    Without, training's metric is the mean over an epoch in which it got better: half an epoch behind. Where half of its
    last gain covers the difference, that is the reason. Where neither explains it, it says nothing (`label_noise`
    may).
    """
    if not curves.has_validation or len(curves.epochs) < 2:
        return None
    train, val = curves.train_metric[-1], curves.val_metric[-1]
    needed = 2 * curves.gap_noise() if curves.metric_is_share else 0.02
    if val - train < needed or curves.val_loss[-1] >= curves.train_loss[-1]:
        return None
    half_gain = (train - curves.train_metric[-2]) / 2
    numbers: dict[str, float | int] = {"val_metric": val, "train_metric": train, "gap_points": val - train}
    if curves.config.regularisation.dropout > 0:
        variant, numbers = "dropout", {**numbers, "dropout_rate": curves.config.regularisation.dropout}
    elif not curves.config.data.augmentation.is_none:
        variant = "augmentation"
    elif val - train - half_gain < needed:
        variant, numbers = "during", {**numbers, "before_metric": curves.train_metric[-2]}
    else:
        return None
    lessons = {"dropout": "03-better-models/19-regularisation", "augmentation": "02-pytorch/13-transforms"}
    return finding(
        curves,
        "validation_better",
        numbers,
        variant=variant,
        since=len(curves.epochs) - 2,
        lesson=lessons.get(variant),
        remedy=remedies.undisturbed(curves.config) if variant != "during" else {},
    )
