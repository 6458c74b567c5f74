"""What the environment says of a terminal."""

from __future__ import annotations

import pytest

from tui_lab.config import terminals

XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("env", "protocol", "why"),
    [
        ({}, "blocks", "unknown"),
        (XTERM, "blocks", "unknown"),
        ({"TERM": "alacritty"}, "blocks", "unknown"),
        ({"TERM": "xterm-kitty"}, "kitty", "known"),
        ({"TERM": "xterm-ghostty"}, "kitty", "known"),
        (XTERM | {"KITTY_WINDOW_ID": "3"}, "kitty", "known"),
        (XTERM | {"TERM_PROGRAM": "ghostty"}, "kitty", "known"),
        ({"TERM": "foot"}, "sixel", "known"),
        ({"TERM": "foot-extra"}, "sixel", "known"),
        ({"TERM": "mlterm-256color"}, "sixel", "known"),
        ({"TERM": "contour"}, "sixel", "known"),
        ({"TERM": "yaft-256color"}, "sixel", "known"),
        (XTERM | {"TERM_PROGRAM": "WezTerm"}, "sixel", "known"),
        (XTERM | {"TERM_PROGRAM": "iTerm.app"}, "sixel", "known"),
        (XTERM | {"TERM_PROGRAM": "mintty"}, "sixel", "known"),
        (XTERM | {"TERM_PROGRAM": "rio"}, "sixel", "known"),
        (XTERM | {"TERM_PROGRAM": "vscode"}, "blocks", "unknown"),
        (XTERM | {"KONSOLE_VERSION": "220400"}, "sixel", "known"),
        (XTERM | {"KONSOLE_VERSION": "211203"}, "blocks", "unknown"),
        (XTERM | {"KONSOLE_VERSION": "new"}, "blocks", "unknown"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, "blocks", "multiplexer"),
        ({"TERM": "foot", "STY": "1.pts"}, "blocks", "multiplexer"),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "WezTerm"}, "blocks", "multiplexer"),
        ({"TERM": "screen", "KITTY_WINDOW_ID": "1"}, "blocks", "multiplexer"),
    ],
)
def test_by_which_terminal_pictures_are_drawn_how(env: dict[str, str], protocol: str, why: str) -> None:
    found = terminals.pictures("auto", env)
    assert (found.protocol, found.why) == (protocol, why)
    variable, _, value = found.by.partition("=")
    assert env.get(variable, "") == value


@pytest.mark.parametrize("setting", ["kitty", "sixel", "blocks"])
def test_the_setting_counts_more(setting: str) -> None:
    found = terminals.pictures(setting, {"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"})
    assert (found.protocol, found.why, found.if_new) == (setting, "setting", False)


def test_what_is_missing_for_graphics() -> None:
    def lack(protocol: terminals.Protocol, *, if_new: bool = False, **known: object) -> str:
        all_known: dict[str, object] = {"true_colour": True, "new": True, "cell": (8, 16)}
        chosen = terminals.Pictures(protocol, "known", if_new=if_new)
        return terminals.lack(chosen, **(all_known | known))  # type: ignore[arg-type]

    assert lack("kitty", if_new=True) == lack("sixel") == ""
    assert lack("kitty", cell=None) == lack("sixel", true_colour=False, new=False) == ""
    assert lack("kitty", true_colour=False) == "colours"
    assert lack("kitty", if_new=True, new=False) == "version"
    assert lack("sixel", cell=None) == "pixels"
    assert terminals.pictures("auto", {"TERM": "xterm-kitty"}).if_new
    assert not terminals.pictures("auto", {"TERM": "xterm-ghostty"}).if_new


def test_colours_that_ssh_does_not_hand_on() -> None:
    assert terminals.has_true_colour({"TERM": "xterm-kitty"})
    assert terminals.has_true_colour({"TERM": "foot"})
    assert terminals.has_true_colour(XTERM | {"COLORTERM": "truecolor"})
    assert terminals.has_true_colour({"TERM": "xterm-direct"})
    assert not terminals.has_true_colour(XTERM)
    assert not terminals.has_true_colour({})


def test_xterm_has_few_registers() -> None:
    assert terminals.sixel_colours(XTERM) == 16
    assert terminals.sixel_colours(XTERM | {"WT_SESSION": "1"}) == 64
    assert terminals.sixel_colours({"TERM": "foot"}) == 64
