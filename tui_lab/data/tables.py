"""Rows of a table become features: what is missing filled in, numbers standardised, categories one-hot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import numpy.typing as npt

from tui_lab.config.catalogue import Card

if TYPE_CHECKING:
    from pandas import DataFrame, Series

Floats = npt.NDArray[np.float64]


def read_rows(path: Path) -> DataFrame:
    """A CSV file with every cell as text; an empty cell is an empty text."""
    import pandas as pd  # 0.4 s

    return pd.read_csv(path, dtype=str, keep_default_na=False)


def numbers(cells: Series[Any]) -> Floats:
    """Cells as numbers `(N,)`; NaN for what is empty, isn't a number, or isn't finite."""
    import pandas as pd

    values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64, copy=True)
    values[~np.isfinite(values)] = np.nan
    return values


def _category(cell: str) -> str:
    """A category's name; a whole number has one spelling (`1.0` is `1`)."""
    word = str(cell).strip()
    try:
        number = float(word)
    except ValueError:
        return word
    return str(int(number)) if number.is_integer() else word


def categories(cells: Series[Any]) -> npt.NDArray[np.object_]:
    """Cells as names of categories `(N,)`; an empty text is a missing one."""
    names = {cell: _category(cell) for cell in cells.unique()}
    return np.array([names[cell] for cell in cells], dtype=object)


class NumericColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was learned of a column of numbers. `deviation` is 1 where all were equal."""

    name: str
    median: float
    mean: float
    deviation: float
    indicator: bool
    """Whether a column that says "was missing" (0 or 1) follows: only where the training part lacked some."""


class CategoricalColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The categories that the training part had, in alphabetical order."""

    name: str
    categories: tuple[str, ...]


class TablePreparation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fitted on the training part, applied to every part; plain values that are saved with a model.

    Numbers: missing ones become the training part's median, then all are standardised. Categories: one column
    each, 1 where it applies; a category that the training part didn't have, or a missing one, is all zeros.
    """

    numeric: tuple[NumericColumn, ...]
    categorical: tuple[CategoricalColumn, ...]

    @classmethod
    def fit(cls, rows: DataFrame, *, numeric: Sequence[str], categorical: Sequence[str]) -> TablePreparation:
        """Learn medians, scalings and categories.

        Args:
            rows: the training part's rows, and no others.
            numeric: names of the columns of numbers.
            categorical: names of the columns of categories.
        """
        fitted = []
        for name in numeric:
            values = numbers(rows[name])
            missing = np.isnan(values)
            median = 0.0 if missing.all() else float(np.median(values[~missing]))
            values[missing] = median
            fitted.append(
                NumericColumn(
                    name=name,
                    median=median,
                    mean=float(values.mean()),
                    deviation=float(values.std()) or 1.0,
                    indicator=bool(missing.any()),
                )
            )
        known = tuple(
            CategoricalColumn(name=name, categories=tuple(sorted(set(categories(rows[name])) - {""})))
            for name in categorical
        )
        return cls(numeric=tuple(fitted), categorical=known)

    @classmethod
    def fit_card(cls, rows: DataFrame, card: Card) -> TablePreparation:
        """`fit` with the columns that a card names."""
        return cls.fit(
            rows,
            numeric=[column.name for column in card.columns if column.kind == "numeric"],
            categorical=[column.name for column in card.columns if column.kind == "categorical"],
        )

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Names of the features, in their order: `age`, `ca missing`, `thal=3`."""
        names: list[str] = []
        for number in self.numeric:
            names += [number.name, f"{number.name} missing"] if number.indicator else [number.name]
        for column in self.categorical:
            names += [f"{column.name}={category}" for category in column.categories]
        return tuple(names)

    def transform(self, rows: DataFrame) -> npt.NDArray[np.float32]:
        """Features `(N, F)` of any rows that have the columns, in the order of `feature_names`."""
        features: list[npt.NDArray[Any]] = []
        for number in self.numeric:
            values = numbers(rows[number.name])
            missing = np.isnan(values)
            values[missing] = number.median
            features.append((values - number.mean) / number.deviation)
            if number.indicator:
                features.append(missing)
        for column in self.categorical:
            cells = categories(rows[column.name])
            features += [cells == category for category in column.categories]
        return np.stack([feature.astype(np.float32) for feature in features], axis=1)

    def state(self) -> dict[str, Any]:
        """Everything learned, as plain dicts, lists, texts and numbers (JSON, or a checkpoint)."""
        state: dict[str, Any] = msgspec.to_builtins(self)
        return state

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> TablePreparation:
        """The preparation that gave `state()`.

        Raises:
            msgspec.ValidationError: it is something else.
        """
        return msgspec.convert(state, cls)
