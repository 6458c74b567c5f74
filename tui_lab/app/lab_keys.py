"""The keys of the lab. One key may stand here several times: the screen says which of its actions can be done now."""

from __future__ import annotations

from textual.binding import Binding


def _key(key: str, action: str, text: str | None = None, *, show: bool = True, display: str | None = None) -> Binding:
    return Binding(key, action, f"lab.key.{text or action}", show=show, key_display=display)


BINDINGS: tuple[Binding, ...] = (
    _key("space", "start"),
    _key("space", "pause"),
    _key("space", "go_on"),
    _key("space", "resume"),
    _key("enter", "enter"),
    _key("enter", "take"),
    _key("enter", "start"),
    _key("j,down", "browse(1)", "form", display="j/k"),
    _key("full_stop", "batch"),
    _key("d", "switch('dropout')", "dropout"),
    _key("b", "switch('batch_norm')", "batch_norm"),
    _key("o", "optimizer(1)", "optimizer"),
    _key("O", "optimizer(-1)", "optimizer_back", show=False),
    _key("plus,equals_sign", "rate(1)", "rate_up", show=False),
    _key("minus", "rate(-1)", "rate_down", show=False),
    _key("n", "anew"),
    _key("s", "stop"),
    _key("G", "free_gpu"),
    _key("R", "runs"),
    _key("m", "layers"),
    _key("v", "smoothing", show=False),
    _key("p", "panel", show=False),
    _key("tab,left_square_bracket,right_square_bracket", "tab", show=False),
    _key("j,down", "move(1)", "down", show=False),
    _key("k,up", "move(-1)", "up", show=False),
    _key("right", "cycle(1)", "next_choice", show=False),
    _key("left", "cycle(-1)", "less", show=False),
    _key("escape", "leave", "back", show=False),
)

OWN = frozenset(binding.action.partition("(")[0] for binding in BINDINGS)
"""The lab's own actions: none of them may act on a letter that is being typed."""
