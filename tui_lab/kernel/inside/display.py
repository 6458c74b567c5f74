"""How values show at the end of a cell: tensors with a line that sums them up, modules with parameter counts, tables.

Registered by name, so that nothing is imported that the learner didn't import.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from typing import Any

TABLE_MIME = "application/vnd.dl-lab.table+json"
MOST_ROWS = 20
MOST_COLUMNS = 12
MOST_CELL = 60
MOST_ELEMENTS = 50_000_000
"""A larger tensor is shown without its range: to find it would take longer than a glance."""
MOST_LAYERS = 60
_UNSUITABLE = ("text/html", "text/latex", "image/svg+xml", "application/pdf", "application/javascript", "image/jpeg")
"""What a terminal can't show; making it costs time, and a table as HTML costs more bytes than as text."""


def register(formatter: Any) -> None:
    """Teach IPython's display formatter these types."""
    plain = formatter.formatters["text/plain"]
    plain.for_type_by_name("torch", "Tensor", _pretty_tensor)
    # These have a repr of their own, which IPython would take before their parents' printer.
    plain.for_type_by_name("torch.nn.parameter", "Parameter", _pretty_tensor)
    plain.for_type_by_name("torch.nn.modules.module", "Module", _pretty_module)
    plain.for_type_by_name("torch.nn.modules.container", "ModuleList", _pretty_module)
    for mime in _UNSUITABLE:
        if mime in formatter.formatters:
            formatter.formatters[mime].enabled = False
    formatter.formatters[TABLE_MIME] = _table_formatter(formatter)


def _table_formatter(formatter: Any) -> Any:
    from IPython.core.formatters import BaseFormatter
    from traitlets import ObjectName, Unicode

    class TableFormatter(BaseFormatter):
        """Tables of pandas as their first and last rows and columns."""

        format_type = Unicode(TABLE_MIME)
        print_method = ObjectName("_repr_dl_lab_table_")
        _return_type = dict

    tables: Any = TableFormatter(parent=formatter)
    # pandas 3 says `pandas`, 2 says where the class really stands.
    for module in ("pandas", "pandas.core.frame"):
        tables.for_type_by_name(module, "DataFrame", table)
    for module in ("pandas", "pandas.core.series"):
        tables.for_type_by_name(module, "Series", lambda series: table(series.to_frame()))
    return tables


def table(frame: Any) -> dict[str, Any]:
    """A DataFrame for JSON.

    Returns:
        `columns` and `dtypes` by column, `index` and `rows` by row, `index_name` and the whole `shape`. Of a larger
        table the first and last rows and columns, with an index or column called `…` between them.
    """
    rows, columns = frame.shape
    row_places, column_places = _places(rows, MOST_ROWS), _places(columns, MOST_COLUMNS)
    shown = []
    for row in row_places:
        if row is None:
            shown.append(["" for _ in column_places])
        else:
            shown.append(["" if c is None else _cell(frame.iat[row, c]) for c in column_places])
    return {
        "columns": ["…" if c is None else _cell(frame.columns[c]) for c in column_places],
        "dtypes": ["" if c is None else str(frame.dtypes.iloc[c]) for c in column_places],
        "index_name": ", ".join(_cell(name) for name in frame.index.names if name is not None),
        "index": ["…" if r is None else _cell(frame.index[r]) for r in row_places],
        "rows": shown,
        "shape": [rows, columns],
    }


