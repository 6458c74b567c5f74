"""The training loop: from a config to a trained model, stoppable, changeable and repeatable to the last bit.

Random numbers come from separate streams: initial weights by parameter name (`initialise`), the order of
samples from a generator of its own, and dropout and augmentation from torch's default generator, whose state a
checkpoint holds too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from tui_lab.config import fields as config_fields
from tui_lab.config import file as config_file
from tui_lab.config import schedule
from tui_lab.config.checks import check, outputs
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.data import Splits, load
from tui_lab.engine import models, objective, optimizers
from tui_lab.engine.batches import make_batches, steps_per_epoch
from tui_lab.engine.devices import make_precision
from tui_lab.engine.evaluate import Evaluation, evaluate
from tui_lab.engine.initialise import initialise
from tui_lab.engine.stopping import EarlyStopping, Plateau
from tui_lab.messages import t

Value = bool | int | float | str


def load_data(config: TrainConfig) -> Splits:
    """The data of a config.

    Raises:
        LabError: it is missing, damaged, or too few samples.
    """
    return load(
        config.data.name,
        seed=config.run.seed,
        n_train=config.data.train_samples or None,
        label_noise=config.data.label_noise,
        final_fit=config.data.final_fit,
    )


@dataclass
class Pending:
    """Steps done but not yet read back from the device: reading each would wait for it."""

    losses: list[Tensor] = field(default_factory=list)
    logits: list[Tensor] = field(default_factory=list)
    targets: list[Tensor] = field(default_factory=list)


@dataclass(frozen=True)
class StepRecord:
    """Consecutive steps, the last of which is `step`."""

    step: int
    loss: list[float]
    metric: list[float]
    lr: float
    gradient_norm: float


@dataclass(frozen=True)
class EpochRecord:
    """What an epoch came to. `train_*` are means over it, while the weights were changing."""

    epoch: int
    train_loss: float
    train_metric: float
    validation: Evaluation | None
    lr: float
    seconds: float
    best: bool


class Diverged(Exception):
    """The loss is NaN or infinite at `step`; `record` has the steps up to it."""

    def __init__(self, step: int, value: float, record: StepRecord) -> None:
        super().__init__(step, value)
        self.step, self.value, self.record = step, value, record


class Trainer:
    """A run in progress: the model, its optimizer, and its place in the data."""

    def __init__(self, config: TrainConfig, splits: Splits, device: torch.device) -> None:
        """Build everything from the config, as at the start of a run.

        Raises:
            LabError: the model doesn't fit the data.
        """
        self.config = config
        self.splits = splits
        self.device = device
        card = splits.card
        self.task: objective.Task = card.task
        self.classes = len(card.classes)
        self.inputs = splits.train.shape
        self.outputs = outputs(config, card)
        self.order_stream = torch.Generator().manual_seed(config.run.seed)
        model = models.build(config, self.inputs, self.outputs)
        initialise(model, config.model.init, config.run.seed)
        # For dropout and augmentation. After the model is made, for that draws numbers which are then overwritten:
        # as many as it has weights, and a twin with one layer more would drop other values.
        torch.manual_seed(config.run.seed)
        self.model = model.to(device)
        self.forward: Callable[[Tensor], Tensor] = self._compiled()
        self.optimizer = optimizers.make_optimizer(config.optimizer, self.model.parameters())
        self.loss = objective.make_loss(config.run.loss, self.task)
        self.precision = make_precision(config.run.mixed_precision, device)
        self.batches = make_batches(splits.train, config.data, device)
        self.validation = None if config.data.final_fit else self._part(splits.validation)
        self.steps_per_epoch = steps_per_epoch(self.batches.samples, config.data.batch_size)
        self.plateau = Plateau(config.schedule.gamma, config.schedule.patience)
        stopping = config.early_stopping
        self.stopping = EarlyStopping(stopping.patience, stopping.min_delta)
        self.epochs = config.run.epochs
        self.epoch = 0
        self.step = 0
        self.changes_applied = 0
        self.pending = Pending()
        self._order_state = self.order_stream.get_state()
        self._sums = [0.0, 0.0, 0.0]  # loss, score, samples of this epoch
        self._epoch_seconds = 0.0
        self.do_batch: Callable[[Tensor, Tensor], None] = self.train_batch
        """What is done with each batch; whoever wants to measure one puts something in its place."""
        self.model.train()

    def _part(self, part: Any) -> tuple[Tensor, Tensor]:
        inputs, targets = part.tensors(flat=False)
        return inputs.to(self.device), targets.to(self.device)

    def _compiled(self) -> Callable[[Tensor], Tensor]:
        compiles = self.config.run.compile and self.device.type == "cuda"
        return torch.compile(self.model) if compiles else self.model

    @property
    def in_epoch(self) -> int:
        """Steps done of the current epoch."""
        return self.step - self.epoch * self.steps_per_epoch

    @property
    def lr(self) -> float:
        """The learning rate of the next step."""
        factor = schedule.factor(self.config.schedule, self.step, self.steps_per_epoch, self.epochs)
        return self.config.optimizer.lr * factor * self.plateau.factor

    @property
    def over(self) -> bool:
        """Whether all epochs are done, or early stopping has had enough."""
        return self.epoch >= self.epochs or (self.config.early_stopping.enabled and self.stopping.over)

    def steps(self) -> Iterator[None]:
        """Train to the end of the current epoch, one batch each time the iterator is asked.

        The caller may apply changes and take checkpoints between two batches.
        """
        size = self.config.data.batch_size
        self._order_state = self.order_stream.get_state()
        order = torch.randperm(self.batches.samples, generator=self.order_stream)
        done = self.in_epoch
        started = time.perf_counter()
        epoch = self.batches.epoch(order[: self.steps_per_epoch * size], size, done)
        for inputs, targets in epoch:
            self.do_batch(inputs, targets)
            self._epoch_seconds += time.perf_counter() - started
            yield
            started = time.perf_counter()

    def train_batch(self, inputs: Tensor, targets: Tensor) -> None:
        """One step of the optimizer."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.lr
        self.optimizer.zero_grad()
        if self.precision.dtype is None:
            logits = self.forward(inputs)
            loss = self.loss(logits, targets)
        else:
            with self.precision.forward():
                logits = self.forward(inputs)
            logits = logits.float()
            loss = self.loss(logits, targets)
        scaler = self.precision.scaler
        (loss if scaler is None else scaler.scale(loss)).backward()
        clip = self.config.regularisation.gradient_clip
        if clip > 0:
            if scaler is not None:
                scaler.unscale_(self.optimizer)
            nn.utils.clip_grad_norm_(self.model.parameters(), clip)
        if scaler is None:
            self.optimizer.step()
        else:
            scaler.step(self.optimizer)
            scaler.update()
        self.step += 1
        self.pending.losses.append(loss.detach())
        self.pending.logits.append(logits.detach())
        self.pending.targets.append(targets)

    def read_back(self) -> StepRecord | None:
        """The steps since the last call; waits for the device.

        Raises:
            Diverged: a loss is NaN or infinite.
        """
        pending, self.pending = self.pending, Pending()
        if not pending.losses:
            return None
        losses: list[float] = torch.stack(pending.losses).tolist()
        sizes = [len(targets) for targets in pending.targets]
        means = self._mean_scores(pending, sizes)
        for loss, mean, size in zip(losses, means, sizes, strict=True):
            self._sums[0] += loss * size
            self._sums[1] += mean * size
            self._sums[2] += size
        metrics = [objective.metric(mean, self.task) for mean in means]
        norm = float(optimizers.gradient_norm(self.model.parameters()))
        record = StepRecord(self.step, losses, metrics, self.optimizer.param_groups[0]["lr"], norm)
        bad = next((i for i, loss in enumerate(losses) if loss != loss or loss in (float("inf"), float("-inf"))), None)
        if bad is not None:
            step = self.step - len(losses) + bad + 1
            cut = StepRecord(step, losses[: bad + 1], metrics[: bad + 1], record.lr, norm)
            raise Diverged(step, losses[bad], cut)
        return record

    def _mean_scores(self, pending: Pending, sizes: list[int]) -> list[float]:
        if self.task != "regression" and len(set(sizes)) == 1:  # hits are whole numbers: any order sums the same
            scores = objective.scores(torch.cat(pending.logits), torch.cat(pending.targets), self.task)
            equal: list[float] = scores.view(len(sizes), sizes[0]).double().mean(1).tolist()
            return equal
        batches = zip(pending.logits, pending.targets, strict=True)
        return [float(objective.scores(logits, targets, self.task).double().mean()) for logits, targets in batches]

    def end_epoch(self) -> EpochRecord:
        """Validate, and take the result into early stopping and the plateau schedule."""
        self.epoch += 1
        loss_sum, score_sum, count = self._sums
        result = self.validate()
        best = False
        if result is not None:
            by_loss = self.config.early_stopping.enabled and self.config.early_stopping.metric == "val-loss"
            best = self.stopping.update(result.loss if by_loss else -result.metric, self.epoch)
            if self.config.schedule.name == "plateau":
                self.plateau.update(result.loss)
        record = EpochRecord(
            epoch=self.epoch,
            train_loss=loss_sum / count,
            train_metric=objective.metric(score_sum / count, self.task),
            validation=result,
            lr=self.optimizer.param_groups[0]["lr"],
            seconds=self._epoch_seconds,
            best=best,
        )
        self._sums = [0.0, 0.0, 0.0]
        self._epoch_seconds = 0.0
        self._order_state = self.order_stream.get_state()
        return record

    def validate(self) -> Evaluation | None:
        """What the model is worth on validation; None in a final fit, which has none."""
        if self.validation is None:
            return None
        return self._evaluate(*self.validation)

    def test(self) -> Evaluation:
        """What the model is worth on test. To be looked at once."""
        return self._evaluate(*self._part(self.splits.test))

    def _evaluate(self, inputs: Tensor, targets: Tensor) -> Evaluation:
        return evaluate(
            self.model,
            inputs,
            targets,
            task=self.task,
            classes=self.classes,
            loss=self.loss,
            precision=self.precision,
            scale=self.splits.target_scale,
        )

    def change(self, changes: dict[str, Value]) -> dict[str, Value]:
        """Change live fields between two batches; gives the values before, of those that differ.

        Weights stay; batch norm that comes in has fresh statistics; the optimizer's state goes on for weights
        that stay, where the new optimizer means the same by it.

        Raises:
            LabError: a field is unknown, isn't live, doesn't accept the value, or the whole doesn't fit any more.
        """
        for path in changes:
            if not config_fields.field(path).live:
                raise LabError(t("field.not_live", path=path))
        before = {path: config_fields.get(self.config, path) for path in changes}
        before = {path: old for path, old in before.items() if old != changes[path]}
        if not before:
            return {}
        changed = config_fields.replace(self.config, dict(changes))
        check(changed)
        old_config, self.config = self.config, changed
        if old_config.regularisation != self.config.regularisation:
            self.model = models.rebuild(self.model, self.config, self.inputs, self.outputs).to(self.device)
            self.forward = self._compiled()
        self.optimizer = optimizers.swap(self.optimizer, old_config.optimizer.name, self.config.optimizer, self.model)
        return before

    def state(self) -> dict[str, Any]:
        """All that is needed to go on from here, for `checkpoint.save`."""
        state: dict[str, Any] = {
            "config": config_file.encode(self.config).decode(),
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "plateau": asdict(self.plateau),
            "stopping": asdict(self.stopping),
            "generator": torch.get_rng_state(),
            "order": self._order_state,
            "epoch": self.epoch,
            "step": self.step,
            "sums": list(self._sums),
            "epoch_seconds": self._epoch_seconds,
            "changes_applied": self.changes_applied,
        }
        if self.precision.scaler is not None:
            state["scaler"] = self.precision.scaler.state_dict()
        if self.device.type == "cuda":
            state["cuda_generator"] = torch.cuda.get_rng_state(self.device)
        if self.device.type == "mps":
            state["mps_generator"] = torch.mps.get_rng_state()
        return state

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint of this run. The config must be the checkpoint's own (`config_of`).

        Raises:
            RuntimeError, KeyError: the state is of another model.
        """
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.plateau = Plateau(**state["plateau"])
        self.stopping = EarlyStopping(**state["stopping"])
        self._order_state = state["order"]
        self.order_stream.set_state(state["order"])
        self.epoch, self.step = state["epoch"], state["step"]
        self._sums = list(state["sums"])
        self._epoch_seconds = state["epoch_seconds"]
        self.changes_applied = state["changes_applied"]
        if self.precision.scaler is not None and "scaler" in state:
            self.precision.scaler.load_state_dict(state["scaler"])
        if self.device.type == "cuda" and "cuda_generator" in state:
            torch.cuda.set_rng_state(state["cuda_generator"], self.device)
        if self.device.type == "mps" and "mps_generator" in state:
            torch.mps.set_rng_state(state["mps_generator"])
        torch.set_rng_state(state["generator"])

    def load_weights(self, state: dict[str, Any]) -> None:
        """Take over the weights of a checkpoint alone, whatever layers it had then."""
        config = config_of(state)
        self.model = models.build(config, self.inputs, self.outputs).to(self.device)
        self.model.load_state_dict(state["model"])


def config_of(state: dict[str, Any]) -> TrainConfig:
    """The config that was in force when a checkpoint was taken, live changes included.

    Raises:
        LabError: it can't be read.
    """
    return config_file.decode(state["config"].encode(), "config")
