"""Run what the lessons' figures come from, on five seeds, and write `evidence.json` beside each `evidence.py`.

    python scripts/lessons_evidence.py [LESSON_FOLDER …] [--changed]

Without folders: all lessons of the course. `--changed` leaves out those whose `evidence.py` is as it was.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from pathlib import Path

from tui_lab.content.evidence import Claim, record, source_hash

LESSONS = Path(__file__).resolve().parents[1] / "lessons"


def claims_of(folder: Path) -> list[Claim]:
    """The claims in a lesson's `evidence.py`, in order."""
    spec = importlib.util.spec_from_file_location(f"evidence_{folder.name.replace('-', '_')}", folder / "evidence.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [value for value in vars(module).values() if isinstance(value, Claim)]


def is_recorded(folder: Path) -> bool:
    """Whether `evidence.json` was made from this `evidence.py`."""
    try:
        return bool(json.loads((folder / "evidence.json").read_text())["source"] == source_hash(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def main() -> int:
    """Run and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--changed", action="store_true")
    options = parser.parse_args()
    folders = options.folders or sorted(path.parent for path in LESSONS.rglob("evidence.py"))
    for folder in folders:
        if options.changed and is_recorded(folder):
            continue
        started = time.perf_counter()
        print(f"== {folder}", flush=True)
        found = record(claims_of(folder), folder, lambda line: print(f"  {line}", flush=True))
        (folder / "evidence.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"  {time.perf_counter() - started:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
