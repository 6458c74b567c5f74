"""How numbers, times, sizes and names of runs are written, in the app and on the command line alike.

Imports nothing that takes time: the first screen needs it.
"""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_lab.config.train import ModelConfig

NONE = "–"
"""What stands where there is no value."""


def duration(seconds: float) -> str:
    """Seconds as `0:41`, `12:03` or `1:02:03`."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def number(value: float | None) -> str:
    """Three significant figures, as wide as they are; a dash where there is no value (it was NaN or infinite)."""
    if value is None:
        return NONE
    if value != 0 and (abs(value) < 1e-3 or abs(value) >= 1e5):
        return f"{value:.2e}"
    return f"{value:#.3g}".rstrip(".")


def steady_number(value: float | None, *, signed: bool = False) -> str:
    """A number that changes where it stands: always six columns (seven with a sign), aligned at the right.

    It has three significant figures, fewer where they have no room.
    """
    columns = 6 + signed
    if value is None or not math.isfinite(value):
        return NONE.rjust(columns)
    size = abs(value)
    if size and (size < 1e-3 or size >= 99_999.5):
        digits, _, power = f"{value:.1e}".partition("e")
        text = f"{digits}e{int(power)}"
    else:
        places = 0 if size >= 99.95 else 1 if size >= 9.995 else 2 if size >= 0.9995 else 3
        text = f"{value:.{places}f}"
    return (("+" if signed and value >= 0 else "") + text).rjust(columns)


def rate(value: float) -> str:
    """A learning rate in at most three figures: `0.01`, `1e-3`, `3.5e-4`."""
    if value >= 0.00995 or value == 0:
        return f"{value:.3g}"
    digits, _, power = f"{value:.2e}".partition("e")
    return f"{digits.rstrip('0').rstrip('.')}e{int(power)}"


def metric(name: str, value: float | None, *, named: bool = True) -> str:
    """A metric's value: `96.4 %` for accuracy, `R² 0.871`; a dash where there is none.

    Args:
        name: `accuracy` or `r2`.
        value: from 0 to 1, or less for R².
        named: whether R² says that it is; not where that stands before it or above it.
    """
    if value is None:
        return NONE
    if name == "accuracy":
        return f"{100 * value:.1f} %"
    text = f"{value:.3f}" if abs(value) < 100 else number(value)
    return f"R² {text}" if named else text


def size(n: int, *, short: bool = False) -> str:
    """Bytes in three significant figures: `0 B`, `3.42 kB`, `12.0 MB`; `short` leaves the last zeros out: `12 MB`."""
    value = float(n)
    unit = "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    if unit == "B":
        return f"{n} B"
    places = 2 if value < 9.995 else 1 if value < 99.95 else 0
    text = f"{value:.{places}f}"
    return f"{text.rstrip('0').rstrip('.') if short and places else text} {unit}"


def network(model: ModelConfig, *, most: int | None = None) -> str:
    """Kind and sizes of a model: `cnn 16-32`, `mlp 128`; of more than `most` sizes the first."""
    sizes = [stage.channels for stage in model.stages] if model.kind == "cnn" else list(model.hidden)
    shown = "-".join(map(str, sizes[:most])) + ("…" if most is not None and len(sizes) > most else "")
    return f"{model.kind} {shown}".strip()


def run_name(folder: Path) -> tuple[int, str]:
    """Number and label of a run folder: 7 and `mnist-cnn` for `0007-mnist-cnn`."""
    number, _, label = folder.name.partition("-")
    return int(number), label


def run_number(folder: Path) -> int:
    """The number of a run, by which a learner names it."""
    return run_name(folder)[0]


def clean(text: str, *, blank: str = " ") -> str:
    """The text with `blank` for each control or escape character, so that no name can steer the terminal.

    Line ends stay.
    """
    kept = "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf") else blank for c in text)
    return kept.encode("utf-8", "replace").decode("utf-8")  # undecodable bytes of an argument are surrogates
