"""Front matter: what stands between the two `---` at the top of a lesson."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from tui_lab.config import strict_yaml
from tui_lab.content.source import Source, is_id

OURS = ("id", "minutes", "needs", "objectives")
TRANSLATED = ("objectives",)
"""What a translation has; the rest stands once, in English."""
JUPYTEXT = ("jupytext", "kernelspec", "language_info")
"""What Jupytext puts there, which is none of our business."""


@dataclass(frozen=True)
class Front:
    """The fields of front matter; a translation has only objectives."""

    objectives: tuple[str, ...]
    id: str = ""
    minutes: int = 0
    needs: tuple[str, ...] = ()


def front(source: Source, text: str | None, *, translation: bool) -> Front:
    """The front matter of a lesson.

    Args:
        source: the file.
        text: what stands between the rules, from line 2 on; None where there is none.
        translation: whether the file is a translation.

    Raises:
        ContentError: it is missing, or a field is missing, unknown or of the wrong type.
    """
    if text is None:
        begun = source.text.startswith("---")
        raise source.wrong(1, "content.front_no_end" if begun else "content.no_front")
    value, lines = source.yaml(text, 2)
    return _Reader(source, lines).front(value, TRANSLATED if translation else OURS)


UNKNOWN = Front(objectives=())
"""What is gone on with where faults are kept and the front matter can't be read."""


class _Reader:
    def __init__(self, source: Source, lines: dict[strict_yaml.Path, int]) -> None:
        self.source = source
        self.lines = lines

    def front(self, value: Any, names: tuple[str, ...]) -> Front:
        if not isinstance(value, dict):
            raise self.source.wrong(2, "content.front_no_mapping")
        unknown = [name for name in value if name not in names and name not in JUPYTEXT]
        for name in unknown:
            self.source.tell(self.lines[(name,)], "content.front_unknown", name=name, known=", ".join(names))
        for name in names:
            misspelt = get_close_matches(name, unknown, n=1)  # and told already
            if name not in value and name != "needs" and not misspelt:
                self.source.tell(1, "content.front_missing", name=name)
        # What is missing was told above: it is only skipped here, where faults are kept.
        objectives = self._texts(value["objectives"]) if "objectives" in value else ()
        if names == TRANSLATED:
            return Front(objectives=objectives)
        return Front(
            objectives=objectives,
            id=self._id(value["id"], ("id",)) if "id" in value else "",
            minutes=self._minutes(value["minutes"]) if "minutes" in value else 0,
            needs=self._needs(value.get("needs", [])),
        )

    def _id(self, value: Any, at: strict_yaml.Path) -> str:
        if not is_id(value):
            self.source.tell(self.lines[at], "content.not_id", value=str(value)[:40])
            return ""
        return str(value)

    def _minutes(self, value: Any) -> int:
        if type(value) is not int or not 0 < value < 1000:
            self.source.tell(self.lines[("minutes",)], "content.not_minutes", value=str(value)[:40])
            return 0
        return value

    def _needs(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.source.tell(self.lines[("needs",)], "content.needs_no_list")
            return ()
        needs = (self._id(item, ("needs", i)) for i, item in enumerate(value))
        return tuple(need for need in needs if need)

    def _texts(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            self.source.tell(self.lines[("objectives",)], "content.objectives_no_list")
            return ()
        for i, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.source.tell(self.lines[("objectives", i)], "content.objective_no_text")
        return tuple(" ".join(item.split()) for item in value if isinstance(item, str))
