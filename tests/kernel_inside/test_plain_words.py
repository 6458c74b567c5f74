"""Real errors of torch, numpy, pandas and Python get the sentence that explains them, filled in."""

from __future__ import annotations

import copy
import string
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from tui_lab.kernel.inside import plain_torch
from tui_lab.kernel.inside.plain_words import frames_of, plain_words
from tui_lab.messages import LANGUAGES, set_language, t

Code = Callable[[], object] | str

ones, zeros, randn, tensor = torch.ones, torch.zeros, torch.randn, torch.tensor
table = pd.DataFrame({"price": [1, 2], "area": [2, 3]})


def watched(*shape: int) -> torch.Tensor:
    return ones(*shape, requires_grad=True)


class Empty(nn.Module):
    pass


class NoInit(nn.Module):
    def __init__(self) -> None:
        self.layer = nn.Linear(2, 2)


LONG = torch.long
CASES: list[tuple[Code, str, dict[str, Any]]] = [
    # shapes
    (lambda: ones(2, 3) @ ones(4, 5), "matmul_shapes", {"a": "(2, 3)", "b": "(4, 5)", "inner": 3, "other": 4}),
    (lambda: ones(2, 3) @ ones(4, 3), "matmul_transpose_second", {"inner": 3, "other": 4}),
    (lambda: ones(4, 2) @ ones(4, 3), "matmul_transpose_first", {"inner": 2, "other": 4}),
    (lambda: ones(2, 3) @ ones(4), "matmul_vector", {"a": "(2, 3)", "b": "(4)"}),
    (lambda: ones(3) @ ones(4), "dot_sizes", {"a": 3, "b": 4}),
    (lambda: ones(2, 3, 4) @ ones(2, 5, 4), "batch_matmul", {"inner": 4, "other": 5, "b1": 2, "b2": 2}),
    (lambda: nn.Linear(784, 10)(ones(2, 1, 28, 28)), "linear_flatten", {"expected": 784, "shape": "(2, 1, 28, 28)"}),
    (lambda: nn.Linear(784, 9)(ones(2, 3, 8, 8)), "linear_features_flatten", {"flat": 192, "expected": 784, "got": 8}),
    (lambda: nn.Linear(4, 10)(ones(5, 3)), "linear_features", {"expected": 4, "got": 3, "shape": "(5, 3)"}),
    (lambda: nn.Linear(4, 10)(ones(3)), "linear_features", {"expected": 4, "got": 3, "shape": "(3,)"}),
    (lambda: nn.Linear(4, 10)(ones(4, 7)), "linear_transposed", {"expected": 4, "got": 7}),
    (lambda: nn.Sequential(nn.Linear(3, 4), nn.Linear(5, 4))(ones(2, 3)), "linear_features", {"expected": 5, "got": 4}),
    (lambda: ones(2, 3) + ones(2, 4), "broadcast", {"a": 3, "b": 4, "dimension": 1}),
    (lambda: F.mse_loss(ones(4, 3), ones(4, 2)), "broadcast", {"a": 3, "b": 2, "dimension": 1}),
    (lambda: ones(2, 3).add_(ones(4, 2, 3)), "broadcast_in_place", {"a": "(2, 3)", "b": "(4, 2, 3)"}),
    (lambda: ones(3).expand(2, 4), "expand_size", {"a": 4, "b": 3, "dimension": 1}),
    (lambda: np.ones((2, 3)) + np.ones((2, 4)), "broadcast_numpy", {"a": "(2, 3)", "b": "(2, 4)"}),
    (lambda: np.ones((2, 3)) @ np.ones((2, 3)), "matmul_numpy", {"inner": 3, "other": 2}),
    (lambda: ones(2, 3).view(4, 2), "view_size", {"shape": "(4, 2)", "count": 6}),
    (lambda: ones(2, 3).T.view(6), "view_contiguous", {}),
    (lambda: torch.cat([ones(2, 3), ones(2, 4)]), "cat_sizes", {"a": 3, "b": 4, "dimension": 0}),
    (lambda: torch.cat([ones(2, 3), ones(2)]), "cat_dims", {"a": 2, "b": 1}),
    (lambda: torch.stack([ones(2, 3), ones(2, 4)]), "stack_sizes", {"a": "(2, 3)", "b": "(2, 4)"}),
    (lambda: ones(3).sum(1), "dimension_range", {"got": 1, "first": -1, "last": 0}),
    (lambda: ones(3, 2).permute(0, 1, 2), "permute_dims", {"got": 2, "given": 3}),
    (lambda: ones(3)[ones(4).bool()], "mask_shape", {"a": "(4)", "b": "(3)"}),
    # slips of writing, and files
    ("x = [1,\ny = 2", "bracket_open", {"bracket": "["}),
    ("print('a)", "quote_open", {}),
    ("if True\n    x = 1", "colon_missing", {}),
    ("if True:\nx = 1", "block_missing", {"line": 1}),
    ("x = 1\n  y = 2", "indent", {}),
    ("if x = 1:\n    pass", "equals", {}),
    (lambda: Path("nowhere.csv").read_text(), "file_missing", {"name": "nowhere.csv"}),
    (lambda: pd.read_csv("nowhere.csv"), "file_missing", {"name": "nowhere.csv"}),
    (lambda: int("3 px"), "no_number", {"text": "'3 px'"}),
    (lambda: float(""), "no_number", {"text": "''"}),
    # dtypes
    (lambda: ones(2, 3) @ ones(3, 2).double(), "dtype_mixed", {"a": "float32", "b": "float64"}),
    (lambda: ones(2, 3) @ ones(3, 2).long(), "dtype_mixed", {"a": "float32", "b": "int64"}),
    (lambda: ones(3) @ ones(3).double(), "dtype_mixed", {}),
    (lambda: nn.Linear(3, 2)(ones(2, 3).double()), "dtype_layer", {"a": "float64", "b": "float32"}),
    (lambda: nn.Linear(3, 2)(ones(2, 3).long()), "dtype_layer_integers", {"a": "int64", "b": "float32"}),
    (lambda: nn.Conv2d(1, 2, 3)(ones(2, 1, 8, 8).double()), "dtype_layer", {"a": "float64", "b": "float32"}),
    (lambda: ones(3).long().mean(), "mean_of_integers", {"dtype": "int64"}),
    (lambda: ones(3, dtype=LONG, requires_grad=True), "grad_of_integers", {}),
    (lambda: F.mse_loss(ones(3).long(), ones(3).long()), "dtype_unsupported", {"dtype": "int64"}),
    (lambda: nn.Linear(3, 2)(np.ones((2, 3))), "array_for_tensor", {}),
    (lambda: F.relu([1.0]), "type_for_tensor", {"type": "list"}),
    (lambda: tensor(np.array(["a"])), "array_of_objects", {"type": "str_"}),
    (lambda: tensor(table), "table_for_tensor", {"type": "DataFrame"}),
    (lambda: tensor([[1, 2], [3]]), "ragged", {"a": 2, "b": 1}),
    # losses
    (lambda: F.cross_entropy(ones(4, 3), ones(4)), "target_dtype", {"dtype": "float32"}),
    (lambda: F.cross_entropy(ones(4, 3), ones(4).int()), "target_dtype", {"dtype": "int32"}),
    (lambda: F.cross_entropy(ones(2, 3), tensor([1, 3])), "target_from_one", {"target": 3, "classes": 3, "last": 2}),
    (lambda: F.cross_entropy(ones(2, 3), tensor([1, 7])), "target_range_classes", {"target": 7, "last": 2}),
    (lambda: nn.CrossEntropyLoss()(ones(2, 3), tensor([1, -1])), "target_range_classes", {"target": -1}),
    (lambda: F.cross_entropy(ones(4, 3), zeros(5).long()), "batch_sizes", {"a": 4, "b": 5}),
    (lambda: F.cross_entropy(ones(4, 3), zeros(4, 1).long()), "target_column", {}),
    (lambda: F.binary_cross_entropy(ones(4, 1), ones(4)), "target_size", {"a": "(4, 1)", "b": "(4)"}),
    (lambda: F.binary_cross_entropy_with_logits(ones(4, 1), ones(4)), "target_size", {"a": "(4, 1)", "b": "(4)"}),
    (lambda: F.binary_cross_entropy(ones(4), ones(4).long()), "target_not_float", {"dtype": "int64"}),
    (lambda: F.binary_cross_entropy(ones(4) * 3, ones(4)), "probability_range", {}),
    # autograd
    ("w = watched(3); w += 1", "leaf_in_place", {}),
    ("w = watched(3); w[0] = 1", "leaf_in_place", {}),
    ("w = watched(3); loss = (w * w).sum(); loss.backward(); loss.backward()", "backward_twice", {}),
    (lambda: ones(3).sum().backward(), "nothing_to_differentiate", {}),
    (lambda: (watched(3) * 2).backward(), "backward_scalar", {}),
    (
        "w = watched(3); s = torch.sigmoid(w); s += 1; s.sum().backward()",
        "modified_in_place",
        {"shape": 3, "name": "Sigmoid"},
    ),
    ("w = watched(3)\nw.grad.zero_()", "grad_none", {}),
    ("w = watched(3)\nw.data -= 0.1 * w.grad", "grad_none", {}),
    (lambda: watched(3).numpy(), "numpy_detach", {}),
    (lambda: ones(3).item(), "one_number", {"count": 3}),
    (lambda: bool(ones(3) > 0), "truth_of_tensor", {}),
    (lambda: bool(np.ones(3) > 0), "truth_of_array", {}),
    (lambda: bool(table["price"] > 0), "truth_of_array", {}),
    (lambda: torch.optim.SGD([watched(3) * 2], lr=0.1), "optimizer_non_leaf", {}),
    (lambda: torch.optim.SGD(Empty().parameters(), lr=0.1), "optimizer_empty", {}),
    # indices
    (lambda: ones(3)[5], "index_range", {"index": 5, "dimension": 0, "size": 3}),
    (lambda: ones(3, 4)[:, 7], "index_range", {"index": 7, "dimension": 1, "size": 4}),
    (lambda: np.ones(3)[5], "index_range", {"index": 5, "dimension": 0, "size": 3}),
    (lambda: ones(3)[0, 0], "index_many", {"dimension": 1}),
    (lambda: tensor(3.0)[0], "index_scalar", {}),
    (lambda: ones(3)[tensor([1.0])], "index_dtype", {}),
    (lambda: nn.Embedding(4, 2)(tensor([1.0])), "index_dtype", {}),
    (lambda: ones(3, 2).gather(1, tensor([[1.0], [0], [0]])), "index_dtype", {}),
    (lambda: nn.Embedding(4, 2)(tensor([5])), "embedding_range", {"count": 4, "last": 3}),
    (lambda: F.one_hot(tensor([1, 3]), 3), "one_hot_range", {}),
    (lambda: F.one_hot(tensor([-1, 3])), "one_hot_negative", {}),
    (lambda: F.one_hot(tensor([1.0])), "one_hot_dtype", {}),
    (lambda: [1][4], "list_index", {}),
    (lambda: table.iloc[7], "row_range", {}),
    # layers
    (lambda: nn.Conv2d(1, 2, 3)(ones(28, 28)), "conv_image_alone", {"layer": "conv2d", "shape": "(28, 28)"}),
    (lambda: nn.Conv2d(1, 2, 3)(ones(1, 1, 1, 9, 9)), "conv_dims", {"layer": "conv2d", "shape": "(1, 1, 1, 9, 9)"}),
    (lambda: nn.Conv2d(3, 2, 3)(ones(4, 1, 9, 9)), "conv_channels", {"expected": 3, "got": 1}),
    (lambda: nn.Conv2d(3, 2, 3)(ones(4, 9, 9, 3)), "conv_channels_last", {"expected": 3, "got": 9}),
    (lambda: nn.Conv2d(1, 2, 5)(ones(4, 1, 3, 3)), "kernel_large", {"a": "(3, 3)", "b": "(5, 5)"}),
    (lambda: nn.MaxPool2d(2)(ones(4, 1, 1, 1)), "pooled_away", {}),
    (lambda: nn.BatchNorm1d(4)(ones(2, 5)), "batch_norm_features", {"expected": 4, "got": 5}),
    (lambda: nn.BatchNorm1d(4)(ones(1, 4)), "batch_norm_one", {}),
    (lambda: nn.BatchNorm2d(4)(ones(2, 4)), "layer_dims", {"expected": "4D", "got": 2}),
    (lambda: nn.LayerNorm(4)(ones(2, 5)), "layer_norm", {"a": "(4)", "b": "(2, 5)"}),
    (lambda: nn.LSTM(4, 3)(ones(2, 5, 6)), "recurrent_size", {"expected": 4, "got": 6}),
    (lambda: nn.MultiheadAttention(5, 2), "heads", {}),
    (lambda: Empty()(ones(2)), "forward_missing", {}),
    (NoInit, "module_init", {}),
    (lambda: nn.Linear(2, 2)(ones(2), ones(2)), "forward_arguments", {"what": "Linear", "takes": 1, "given": 2}),
    (
        lambda: nn.Linear(3, 2).load_state_dict(nn.Linear(4, 2).state_dict()),
        "state_sizes",
        {"name": "weight", "a": "(2, 4)", "b": "(2, 3)"},
    ),
    (
        lambda: nn.Linear(3, 2).load_state_dict(nn.Sequential(nn.Linear(3, 2)).state_dict()),
        "state_keys",
        {"name": "weight"},
    ),
    # devices
    (lambda: ones(3) + ones(3, device="meta"), "devices", {"a": "meta", "b": "cpu"}),
    # Python
    ("learning_rate = 1\nlerning_rate", "name_close", {"name": "lerning_rate", "close": "learning_rate"}),
    ("accuracy_of_all", "name_unknown", {"name": "accuracy_of_all"}),
    ("np = 1\ndel np\nnp", "name_import", {"name": "np", "statement": "import numpy as np"}),
    ("def f():\n    x += 1\nx = 1\nf()", "local_before_value", {"name": "x"}),
    ("None.shape", "none_attribute", {"attribute": "shape"}),
    ("torch.soft_max", "attribute_close", {"owner": "torch", "name": "soft_max", "close": "softmax"}),
    ("w = ones(3)\nw.sofmax()", "attribute_close", {"owner": "Tensor", "name": "sofmax", "close": "softmax"}),
    ("a, b = 3", "unpack_one", {"type": "int"}),
    ("a, b, c = ones(2)", "unpack_few", {"expected": 3, "got": 2}),
    ("a, b = ones(3)", "unpack_many", {"expected": 2}),
    ("x = 3\nx(1)", "not_callable", {"type": "int"}),
    ("torch.add()", "", {}),
    ("def f(x, y): pass\nf(1)", "arguments_missing", {"what": "f", "names": "'y'"}),
    ("import sklaern", "module_close", {"name": "sklaern", "close": "sklearn"}),
    ("import numppy", "module_close", {"name": "numppy", "close": "numpy"}),
    ("import a_rare_package", "module_missing", {"package": "a_rare_package"}),
    ("import torch.foo", "submodule_missing", {"name": "torch.foo", "top": "torch"}),
    ("from torch import tensr", "import_close", {"name": "tensr", "module": "torch", "close": "tensor"}),
    ("from torch import qqqqqq", "import_missing", {"name": "qqqqqq", "module": "torch"}),
    (lambda: table["prcie"], "column_close", {"name": "prcie", "close": "price"}),
    (lambda: table["zzz"], "column_missing", {"name": "zzz", "columns": "price, area"}),
    (lambda: table[["prcie"]], "column_close", {"name": "prcie", "close": "price"}),
    (lambda: table.loc[7], "row_missing", {"key": "7"}),
    (lambda: table.loc[7, "price"], "row_missing", {"key": "7"}),
    (lambda: table.loc[:, "prcie"], "column_close", {"name": "prcie", "close": "price"}),
    ("d = {'lr': 1, 'batch': 2}\nd['bacth']", "key_close", {"key": "bacth", "close": "batch"}),
    ("{}['a']", "", {}),
    ("def f(n): return f(n + 1)\nf(0)", "recursion", {"name": "f"}),
    ("raise MemoryError", "out_of_memory", {}),
    ("1 / 0", "", {}),
    ("raise ValueError('something else')", "", {}),
]


