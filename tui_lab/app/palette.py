"""The command palette: every action that can be done now, with its key, to be found by typing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandInput, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon

from tui_lab.app.widgets.key_footer import RESERVED, key_name, key_text
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.app import DlLabApp

_SKIPPED = frozenset({"command_palette", "app.command_palette", "help_quit", "app.focus_next", "app.focus_previous"})


class Palette(CommandPalette):
    """Textual's palette, without a picture in front and with a cursor that does not blink."""

    def on_mount(self) -> None:
        """Calm it."""
        self.query_one(CommandInput).cursor_blink = False
        self.query_one(SearchIcon).icon = ">"


class ActionProvider(Provider):
    """The actions of the screen beneath and of the app."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for name, run in self._commands():
            yield DiscoveryHit(name, run)

    async def search(self, query: str) -> Hits:
        """Those whose name or key matches."""
        matcher = self.matcher(query)
        for name, run in self._commands():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), run)

    def _commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Name with key, and what it does; keys of one meaning once."""
        app = cast("DlLabApp", self.app)
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            known = binding.description in seen or binding.action in _SKIPPED or binding.key in RESERVED
            if known or not active.enabled or not binding.description or "." not in binding.description:
                continue
            seen.add(binding.description)
            name = key_text(binding)
            yield _titled(name, key_name(binding)), partial(app.run_action, binding.action, active.node)
        for id, action in (
            ("app.key_theme", "theme"),
            ("app.key_settings", "settings"),
            ("app.key_picture", "save_picture"),
            ("app.key_quit", "quit"),
        ):
            if id not in seen:
                yield _titled(t(id), ""), partial(app.run_action, action, app)


def _titled(name: str, key: str) -> str:
    name = name[:1].upper() + name[1:]
    return f"{name}  ({key})" if key else name
