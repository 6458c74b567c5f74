"""The errors of torch, numpy, pandas and scikit-learn that learners meet most, told from their texts.

The texts are those of torch 2.8 to 2.14; where versions differ, both stand. A pattern's named groups are what the
sentence is filled in with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui_lab.kernel.inside.plain_words import Frame

Values = dict[str, str | int | float]
Found = tuple[str, Values]
Rule = str | Callable[[re.Match[str], Sequence["Frame"]], Found | None]


def explain(ename: str, evalue: str, frames: Sequence[Frame]) -> Found | None:
    """The first rule whose pattern is in the text."""
    if ename == "OutOfMemoryError":
        return "out_of_gpu_memory", {}
    if ename == "NotFittedError":
        return "not_fitted", {}
    for pattern, rule in _RULES:
        if found := pattern.search(evalue):
            explained = (rule, _values(found)) if isinstance(rule, str) else rule(found, frames)
            if explained is not None:
                return explained
    return None


def _values(found: re.Match[str]) -> Values:
    return {k: int(v) if v.lstrip("-").isdigit() else v for k, v in found.groupdict().items() if v is not None}


def _shape(text: str) -> str:
    """`2x3` or `2, 3` as Python writes a shape."""
    return "(" + ", ".join(text.replace("x", " ").replace(",", " ").split()) + ")"


def _sizes(thing: Any) -> list[int]:
    shape = getattr(thing, "shape", None)
    return [int(n) for n in shape] if shape is not None else []


def _in(frames: Sequence[Frame], filename: str, function: str) -> Frame | None:
    """The innermost frame of this function in a file that ends like this."""
    for frame in reversed(frames):
        if frame.function == function and frame.filename.replace("\\", "/").endswith(filename):
            return frame
    return None


def _matmul(found: re.Match[str], frames: Sequence[Frame]) -> Found:
    rows, inner, other, columns = (int(found[i]) for i in range(1, 5))
    linear = _in(frames, "torch/nn/modules/linear.py", "forward")
    if linear is not None and hasattr(linear.names.get("self"), "in_features"):
        return _linear(linear.names["self"].in_features, _sizes(linear.names.get("input")) or [rows, inner])
    values: Values = {"a": f"({rows}, {inner})", "b": f"({other}, {columns})", "inner": inner, "other": other}
    if inner == columns:
        return "matmul_transpose_second", values
    if rows == other:
        return "matmul_transpose_first", values
    return "matmul_shapes", values


def _linear(in_features: int, shape: list[int]) -> Found:
    values: Values = {"shape": f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"}
    values |= {"got": shape[-1], "expected": in_features}
    if len(shape) > 2 and prod(shape[1:]) == in_features:
        return "linear_flatten", values
    if len(shape) == 2 and shape[0] == in_features:
        return "linear_transposed", values
    if len(shape) > 2:
        return "linear_features_flatten", values | {"flat": prod(shape[1:])}
    return "linear_features", values


def _broadcast(found: re.Match[str], _frames: Sequence[Frame]) -> Found:
    return "broadcast", {"a": int(found["a"]), "b": int(found["b"]), "dimension": int(found["dimension"])}


def _mixed_dtypes(found: re.Match[str], frames: Sequence[Frame]) -> Found:
    a, b = _dtype(found["a"]), _dtype(found["b"])
    values: Values = {"a": a, "b": b}
    if any("torch/nn/modules/" in frame.filename.replace("\\", "/") for frame in frames):
        return ("dtype_layer_integers" if a.startswith("int") else "dtype_layer"), values
    return "dtype_mixed", values


def _dtype(name: str) -> str:
    """A dtype by the name that learners know: messages from C++ call float32 `Float`, `float` or `FloatTensor`."""
    known = {
        "float": "float32",
        "double": "float64",
        "long": "int64",
        "long int": "int64",
        "int": "int32",
        "short": "int16",
        "byte": "uint8",
        "unsigned char": "uint8",
        "char": "int8",
        "signed char": "int8",
        "half": "float16",
        "c10::half": "float16",
        "bfloat16": "bfloat16",
        "c10::bfloat16": "bfloat16",
        "bool": "bool",
    }
    short = name.lower().strip().removeprefix("torch.").removeprefix("cuda.").removesuffix("tensor")
    return known.get(short, short)


def _one_dtype(key: str) -> Rule:
    def rule(found: re.Match[str], _frames: Sequence[Frame]) -> Found:
        return key, {"dtype": _dtype(found["dtype"])}

    return rule


def _target_range(found: re.Match[str], frames: Sequence[Frame]) -> Found:
    target = int(found["target"])
    frame = _in(frames, "torch/nn/functional.py", "cross_entropy") or _in(frames, "torch/nn/functional.py", "nll_loss")
    sizes = _sizes(frame.names.get("input")) if frame is not None else []
    if not sizes:
        return "target_range", {"target": target}
    classes = sizes[1] if len(sizes) > 1 else sizes[0]
    key = "target_from_one" if target == classes else "target_range_classes"
    return key, {"target": target, "classes": classes, "last": classes - 1}


def _conv_dims(found: re.Match[str], _frames: Sequence[Frame]) -> Found:
    shape = found["shape"].split(", ")
    values: Values = {"layer": found["layer"], "shape": f"({found['shape']})"}
    return ("conv_image_alone" if found["layer"] == "conv2d" and len(shape) == 2 else "conv_dims"), values


def _conv_channels(found: re.Match[str], _frames: Sequence[Frame]) -> Found:
    values = _values(found) | {"shape": f"({found['shape']})"}
    last = found["shape"].split(", ")[-1]
    return ("conv_channels_last" if last == found["expected"] else "conv_channels"), values


def _embedding(_found: re.Match[str], frames: Sequence[Frame]) -> Found:
    frame = _in(frames, "torch/nn/modules/sparse.py", "forward")
    count = getattr(frame.names.get("self"), "num_embeddings", None) if frame is not None else None
    return ("embedding_range", {"count": count, "last": count - 1}) if count else ("embedding_range_unknown", {})


def _view(found: re.Match[str], _frames: Sequence[Frame]) -> Found:
    return "view_size", {"shape": f"({found['shape']})", "count": int(found["count"])}


def _shapes(key: str) -> Rule:
    """Shapes `a` and `b`, however they are written, and the other groups as they are."""

    def rule(found: re.Match[str], _frames: Sequence[Frame]) -> Found:
        values = _values(found)
        return key, values | {name: _shape(str(found[name])) for name in ("a", "b") if name in found.groupdict()}

    return rule


_PATTERNS: list[tuple[str, Rule]] = [
    # shapes
    (r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)", _matmul),
    (r"size mismatch, got input \(\d+\), mat \((?P<a>[\dx]+)\), vec \((?P<b>\d+)\)", _shapes("matmul_vector")),
    (r"inconsistent tensor size, expected tensor \[(?P<a>\d+)\] and src \[(?P<b>\d+)\]", "dot_sizes"),
    (
        r"Expected size for first two dimensions of batch2 tensor to be: \[(?P<b1>\d+), (?P<inner>\d+)\] "
        r"but got: \[(?P<b2>\d+), (?P<other>\d+)\]",
        "batch_matmul",
    ),
    (
        r"size of tensor a \((?P<a>\d+)\) must match the size of tensor b \((?P<b>\d+)\) at non-singleton dimension "
        r"(?P<dimension>\d+)",
        _broadcast,
    ),
    (
        r"output with shape \[(?P<a>[\d, ]*)\] doesn't match the broadcast shape \[(?P<b>[\d, ]*)\]",
        _shapes("broadcast_in_place"),
    ),
    (
        r"expanded size of the tensor \((?P<a>\d+)\) must match the existing size \((?P<b>\d+)\) at non-singleton "
        r"dimension (?P<dimension>\d+)",
        "expand_size",
    ),
    (
        r"operands could not be broadcast together with shapes \((?P<a>[\d,]+)\) \((?P<b>[\d,]+)\)",
        _shapes("broadcast_numpy"),
    ),
    (r"mismatch in its core dimension .* \(size (?P<other>\d+) is different from (?P<inner>\d+)\)", "matmul_numpy"),
    (r"shape '\[(?P<shape>[-\d, ]*)\]' is invalid for input of size (?P<count>\d+)", _view),
    (r"view size is not compatible with input tensor's size and stride", "view_contiguous"),
    (
        r"Sizes of tensors must match except in dimension (?P<dimension>\d+)\. Expected size (?P<a>\d+) but got size "
        r"(?P<b>\d+)",
        "cat_sizes",
    ),
    (r"Tensors must have same number of dimensions: got (?P<a>\d+) and (?P<b>\d+)", "cat_dims"),
    (
        r"stack expects each tensor to be equal size, but got \[(?P<a>[\d, ]*)\] at entry \d+ and \[(?P<b>[\d, ]*)\]",
        _shapes("stack_sizes"),
    ),
    (
        r"Dimension out of range \(expected to be in range of \[(?P<first>-?\d+), (?P<last>-?\d+)\], but got "
        r"(?P<got>-?\d+)\)",
        "dimension_range",
    ),
    (
        r"number of dimensions in the tensor input does not match .* input\.dim\(\) = (?P<got>\d+) is not equal to "
        r"len\(dims\) = (?P<given>\d+)",
        "permute_dims",
    ),
    (
        r"The shape of the mask \[(?P<a>[\d, ]*)\] at index \d+ does not match the shape of the indexed tensor "
        r"\[(?P<b>[\d, ]*)\]",
        _shapes("mask_shape"),
    ),
    # dtypes
    (r"expected m1 and m2 to have the same dtype, but got: (?P<a>.+?) != (?P<b>.+)", _mixed_dtypes),
    (r"mat1 and mat2 must have the same dtype, but got (?P<a>\w+) and (?P<b>\w+)", _mixed_dtypes),
    (r"expected both vectors to have same dtype, but found (?P<a>\w+) and (?P<b>\w+)", _mixed_dtypes),
    (r"expected scalar type Long but found (?P<dtype>\w+)", _one_dtype("target_dtype")),
    (r"expected scalar type (?P<b>\w+) but found (?P<a>\w+)", _mixed_dtypes),
    (r"Input type \(torch\.cuda\.\w+\) and (?:bias|weight) type \(torch\.(?!cuda)\w+\)", "devices_layer"),
    (r"Input type \(torch\.(?!cuda)\w+\) and (?:bias|weight) type \(torch\.cuda\.\w+\)", "devices_layer"),
    (r"Input type \((?P<a>[^)]+)\) and (?:bias|weight) type \((?P<b>[^)]+)\) should be the same", _mixed_dtypes),
    (r"mean\(\): could not infer output dtype.*Got: (?P<dtype>\w+)", _one_dtype("mean_of_integers")),
    (r"Only Tensors of floating point and complex dtype can require gradients", "grad_of_integers"),
    (r"not implemented for '(?P<dtype>\w+)'", _one_dtype("dtype_unsupported")),
    (r"must be Tensor, not (?:numpy\.)?ndarray", "array_for_tensor"),
    (r"must be Tensor, not (?P<type>[\w.]+)", "type_for_tensor"),
    (r"can't convert np\.ndarray of type numpy\.(?P<type>\w+)", "array_of_objects"),
    (r"could not determine the shape of object type '(?P<type>DataFrame|Series)'", "table_for_tensor"),
    (r"expected sequence of length (?P<a>\d+) at dim (?P<dimension>\d+) \(got (?P<b>\d+)\)", "ragged"),
    # losses
    (r"expected target dtype to be Long or Byte, but got (?P<dtype>\w+)", _one_dtype("target_dtype")),
    (r"Target (?P<target>-?\d+) is out of bounds", _target_range),
    (r"Expected input batch_size \((?P<a>\d+)\) to match target batch_size \((?P<b>\d+)\)", "batch_sizes"),
    (r"0D or 1D target tensor expected, multi-target not supported", "target_column"),
    (
        r"[Tt]arget size \(torch\.Size\(\[(?P<b>[\d, ]*)\]\)\) (?:that is different to|must be the same as) "
        r"(?:the )?input size \(torch\.Size\(\[(?P<a>[\d, ]*)\]\)\)",
        _shapes("target_size"),
    ),
    (r"Found dtype (?P<dtype>Long|Int|Bool|Byte) but expected (?:Float|Double)", _one_dtype("target_not_float")),
    (r"result type Float can't be cast to the desired output type (?P<dtype>\w+)", _one_dtype("target_not_float")),
    (r"all elements of (?:input|target) should be between 0 and 1", "probability_range"),
    # autograd
    (r"leaf Variable that requires grad is being used in an in-place operation", "leaf_in_place"),
    (r"Trying to backward through the graph a second time", "backward_twice"),
    (r"does not require grad and does not have a grad_fn", "nothing_to_differentiate"),
    (r"grad can be implicitly created only for scalar outputs", "backward_scalar"),
    (
        r"modified by an inplace operation: \[[\w. ]*\[(?P<shape>[\d, ]*)\]\], which is output \d+ of (?P<name>\w+?)"
        r"(?:Backward\d*)?,",
        "modified_in_place",
    ),
    (r"modified by an inplace operation", "modified_in_place_somewhere"),
    (r"Can't call numpy\(\) on Tensor that requires grad", "numpy_detach"),
    (r"can't convert cuda:\d+ device type tensor to numpy", "numpy_cpu"),
    (r"(?:a Tensor with (?P<count>\d+) elements cannot be converted to Scalar)", "one_number"),
    (r"only one element tensors can be converted to Python scalars", "one_number_any"),
    (r"Boolean value of Tensor with more than one value is ambiguous", "truth_of_tensor"),
    (r"truth value of (?:an array|a Series|a DataFrame)", "truth_of_array"),
    (r"can't optimize a non-leaf Tensor", "optimizer_non_leaf"),
    (r"optimizer got an empty parameter list", "optimizer_empty"),
    # indices
    (
        r"index (?P<index>-?\d+) is out of bounds for (?:dimension|axis) (?P<dimension>\d+) with size (?P<size>\d+)",
        "index_range",
    ),
    (r"too many indices for tensor of dimension (?P<dimension>\d+)", "index_many"),
    (r"invalid index of a 0-dim tensor", "index_scalar"),
    (r"tensors used as indices must be long", "index_dtype"),
    (r"Expected dtype int32/int64 for index|Expected dtype int64 for index", "index_dtype"),
    (r"Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int", "index_dtype"),
    (r"index out of range in self", _embedding),
    (r"Class values must be smaller than num_classes", "one_hot_range"),
    (r"Class values must be non-negative", "one_hot_negative"),
    (r"one_hot is only applicable to index tensor", "one_hot_dtype"),
    # layers
    (r"Expected .*input to (?P<layer>conv\dd), but got input of size: \[(?P<shape>[\d, ]*)\]", _conv_dims),
    (
        r"expected input\[(?P<shape>[\d, ]*)\] to have (?P<expected>\d+) channels, but got (?P<got>\d+) channels",
        _conv_channels,
    ),
    (
        r"Calculated padded input size per channel: \((?P<a>[\dx ]+)\)\. Kernel size: \((?P<b>[\dx ]+)\)",
        _shapes("kernel_large"),
    ),
    (r"Given input size: .* Output size is too small", "pooled_away"),
    (r"running_mean should contain (?P<got>\d+) elements not (?P<expected>\d+)", "batch_norm_features"),
    (r"expected (?P<expected>\dD(?: or \dD)?) input \(got (?P<got>\d)D input\)", "layer_dims"),
    (r"Expected more than 1 value per channel when training", "batch_norm_one"),
    (
        r"Given normalized_shape=\[(?P<a>[\d, ]*)\], expected input with shape .* got input of "
        r"size\s?\[(?P<b>[\d, ]*)\]",
        _shapes("layer_norm"),
    ),
    (r"input\.size\(-1\) must be equal to input_size\. Expected (?P<expected>\d+), got (?P<got>\d+)", "recurrent_size"),
    (r"embed_dim must be divisible by num_heads", "heads"),
    (r"is missing the required \"forward\" function", "forward_missing"),
    (
        r"size mismatch for (?P<name>[\w.]+): copying a param with shape torch\.Size\(\[(?P<a>[\d, ]*)\]\) from "
        r"checkpoint, the shape in current model is torch\.Size\(\[(?P<b>[\d, ]*)\]\)",
        _shapes("state_sizes"),
    ),
    (r"(?:Missing|Unexpected) key\(s\) in state_dict: \"(?P<name>[\w.]+)\"", "state_keys"),
    # devices
    (r"CUDA out of memory", "out_of_gpu_memory"),
    (r"device-side assert triggered", "device_assert"),
    (
        r"(?:at least two devices, |is on )(?P<a>[a-z]+(?::\d+)?)(?: and |, different from other tensors on )"
        r"(?P<b>[a-z]+(?::\d+)?)",
        "devices",
    ),
    (r"Tensor on device (?P<a>[\w:]+) is not on the expected device (?P<b>[\w:]+?)!", "devices"),
    (r"Found no NVIDIA driver|Torch not compiled with CUDA enabled|No CUDA GPUs are available", "no_cuda"),
    (r"not enough memory: you tried to allocate|can't allocate memory", "out_of_memory"),
    # scikit-learn
    (r"Input [Xy] contains NaN", "has_nan"),
    (r"Expected 2D array, got 1D array instead", "needs_2d"),
    (r"inconsistent numbers of samples: \[(?P<a>\d+), (?P<b>\d+)\]", "sample_counts"),
]

_RULES = [(re.compile(pattern, re.DOTALL), rule) for pattern, rule in _PATTERNS]
