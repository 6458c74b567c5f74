"""Figures that a lesson quotes, held to the runs they come from.

A lesson's folder may have `evidence.py`: functions of a seed that train something and return a number, each with the
words in which the lesson quotes it and what must hold of it. `make lessons-evidence` runs them on five seeds and
writes `evidence.json` beside it. `problems` compares that with the lesson's text, without running anything: a text
that says something else, a claim that failed on more than one seed, or an `evidence.py` changed since, is an error.

    @evidence(says={"en": "between {min:.0%} and {max:.0%}"}, holds=lambda accuracy: accuracy > 0.9)
    def kaiming_ends_high(seed):
        return train(mlp("kaiming", seed), epochs=3)

In `says` stand `min`, `max`, `mean`, `median`, `held` (on how many seeds the claim held) and `seeds`. A function may
return a dict of numbers; then `says` has `mean_<name>` and so on, and `holds` gets the dict.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any

from tui_lab.config.errors import LabError
from tui_lab.messages import t

SEEDS = (0, 1, 2, 3, 4)
LEAST_HELD = 4
"""On so many of the five seeds a claim must hold."""
_SPACE = re.compile(r"\s+")

Numbers = float | dict[str, float]


@dataclass(frozen=True)
class Claim:
    """A figure of a lesson and where it comes from."""

    name: str
    run: Callable[[int], Numbers]
    says: Mapping[str, str]
    holds: Callable[[Any], bool]


def evidence(
    *, says: Mapping[str, str], holds: Callable[[Any], bool] = lambda _: True
) -> Callable[[Callable[[int], Numbers]], Claim]:
    """Make a claim of a function of a seed; `says` has a text by language."""

    def claim(run: Callable[[int], Numbers]) -> Claim:
        return Claim(getattr(run, "__name__", "claim").replace("_", "-"), run, says, holds)

    return claim


def source_hash(folder: Path) -> str:
    """What the figures were made from."""
    return hashlib.sha256((folder / "evidence.py").read_bytes()).hexdigest()[:16]


def record(claims: list[Claim], folder: Path, tell: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Run all claims of a lesson on all seeds; gives what goes into `evidence.json`."""
    found: dict[str, Any] = {}
    for claim in claims:
        values = [claim.run(seed) for seed in SEEDS]
        held = [bool(claim.holds(value)) for value in values]
        numbers = _numbers(values, held)
        said = {language: text.format(**numbers) for language, text in claim.says.items()}
        tell(f"{claim.name}: {said.get('en', '')}  ({sum(held)} of {len(held)} hold)")
        found[claim.name] = {"values": _rounded(values), "held": held, "says": said}
    return {"source": source_hash(folder), "seeds": list(SEEDS), "claims": found}


def _rounded(values: list[Numbers]) -> list[Any]:
    return [
        {name: float(f"{number:.6g}") for name, number in value.items()}
        if isinstance(value, dict)
        else float(f"{value:.6g}")
        for value in values
    ]


def _numbers(values: list[Numbers], held: list[bool]) -> dict[str, float]:
    numbers: dict[str, float] = {"held": sum(held), "seeds": len(held)}
    columns: dict[str, list[float]] = {}
    for value in values:
        for name, number in value.items() if isinstance(value, dict) else [("", value)]:
            columns.setdefault(f"_{name}" if name else "", []).append(float(number))
    for end, column in columns.items():
        numbers |= {f"min{end}": min(column), f"max{end}": max(column)}
        numbers |= {f"mean{end}": fmean(column), f"median{end}": median(column)}
    return numbers


def problems(folder: Path) -> list[tuple[Path, str]]:
    """What doesn't agree between a lesson's text and its evidence, by file; nothing is run.

    Raises:
        LabError: `evidence.json` can't be read.
    """
    source, recorded = folder / "evidence.py", folder / "evidence.json"
    if not source.is_file():
        return []
    if not recorded.is_file():
        return [(source, t("evidence.missing"))]
    try:
        data = json.loads(recorded.read_text(encoding="utf-8"))
        claims, made_from = dict(data["claims"]), data["source"]
        texts = {name: (claim["says"], list(claim["held"])) for name, claim in claims.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LabError(t("evidence.unreadable", where=recorded, error=error)) from error
    found: list[tuple[Path, str]] = []
    if made_from != source_hash(folder):
        found.append((recorded, t("evidence.stale")))
    pages = {language: folder / name for language, name in (("en", "lesson.md"), ("vi", "lesson.vi.md"))}
    read = {language: _flat(page.read_text(encoding="utf-8")) for language, page in pages.items() if page.is_file()}
    for name, (says, held) in texts.items():
        if sum(held) < LEAST_HELD:
            found.append((source, t("evidence.fails", claim=name, held=sum(held), seeds=len(held))))
        for language, text in says.items():
            if language in read and _flat(text) not in read[language]:
                found.append((pages[language], t("evidence.differs", claim=name, text=text)))
    return found


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text)
