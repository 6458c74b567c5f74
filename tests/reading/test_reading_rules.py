"""Reading made curves: nothing is said where there is too little, and nothing ever fails."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from tui_lab.config.fields import apply_text
from tui_lab.config.train import OptimizerName, TrainConfig
from tui_lab.content import course
from tui_lab.messages import LANGUAGES, has, set_language
from tui_lab.reading import read, words
from tui_lab.reading.curves import Curves, in_force
from tui_lab.reading.finding import FINDINGS, IN_METRIC_CHART, LESSONS, Finding
from tui_lab.reading.read import RULES, SPOILS
from tui_lab.reading.remedies import USUAL_RATE
from tui_lab.runs.events import Changed, Confusion, Epoch, Finished, Started, Steps
from tui_lab.runs.history import History

Row = tuple[float | None, float | None, float | None, float | None]
PER = 20


def started(**values: object) -> Started:
    usual: dict[str, object] = {
        "time": 0.0,
        "step": 0,
        "epochs": 50,
        "steps_per_epoch": PER,
        "samples": 1280,
        "parameters": 100_000,
        "metric": "accuracy",
        "device": "cpu",
        "threads": 1,
        "torch": "2.8",
    }
    return Started(**{**usual, **values})  # type: ignore[arg-type]


def epoch(n: int, row: Row) -> Epoch:
    train_loss, val_loss, train_metric, val_metric = row
    return Epoch(
        time=0.0,
        step=n * PER,
        epoch=n,
        train_loss=train_loss,
        train_metric=train_metric,
        val_loss=val_loss,
        val_metric=val_metric,
        lr=1e-3,
        seconds=1.0,
        best=False,
    )


def history(rows: list[Row], *, finished: bool = False, **values: object) -> History:
    made = History()
    made.apply(started(**values))
    for n, row in enumerate(rows, start=1):
        made.apply(epoch(n, row))
    if finished:
        made.apply(
            Finished(
                time=0.0,
                step=made.step,
                epoch=len(rows),
                best_epoch=1,
                best_metric=0.9,
                early_stopped=False,
                test_loss=None,
                test_metric=None,
                seconds=1.0,
            )
        )
    return made


def config(*settings: str) -> TrainConfig:
    return apply_text(TrainConfig(), list(settings))


def ids(found: list[Finding]) -> list[str]:
    return [finding.id for finding in found]


OVERFIT: list[Row] = [(1.0 / n, 0.4 + 0.05 * abs(n - 4), 1 - 0.2 / n, 0.85) for n in range(1, 13)]


def test_nothing_is_said_of_a_run_that_has_just_begun() -> None:
    assert read(History(), TrainConfig()) == []
    assert read(history([]), TrainConfig()) == []
    assert read(history([(2.0, 1.9, 0.2, 0.3)]), TrainConfig()) == []


def test_overfitting_since_the_epoch_where_validation_was_best() -> None:
    (found,) = read(history(OVERFIT), TrainConfig())
    assert (found.id, found.variant, found.epochs, found.certainty) == ("overfitting", "rise", (4, 12), "sure")
    assert found.numbers["epoch"] == 4 and found.steps == (4 * PER, 12 * PER)
    assert found.remedy == {"regularisation.dropout": 0.5}
    assert "Since epoch 4 validation loss has risen from 0.400 to 0.800" in words.sentence(found)
    assert words.remedy(found, TrainConfig()) == "dropout p 0 → 0.5"


def test_all_the_data_is_the_first_remedy_where_only_a_part_is_used() -> None:
    (found,) = read(history(OVERFIT), config("data.train_samples=500"))
    assert found.remedy == {"data.train_samples": 0}


def test_only_epochs_since_the_last_live_change_are_read() -> None:
    made = history(OVERFIT)
    change = {"regularisation.dropout": 0.5}
    made.apply(Changed(time=0.0, step=12 * PER, command="c", changes=dict(change), before={}))
    assert read(made, TrainConfig()) == []
    made.apply(epoch(13, (0.9, 0.4, 0.7, 0.9)))
    made.apply(epoch(14, (0.9, 0.4, 0.7, 0.9)))
    found = read(made, TrainConfig())
    assert [(f.id, f.variant, f.numbers["dropout_rate"]) for f in found] == [("validation_better", "dropout", 0.5)]
    assert in_force(made, TrainConfig()).regularisation.dropout == 0.5


def test_a_live_change_that_does_not_fit_is_passed_over() -> None:
    made = history(OVERFIT[:2])
    made.apply(Changed(time=0.0, step=PER, command="c", changes={"no.such": 1}, before={}))
    assert in_force(made, TrainConfig()) == TrainConfig()


def test_validation_is_not_missed_where_there_is_none() -> None:
    rows: list[Row] = [(1.0 / n, None, 0.9, None) for n in range(1, 13)]
    assert read(history(rows, finished=True), config("data.final_fit=on")) == []


def test_an_unknown_data_set_is_not_read() -> None:
    assert read(history(OVERFIT), config("data.name=of-a-newer-version")) == []


def test_a_hole_in_the_epochs_ends_what_is_read() -> None:
    made = history(OVERFIT)
    del made.epochs[2:9]  # the best one is kept before the last ones of a very long run
    assert [e.epoch for e in Curves.of(made, TrainConfig()).epochs] == [10, 11, 12]
    made = history([*OVERFIT[:3], (None, None, None, None)])
    assert len(Curves.of(made, TrainConfig()).epochs) == 3


def test_guessing_knows_how_frequent_classes_are() -> None:
    made = history(OVERFIT[:1])
    curves = Curves.of(made, config("data.name=heart"))
    assert round(curves.guess_loss, 3) == 0.693 and curves.guess_metric == 0.5
    made.apply(Confusion(time=0.0, step=PER, counts=[[90, 0], [10, 0]]))
    curves = Curves.of(made, config("data.name=heart"))
    assert round(curves.guess_loss, 3) == 0.325 and curves.guess_metric == 0.9 and curves.one_class
    assert Curves.of(made, config("data.name=auto_mpg")).guess_loss == 1.0


def test_a_rate_that_swings_and_one_that_leaps() -> None:
    swinging: list[Row] = [(1.0, 0.8, 0.7, 0.7), (0.5, 0.5, 0.8, 0.8)]
    swinging += [(0.4 + 0.1 * (n % 2), 0.5, 0.85, 0.85) for n in range(8)]
    found = read(history(swinging), TrainConfig())
    assert (found[0].id, found[0].variant) == ("rate_too_high", "swings")
    assert found[0].remedy == {"optimizer.lr": 1e-4}
    made = history([])
    losses: list[float | None] = [2.3, 2.5, 9.0, 14.0, 6.0, 3.0, 2.3, 2.3]
    made.apply(
        Steps(
            time=0.0,
            step=len(losses),
            loss=losses,
            metric=[0.1] * len(losses),
            lr=0.3,
            gradient_norm=1.0,
            samples_per_s=1.0,
        )
    )
    (found_leap,) = read(made, config("optimizer.lr=0.3"))
    assert (found_leap.id, found_leap.variant, found_leap.numbers["high_loss"]) == ("rate_too_high", "leap", 14.0)


def test_noise_of_validation_is_binomial() -> None:
    rows: list[Row] = [(0.5, 0.5, 0.80, 0.84), (0.4, 0.5, 0.82, 0.82)]
    (found,) = read(history(rows), config("data.name=heart"))
    assert found.id == "validation_small"
    assert found.numbers["samples"] == 61
    assert round(found.numbers["noise_points"], 3) == round(2 * (0.82 * 0.18 / 61) ** 0.5, 3)
    assert read(history(rows), config("data.name=mnist")) == []


NUMBER = st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 1e-300, 1e300, -1.0])


@given(
    rows=st.lists(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER), max_size=20),
    finished=st.booleans(),
    data=st.sampled_from(["mnist", "moons", "heart", "auto_mpg"]),
    per=st.sampled_from([1, PER]),
)
def test_whatever_the_numbers_are_reading_does_not_fail(rows: list[Row], finished: bool, data: str, per: int) -> None:
    made = history(rows, finished=finished, steps_per_epoch=per)
    for finding in read(made, config(f"data.name={data}")):
        assert words.sentence(finding)


@given(steps=st.lists(st.floats(min_value=1e-6, max_value=3.0), min_size=2, max_size=40))
def test_smooth_curves_without_a_gap_are_never_called_overfit(steps: list[float]) -> None:
    rows: list[Row] = [(loss, loss, 0.9, 0.9) for loss in sorted(steps, reverse=True)]
    assert not {"overfitting", "rate_too_high", "label_noise"} & set(ids(read(history(rows), TrainConfig())))


def test_every_finding_has_a_lesson_a_rule_and_texts() -> None:
    lessons = {lesson.id for lesson in course.read().lessons}
    assert set(LESSONS) == set(FINDINGS) and set(LESSONS.values()) <= lessons
    assert [rule.__name__ for rule in RULES] == list(FINDINGS)
    assert all(rule.__doc__ and "    Looks " in rule.__doc__ for rule in RULES)
    assert set(SPOILS) <= set(FINDINGS) and set().union(*SPOILS.values()) <= set(FINDINGS)
    assert set(FINDINGS) >= IN_METRIC_CHART
    assert set(USUAL_RATE) == set(get_args(OptimizerName))
    for id in FINDINGS:
        assert has(f"reading.{id}")


def test_a_finding_is_said_in_vietnamese_too() -> None:
    (found,) = read(history(OVERFIT), TrainConfig())
    said = set()
    for language in LANGUAGES:
        set_language(language)
        said.add((words.title(found), words.sentence(found), words.span(found)))
    assert len(said) == len(LANGUAGES)
