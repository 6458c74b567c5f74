"""The small lesson that `dl-lab new-lesson` writes: one of everything, in both languages, to be written over."""

from __future__ import annotations

from pathlib import Path

from tui_lab.config import strict_yaml
from tui_lab.config.errors import LabError
from tui_lab.content import course
from tui_lab.content.source import is_id
from tui_lab.messages import t

ENGLISH = """\
---
id: LESSON-ID
minutes: 15
needs: []
objectives:
  - Say what the mean squared error measures, and compute it by hand
jupytext: {notebook_metadata_filter: all}
kernelspec: {name: python3, display_name: Python 3}
---

# TITLE

How wrong is a prediction? The first cell of a lesson imports and defines what several cells share.

```{code-cell} python
:id: setup
targets = [0.0, 4.0, 3.0, 1.0]
predictions = [1.0, 2.0, 3.0, 4.0]
```

```{quiz} which-counts-most
:kind: one
:before: true
Square the four errors and add them up. Which of the four predictions has the largest part in the sum?
- the first  :: It is off by one, and one squared stays one. Look for the largest error.
- the second  :: It is off by two: four in the sum. One is off by more.
+ the last  :: Yes: it is off by three, and squared that is nine, more than all the others together.
```

The error of one prediction $p_i$ is $p_i - t_i$. Squared, so that errors can't cancel each other, and averaged:

$$
L = \\frac{1}{n} \\sum_{i=1}^{n} (p_i - t_i)^2
$$

```{code-cell} python
:id: squared-errors
[(p - t) ** 2 for p, t in zip(predictions, targets)]
```

```{exercise} mean-squared-error
:level: easy
Write `mse(predictions, targets)` for two lists of equal length. It gives the mean of the squared errors.
```
"""

VIETNAMESE = """\
---
objectives:
  - Nói được sai số bình phương trung bình đo điều gì, và tính được nó bằng tay
---

# TITLE

Một dự đoán sai đến mức nào? Ô mã đầu tiên của bài khai báo những gì nhiều ô cùng dùng.

```{code-cell} python
:id: setup
```

```{quiz} which-counts-most
Bình phương bốn sai số rồi cộng lại. Dự đoán nào trong bốn dự đoán góp phần lớn nhất vào tổng?
- dự đoán thứ nhất  :: Nó lệch một đơn vị, mà một bình phương vẫn là một. Hãy tìm sai số lớn nhất.
- dự đoán thứ hai  :: Nó lệch hai đơn vị, góp bốn vào tổng. Có một dự đoán lệch nhiều hơn.
+ dự đoán cuối  :: Đúng: nó lệch ba đơn vị, bình phương lên là chín, hơn cả ba dự đoán kia cộng lại.
```

Sai số của dự đoán $p_i$ là $p_i - t_i$. Ta bình phương để các sai số không triệt tiêu nhau, rồi lấy trung bình:

$$
L = \\frac{1}{n} \\sum_{i=1}^{n} (p_i - t_i)^2
$$

```{code-cell} python
:id: squared-errors
```

```{exercise} mean-squared-error
Viết `mse(predictions, targets)` cho hai danh sách cùng độ dài. Hàm trả về trung bình của các sai số bình phương.
```
"""

CHECK = '''\
"""Checks of `mean-squared-error`, on errors of 1, -2, 0 and 3: here every usual mistake gives a number of its own.

    right       3.5
    not averaged   14
    not squared     0.5
    absolute        1.5
"""

from tui_lab.content.checks import Fail, check


@check("value")
def gives_the_mean_of_the_squares(answer):
    got = answer.mse([1.0, 2.0, 3.0, 4.0], [0.0, 4.0, 3.0, 1.0])
    if not isinstance(got, (int, float)):
        raise Fail("no-number", got=type(got).__name__)
    for key, value in {"not-averaged": 14.0, "not-squared": 0.5, "absolute": 1.5}.items():
        if abs(got - value) < 1e-9:
            raise Fail(key, got=got)
    if abs(got - 3.5) > 1e-9:
        raise Fail("other", got=got)


@check("perfect")
def gives_zero_for_perfect_predictions(answer):
    got = answer.mse([2.0, -1.0], [2.0, -1.0])
    if got != 0:
        raise Fail("not-zero", got=got)
'''

