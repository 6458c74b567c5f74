"""A course whose lessons stay as they are, for tests of the map: the real list, with the lessons that a test writes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tui_lab.config.places import shipped
from tui_lab.content import course, packs, self_check

LESSON = """\
---
id: {id}
minutes: 60
needs: []
objectives:
  - Know it
---

# {title}

Something about tensors and softmax.

## The middle of {id}

```{{code-cell}} python
:id: first-cell
x = torch.zeros(3)
```

```{{quiz}} first-question
:kind: one
Which way does the gradient point?
+ up the steepest slope  :: Yes. Gradient descent walks against it.
- down the steepest slope  :: That is the way gradient descent goes: against the gradient.
```

```{{quiz}} second-question
:kind: number
:answer: 2.5
:tolerance: 0.01
What is 5 / 2?
- 2  :: That is 5 // 2.
+  :: Yes.
```

## The end of {id}

The last words of this lesson.
"""

VIETNAMESE = """\
---
objectives:
  - Hiểu bài
---

# {title}

Đôi điều về tensor và softmax.

## Giữa bài {id}

```{{code-cell}} python
:id: first-cell
```

```{{quiz}} first-question
:kind: one
Gradient chỉ về hướng nào?
+ lên theo dốc đứng nhất  :: Đúng. Hạ gradient đi ngược hướng ấy.
- xuống theo dốc đứng nhất  :: Đó là hướng mà hạ gradient đi: ngược với gradient.
```

```{{quiz}} second-question
:kind: number
5 / 2 bằng bao nhiêu?
- 2  :: Đó là 5 // 2.
+  :: Đúng.
```

## Cuối bài {id}

Những lời cuối của bài học này.
"""


def make_course(folder: Path, written: Mapping[str, str] | tuple[str, ...] = ()) -> Path:
    """Write the course's list and the self-check into a folder, with lessons of these folders' names (or texts)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("course.yaml", "self-check.md", "self-check.vi.md"):
        shutil.copy(shipped("lessons") / name, folder / name)
    texts = written if isinstance(written, Mapping) else dict.fromkeys(written, "")
    for name, text in texts.items():
        here = folder / name
        here.mkdir(parents=True)
        short = name.rpartition("/")[2].partition("-")[2]
        (here / "lesson.md").write_text(text or LESSON.format(id=short, title=f"About {short}"), encoding="utf-8")
        if not text:
            vietnamese = VIETNAMESE.format(id=short, title=f"Về {short}")
            (here / "lesson.vi.md").write_text(vietnamese, encoding="utf-8")
    return folder


def use_course(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let dl-lab take the lessons of this folder for its own."""
    for module in (course, packs, self_check):
        monkeypatch.setattr(module, "shipped", lambda _name: folder)
