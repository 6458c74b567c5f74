"""What an answer may change around itself, put back afterwards: generators, torch's global state, builtins, paths."""

from __future__ import annotations

import builtins
import contextlib
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

SEED = 0
PRISTINE_BUILTINS: dict[str, Any] = dict(vars(builtins))
"""Python's own names as they were before the learner's first cell; see `builtins_of_checks`."""

_WATCHED = (
    "torch",
    "torch.Tensor",
    "torch.nn",
    "torch.nn.functional",
    "torch.nn.init",
    "torch.nn.Module",
    "torch.autograd",
    "torch.linalg",
    "torch.optim",
    "torch.testing",
)


def _no_input(_prompt: object = "") -> str:
    raise EOFError("input() has nobody to ask while an answer is checked")


class Surroundings:
    """The state of the process at one moment.

    `restore` puts it back. `fresh` gives checks what they count on whatever the learner has set: seeds, float32,
    gradients on, tensors on the CPU, Python's own warnings.
    """

    def __init__(self) -> None:
        self._undo: list[Callable[[], object]] = []
        cwd = _cwd()
        path, argv, environ = list(sys.path), list(sys.argv), dict(os.environ)
        out, err, in_, limit = sys.stdout, sys.stderr, sys.stdin, sys.getrecursionlimit()
        generator, filters, show = random.getstate(), list(warnings.filters), warnings.showwarning
        names = dict(vars(builtins))
        self._undo += [
            lambda: _put_back(vars(builtins), names),
            lambda: random.setstate(generator),
            lambda: _set_filters(filters),
            lambda: setattr(warnings, "showwarning", show),
            lambda: sys.path.__setitem__(slice(None), path),
            lambda: sys.argv.__setitem__(slice(None), argv),
            lambda: _set_environ(environ),
            lambda: sys.setrecursionlimit(limit),
            lambda: setattr(sys, "stdout", out),
            lambda: setattr(sys, "stderr", err),
            lambda: setattr(sys, "stdin", in_),
        ]
        if cwd is not None:
            self._undo.append(lambda: os.chdir(cwd))
        self._knows: set[str] = set()
        self._torch_names: dict[str, dict[str, Any]] = {}
        self.add_loaded()

    def add_loaded(self) -> None:
        """Take in numpy and torch where they were imported since."""
        numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
        if numpy is not None and "numpy" not in self._knows and hasattr(numpy, "random"):
            self._knows.add("numpy")
            state, errors = numpy.random.get_state(), numpy.geterr()
            self._undo += [lambda: numpy.random.set_state(state), lambda: numpy.seterr(**errors)]
        if torch is not None and "torch" not in self._knows and hasattr(torch, "optim"):
            self._knows.add("torch")
            self._undo += _torch_state(torch)
            self._torch_names = {path: dict(vars(owner)) for path, owner in _owners()}

    def restore(self) -> None:
        """Put everything back as it was."""
        _put_back_functions(self._torch_names)
        for undo in self._undo:
            # One thing that can't be put back (a folder deleted meanwhile) doesn't keep the others from it.
            with contextlib.suppress(Exception):
                undo()

    def fresh(self) -> None:
        """What each check finds: as it was, with the seeds and defaults that checks count on."""
        self.restore()
        _put_back(vars(builtins), builtins_of_checks())
        warnings.resetwarnings()
        for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", category)
        random.seed(SEED)
        numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
        if numpy is not None and hasattr(numpy, "random"):
            numpy.random.seed(SEED)
        if torch is not None and hasattr(torch, "optim"):
            # Not `torch.manual_seed`: it also queues a seed for a GPU that the learner hasn't used yet.
            torch.default_generator.manual_seed(SEED)
            if torch.cuda.is_available() and torch.cuda.is_initialized():
                torch.cuda.manual_seed_all(SEED)
            torch.set_default_dtype(torch.float32)
            torch.set_default_device(None)
            torch.set_grad_enabled(True)
            _set_deterministic(torch, False, warn_only=False)
            torch.autograd.set_detect_anomaly(False)

    def replaced(self) -> str:
        """The first function of torch that isn't torch's own any more (`torch.equal`), or an empty text.

        Only what the learner's own code put there counts: torch itself adds and swaps names as it loads.
        """
        for path, owner in _owners():
            for name, value in list(vars(owner).items()):
                if _is_function(name, value) and _is_learners(value):
                    return f"{path}.{name}"
        return ""


