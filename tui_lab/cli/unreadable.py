"""What is said of lessons that can't be read: one line for each pack, since a damaged one may have hundreds."""

from __future__ import annotations

from collections.abc import Iterable

from tui_lab.cli.output import complain
from tui_lab.content.packs import LessonRef
from tui_lab.messages import t


def complain_of(refs: Iterable[LessonRef]) -> None:
    """Say on standard error how many of these lessons each pack has, and how to find out why they can't be read."""
    by_pack: dict[str, list[LessonRef]] = {}
    for ref in refs:
        by_pack.setdefault(ref.pack, []).append(ref)
    for name, found in by_pack.items():
        complain(t("cli.pack_unreadable", name=name, n=len(found), path=found[0].folder.parent.parent))
