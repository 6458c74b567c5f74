"""The catalogue of data sets: what each is, read from its card, without torch or pandas.

One YAML file a set stands in `datasets/cards`. A card says all that a form, the shape arithmetic and
`dl-lab data list` need; `tui_lab.data.load` makes tensors from it, and a test holds the two together.
"""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tui_lab.config import places
from tui_lab.config.errors import LabError
from tui_lab.config.strict_yaml import StrictYamlError, parse
from tui_lab.messages import language, t

NAMES = (
    "mnist",
    "fashion_mnist",
    "digits8x8",
    "moons",
    "circles",
    "spirals",
    "blobs",
    "xor",
    "heart",
    "breast_cancer",
    "telco_churn",
    "auto_mpg",
    "california_housing",
    "cifar10",
)
"""Every data set, in the order in which a form offers them."""

CIFAR10_FOLDER = "cifar-10-batches-py"
"""What torchvision calls the folder inside its root."""

Count = Annotated[int, Meta(ge=0)]
Positive = Annotated[int, Meta(ge=1)]


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text in each language."""

    en: str
    vi: str

    def __str__(self) -> str:
        """The text in the language in use."""
        return self.vi if language() == "vi" else self.en


class Licence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Under what the data may be used, who says so, and what nobody says."""

    name: str | Words
    stated_where: Words
    not_stated: Words


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a table. `missing` counts its empty cells in the whole file."""

    name: str
    kind: Literal["numeric", "categorical", "target", "dropped"]
    meaning: Words
    unit: str | None = None
    missing: Count = 0


class Sizes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Samples in each part."""

    train: Positive
    validation: Positive
    test: Positive


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a regression predicts."""

    name: str
    unit: str
    meaning: Words


class Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a plain model reaches on the validation part; `tests/data/test_cards.py` measures it."""

    method: Literal["logistic", "linear"]
    metric: Literal["accuracy", "r2"]
    value: float


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A data set.

    Attributes:
        origin: a file that ships with the lab, scikit-learn's own copy, made from a seed, or a folder of
            the learner's.
        file: its name in `datasets/`; None where nothing ships.
        sha256: of that file; compared at each load.
        positive: for tables with a binary task, the target's value that counts as 1 (`Yes`), or the
            smallest number that does.
        classes: their names, by class number.
        shape: of one sample, `(C, H, W)` or `(features,)`, as the network gets it.
        mean: of the training images' values, scaled to 0..1, one a channel.
        deviation: their standard deviation, one a channel.
        recipe: for a made set, the numbers that its maker takes.
    """

    id: Annotated[str, Meta(pattern="^[a-z0-9_]+$")]
    title: Words
    summary: Words
    task: Literal["multiclass", "binary", "regression"]
    kind: Literal["image", "table", "points"]
    origin: Literal["file", "sklearn", "synthetic", "folder"]
    file: Annotated[str, Meta(pattern="^[A-Za-z0-9_.-]+$")] | None = None
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None = None
    bytes: Positive | None = None
    classes: tuple[str | Words, ...] = ()
    target: Target | None = None
    positive: str | float | None = None
    columns: tuple[Column, ...] = ()
    sizes: Sizes
    split: Words
    shape: Annotated[tuple[Positive, ...], Meta(min_length=1, max_length=3)]
    mean: tuple[float, ...] = ()
    deviation: tuple[float, ...] = ()
    recipe: dict[str, float] = {}
    baseline: Baseline | None = None
    licence: Licence
    source: Words
    citation: str

    @property
    def class_names(self) -> tuple[str, ...]:
        """The names of the classes in the language in use; empty for a regression."""
        return tuple(str(name) for name in self.classes)

    @property
    def outputs(self) -> int:
        """Logits that a network for it has: one a class, or one for a binary task and a regression."""
        return len(self.classes) if self.task == "multiclass" else 1

    @property
    def path(self) -> Path | None:
        """The shipped file; None where nothing ships.

        Raises:
            LabError: the folder `datasets` is missing.
        """
        return None if self.file is None else _datasets() / self.file


def _datasets() -> Path:
    try:
        return places.shipped("datasets")
    except FileNotFoundError as error:
        raise LabError(str(error)) from error


_PATH = re.compile(r" - at `(key in )?\$(?P<path>.*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


def read_card(path: Path) -> Card:
    """The card in a file.

    Raises:
        LabError: it can't be read, isn't strict YAML, or a field is wrong; the sentence names file, line
            and field.
    """
    try:
        value, lines = parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(t("data.card_unreadable", file=path, why=error)) from error
    except StrictYamlError as error:
        raise LabError(t("data.card_wrong", file=path, line=error.line, what=error.what)) from error
    try:
        card = msgspec.convert(value, Card)
    except msgspec.ValidationError as error:
        message = str(error)
        found = _PATH.search(message)
        steps = tuple(name or int(index) for name, index in _STEP.findall(found["path"])) if found else ()
        unknown = re.search(r"unknown field `(\w+)`", message)
        line = lines.get((*steps, unknown[1]) if unknown else steps, 1)
        what = message[: found.start()] if found else message
        field = ".".join(str(step) for step in steps)
        what = f"{field}: {what}" if field else what
        raise LabError(t("data.card_wrong", file=path, line=line, what=what)) from error
    wrong = _contradiction(card, path)
    if wrong:
        field, what = wrong
        raise LabError(t("data.card_wrong", file=path, line=lines.get((field,), 1), what=f"{field}: {what}"))
    return card


def _contradiction(card: Card, path: Path) -> tuple[str, str] | None:
    """A field that doesn't fit another one, and what is wrong with it; None where all agree."""
    if card.id != path.stem:
        return "id", f"must be {path.stem}, as the file is called"
    if (card.origin == "file") != (card.file is not None and card.sha256 is not None and card.bytes is not None):
        return "origin", "file, sha256 and bytes belong to the origin 'file', all three of them"
    if (card.task == "regression") != (card.target is not None):
        return "task", "a regression has a target, and only a regression has"
    if len(card.classes) < 2 and card.task != "regression":
        return "task", "a classification has at least two classes"
    if card.task == "binary" and len(card.classes) != 2:
        return "classes", "a binary task has two classes"
    if (card.kind == "image") != (len(card.shape) == 3):
        return "shape", "an image has three sides, all else has one"
    if card.kind == "image" and not len(card.mean) == len(card.deviation) == card.shape[0]:
        return "mean", "mean and deviation have one value a channel"
    if (card.kind == "table") != any(column.kind == "target" for column in card.columns):
        return "columns", "a table has a column of the kind 'target'"
    return None