def raised(code: Code) -> BaseException:
    try:
        if isinstance(code, str):
            exec(compile(code, "<cell>", "exec"), dict(globals()))
        else:
            code()
    except Exception as error:
        return error
    pytest.fail("this raises nothing")


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize(("code", "key", "values"), CASES, ids=lambda value: value if isinstance(value, str) else None)
def test_an_error_is_explained(code: Code, key: str, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    import linecache

    if isinstance(code, str):
        monkeypatch.setitem(linecache.cache, "<cell>", (1, None, code.splitlines(keepends=True), "<cell>"))
    error = raised(code)
    found, filled = plain_words(type(error).__name__, str(error), frames_of(error))
    assert found == (f"explained_errors.{key}" if key else ""), error
    assert {name: filled[name] for name in values} == values
    if found:
        for language in LANGUAGES:
            set_language(language)
            assert "{" not in t(found, **filled) if filled else t(found)


# What needs a GPU, or scikit-learn, or a torch before 2.14, told by its text.
TEXTS = [
    (
        "RuntimeError",
        "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu! (when checking "
        "argument for argument mat1 in method wrapper_CUDA_addmm)",
        "devices",
        {"a": "cuda:0", "b": "cpu"},
    ),
    (
        "RuntimeError",
        "Expected all tensors to be on the same device, but got index is on cpu, different from other tensors on cuda:0"
        " (when checking argument in method wrapper_CUDA__index_select)",
        "devices",
        {"a": "cpu", "b": "cuda:0"},
    ),
    (
        "RuntimeError",
        "Input type (torch.cuda.FloatTensor) and weight type (torch.FloatTensor) should be the same",
        "devices_layer",
        {},
    ),
    ("OutOfMemoryError", "CUDA out of memory. Tried to allocate 20.00 GiB.", "out_of_gpu_memory", {}),
    ("RuntimeError", "CUDA error: device-side assert triggered\nCUDA kernel errors might be", "device_assert", {}),
    ("AcceleratorError", "CUDA error: device-side assert triggered", "device_assert", {}),
    ("AssertionError", "Torch not compiled with CUDA enabled", "no_cuda", {}),
    ("RuntimeError", "Found no NVIDIA driver on your system. Please check", "no_cuda", {}),
    (
        "TypeError",
        "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.",
        "numpy_cpu",
        {},
    ),
    ("RuntimeError", "expected scalar type Long but found Float", "target_dtype", {"dtype": "float32"}),
    ("RuntimeError", "expected scalar type Float but found Double", "dtype_mixed", {"a": "float64", "b": "float32"}),
    ("ValueError", "only one element tensors can be converted to Python scalars", "one_number_any", {}),
    (
        "RuntimeError",
        "[enforce fail at alloc_cpu.cpp:1] . DefaultCPUAllocator: can't allocate memory: you tried",
        "out_of_memory",
        {},
    ),
    ("NotFittedError", "This LinearRegression instance is not fitted yet.", "not_fitted", {}),
    ("ValueError", "Input X contains NaN.\nLinearRegression does not accept", "has_nan", {}),
    ("ValueError", "Expected 2D array, got 1D array instead:\narray=[1 2].", "needs_2d", {}),
    (
        "ValueError",
        "Found input variables with inconsistent numbers of samples: [2, 1]",
        "sample_counts",
        {"a": 2, "b": 1},
    ),
    ("IndexError", "Target 9 is out of bounds.", "target_range", {"target": 9}),
    ("IndexError", "index out of range in self", "embedding_range_unknown", {}),
    ("RuntimeError", "a tensor was modified by an inplace operation", "modified_in_place_somewhere", {}),
]


@pytest.mark.parametrize(("ename", "evalue", "key", "values"), TEXTS)
def test_a_text_alone_is_explained(ename: str, evalue: str, key: str, values: dict[str, Any]) -> None:
    assert plain_words(ename, evalue) == (f"explained_errors.{key}", values)


def test_each_sentence_is_reached_by_a_case() -> None:
    texts = import_module("tui_lab.messages.en.explained_errors").TEXTS
    reached = {key for _, key, _ in CASES} | {key for _, _, key, _ in TEXTS}
    assert texts.keys() - reached == set()


def test_explaining_never_raises() -> None:
    class Broken(list[Any]):
        def __getitem__(self, index: Any) -> Any:
            raise RuntimeError

    assert plain_words("NameError", "name 'x' is not defined", Broken([1])) == ("", {})


def test_long_values_are_cut() -> None:
    _, values = plain_words("NameError", f"name '{'x' * 5000}' is not defined")
    assert len(str(values["name"])) < 300


def test_patterns_end_on_long_texts() -> None:
    text = "expected input[" + "1, " * 20_000
    assert plain_torch.explain("RuntimeError", text, []) is None


def test_no_sentence_has_a_format_that_text_can_break() -> None:
    for language in LANGUAGES:
        for text in import_module(f"tui_lab.messages.{language}.explained_errors").TEXTS.values():
            assert all(not spec for _, _, spec, _ in string.Formatter().parse(text))


def test_the_errors_own_values_are_left_alone() -> None:
    shape = [1, 2]
    error = raised(lambda: copy.copy(shape)[7])
    plain_words(type(error).__name__, str(error), frames_of(error))
    assert shape == [1, 2]
