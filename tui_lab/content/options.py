"""The lines `:name: value` with which a directive begins."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from tui_lab.config import strict_yaml
from tui_lab.content.prose import Fence
from tui_lab.content.source import Source, is_id

_OPTION = re.compile(r":(?P<name>[a-z][a-z0-9_.-]*):(\s|$)")


class Options:
    """The options of one directive, and what stands below them."""

    def __init__(self, source: Source, fence: Fence) -> None:
        """Read them.

        Raises:
            ContentError: a line that begins with a colon is no option, or its value is no YAML.
        """
        self.source = source
        self.fence = fence
        lines = fence.body.split("\n")
        count = next((i for i, line in enumerate(lines) if not line.startswith(":")), len(lines))
        # Without their first colon the lines are a mapping of YAML, one key a line.
        for i, line in enumerate(lines[:count]):
            if not _OPTION.match(line):
                raise source.wrong(fence.body_line + i, "content.not_option", text=line[:40])
        yaml = "\n".join(line[1:] for line in lines[:count])
        self._values: dict[str, Any] = {}
        self._lines: dict[strict_yaml.Path, int] = {}
        if count:
            self._values, self._lines = source.yaml(yaml, fence.body_line)
        while count < len(lines) and not lines[count].strip():
            count += 1
        self.body = "\n".join(lines[count:]).rstrip()
        """What stands below the options, without blank lines around it."""
        self.body_line = fence.body_line + count

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def line(self, name: str) -> int:
        """The line of an option; that of the directive where it isn't there."""
        return self._lines.get((name,), self.fence.line)

    def only(self, *names: str) -> None:
        """Refuse options with other names.

        Raises:
            ContentError: there is one; the sentence lists what there may be.
        """
        missing = [name for name in names if name not in self._values]
        for name in self._values:
            if name not in names:
                known = ", ".join(names) or "-"
                wrong = self.source.wrong(self.line(name), "content.unknown_option", name=name, known=known)
                if get_close_matches(name, missing, n=1):  # it is misspelt, and then missed where it is needed
                    raise wrong
                self.source.faults.tell(wrong)

    def all(self) -> dict[str, Any]:
        """All of them, as they were read."""
        return dict(self._values)

    def get(self, name: str) -> Any:
        """The value of an option; None where it isn't there."""
        return self._values.get(name)

    def id(self, name: str = "id") -> str:
        """The id that an option gives.

        Raises:
            ContentError: it is missing or looks otherwise.
        """
        value = self.get(name)
        if value is None:
            raise self.source.wrong(self.fence.line, "content.missing_option", name=name, directive=self.fence.title)
        if not is_id(value):
            raise self.source.wrong(self.line(name), "content.not_id", value=value)
        return str(value)

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        """The word that an option gives.

        Raises:
            ContentError: it is missing, or none of the words that are known.
        """
        value = self.get(name)
        if value is None:
            raise self.source.wrong(self.fence.line, "content.missing_option", name=name, directive=self.fence.title)
        if value not in choices:
            known = ", ".join(choices)
            raise self.source.wrong(self.line(name), "content.not_choice", name=name, value=value, known=known)
        return str(value)

    def number(self, name: str, default: float, *, least: float, most: float) -> float:
        """The number that an option gives.

        Raises:
            ContentError: it is no number, or outside its bounds.
        """
        value = self.get(name)
        if name not in self._values:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.source.wrong(
                self.line(name), "content.not_number", name=name, value=value, least=f"{least:g}", most=f"{most:g}"
            )
        return float(value)

    def switch(self, name: str) -> bool:
        """Whether an option is `true`; not there is `false`.

        Raises:
            ContentError: it is something else.
        """
        value = self.get(name)
        if name in self._values and not isinstance(value, bool):
            raise self.source.wrong(self.line(name), "content.not_switch", name=name, value=value)
        return bool(value)
