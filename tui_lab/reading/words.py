"""What is said of a finding, in the language in use."""

from __future__ import annotations

from tui_lab.config import fields
from tui_lab.config.train import TrainConfig
from tui_lab.config.value_words import in_words
from tui_lab.messages import t
from tui_lab.reading.finding import Finding
from tui_lab.runs import words


def title(finding: Finding) -> str:
    """Its name, in a few words."""
    return t(f"reading.{finding.id}")


def sentence(finding: Finding) -> str:
    """What was seen, with the numbers that it rests on."""
    key = f"{finding.id}.{finding.variant}" if finding.variant else finding.id
    shown = {name: number(finding, name) for name in finding.numbers}
    return t(f"reading.{key}.says", metric=t(f"reading.metric.{finding.metric}"), **shown)


def remedy(finding: Finding, config: TrainConfig) -> str:
    """What a twin would change, from which value to which; empty where there is nothing to try.

    Args:
        finding: with its remedy.
        config: that in force in the run.
    """
    changes = [
        t(
            "reading.change",
            label=fields.field(path).label,
            before=in_words(path, fields.get(config, path)),
            after=in_words(path, value),
        )
        for path, value in finding.remedy.items()
    ]
    return ", ".join(changes)


def number(finding: Finding, name: str) -> str:
    """A number of a finding as it is shown; the end of its name says what it is."""
    value = finding.numbers[name]
    kind = name.rpartition("_")[2]
    if kind == "metric":
        return f"{100 * value:.1f} %" if finding.metric == "accuracy" else f"{value:.2f}"
    if kind == "points":
        return t("reading.points", n=f"{100 * value:.1f}") if finding.metric == "accuracy" else f"{value:.2f}"
    if kind == "share":
        return f"{100 * value:.1f} %"
    if kind == "rate":
        return words.rate(value)
    return str(value) if isinstance(value, int) else words.number(value)


def span(finding: Finding) -> str:
    """The epochs that it is about."""
    first, last = finding.epochs
    return t("reading.epoch", first=first) if first == last else t("reading.epochs", first=first, last=last)