MESSAGES = """\
checks:
  value:
    en: "gives the mean of the squared errors"
    vi: "cho trung bình của các sai số bình phương"
  perfect:
    en: "gives 0 for perfect predictions"
    vi: "cho 0 khi dự đoán đúng hoàn toàn"
mistakes:
  no-number:
    en: "Your function gives a {got} where a number belongs. Does it end in a return?"
    vi: "Hàm của bạn trả về {got} thay vì một con số. Cuối hàm có return chưa?"
  not-averaged:
    en: "For errors of 1, -2, 0 and 3 you get {got:.4g}: that is their sum. What makes a sum a mean?"
    vi: "Với các sai số 1, -2, 0 và 3 bạn được {got:.4g}: đó là tổng. Làm thế nào để tổng thành trung bình?"
  not-squared:
    en: "For errors of 1, -2, 0 and 3 you get {got:.4g}. Two of them cancel each other: what keeps them from it?"
    vi: "Với các sai số 1, -2, 0 và 3 bạn được {got:.4g}. Có những sai số triệt tiêu nhau: làm gì để tránh điều đó?"
  absolute:
    en: "For errors of 1, -2, 0 and 3 you get {got:.4g}, the mean of their sizes. How much more should 3 count than 1?"
    vi: "Với các sai số 1, -2, 0 và 3 bạn được {got:.4g}, trung bình độ lớn. Sai số 3 phải nặng gấp mấy lần sai số 1?"
  other:
    en: "For errors of 1, -2, 0 and 3 you get {got:.4g}. Square each of the four by hand and compare."
    vi: "Với các sai số 1, -2, 0 và 3 bạn được {got:.4g}. Hãy bình phương từng số bằng tay rồi so lại."
  not-zero:
    en: "Perfect predictions get {got}. What is added where nothing is wrong?"
    vi: "Dự đoán đúng hoàn toàn mà vẫn được {got}. Điều gì được cộng thêm khi không có gì sai?"
hints:
  - en: "Begin with one pair: what is its error, and what is that squared?"
    vi: "Bắt đầu với một cặp: sai số của nó là bao nhiêu, bình phương lên được bao nhiêu?"
  - en: "`zip(predictions, targets)` gives the pairs, one after the other."
    vi: "`zip(predictions, targets)` cho lần lượt từng cặp."
  - en: "Add up the squares, then divide by `len(targets)`."
    vi: "Cộng các bình phương lại rồi chia cho `len(targets)`."
"""

COURSE = """\
modules:
  - id: MODULE-ID
    hours: 1
    title: {en: "MODULE-TITLE", vi: "MODULE-TITLE"}
    lessons:
      - id: MODULE-ID/FOLDER
        minutes: 15
        title: {en: "LESSON-TITLE", vi: "LESSON-TITLE"}
        doing: {en: "Compute how wrong predictions are.", vi: "Tính xem các dự đoán sai đến mức nào."}
"""

SUM = "sum((p - t) ** 2 for p, t in zip(predictions, targets))"


def _answer(body: str, hint: str = "") -> str:
    first = f"# hint: {hint}\n" if hint else ""
    return f"{first}def mse(predictions, targets):\n    {body}\n"


EXERCISE = {
    "check.py": CHECK,
    "messages.yaml": MESSAGES,
    "starter.py": _answer("return 0.0"),
    "solution.py": _answer(f"return {SUM} / len(targets)"),
    "right/numpy_mean.py": "import numpy as np\n\n\n"
    + _answer("return float(np.mean((np.array(predictions) - np.array(targets)) ** 2))"),
    "wrong/summed.py": _answer(f"return {SUM}", "not-averaged"),
    "wrong/not_squared.py": _answer(f"return {SUM.replace(' ** 2', '')} / len(targets)", "not-squared"),
    "wrong/absolute.py": _answer(f"return {SUM.replace('(p - t) ** 2', 'abs(p - t)')} / len(targets)", "absolute"),
    "wrong/printed.py": _answer(f"print({SUM} / len(targets))", "no-number"),
}


def write(folder: Path) -> list[Path]:
    """Write a small lesson into a new folder; gives the files.

    The lesson's id is the folder's name without the number before it (`04-activations`). Where the folder is given as
    that of a lesson in a module of a pack (`my-lessons/01-first/01-errors`), and the pack has no `course.yaml` yet,
    it gets one that lists this lesson.

    Raises:
        LabError: something is there already, the name makes no id, or nothing can be written there.
    """
    id = _without_number(folder.absolute().name)
    if not is_id(id):
        raise LabError(t("content.folder_no_id", name=id))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LabError(t("content.folder_taken", where=folder))
    title = _title(id)
    files = {
        folder / "lesson.md": ENGLISH.replace("LESSON-ID", _as_text(id)).replace("TITLE", title),
        folder / "lesson.vi.md": VIETNAMESE.replace("TITLE", title),
        **{folder / "exercises/mean-squared-error" / name: text for name, text in EXERCISE.items()},
        **_course(folder, title),
    }
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise LabError(t("content.unwritable", where=folder, why=error.strerror)) from error
    return list(files)


def _course(folder: Path, title: str) -> dict[Path, str]:
    """The list of a new pack with this lesson; nothing where there is one, or where the path names no module."""
    module = folder.parent.name  # as it was given: nothing is written above the folders that were named
    path = folder.parent.parent / course.FILE
    if not course.is_lesson_id(f"{module}/{folder.name}") or path.exists():
        return {}
    words = {
        "MODULE-ID": module,
        "FOLDER": folder.name,
        "MODULE-TITLE": _title(_without_number(module)),
        "LESSON-TITLE": title,
    }
    text = COURSE
    for name, word in words.items():
        text = text.replace(name, word)
    return {path: text}


def _as_text(id: str) -> str:
    """The id as YAML takes it for a text: `2024` and `true` need quotes."""
    return id if strict_yaml.parse(id)[0] == id else f'"{id}"'


def _without_number(name: str) -> str:
    number, dash, rest = name.partition("-")
    return rest if dash and number.isdigit() else name


def _title(id: str) -> str:
    return id.replace("-", " ").capitalize()
