"""The keys of the lab. One key may stand here several times: the parts say which of its actions can be done now.

The order is that of the footer, which shows the first eight that can.
"""

from __future__ import annotations

from textual.binding import Binding


def _key(
    key: str, action: str, *values: object, text: str = "", show: bool = True, display: str | None = None
) -> Binding:
    """A key that does `action_<action>(*values)` of a part of the lab; its text is `lab.key.<text or action>`."""
    what = ", ".join(map(repr, (action, *values)))
    return Binding(key, f"do({what})", f"lab.key.{text or action}", show=show, key_display=display)


BINDINGS: tuple[Binding, ...] = (
    _key("space", "start"),
    _key("space", "pause"),
    _key("space", "go_on"),
    _key("space", "resume"),
    _key("enter", "enter"),
    _key("enter", "take"),
    _key("enter", "start"),
    _key("j,down", "browse", 1, text="form", display="j/k"),
    _key("full_stop", "batch"),
    _key("d", "switch", "dropout", text="dropout"),
    _key("b", "switch", "batch_norm", text="batch_norm"),
    _key("o", "optimizer", 1),
    _key("O", "optimizer", -1, text="optimizer_back", show=False),
    _key("plus,equals_sign", "rate", 1, text="rate_up", show=False),
    _key("minus", "rate", -1, text="rate_down", show=False),
    _key("B", "branch"),
    _key("t", "twin"),
    _key("n", "anew"),
    _key("s", "stop"),
    _key("G", "free_gpu"),
    _key("R", "runs"),
    _key("m", "layers"),
    _key("l", "inside", show=False),
    _key("e", "explain", show=False),
    _key("c", "script", show=False),
    _key("v", "smoothing", show=False),
    _key("p", "panel", show=False),
    _key("tab,left_square_bracket,right_square_bracket", "tab", show=False),
    _key("less_than_sign,shift+left", "epoch", -1, text="epoch_back", show=False),
    _key("greater_than_sign,shift+right", "epoch", 1, text="epoch_on", show=False),
    _key("j,down", "move", 1, text="down", show=False),
    _key("k,up", "move", -1, text="up", show=False),
    _key("right", "cycle", 1, text="next_choice", show=False),
    _key("left", "cycle", -1, text="less", show=False),
    *(_key(str(n), "remedy", n, show=False) for n in range(1, 10)),
    _key("pagedown", "read_on", 5, show=False),
    _key("pageup", "read_on", -5, text="read_back", show=False),
    _key("escape", "unexplain", show=False),
    _key("escape", "latest", show=False),
    _key("escape", "leave", text="back", show=False),
)
