"""The keys of a lesson. One key may stand here several times: the parts say which of its actions can be done now.

The order is that of the footer, which shows the first eight that can.
"""

from __future__ import annotations

from textual.binding import Binding

MOST_CHOICES = 9


def _key(
    key: str, action: str, *values: object, text: str = "", show: bool = True, display: str | None = None
) -> Binding:
    """A key that does `action_<action>(*values)` of a part of the screen; its text is `lesson.key.<text or action>`."""
    what = ", ".join(map(repr, (action, *values)))
    return Binding(key, f"do({what})", f"lesson.key.{text or action}", show=show, key_display=display)


BINDINGS: tuple[Binding, ...] = (
    _key("enter", "submit"),
    _key("enter", "edit"),
    _key("enter", "number"),
    _key("enter", "enter_quiz"),
    _key("enter", "lab"),
    _key("enter", "explore"),
    _key("1", "pick", 1, display="1-9"),
    *(_key(str(n), "pick", n, show=False) for n in range(2, MOST_CHOICES + 1)),
    _key("r", "run"),
    _key("r", "check"),
    _key("i", "interrupt"),
    _key("h", "hint"),
    _key("s", "solution"),
    _key("K", "kernel_dead"),
    _key("K", "kernel", show=False),
    _key("j,down", "choice", 1, display="j/k"),
    _key("k,up", "choice", -1, text="choice_up", show=False),
    _key("j,down", "move", 1, display="j/k"),
    _key("k,up", "move", -1, text="up", show=False),
    _key("space", "choose"),
    _key("space,pagedown", "pages", 1, text="page", display="space"),
    _key("pageup", "pages", -1, text="page_back", show=False),
    _key("escape", "leave_quiz"),
    _key("n", "lesson", 1, text="next_lesson"),
    _key("p", "lesson", -1, text="previous_lesson", show=False),
    _key("R", "run_above", show=False),
    _key("o", "output", show=False),
    _key("d", "diff", show=False),
    _key("u", "put_back", show=False),
    _key("E", "outside", show=False),
    _key("right_square_bracket", "heading", 1, text="next_heading", show=False),
    _key("left_square_bracket", "heading", -1, text="previous_heading", show=False),
    _key("g", "headings", show=False),
    _key("slash", "search", show=False),
    _key("m", "bookmark", show=False),
    _key("M", "bookmarks", show=False),
    _key("N", "note", show=False),
    _key("home", "ends", 0, text="begin", show=False),
    _key("end", "ends", 1, text="last", show=False),
    _key("escape", "leave", text="map", show=False),
    _key("q", "leave", text="map", show=False),
)
