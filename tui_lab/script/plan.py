"""What a run uses, found out once: everything that is not used stays out of its script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec
from msgspec import Struct

from tui_lab.config import checks, fields, schedule
from tui_lab.config.catalogue import Card, card
from tui_lab.config.shapes import Layer, layers
from tui_lab.config.train import OPTIMIZER_FAMILY, LossName, TrainConfig
from tui_lab.runs.events import Changed

EPOCHS = "run.epochs"
_USUAL_LOSS: dict[str, LossName] = {"multiclass": "cross-entropy", "binary": "bce", "regression": "mse"}


class Moment(Struct, frozen=True, kw_only=True):
    """What was changed before one step, all together."""

    step: int
    before: TrainConfig
    after: TrainConfig
    fresh_norm: bool
    """Whether batch norm came in, and so with fresh statistics."""
    keeps_state: bool
    """Whether the optimizer goes on with what it has gathered."""
    rebuilt: bool
    """Whether layers came or went, or changed their numbers."""

    def differs(self, path: str) -> bool:
        """Whether a field was changed."""
        return bool(fields.get(self.before, path) != fields.get(self.after, path))

    @property
    def new_optimizer(self) -> bool:
        """Whether an optimizer is made: another one, or one that knows the parameters of batch norm too."""
        return self.fresh_norm or not self.keeps_state or self.differs("optimizer.name")


def moments(config: TrainConfig, changes: Sequence[Changed]) -> list[Moment]:
    """The live changes of a run, those before the same step together; what cancels out is left out.

    Raises:
        LabError: a change doesn't fit the config.
    """
    found: list[Moment] = []
    for change in changes:
        after = fields.replace(config, dict(change.changes))
        before, config = config, after
        if after == before:
            continue
        checks.check(after)
        same_step = bool(found) and found[-1].step == change.step
        earlier = found.pop() if same_step else None
        old, new = before.regularisation, after.regularisation
        normed = new.batch_norm and (config.model.kind == "cnn" or bool(config.model.hidden))
        families = {OPTIMIZER_FAMILY.get(c.optimizer.name, c.optimizer.name) for c in (before, after)}
        found.append(
            Moment(
                step=change.step,
                before=earlier.before if earlier else before,
                after=after,
                fresh_norm=normed and (not old.batch_norm or (earlier is not None and earlier.fresh_norm)),
                keeps_state=len(families) == 1 and (earlier is None or earlier.keeps_state),
                rebuilt=old != new or (earlier is not None and earlier.rebuilt),
            )
        )
    return [m for m in found if m.before != m.after or m.new_optimizer]


class Plan:
    """A run as its script needs it: the config it starts from, and what changes on the way."""

    def __init__(self, config: TrainConfig, changes: Sequence[Changed] = ()) -> None:
        """Find out what the run uses.

        Raises:
            LabError: the config can't be trained, or a change doesn't fit it.
        """
        checks.check(config)
        self.config = config
        self.card: Card = card(config.data.name)
        self.moments = moments(config, changes)
        self.configs = [config, *(moment.after for moment in self.moments)]

    # -- data

    @property
    def task(self) -> str:
        """multiclass, binary or regression."""
        return self.card.task

    @property
    def has_validation(self) -> bool:
        """A final fit trains on the validation samples."""
        return not self.config.data.final_fit

    @property
    def samples(self) -> int:
        """Training samples."""
        sizes, data = self.card.sizes, self.config.data
        return data.train_samples or sizes.train + (sizes.validation if data.final_fit else 0)

    @property
    def steps_per_epoch(self) -> int:
        """Batches of an epoch."""
        full, rest = divmod(self.samples, self.config.data.batch_size)
        return max(1, full + (rest > 1))

    @property
    def drops_last(self) -> bool:
        """Whether a last batch of a single sample is left out."""
        return self.samples % self.config.data.batch_size == 1 and self.samples > self.config.data.batch_size > 1

    @property
    def large(self) -> bool:
        """Whether validation or test is evaluated in portions."""
        return max(self.card.sizes.validation, self.card.sizes.test) > 1024

    # -- network

    @property
    def loss(self) -> LossName:
        """`auto` resolved."""
        loss = self.config.run.loss
        return _USUAL_LOSS[self.task] if loss == "auto" else loss

    @property
    def one_output(self) -> bool:
        """Whether the network has a single logit."""
        return checks.outputs(self.config, self.card) == 1

    @cached_property
    def layers(self) -> list[Layer]:
        """All layers that the network ever has."""
        some = msgspec.structs.replace(
            self.config.regularisation,
            dropout=max(c.regularisation.dropout for c in self.configs),
            batch_norm=any(c.regularisation.batch_norm for c in self.configs),
        )
        return layers(self.config.model, some, self.card.shape, checks.outputs(self.config, self.card))

    def has_layer(self, kind: str) -> bool:
        """Whether the network ever has such a layer."""
        return any(layer.kind == kind for layer in self.layers)

    # -- device

    @property
    def device(self) -> str:
        """`run.device`."""
        return self.config.run.device

    @property
    def on_cpu(self) -> bool:
        """Whether tensors stay where they are."""
        return self.device == "cpu"

    @property
    def on_cuda(self) -> bool:
        """Whether a CUDA device is asked for by name."""
        return self.device.startswith("cuda")

    @property
    def compiles(self) -> bool:
        """The lab compiles on CUDA only."""
        return self.config.run.compile and self.on_cuda

    # -- learning rate

    @property
    def warmup_steps(self) -> int:
        """Steps of the warm-up."""
        return schedule.warmup_steps(self.config.schedule, self.steps_per_epoch)

    def changes_ever(self, path: str) -> bool:
        """Whether a field is changed on the way."""
        return any(moment.differs(path) for moment in self.moments)

    @property
    def total_changes(self) -> bool:
        """Whether the length of the run, to which the schedule is stretched, changes on the way."""
        return self.config.schedule.name in ("cosine", "one-cycle") and self.changes_ever(EPOCHS)

    @property
    def rate_by_function(self) -> bool:
        """Whether the rate is computed for each step, for one of torch's schedulers alone would not do.

        So with a warm-up, and where the rate or the optimizer changes on the way.
        """
        if self.config.schedule.name == "none" and not self.warmup_steps:
            return False
        new = any(moment.new_optimizer for moment in self.moments)
        return bool(self.warmup_steps) or new or self.changes_ever("optimizer.lr") or self.total_changes

    @property
    def counts_steps(self) -> bool:
        """Whether the loop needs the number of the step."""
        return self.rate_by_function or any(self.acts(moment) for moment in self.moments)

    @property
    def epochs(self) -> int:
        """Epochs to do, in the end."""
        return self.configs[-1].run.epochs

    def acts(self, moment: Moment) -> bool:
        """Whether anything has to be done at a moment."""
        seen = ["optimizer.lr", "optimizer.weight_decay", "regularisation.gradient_clip"]
        if self.has_layer("dropout"):
            seen.append("regularisation.dropout")
        if self.has_layer("batch_norm"):
            seen.append("regularisation.batch_norm")
        if self.total_changes:
            seen.append(EPOCHS)
        return moment.new_optimizer or any(moment.differs(path) for path in seen)
