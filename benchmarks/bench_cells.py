"""How long all cells, and all exercises, of our written lessons take from clean kernels.

    python benchmarks/bench_cells.py [--exercises] [LESSON …]

Aim: the cells of lessons 1 to 6 within three minutes on two cores.
"""

from __future__ import annotations

import argparse
import time

from tui_lab.content import packs, parser
from tui_lab.kernel import author


def main() -> None:
    """Run, and print a line for each lesson."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lessons", nargs="*")
    arguments.add_argument("--exercises", action="store_true", help="starters, solutions, right and wrong answers too")
    options = arguments.parse_args()
    ours = packs.all_packs()[0][0]
    total = 0.0
    for ref in ours.lessons:
        if not ref.written or (options.lessons and ref.id not in options.lessons):
            continue
        lesson = parser.read(ref.folder, "en")
        started = time.perf_counter()
        problems = author.check_lesson(lesson, exercises=options.exercises)
        taken = time.perf_counter() - started
        total += taken
        what = f"{len(lesson.cells)} cells" + (f", {len(lesson.exercises)} exercises" if options.exercises else "")
        print(f"{ref.number:2} {ref.id:20} {taken:6.1f} s  {what}, {len(problems)} problems", flush=True)
    print(f"   all                  {total:6.1f} s")


if __name__ == "__main__":
    main()
