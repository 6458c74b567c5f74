"""Good values for the fields of a config, for Hypothesis to draw."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tui_lab.config import fields
from tui_lab.config.train import ConvStage

PATHS = list(fields.fields())


def values_of(field: fields.Field) -> st.SearchStrategy[Any]:
    """Values that a field accepts."""
    match field.kind:
        case "choice":
            return st.sampled_from(field.choices)
        case "switch":
            return st.booleans()
        case "int":
            low = int(field.minimum) if field.minimum is not None else None
            return st.integers(low, int(field.maximum) if field.maximum is not None else 10**20)
        case "float":
            return st.floats(
                field.minimum,
                field.maximum,
                exclude_min=field.exclusive,
                exclude_max=field.exclusive_maximum,
                allow_nan=False,
                allow_infinity=False,
            )
        case "sizes":
            return st.lists(st.integers(1, 8192), max_size=5).map(tuple)
        case "stages":
            stage = st.builds(
                ConvStage, channels=st.integers(1, 1024), kernel=st.integers(1, 11), pool=st.integers(1, 8)
            )
            return st.lists(stage, min_size=1, max_size=16).map(tuple)
        case _:
            return st.sampled_from(["auto", "cpu", "cuda:3"] if field.path == "run.device" else ["mnist", "a-b c"])


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """Good values for some fields."""
    chosen = draw(st.lists(st.sampled_from(PATHS), unique=True))
    return {path: draw(values_of(fields.field(path))) for path in chosen}
