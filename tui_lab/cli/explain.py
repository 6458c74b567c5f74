"""`dl-lab runs explain`: what can be read from the curves of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tui_lab.cli.output import print_json, say
from tui_lab.cli.watch import heading
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.content import course
from tui_lab.messages import t
from tui_lab.reading import Finding, in_force, read, words
from tui_lab.runs import store
from tui_lab.runs.words import run_number

FEWEST_EPOCHS = 2


def explain(folder: Path, *, as_json: bool) -> int:
    """Print what can be read from a run; gives the exit code.

    Raises:
        LabError: its config can't be read.
    """
    run = store.open_run(folder)
    if run.config is None:
        raise LabError(run.problem)
    findings = read(run.history, run.config)
    config = in_force(run.history, run.config)
    if as_json:
        print_json({"run": run_number(folder), "findings": [_to_json(finding) for finding in findings]})
        return 0
    say(heading(folder))
    if not findings:
        say(t("reading.nothing" if len(run.history.epochs) >= FEWEST_EPOCHS else "reading.too_early"))
    lessons = {lesson.id: lesson for lesson in course.read().lessons}
    for finding in findings:
        say("")
        _say(finding, config, lessons[finding.lesson])
    return 0


def _say(finding: Finding, config: TrainConfig, lesson: course.Lesson) -> None:
    say(f"{words.title(finding)}   ({words.span(finding)}, {t(f'reading.{finding.certainty}')})", style="bold")
    say(f"  {words.sentence(finding)}")
    if finding.remedy:
        say("  " + t("reading.try", changes=words.remedy(finding, config)))
    say("  " + t("reading.lesson", number=lesson.number, title=course.in_use(lesson.title)), style="dim")


def _to_json(finding: Finding) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(finding)
    return {**fields, "title": words.title(finding), "says": words.sentence(finding)}
