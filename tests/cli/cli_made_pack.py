"""A small pack of somebody else's, added to the learner's packs."""

from __future__ import annotations

from pathlib import Path

from tui_lab.content import packs

COURSE = """modules:
  - id: 01-first
    hours: 1
    title: {en: First things, vi: Những điều đầu tiên}
    lessons:
      - id: 01-first/01-begin
        minutes: 5
        title: {en: Beginning, vi: Bắt đầu}
        doing: {en: Begin., vi: Bắt đầu.}
      - id: 01-first/02-later
        minutes: 5
        title: {en: Later, vi: Về sau}
        doing: {en: Go on., vi: Đi tiếp.}
"""

LESSON = """---
id: begin
minutes: 5
needs: []
objectives:
  - Begin
jupytext: {notebook_metadata_filter: all}
kernelspec: {name: python3, display_name: Python 3}
---

# Beginning

Some words.

```{code-cell} python
:id: setup
x = 1
```

```{quiz} slope
:kind: one
How steep is $y = 2x$?
- 1  :: That is the slope of y = x.
+ 2  :: Yes, the factor of x.
```

```{quiz} even
:kind: many
Which are even?
+ two
- three  :: Three is odd.
+ four
```

```{quiz} half
:kind: number
:answer: 0.5
:tolerance: 0.01
One divided by two?
- 2  :: That is two divided by one.
+  :: A half.
```
"""


def add_pack(folder: Path) -> str:
    """Make the pack and add it; gives the key of its lesson."""
    pack = folder / "made"
    lesson = pack / "01-first" / "01-begin"
    lesson.mkdir(parents=True)
    (pack / "course.yaml").write_text(COURSE, encoding="utf-8")
    (lesson / "lesson.md").write_text(LESSON, encoding="utf-8")
    packs.add(pack)
    return "made/begin"
