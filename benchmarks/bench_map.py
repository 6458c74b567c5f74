"""Seconds until the course map is there, with a pack of 300 lessons and without, and what the search of it takes.

    python benchmarks/bench_map.py [--runs 5] [--lessons 300]

The two start in turn, so that a slow moment of a shared machine meets both. "There" is the first frame that can be
read, and the frame that counts the lessons of the pack too. The search is measured in this process: reading all the
lessons in both languages, then a query for each way of typing one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from terminal import Terminal

from tui_lab.content import packs
from tui_lab.content.search import Index

OURS = 30
WORD = "Foundations"
PARAGRAPH = (
    "A gradient points up the steepest slope; **descent** walks against it, by $\\eta \\nabla L$ at each step. "
    "Where two weights pull one way the sum of them is what the loss feels. "
)
QUERIES = ("g", "gradient", "steepest slope", "loss lesson 7", "đạo hàm", "dao ham", "nothing-of-the-kind")


def make_pack(folder: Path, lessons: int) -> Path:
    """A pack of so many written lessons in modules of ten, each with 60 blocks in two languages."""
    rows = ["modules:"]
    for number in range(lessons):
        module, place = divmod(number, 10)
        if place == 0:
            rows += [
                f"  - id: {module % 99 + 1:02}-module{module}",
                "    hours: 10",
                f"    title: {{en: Module {module}, vi: Phần {module}}}",
                "    lessons:",
            ]
        id = f"{module % 99 + 1:02}-module{module}/{place + 1:02}-lesson{number}"
        rows += [
            f"      - id: {id}",
            "        minutes: 60",
            f"        title: {{en: Lesson {number}, vi: Bài {number}}}",
            f"        doing: {{en: Do number {number}., vi: Làm bài {number}.}}",
        ]
        here = folder / id
        here.mkdir(parents=True)
        (here / "lesson.md").write_text(lesson(number, f"Lesson {number}", "id: lesson{0}\nminutes: 60\nneeds: []\n"))
        (here / "lesson.vi.md").write_text(lesson(number, f"Bài {number}: đạo hàm", ""))
    (folder / "course.yaml").write_text("\n".join(rows) + "\n")
    return folder


def lesson(number: int, title: str, fields: str) -> str:
    """Text of a lesson with 60 blocks."""
    parts = [f"---\n{fields.format(number)}objectives:\n  - Know it\n---\n\n# {title}\n"]
    for part in range(20):
        parts.append(f"## Part {part} of {title}\n\n{PARAGRAPH}\n")
        code = "" if not fields else f"x = {part}\nprint(x)\n"
        parts.append(f"```{{code-cell}} python\n:id: cell-{part}\n{code}```\n")
    return "\n".join(parts)


def seconds(home: str, lessons: int) -> tuple[float, float]:
    """From the start of the process to the first frame, and to the frame that counts so many lessons."""
    command = [sys.executable, "-m", "tui_lab"]
    with Terminal(command, environment={"DL_LAB_HOME": home}) as terminal:
        terminal.wait(WORD, 60)
        first = time.perf_counter() - terminal.started
        terminal.wait(f" of {lessons} ", 60)
        whole = time.perf_counter() - terminal.started
        terminal.kill()
    return first, whole


def search() -> tuple[float, list[float]]:
    """Seconds to read all lessons, and milliseconds of each query."""
    refs = [ref for pack in packs.all_packs()[0] for ref in pack.lessons]
    index, start = Index(), time.perf_counter()
    index.read(refs, "vi")
    read, taken = time.perf_counter() - start, []
    for query in QUERIES:
        start = time.perf_counter()
        index.find(query, "vi")
        taken.append(1000 * (time.perf_counter() - start))
    return read, taken


def main() -> None:
    """Measure and print the rows of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--lessons", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        alone, with_pack = Path(folder) / "alone", Path(folder) / "with-pack"
        os.environ["DL_LAB_HOME"] = str(with_pack)
        packs.add(make_pack(Path(folder) / "many", options.lessons))
        times = []
        for run in range(options.runs + 1):
            pair = seconds(str(alone), OURS), seconds(str(with_pack), OURS + options.lessons)
            if run:  # the first warms the disk cache
                times.append(pair)
        for name, at in (("first readable frame", 0), (f"the frame that counts {options.lessons} more", 1)):
            ours, both = (statistics.median(pair[side][at] for pair in times) for side in (0, 1))
            ratio = statistics.median(pair[1][at] / pair[0][at] for pair in times)
            print(
                f"{name}: ours {ours:.2f} s, with {options.lessons} lessons {both:.2f} s, ratio {ratio:.2f} (bar 1.5)"
            )
        read, taken = search()
        print(f"search: {options.lessons + OURS} lessons in two languages read in {read:.1f} s, in a thread")
        print(f"  a query takes {statistics.median(taken):.0f} ms, at most {max(taken):.0f}")


if __name__ == "__main__":
    main()
