"""How values show: what sums up a tensor, a table as JSON, the layers of a module."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
import torch
from torch import nn

from tui_lab.kernel.inside import display


@pytest.mark.parametrize(
    ("tensor", "says"),
    [
        (torch.tensor([1.0, -2.0, 4.0]), "(3,)  float32  cpu  -2 … 4  mean 1"),
        (torch.tensor([[1, 2], [3, 4]]), "(2, 2)  int64  cpu  1 … 4  mean 2.5"),
        (torch.tensor([True, False, True]), "(3,)  bool  cpu  2 of 3 true"),
        (torch.tensor([1.0, float("nan"), float("inf")]), "(3,)  float32  cpu  1 … 1  mean 1  1 NaN  1 inf"),
        (torch.tensor([float("nan")]), "(1,)  float32  cpu  1 NaN"),
        (torch.ones(2, 3, requires_grad=True), "(2, 3)  float32  cpu  requires grad  1 … 1  mean 1"),
        (torch.ones(2, requires_grad=True) * 2, "(2,)  float32  cpu  grad_fn MulBackward0  2 … 2  mean 2"),
        (torch.ones(2, dtype=torch.float16), "(2,)  float16  cpu  1 … 1  mean 1"),
        (torch.zeros(0, 3), "(0, 3)  float32  cpu"),
        (torch.zeros(3, device="meta"), "(3,)  float32  meta"),
        (torch.ones(2, dtype=torch.complex64), "(2,)  complex64  cpu"),
        (torch.eye(3).to_sparse(), "(3, 3)  float32  cpu"),
    ],
)
def test_a_tensor_is_summed_up(tensor: torch.Tensor, says: str) -> None:
    assert display.summary(tensor) == says


def test_the_values_of_a_large_tensor_are_few_and_torchs_options_stay() -> None:
    before = vars(torch._tensor_str.PRINT_OPTS).copy()
    assert len(display.values(torch.randn(500, 500))) < 1000
    assert vars(torch._tensor_str.PRINT_OPTS) == before


def test_a_small_table_is_whole() -> None:
    table = display.table(pd.DataFrame({"a": [1.5, 2.0], "b": ["x", None]}))
    assert table == {
        "columns": ["a", "b"],
        "dtypes": ["float64", str(pd.DataFrame({"b": ["x", None]})["b"].dtype)],
        "index_name": "",
        "index": ["0", "1"],
        "rows": [["1.5", "x"], ["2", str(pd.DataFrame({"b": ["x", None]}).iat[1, 0])]],
        "shape": [2, 2],
    }


def test_the_index_keeps_its_name() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4], "c": [5, 6]})
    assert display.table(frame.set_index("a"))["index_name"] == "a"
    assert display.table(frame.groupby(["a", "b"]).sum())["index_name"] == "a, b"


def test_a_large_table_is_its_first_and_last_rows_and_columns() -> None:
    frame = pd.DataFrame(np.arange(30_000).reshape(1000, 30))
    table = display.table(frame)
    json.dumps(table)
    assert table["shape"] == [1000, 30]
    assert len(table["rows"]) == display.MOST_ROWS + 1 and len(table["columns"]) == display.MOST_COLUMNS + 1
    assert table["index"][9:12] == ["9", "…", "990"]
    assert table["columns"][5:8] == ["5", "…", "24"]
    assert table["rows"][0][-1] == "29" and table["rows"][10] == [""] * 13


def test_long_and_many_lined_cells_are_cut() -> None:
    table = display.table(pd.DataFrame({"a\nb": ["x" * 500, "one\ntwo"]}))
    assert table["columns"] == ["a b"]
    assert len(table["rows"][0][0]) == display.MOST_CELL and table["rows"][1][0] == "one two"


def test_tables_with_odd_labels_are_shown() -> None:
    index = pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])
    frame = pd.DataFrame([[1, 2], [3, 4]], index=index, columns=["same", "same"])
    assert display.table(frame)["index"] == ["a, 1", "a, 2"]
    assert display.table(pd.DataFrame())["shape"] == [0, 0]
    single = pd.DataFrame({"a": np.array([0.1], dtype=np.float32), "b": [pd.NA]})
    assert display.table(single)["rows"] == [["0.1", "<NA>"]]


def test_a_module_shows_its_layers_with_their_parameters() -> None:
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Sequential(nn.Linear(4, 2)))
    model[0].weight.requires_grad_(False)
    assert display.module_text(model).splitlines() == [
        "Sequential  26 parameters, 14 of them trained",
        "  0  Linear(in_features=3, out_features=4, bias=True)            16",
        "  1  ReLU()",
        "  2  Sequential                                                  10",
        "    0  Linear(in_features=4, out_features=2, bias=True)          10",
    ]


def test_shared_and_lazy_parameters_are_counted_as_they_are() -> None:
    layer = nn.Linear(3, 3)
    assert display.module_text(nn.Sequential(layer, layer)).startswith("Sequential  12 parameters")
    assert display.module_text(nn.Sequential(nn.LazyLinear(3))).startswith("Sequential  0 parameters")
    assert display.module_text(nn.Linear(1, 1, bias=False)).endswith("  1 parameter")


def test_a_very_deep_module_is_cut() -> None:
    model = nn.Sequential(*(nn.Linear(1, 1) for _ in range(500)))
    assert len(display.module_text(model).splitlines()) == display.MOST_LAYERS + 2
