"""What is read from runs of known cause: the counts stand here, so that no change of a rule goes unseen."""

from __future__ import annotations

import pytest
from reading_causes import CAUSES, HELD_OUT_SEEDS, NEUTRAL, RUNS, SEEDS, Cause, recorded, until

from tui_lab.config import fields
from tui_lab.config.checks import check
from tui_lab.messages import LANGUAGES, set_language
from tui_lab.reading import read, words

SILENT = {
    "rate-x30-adam": {4},
    "rate-low-telco": {5},
    "too-small-fashion": {1},
    "too-small-spirals": {0},
    "dead-two-relus": {5},
    "too-short-moons": {1, 2, 6},
    "few-samples-dropout": {3},
    "label-noise-memorised": {4},
}
"""Seeds of a cause in which nothing is seen of it: known, and better than a guess."""

HEALTHY = [cause for cause in CAUSES if not cause.expected]


def by_name(causes: tuple[Cause, ...] | list[Cause]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("cause", causes, ids=lambda cause: cause.name)


def faults(found: list[str], cause: Cause) -> set[str]:
    return set(found) - NEUTRAL - cause.expected - cause.allowed


def test_every_recorded_run_is_in_the_table() -> None:
    assert {path.name for path in RUNS.iterdir()} == {f"{cause.name}.json.gz" for cause in CAUSES}
    assert len([cause for cause in CAUSES if cause.expected]) >= 20 and len(HEALTHY) >= 10


@by_name(CAUSES)
def test_a_cause_is_seen_or_nothing_is_said(cause: Cause) -> None:
    histories = recorded(cause)
    assert len(histories) == len(SEEDS)
    silent = set()
    for seed, history in zip(SEEDS, histories, strict=True):
        found = [finding.id for finding in read(history, cause.config(seed))]
        assert not faults(found, cause), seed
        if cause.expected and not cause.expected & set(found):
            silent.add(seed)
    assert silent == SILENT.get(cause.name, set())


@by_name(HEALTHY)
def test_a_healthy_run_is_never_called_ill_while_it_trains(cause: Cause) -> None:
    for seed, history in zip(SEEDS, recorded(cause), strict=True):
        for epochs in range(1, len(history.epochs)):
            found = [finding.id for finding in read(until(history, epochs), cause.config(seed))]
            assert not faults(found, cause), (seed, epochs)


@by_name(CAUSES)
def test_what_is_said_and_offered(cause: Cause) -> None:
    config = cause.config(HELD_OUT_SEEDS[0])
    history = recorded(cause)[SEEDS.index(HELD_OUT_SEEDS[0])]
    for finding in read(history, config):
        for language in LANGUAGES:
            set_language(language)
            said = words.sentence(finding)
            for name in finding.numbers:
                assert words.number(finding, name) in said
            assert words.title(finding) and words.span(finding)
            assert bool(words.remedy(finding, config)) == bool(finding.remedy)
        assert 0 <= finding.steps[0] <= finding.steps[1] <= history.step
        assert 1 <= finding.epochs[0] <= finding.epochs[1]
        check(fields.replace(config, dict(finding.remedy)))
        assert all(fields.get(config, path) != value for path, value in finding.remedy.items())
