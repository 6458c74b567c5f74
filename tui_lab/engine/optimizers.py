"""torch.optim's optimizers from a config, and the change from one to another in mid-run."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn, optim

from tui_lab.config.train import OPTIMIZER_FAMILY, OptimizerConfig


def make_optimizer(config: OptimizerConfig, parameters: Iterable[nn.Parameter]) -> optim.Optimizer:
    """The optimizer of a config over these parameters.

    The fused implementations do one pass over all weights where the plain ones do one for each operation.
    """
    parameters = list(parameters)
    lr, decay = config.lr, config.weight_decay
    betas = (config.beta1, config.beta2)
    fused = parameters[0].device.type in ("cpu", "cuda")
    match config.name:
        case "sgd":
            return optim.SGD(parameters, lr=lr, weight_decay=decay, fused=fused)
        case "momentum":
            return optim.SGD(parameters, lr=lr, momentum=config.momentum, weight_decay=decay, fused=fused)
        case "nesterov":
            return optim.SGD(
                parameters, lr=lr, momentum=config.momentum, weight_decay=decay, nesterov=True, fused=fused
            )
        case "rmsprop":
            return optim.RMSprop(
                parameters, lr=lr, alpha=config.beta2, momentum=config.momentum, weight_decay=decay, foreach=True
            )
        case "adagrad":
            return optim.Adagrad(parameters, lr=lr, weight_decay=decay, fused=parameters[0].device.type == "cpu")
        case "adam":
            return optim.Adam(parameters, lr=lr, betas=betas, weight_decay=decay, fused=fused)
        case "adamw":
            return optim.AdamW(parameters, lr=lr, betas=betas, weight_decay=decay, fused=fused)


def swap(old: optim.Optimizer, old_name: str, config: OptimizerConfig, model: nn.Module) -> optim.Optimizer:
    """A new optimizer for a changed model or config that keeps the state of weights that stay.

    Momentum and Adam's averages go on where the new optimizer means the same by them (SGD with and without
    Nesterov, Adam and AdamW); otherwise the new one starts afresh, as a new optimizer would.
    """
    new = make_optimizer(config, model.parameters())
    if OPTIMIZER_FAMILY.get(old_name, old_name) == OPTIMIZER_FAMILY.get(config.name, config.name):
        for parameter in model.parameters():
            if parameter in old.state:
                new.state[parameter] = old.state[parameter]
    if isinstance(new, optim.SGD) and any("momentum_buffer" in state for state in new.state.values()):
        # The fused SGD wants a buffer for all weights or none. Zeros are what a weight that is new would have:
        # its first step is then its gradient.
        for parameter in model.parameters():
            new.state[parameter].setdefault("momentum_buffer", torch.zeros_like(parameter))
    return new


def gradient_norm(parameters: Iterable[nn.Parameter]) -> torch.Tensor:
    """Euclidean norm of all gradients taken together, a scalar."""
    norms = [torch.linalg.vector_norm(p.grad) for p in parameters if p.grad is not None]
    return torch.linalg.vector_norm(torch.stack(norms)) if norms else torch.zeros(())
