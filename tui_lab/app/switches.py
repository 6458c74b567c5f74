"""The switches in which a twin or a branch may differ from the run it comes from. Pure: no Textual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui_lab.config import fields
from tui_lab.config.train import TrainConfig
from tui_lab.config.value_words import in_words
from tui_lab.runs.branching import Value
from tui_lab.runs.words import rate

USUAL_DECAY = 0.01
RATE_FACTOR = 3.0
RATE_BOUNDS = (1e-9, 1000.0)


@dataclass(frozen=True)
class Switch:
    """A line of the list.

    Attributes:
        keys: those that turn it.
        path: its field.
        before: its value in the run that the other one comes from, as text.
        after: its value in the other one, as text; the same where it isn't turned.
    """

    keys: str
    path: str
    before: str
    after: str


_PATHS = {
    "regularisation.dropout": "d",
    "regularisation.batch_norm": "b",
    "optimizer.name": "o",
    "optimizer.lr": "+ -",
    "optimizer.weight_decay": "w",
    "run.seed": "r",
}


class Switches:
    """What is turned so far.

    Attributes:
        base: the config that the other run starts from.
        changes: what differs, by field path.
    """

    def __init__(self, base: TrainConfig, *, dropout: float = 0.3, live_only: bool = False) -> None:
        """Nothing is turned yet.

        Args:
            base: the config that the other run starts from.
            dropout: the p that switching dropout on brings.
            live_only: leave out what can't be changed in mid-run.
        """
        self.base, self.changes = base, dict[str, Value]()
        self._dropout = base.regularisation.dropout or dropout
        self.paths = [path for path in _PATHS if fields.field(path).live or not live_only]

    def _now(self, path: str) -> Any:
        return self.changes.get(path, fields.get(self.base, path))

    def turn(self, path: str, step: int = 1) -> None:
        """Turn a switch over, or on to its next value (the previous one with -1)."""
        if path not in self.paths:
            return
        now = self._now(path)
        new: Value
        match path:
            case "regularisation.dropout":
                new = 0.0 if now else self._dropout
            case "optimizer.name":
                offered = fields.field(path).choices
                new = offered[(offered.index(now) + step) % len(offered)]
            case "optimizer.lr":
                least, most = RATE_BOUNDS
                # In steps of three from the base, so that up and down again is the same rate
                new = float(f"{min(max(now * RATE_FACTOR**step, least), most):.3g}")
            case "optimizer.weight_decay":
                new = 0.0 if now else (fields.get(self.base, path) or USUAL_DECAY)
            case "run.seed":
                new = (now + 1) % 2**31
            case _:
                new = not now
        if self._same(new, fields.get(self.base, path)):
            self.changes.pop(path, None)
        else:
            self.changes[path] = new

    @staticmethod
    def _same(new: Value, old: Value) -> bool:
        if isinstance(new, float) and isinstance(old, (int, float)):
            return abs(new - old) <= 0.005 * abs(old)  # three figures of a rate turned up and down
        return new == old

    def rows(self) -> list[Switch]:
        """The list as it stands."""
        found = []
        for path in self.paths:
            before, after = (_text(path, value) for value in (fields.get(self.base, path), self._now(path)))
            found.append(Switch(_PATHS[path], path, before, after))
        return found


def _text(path: str, value: Any) -> str:
    return rate(value) if path == "optimizer.lr" else in_words(path, value)