@cache
def _shipped_card(folder: Path, name: str) -> Card:
    return read_card(folder / "cards" / f"{name}.yaml")


def catalogue() -> dict[str, Card]:
    """Every card by its id, in the order of `NAMES`; each is read once a process.

    Raises:
        LabError: a card is damaged or missing.
    """
    folder = _datasets()
    return {name: _shipped_card(folder, name) for name in NAMES}


def card(name: str) -> Card:
    """The card of a data set; `fashion-mnist` and `fashion_mnist` are the same.

    Raises:
        LabError: there is no such set; the sentence names the nearest.
    """
    wanted = name.strip().lower().replace("-", "_")
    if wanted in NAMES:
        return _shipped_card(_datasets(), wanted)
    near = get_close_matches(wanted, NAMES, n=1, cutoff=0.4)
    if near:
        raise LabError(t("data.unknown_nearest", name=name, near=near[0]))
    raise LabError(t("data.unknown", name=name, names=", ".join(NAMES)))


def folder_root(folder: str | Path | None = None) -> Path:
    """The folder that sets which don't ship are looked for in: the argument, `DL_LAB_DATA`, or the learner's own.

    A path to `cifar-10-batches-py` itself is understood as the folder around it.
    """
    given = folder or os.environ.get("DL_LAB_DATA")
    root = Path(given).expanduser() if given else places.home() / "datasets"
    return root.parent if root.name == CIFAR10_FOLDER else root


def is_here(card: Card, folder: str | Path | None = None) -> bool:
    """Whether the set can be loaded, as far as a look at names and sizes tells (nothing is read)."""
    if card.origin == "file":
        path = card.path
        return path is not None and path.is_file() and path.stat().st_size == card.bytes
    if card.origin == "folder":
        return (folder_root(folder) / CIFAR10_FOLDER / "data_batch_1").is_file()
    return find_spec("sklearn") is not None