def _places(count: int, most: int) -> list[int | None]:
    """Which of so many places are shown; None stands for those left out in the middle."""
    if count <= most:
        return list(range(count))
    return [*range(most // 2), None, *range(count - most // 2, count)]


def _cell(value: Any) -> str:
    if isinstance(value, tuple):  # a label of several levels, whose numpy numbers would show their type
        return ", ".join(_cell(part) for part in value)
    is_float = isinstance(value, float) or getattr(getattr(value, "dtype", None), "kind", "") == "f"
    text = f"{value:.6g}" if is_float else " ".join(str(value).split())
    return text if len(text) <= MOST_CELL else text[: MOST_CELL - 1] + "…"


def _pretty_tensor(tensor: Any, printer: Any, cycle: bool) -> None:  # noqa: ARG001 (IPython's signature)
    # A dozen tensors in a list, each with a line of its own, would bury the list.
    if len(getattr(printer, "stack", ())) > 1:
        printer.text(values(tensor) if tensor.numel() <= 8 else f"<tensor {summary(tensor)}>")
    elif tensor.dim() == 0:
        printer.text(values(tensor))
    else:
        printer.text(f"{summary(tensor)}\n{values(tensor)}")


def summary(tensor: Any) -> str:
    """`(64, 784)  float32  cpu  requires grad  -0.42 … 2.82  mean 0.13`."""
    shape = ", ".join(map(str, tensor.shape)) + ("," if tensor.dim() == 1 else "")
    parts = [f"({shape})", str(tensor.dtype).removeprefix("torch."), str(tensor.device)]
    if tensor.requires_grad:
        parts.append(f"grad_fn {type(tensor.grad_fn).__name__}" if tensor.grad_fn is not None else "requires grad")
    with contextlib.suppress(Exception):
        parts += _range(tensor)
    return "  ".join(parts)


def _range(tensor: Any) -> list[str]:
    import torch

    if not 0 < tensor.numel() <= MOST_ELEMENTS or tensor.device.type == "meta" or tensor.layout != torch.strided:
        return []
    values = tensor.detach()
    if values.dtype == torch.bool:
        return [f"{int(values.sum())} of {values.numel()} true"]
    if values.is_complex():
        return []
    if not values.is_floating_point():
        return [f"{int(values.min())} … {int(values.max())}", f"mean {float(values.double().mean()):.4g}"]
    values = values.float() if values.element_size() < 4 else values
    finite = values.isfinite()
    parts = []
    if not finite.all():
        nans = int(values.isnan().sum())
        infinities = int(values.isinf().sum())
        parts = [f"{count} {name}" for count, name in ((nans, "NaN"), (infinities, "inf")) if count]
        values = values[finite]
        if not values.numel():
            return parts
    least, most = values.aminmax()
    return [f"{float(least):.4g} … {float(most):.4g}", f"mean {float(values.mean()):.4g}", *parts]


def values(tensor: Any) -> str:
    """What torch prints, with fewer values of a large tensor than it would."""
    import torch

    options = torch._tensor_str.PRINT_OPTS
    threshold, width = options.threshold, options.linewidth
    # A learner's own set_printoptions counts where it asks for less.
    options.threshold = min(threshold, 200)
    options.linewidth = min(width, _columns() - 2)
    try:
        return repr(tensor)
    finally:
        options.threshold, options.linewidth = threshold, width


def _columns() -> int:
    number = os.environ.get("COLUMNS", "")
    return max(int(number), 20) if number.isdigit() else 80


def _pretty_module(module: Any, printer: Any, cycle: bool) -> None:  # noqa: ARG001 (IPython's signature)
    printer.text(module_text(module) if len(getattr(printer, "stack", ())) <= 1 else repr(module))


def module_text(module: Any) -> str:
    """The layers of a module, a line each, with how many parameters each has."""
    total, trainable = _count(module)
    head = f"{type(module).__name__}  {_parameters(total)}"
    if trainable != total:
        head += f", {trainable:,} of them trained"
    rows = list(itertools.islice(_layers(module, 1), MOST_LAYERS + 1))
    width = max((len(text) for text, _ in rows[:MOST_LAYERS]), default=0)
    width = min(width, max(_columns() - 14, 20))
    lines = [f"{text:{width}}  {count:>10}".rstrip() for text, count in rows[:MOST_LAYERS]]
    if len(rows) > MOST_LAYERS:
        lines.append("  …")
    return "\n".join([head, *lines]) if rows else f"{module!r}  {_parameters(total)}"


def _layers(module: Any, depth: int) -> Any:
    for name, child in module.named_children():
        inner = next(child.named_children(), None) is not None
        what = type(child).__name__ if inner else " ".join(repr(child).split())
        total = _count(child)[0]
        yield f"{'  ' * depth}{name}  {what}", f"{total:,}" if total != 0 else ""
        if inner:
            yield from _layers(child, depth + 1)


def _count(module: Any) -> tuple[int, int]:
    """How many parameters, and how many are trained. Shared ones count once, those a lazy layer has yet to make not."""
    total = trainable = 0
    for parameter in module.parameters():
        try:
            count = parameter.numel()
        except (RuntimeError, ValueError, TypeError):
            continue
        total += count
        trainable += count if parameter.requires_grad else 0
    return total, trainable


def _parameters(count: int) -> str:
    return "1 parameter" if count == 1 else f"{count:,} parameters"
