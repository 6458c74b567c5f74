"""A look inside the network while it trains: sizes of weights, activations, gradients and updates, layer by layer.

One training batch is measured about twice a second. For that batch alone hooks are put on the layers; they compute,
change nothing and draw no random number, so that the run is the same to the last bit with and without them. On a GPU
reading a value back waits for all that is queued there, so the values stay on the device until the losses are read
back anyway (`take`). With `torch.compile` the measured batch runs through the plain modules, since compiled code
passes hooks by: there the losses agree only as compiled and plain code do.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from msgspec.structs import asdict, replace
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from tui_lab.engine.health import SATURATED_AT, judge
from tui_lab.engine.trainer import Trainer
from tui_lab.runs.commands import INSPECT_S
from tui_lab.runs.events import LayerRow, Layers

INTERVAL_S = 0.5
MOST_COST = 0.01
"""Share of the time that measuring may take: where a measurement is slow, the next comes later."""

_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)
_KINDS: dict[type[nn.Module], str] = {nn.Linear: "linear", nn.Conv2d: "conv"} | dict.fromkeys(_NORMS, "batch_norm")
_ACTIVATIONS: dict[type[nn.Module], str] = {
    nn.ReLU: "relu",
    nn.LeakyReLU: "leaky-relu",
    nn.GELU: "gelu",
    nn.Tanh: "tanh",
    nn.Sigmoid: "sigmoid",
}
SILENT_GELU = 0.005
"""A GELU is never exactly zero; it stays below this left of -3, where no gradient passes either."""


@dataclass
class _Watched:
    """A layer with weights, the activation behind it, and what was measured of them: scalars on the device."""

    name: str
    layer: nn.Module
    activation: nn.Module | None = None
    shape: list[int] = field(default_factory=list)
    numbers: dict[str, Tensor] = field(default_factory=dict)
    before: Tensor | None = None

    @property
    def weight(self) -> nn.Parameter:
        """The weights without the bias; of a batch norm its scale."""
        weight = self.layer.weight
        assert isinstance(weight, nn.Parameter)
        return weight


def _watched(model: nn.Sequential) -> list[_Watched]:
    """The layers with weights in order. An activation belongs to the linear layer or convolution before it."""
    found: list[_Watched] = []
    for name, module in model.named_children():
        if type(module) in _ACTIVATIONS:
            owner = next((one for one in reversed(found) if not isinstance(one.layer, _NORMS)), None)
            if owner is not None:
                owner.activation = module
        elif type(module) in _KINDS:
            found.append(_Watched(name, module))
    return found


@dataclass
class _Measured:
    """A measurement that is still on the device."""

    time: float
    step: int
    samples: int
    rate: float
    """The learning rate against that of the config."""
    scaled: bool
    """The loss was scaled up for 16 bits: where that went too far, the step was left out."""
    layers: list[_Watched]


class Inspection:
    """Measures batches from time to time between `begin` and `end`; otherwise it does nothing and holds nothing."""

    def __init__(self) -> None:
        self._until = -math.inf
        self._due = -math.inf
        self._seconds = 0.0
        self._armed: Trainer | None = None
        self._measured: _Measured | None = None

    def begin(self) -> None:
        """Measure from now on, and so for `INSPECT_S` seconds."""
        self._until = time.perf_counter() + INSPECT_S

    def end(self) -> None:
        """Measure no more."""
        self._until = -math.inf
        self._disarm()
        self._measured = None

    def arm(self, trainer: Trainer, now: float, *, at_once: bool = False) -> None:
        """Measure the next batch if it is time for that.

        Args:
            trainer: of the batch.
            now: by `time.perf_counter`.
            at_once: whether it is time or not, because the batches come one by one.
        """
        if now < self._until and self._armed is None and (at_once or now >= self._due):
            self._armed = trainer
            trainer.do_batch = self._measure

    def _disarm(self) -> None:
        if self._armed is not None:
            self._armed.do_batch = self._armed.train_batch
            self._armed = None

    def take(self) -> Layers | None:
        """The measurement since the last call, if there is one; waits for the device."""
        measured, self._measured = self._measured, None
        return _event(measured) if measured is not None else None

    # The measured batch

    def _measure(self, inputs: Tensor, targets: Tensor) -> None:
        trainer = self._armed
        assert trainer is not None
        self._disarm()
        self._seconds = 0.0
        layers, handles = self._put_on(trainer.model)
        scaler = trainer.precision.scaler
        scale = scaler.get_scale() if scaler is not None else 1.0
        forward, trainer.forward = trainer.forward, trainer.model
        try:
            trainer.train_batch(inputs, targets)
        finally:
            trainer.forward = forward
            for handle in handles:
                handle.remove()
        began = time.perf_counter()
        with torch.no_grad():
            for one in layers:
                _measure_step(one, scale)
        lr, usual = trainer.optimizer.param_groups[0]["lr"], trainer.config.optimizer.lr
        self._measured = _Measured(time.time(), trainer.step, len(inputs), lr / usual, scaler is not None, layers)
        now = time.perf_counter()
        self._due = now + max(INTERVAL_S, (self._seconds + now - began) / MOST_COST)

    def _put_on(self, model: nn.Sequential) -> tuple[list[_Watched], list[RemovableHandle]]:
        began = time.perf_counter()
        layers = _watched(model)
        handles = []
        for one in layers:
            if one.weight.requires_grad:
                one.before = one.weight.detach().clone()
            handles.append(one.layer.register_forward_hook(self._layer_hook(one)))
            if one.activation is not None:
                handles.append(one.activation.register_forward_hook(self._activation_hook(one)))
        self._seconds += time.perf_counter() - began
        return layers, handles

    def _timed(self, measure: Callable[[Tensor], None], values: Tensor) -> None:
        began = time.perf_counter()
        with torch.no_grad():
            measure(values.detach())
        self._seconds += time.perf_counter() - began

    def _layer_hook(self, one: _Watched) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        def gradient(grad: Tensor) -> None:
            one.numbers["output_gradient_rms"] = _rms(grad)

        def hook(_module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
            one.shape = list(output.shape[1:])
            if one.activation is None:
                self._timed(lambda values: one.numbers.__setitem__("activation_rms", _rms(values)), output)
            if output.requires_grad:
                # Goes with the graph of this batch: it needs no removing.
                output.register_hook(lambda grad: self._timed(gradient, grad))

        return hook

    def _activation_hook(self, one: _Watched) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        def measure(values: Tensor) -> None:
            one.numbers["activation_rms"] = _rms(values)
            idle = _idle_share(one.activation, values)
            if idle is not None:
                one.numbers["idle"] = idle

        return lambda _module, _inputs, output: self._timed(measure, output)


def _rms(values: Tensor) -> Tensor:
    """Root of the mean square, a scalar in 32 bits."""
    norm: Tensor = torch.linalg.vector_norm(values, dtype=torch.float32)
    return norm / math.sqrt(max(1, values.numel()))


def _idle_share(activation: nn.Module | None, values: Tensor) -> Tensor | None:
    """Share of units `(N, units, ...)` that are zero for the whole batch, or of saturated values; None for others."""
    across = [0, *range(2, values.dim())]
    match activation:
        case nn.ReLU():
            return (values.amax(across) == 0).float().mean()
        case nn.GELU():
            return (values.abs().amax(across) < SILENT_GELU).float().mean()
        case nn.Tanh():
            return (values.abs() > SATURATED_AT).float().mean()
        case nn.Sigmoid():  # tanh(x) = 2 sigmoid(2x) - 1: the same place of the curve
            return ((2 * values - 1).abs() > SATURATED_AT).float().mean()
    return None


def _measure_step(one: _Watched, scale: float) -> None:
    """What the step did to a layer; its gradients are still there.

    Args:
        one: the layer, its weights before the step with it.
        scale: by which the loss was multiplied in mixed precision; the optimizer has divided the weights' gradients.
    """
    weight, before = one.weight.detach(), one.before
    one.before = None
    one.numbers["weight_rms"] = _rms(weight)
    if "output_gradient_rms" in one.numbers:
        one.numbers["output_gradient_rms"] /= scale
    if before is not None and one.weight.grad is not None:
        one.numbers["weight_gradient_rms"] = _rms(one.weight.grad)
        one.numbers["update"] = _rms(weight - before) / _rms(before)


def _event(measured: _Measured) -> Layers | None:
    scalars = [value for one in measured.layers for value in one.numbers.values()]
    values = iter(torch.stack(scalars).tolist())  # one reading back for all
    rows = [_row(one, {name: next(values) for name in one.numbers}) for one in measured.layers]
    if measured.scaled and not all(math.isfinite(row.weight_gradient_rms or 0.0) for row in rows):
        return None
    judged = []
    for row in rows:
        word, why = judge(row, rows[-1], samples=measured.samples, rate=measured.rate)
        judged.append(_without_nan(replace(row, word=word, why=why)))
    return Layers(time=measured.time, step=measured.step, samples=measured.samples, rows=judged)


def _row(one: _Watched, numbers: dict[str, float]) -> LayerRow:
    if not math.isfinite(numbers.get("update", 0.0)):  # the weights were all zero
        del numbers["update"]
    return LayerRow(
        name=one.name,
        kind=_KINDS[type(one.layer)],
        activation=_ACTIVATIONS[type(one.activation)] if one.activation is not None else "",
        shape=one.shape,
        weight_rms=numbers["weight_rms"],
        activation_rms=numbers["activation_rms"],
        idle=numbers.get("idle"),
        weight_gradient_rms=numbers.get("weight_gradient_rms"),
        output_gradient_rms=numbers.get("output_gradient_rms"),
        update=numbers.get("update"),
    )


def _without_nan(row: LayerRow) -> LayerRow:
    """The row as it is read back from the file: null for NaN and infinite numbers."""
    bad = {name: None for name, value in asdict(row).items() if isinstance(value, float) and not math.isfinite(value)}
    return replace(row, **bad)
