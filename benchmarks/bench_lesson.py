"""How long a key takes in lessons: opening the largest of ours, and scrolling one of 300 blocks.

    python benchmarks/bench_lesson.py [--runs 7] [--keys 60]

Opening: from Enter on the course map, after two seconds of looking at it, to the frame that shows the lesson's text,
beside Textual's own MarkdownViewer on the same text, opened by the same key in an app that shows one line. Scrolling:
from `pagedown` and from `j` to the last byte that it sends.
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

from terminal import KEYS, Terminal

from tui_lab.config.places import shipped
from tui_lab.content import course, packs
from tui_lab.learner.store import Learner

VIEWER = """
import sys
from pathlib import Path
from textual.app import App
from textual.screen import Screen
from textual.widgets import MarkdownViewer, Static
class Reading(Screen):
    def compose(self):
        yield MarkdownViewer(Path(sys.argv[1]).read_text(), show_table_of_contents=False)
class Viewer(App):
    BINDINGS = [("enter", "read", "")]
    def compose(self):
        yield Static("Foundations")
    def action_read(self):
        self.push_screen(Reading())
Viewer().run()
"""
QUIET_S = 0.12
"""So long without a byte, and a key has been answered."""


def largest() -> tuple[Path, int, str]:
    """The longest lesson of ours, its place on the map from 0, and its title."""
    written = [(n, lesson) for n, lesson in enumerate(course.read().lessons) if lesson.written]
    place, lesson = max(written, key=lambda one: (shipped("lessons") / one[1].id / "lesson.md").stat().st_size)
    return shipped("lessons") / lesson.id / "lesson.md", place, lesson.title["en"]


def open_ours(home: str, place: int, title: str) -> float:
    """From Enter to the lesson, for somebody who has not opened it before."""
    with Terminal([sys.executable, "-m", "tui_lab"], environment={"DL_LAB_HOME": home}) as terminal:
        terminal.wait("Foundations")
        for _ in range(place):
            terminal.type("down")
            terminal.run(0.05)
        terminal.run(2.0)
        return pressed(terminal, "enter", title)


def open_viewer(path: Path) -> float:
    """The same with Textual's viewer."""
    with Terminal([sys.executable, "-c", VIEWER, str(path)]) as terminal:
        terminal.wait("Foundations")
        terminal.run(2.0)
        return pressed(terminal, "enter", "import ")


def pressed(terminal: Terminal, key: str, word: str) -> float:
    """Seconds from a key to a word on the screen."""
    terminal.emulate, terminal.tail = False, b""
    started = time.perf_counter()
    terminal.type(key)
    while word.encode() not in terminal.tail:
        terminal.read(0.01)
    taken = time.perf_counter() - started
    terminal.kill()
    return taken


COURSE = """
modules:
  - id: 01-long
    hours: 1
    title: {en: Long}
    lessons:
      - id: 01-long/01-long
        minutes: 60
        title: {en: A long lesson}
        doing: {en: Scroll.}
"""


def long_pack(folder: Path, blocks: int) -> None:
    """A pack with one lesson of so many blocks: prose with formulas, cells, quizzes."""
    parts = ["---\nid: long\nminutes: 60\nneeds: []\nobjectives: [Scroll]\n---\n\n# A long lesson\n"]
    for n in range(blocks // 4):
        parts.append(f"## Part {n}\n\nThe loss $L_{{{n}}}$ falls along $-\\nabla L$, by $\\eta$ each step. " * 3 + "\n")
        code = "\n".join(f"x_{i} = {i} * torch.randn({n + 1}, 3)  # line {i}" for i in range(6))
        parts.append(f"```{{code-cell}} python\n:id: cell-{n}\n{code}\n```\n")
        parts.append(f"```{{quiz}} quiz-{n}\n:kind: one\nWhat is {n}?\n+ a number  :: Yes.\n- a word  :: No.\n```\n")
    lesson = folder / "01-long" / "01-long"
    lesson.mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE)
    (lesson / "lesson.md").write_text("\n".join(parts))


def scrolling(home: str, keys: int) -> dict[str, float]:
    """Median seconds from a key to its last byte."""
    found: dict[str, float] = {}
    with Terminal([sys.executable, "-m", "tui_lab"], environment={"DL_LAB_HOME": home}) as terminal:
        terminal.wait("A long lesson", 30)
        terminal.run(2.0)
        terminal.emulate = False
        for name, bytes_sent in (("j", b"j"), ("pagedown", b"\x1b[6~")):  # pages may lead to the end
            KEYS[name] = bytes_sent.decode()
            times = []
            for _ in range(keys):
                started = time.perf_counter()
                terminal.type(name)
                while terminal.read(QUIET_S):
                    pass
                times.append(terminal.last_output - started)
            found[name] = statistics.median(times)
        terminal.kill()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--keys", type=int, default=60)
    options = parser.parse_args()
    path, place, title = largest()
    ours, viewer = [], []
    for _ in range(options.runs):
        with tempfile.TemporaryDirectory() as home:
            ours.append(open_ours(home, place, title))
            viewer.append(open_viewer(path))
    ratio = statistics.median(b / a for a, b in zip(ours, viewer, strict=True))
    print(f"opening {path.parent.name} ({path.stat().st_size / 1000:.0f} kB): {statistics.median(ours) * 1000:.0f} ms")
    print(f"  (bar 150 ms); Textual's MarkdownViewer {statistics.median(viewer) * 1000:.0f} ms, {ratio:.1f} times ours")
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        os.environ["DL_LAB_HOME"] = home
        pack = Path(folder) / "long-pack"
        long_pack(pack, 300)
        added = packs.add(pack)
        with Learner.open() as learner:
            learner.save_place(added.lessons[0].key, "top+1")
        for key, seconds in scrolling(home, options.keys).items():
            print(f"a lesson of 300 blocks, {key}: {seconds * 1000:.0f} ms to the last byte (bar 50 ms)")


if __name__ == "__main__":
    main()
