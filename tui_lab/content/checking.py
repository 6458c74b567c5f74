"""Helpers for those who write `check.py`: strict comparison, fingerprints of mistakes, what a training loop did.

torch is imported by the functions that need it: importing this module costs nothing.

    from tui_lab.content.checking import how_differs, ratio, same, which

    got, want = answer.gradient(x), 2 * x
    if ratio(got, want) == approx(len(x)):          # every number N times too large: the mean is missing
        raise Fail("no-mean", n=len(x))
    if (how := how_differs(got, want)):             # "type", "shape", "dtype" or "values"
        raise Fail(f"gradient-{how}")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

Difference = Literal["", "type", "shape", "dtype", "values"]


def how_differs(got: Any, want: Any, *, rtol: float = 1e-5, atol: float = 1e-6) -> Difference:
    """The first respect in which two things differ; empty where they are the same.

    Nothing is broadcast and nothing converted: `(3, 1)` is not `(3,)`, float64 not float32, and a Python number not a
    tensor. NaN equals NaN.

    Args:
        got: the answer's; a tensor, a number, or a tuple, list or dict of these.
        want: what it should be.
        rtol: tolerance relative to `want`.
        atol: absolute tolerance.
    """
    import torch

    if isinstance(want, torch.Tensor):
        if not isinstance(got, torch.Tensor):
            return "type"
        if got.shape != want.shape:
            return "shape"
        if got.dtype != want.dtype:
            return "dtype"
        a, b = got.detach().cpu(), want.detach().cpu()
        if a.is_floating_point() or a.is_complex():
            return "" if torch.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True) else "values"
        return "" if torch.equal(a, b) else "values"
    if isinstance(want, Mapping):
        if not isinstance(got, Mapping):
            return "type"
        if got.keys() != want.keys():
            return "shape"
        return _first(how_differs(got[key], want[key], rtol=rtol, atol=atol) for key in want)
    if isinstance(want, list | tuple):
        if not isinstance(got, list | tuple):
            return "type"
        if len(got) != len(want):
            return "shape"
        return _first(how_differs(a, b, rtol=rtol, atol=atol) for a, b in zip(got, want, strict=True))
    if isinstance(want, bool) or not isinstance(want, int | float):
        return ("" if got == want else "values") if type(got) is type(want) else "type"
    if isinstance(got, bool) or not isinstance(got, int | float):
        return "type"
    close = abs(got - want) <= atol + rtol * abs(want) or got == want or (got != got and want != want)
    return "" if close else "values"


def _first(differences: Iterable[Difference]) -> Difference:
    return next((each for each in differences if each), "")


def same(got: Any, want: Any, *, rtol: float = 1e-5, atol: float = 1e-6) -> bool:
    """Whether two things agree in type, shape, dtype and values; see `how_differs`."""
    return not how_differs(got, want, rtol=rtol, atol=atol)


def which(got: Any, mutants: Mapping[str, Any], *, rtol: float = 1e-4, atol: float = 1e-6) -> str:
    """The key of the first mutant that the answer equals, or an empty text.

    Args:
        got: the answer's.
        mutants: what usual mistakes give, by the key of their hint.
        rtol: tolerance relative to the mutant.
        atol: absolute tolerance.
    """
    return next((key for key, wrong in mutants.items() if same(got, wrong, rtol=rtol, atol=atol)), "")


def ratio(got: Any, want: Any, *, within: float = 1e-3) -> float | None:
    """By what one factor all of the answer differs from what it should be; None where no one factor does.

    The fingerprint of a missing `1/N`, a factor 2, a forgotten `1 - μ`. Where `want` is 0 the answer must be too.

    Args:
        got: a tensor.
        want: a tensor of the same shape, not all 0.
        within: how far single quotients may lie from the factor, relatively.
    """
    import torch

    if not isinstance(got, torch.Tensor) or not isinstance(want, torch.Tensor) or got.shape != want.shape:
        return None
    a, b = got.detach().double().cpu().flatten(), want.detach().double().cpu().flatten()
    counts = b.abs() > 1e-12 * b.abs().max()
    if not counts.any() or not a.isfinite().all():
        return None
    factor = float((a[counts] * b[counts]).sum() / b[counts].square().sum())
    largest = a.abs().max().clamp_min(1e-30)
    fits = (a - factor * b).abs() <= within * (factor * b).abs() + 1e-9 * largest
    return factor if bool(fits.all()) else None


def first_wrong(
    steps: Iterable[tuple[str, Any, Any]], *, rtol: float = 1e-4, atol: float = 1e-6
) -> tuple[str, Difference, float] | None:
    """The first step of a chain that is wrong: what comes after it is wrong because of it.

    Args:
        steps: name, what the answer has, what it should have, in the order of computation.
        rtol: tolerance relative to what it should be.
        atol: absolute tolerance.

    Returns:
        The step's name, how it differs, and the largest difference (0 where shapes or types differ); None where all
        are right.
    """
    for name, got, want in steps:
        how = how_differs(got, want, rtol=rtol, atol=atol)
        if how:
            return name, how, largest_difference(got, want) if how == "values" else 0.0
    return None


def largest_difference(got: Any, want: Any) -> float:
    """The largest absolute difference of two tensors of one shape, or of two numbers."""
    import torch

    a, b = torch.as_tensor(got), torch.as_tensor(want)
    if a.shape != b.shape:
        raise ValueError(f"shapes {tuple(a.shape)} and {tuple(b.shape)} differ")
    return float((a.detach().double() - b.detach().double()).abs().max()) if a.numel() else 0.0


def shares_memory(a: Any, b: Any) -> bool:
    """Whether two tensors lie in the same storage, so that writing into one changes the other."""
    return bool(a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr())


@contextmanager
def gradients_at_each_step() -> Iterator[list[list[Any]]]:
    """What the gradients were each time that any optimizer stepped meanwhile.

    Judges a training loop by what it did and not by its words: after `zero_grad()`, `p.grad = None` or a new model the
    gradient at `step` is that of one batch; without, the sum of all so far.

    Yields:
        A list that grows by one entry a step: copies of the gradients of the optimizer's parameters, None where there
        is none.
    """
    from torch.optim.optimizer import register_optimizer_step_pre_hook

    steps: list[list[Any]] = []

    def note(optimizer: Any, _args: Any, _kwargs: Any) -> None:
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        steps.append([None if p.grad is None else p.grad.detach().clone() for p in parameters])

    handle = register_optimizer_step_pre_hook(note)
    try:
        yield steps
    finally:
        handle.remove()