def builtins_of_checks() -> dict[str, Any]:
    """Python's own names, for code that must not see what a learner did to `print` or `sum`."""
    names = dict(PRISTINE_BUILTINS)
    names["input"] = _no_input
    return names


def _cwd() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 (chdir takes it back as it is)
    except OSError:
        return None


def _set_filters(filters: list[Any]) -> None:
    with warnings.catch_warnings():
        pass  # leaving it marks the list of filters as changed, so that "once" and "default" are looked up anew
    warnings.filters[:] = filters  # type: ignore[index]


def _set_environ(environ: dict[str, str]) -> None:
    if dict(os.environ) != environ:
        os.environ.clear()
        os.environ.update(environ)


def _put_back(names: dict[str, Any], before: dict[str, Any]) -> None:
    for name, value in before.items():
        if names.get(name) is not value:
            names[name] = value


def _torch_state(torch: ModuleType) -> list[Callable[[], object]]:
    """How to put torch's global state back."""
    state = torch.get_rng_state()
    dtype, grad, threads = torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_num_threads()
    deterministic = torch.are_deterministic_algorithms_enabled()
    warn_only = torch.is_deterministic_algorithms_warn_only_enabled()
    anomaly, precision = torch.is_anomaly_enabled(), torch.get_float32_matmul_precision()
    cudnn = torch.backends.cudnn
    benchmark, cudnn_deterministic = cudnn.benchmark, cudnn.deterministic
    # Only a device that was set is put back: setting one, even the CPU, makes every call of torch slower.
    mode = getattr(torch, "_GLOBAL_DEVICE_CONTEXT", None)
    device = torch.get_default_device() if getattr(mode, "device_context", None) is not None else None

    def threads_back() -> None:
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)

    def cudnn_back() -> None:
        cudnn.benchmark, cudnn.deterministic = benchmark, cudnn_deterministic

    undo: list[Callable[[], object]] = [
        lambda: torch.set_rng_state(state),
        lambda: torch.set_default_dtype(dtype),
        lambda: torch.set_grad_enabled(grad),
        lambda: _set_deterministic(torch, deterministic, warn_only=warn_only),
        lambda: torch.autograd.set_detect_anomaly(anomaly),
        lambda: torch.set_float32_matmul_precision(precision),
        lambda: torch.set_default_device(device),
        threads_back,
        cudnn_back,
    ]
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        states = torch.cuda.get_rng_state_all()
        undo.append(lambda: torch.cuda.set_rng_state_all(states))
    return undo


def _set_deterministic(torch: Any, on: bool, *, warn_only: bool) -> None:
    # Called without need it would import torch's compiler: 2 s.
    now = torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled()
    if now != (on, warn_only):
        torch.use_deterministic_algorithms(on, warn_only=warn_only)


def _owners() -> Iterator[tuple[str, Any]]:
    """The modules and classes of torch that lessons use, as far as they are there."""
    for path in _WATCHED:
        first, *rest = path.split(".")
        found: Any = sys.modules.get(first)
        for name in rest:
            found = vars(found).get(name) if found is not None else None
        if found is not None:
            yield path, found


def _is_function(name: str, value: Any) -> bool:
    # `__call__` too: it is the one special method that tutorials patch.
    return callable(value) and (not name.startswith("_") or name == "__call__")


def _put_back_functions(before: dict[str, dict[str, Any]]) -> None:
    for path, owner in _owners():
        then, now = before.get(path), dict(vars(owner))
        if then is None:
            continue
        with contextlib.suppress(Exception):
            for name, value in then.items():
                if _is_function(name, value) and now.get(name) is not value:
                    setattr(owner, name, value)
            # `torch.Tensor.sum = …` makes a name in the class that hides the one of its base.
            for name in now.keys() - then.keys():
                if isinstance(owner, type) and any(name in vars(base) for base in owner.__mro__[1:]):
                    delattr(owner, name)


def _is_learners(value: Any) -> bool:
    """Whether this function or class was made in a cell or an answer."""
    value = getattr(value, "__wrapped__", value) if not isinstance(value, type) else value
    return getattr(value, "__module__", "") in ("__main__", "answer")
