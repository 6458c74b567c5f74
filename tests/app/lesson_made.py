"""A small lesson with a block of each kind, in both languages, that needs no torch."""

from __future__ import annotations

from pathlib import Path

from tui_lab.content.packs import LessonRef, read_pack

COURSE = """\
modules:
  - id: 01-start
    hours: 1
    title: {en: Start, vi: Mở đầu}
    lessons:
      - id: 01-start/01-sums
        minutes: 20
        title: {en: Sums, vi: Phép cộng}
        doing: {en: Add., vi: Cộng.}
      - id: 01-start/02-products
        minutes: 10
        title: {en: Products, vi: Phép nhân}
        doing: {en: Multiply., vi: Nhân.}
"""
ENGLISH = """\
---
id: sums
minutes: 20
objectives:
  - Add two numbers
---

# Sums of numbers

A sum puts two numbers together.

```{code-cell} python
:id: add
a = 1
b = 2
a + b
```

## How much is it?

```{quiz} guess
:kind: one
How much is 1 + 2?
- 2 :: You lost one.
+ 3 :: Yes, three.
- 12 :: You wrote them side by side.
```

```{quiz} which
:kind: many
Which are even?
+ 2 :: Two is.
- 3 :: Three is odd.
+ 4 :: Four is.
```

```{quiz} half
:kind: number
:answer: 0.5
:tolerance: 0.01
How much is one half?
- 2 :: That is the other way round.
```

## Your turn

```{code-cell} python
:id: print-it
print("sum", a + b)
```

```{exercise} double
:level: easy
Write `double(x)`, which gives twice its number.
```

```{lab} try-it
data: moons
epochs: 2
```

```{lab} both
data: moons
epochs: 2
twin: {optimizer.lr: 0.5}
```

```{explorable} nothing-like-it
What will you see?
```

That is all about the word zebra.
"""
VIETNAMESE = """\
---
objectives:
  - Cộng được hai số
---

# Tổng của các số

Một tổng gộp hai số lại.

```{code-cell} python
:id: add
```

## Bằng bao nhiêu?

```{quiz} guess
1 + 2 bằng bao nhiêu?
- 2 :: Bạn đánh rơi một.
+ 3 :: Đúng, ba.
- 12 :: Bạn viết chúng cạnh nhau.
```

```{quiz} which
Số nào chẵn?
+ 2 :: Hai là số chẵn.
- 3 :: Ba là số lẻ.
+ 4 :: Bốn là số chẵn.
```

```{quiz} half
Một nửa bằng bao nhiêu?
- 2 :: Ngược lại rồi.
```

## Đến lượt bạn

```{code-cell} python
:id: print-it
```

```{exercise} double
Viết `double(x)`, trả về hai lần số đã cho.
```

```{lab} try-it
```

```{lab} both
```

```{explorable} nothing-like-it
Bạn sẽ thấy gì?
```

Từ ngựa vằn chỉ có ở đây.
"""
CHECK = """\
from tui_lab.content.checks import Fail, check


@check("doubles")
def doubles(answer):
    got = answer.double(4)
    if got == 16:
        raise Fail("squared", got=got)
    if got != 8:
        raise Fail("other", got=got)
"""
MESSAGES = """\
checks:
  doubles: {en: "gives twice the number", vi: "trả về hai lần số đó"}
mistakes:
  squared: {en: "double(4) is {got}: you square it.", vi: "double(4) ra {got}: bạn đang bình phương."}
  other: {en: "double(4) is {got}, not 8.", vi: "double(4) ra {got}, không phải 8."}
hints:
  - {en: "Twice is two times.", vi: "Hai lần là nhân với hai."}
  - {en: "Return 2 * x.", vi: "Trả về 2 * x."}
"""
STARTER = "def double(x):\n    return x\n"
SOLUTION = "def double(x):\n    return 2 * x\n"
PRODUCTS = """\
---
id: products
minutes: 10
objectives:
  - Multiply
---

# Products

Nothing to do here.
"""


def made_pack(folder: Path) -> list[LessonRef]:
    """The lessons of a pack made in this folder: `sums` and `products`."""
    pack = folder / "pack"
    sums = pack / "01-start" / "01-sums"
    exercise = sums / "exercises" / "double"
    (exercise / "wrong").mkdir(parents=True)
    (pack / "01-start" / "02-products").mkdir()
    for path, text in {
        pack / "course.yaml": COURSE,
        sums / "lesson.md": ENGLISH,
        sums / "lesson.vi.md": VIETNAMESE,
        pack / "01-start" / "02-products" / "lesson.md": PRODUCTS,
        exercise / "check.py": CHECK,
        exercise / "messages.yaml": MESSAGES,
        exercise / "starter.py": STARTER,
        exercise / "solution.py": SOLUTION,
        exercise / "wrong" / "square.py": "# hint: squared\ndef double(x):\n    return x * x\n",
    }.items():
        path.write_text(text, encoding="utf-8")
    return list(read_pack(pack, "pack").lessons)
