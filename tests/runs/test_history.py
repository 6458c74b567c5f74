"""What a history knows from the events of a run."""

from __future__ import annotations

from made_events import changed, epoch, finished, layers, started, steps

from tui_lab.runs.events import Boundary, Checkpoint, Confusion, Continued, Event, Failed, Paused, Stopped
from tui_lab.runs.history import EPOCHS_KEPT, MARKS_KEPT, UPDATES_KEPT, History


def history(*events: Event) -> History:
    made = History()
    for event in events:
        made.apply(event)
    return made


def points(made: History) -> list[float]:
    return [b.first for b in made.train_loss.bins]


def test_before_the_first_event() -> None:
    made = History()
    assert (made.phase, made.step, made.epoch, made.best, made.steps_per_epoch) == ("starting", 0, 0.0, None, 1)


def test_phases() -> None:
    made = history()
    told: list[tuple[Event, str]] = [
        (started(), "training"),
        (Paused(time=1.0, step=0), "paused"),
        (Continued(time=1.0, step=0), "training"),
        (steps(1, [0.5]), "training"),
        (Stopped(time=1.0, step=1, reason="learner"), "stopped"),
        (started(1, resumed=True), "training"),
        (Failed(time=1.0, step=1, reason="crashed"), "failed"),
        (started(1, resumed=True), "training"),
        (finished(), "finished"),
    ]
    for event, phase in told:
        made.apply(event)
        assert made.phase == phase
        assert (made.ended is None) == (phase in ("training", "paused"))


def test_steps_stand_where_they_were_made() -> None:
    made = history(started(), steps(3, [3.0, 2.0, 1.0]), steps(5, [None, 0.5]))
    assert points(made) == [1, 2, 3, 5]
    assert made.train_loss.missing == [4]
    assert made.step == 5 and made.epoch == 0.5
    assert made.last_steps == steps(5, [None, 0.5])


def test_epochs_and_the_best() -> None:
    made = history(started(), epoch(1), epoch(2), epoch(3, best=False))
    assert made.best == epoch(2)
    assert made.seconds == 6.0
    assert [b.first for b in made.val_loss.bins] == [10, 20, 30]


def test_the_best_epoch_is_known_however_long_ago_it_was() -> None:
    made = history(started())
    last = EPOCHS_KEPT * 2 + 7
    for number in range(1, last + 1):
        made.apply(epoch(number, best=number in (1, 3)))
    assert made.best == epoch(3)
    assert len(made.epochs) == EPOCHS_KEPT + 1
    assert made.epochs[1].epoch == last - EPOCHS_KEPT + 1
    made.apply(epoch(last + 1))
    assert made.best == epoch(last + 1)
    assert len(made.epochs) == EPOCHS_KEPT
    assert made.seconds == 2.0 * (last + 1)


def test_a_worker_that_goes_on_from_earlier_records_anew() -> None:
    made = history(started(), steps(10, [0.5] * 10), epoch(1), steps(20, [0.4] * 10), epoch(2), steps(23, [9.0] * 3))
    made.apply(started(10, resumed=True))
    assert points(made) == list(range(1, 11))
    assert made.epochs == [epoch(1)]
    assert made.seconds == 2.0
    assert made.step == 10
    made.apply(steps(12, [0.3, 0.2]))
    assert points(made) == list(range(1, 13))
    assert made.epoch == 1.2


def test_a_worker_that_begins_anew_in_the_same_folder_begins_the_chart_anew() -> None:
    made = history(started(), steps(10, [0.5] * 10), epoch(1), changed(10), started())
    assert (points(made), made.epochs, made.changes, made.step, made.seconds) == ([], [], [], 0, 0.0)


def test_changes_that_the_checkpoint_does_not_contain_are_undone() -> None:
    made = history(started(), changed(3), changed(5), changed(7), started(4, resumed=True, changes_applied=1))
    assert [c.step for c in made.changes] == [3]
    made.apply(changed(5, replayed=True))
    assert [c.step for c in made.changes] == [3, 5]
    assert made.changes_seen == 2


def test_a_checkpoint_with_all_changes_undoes_none() -> None:
    made = history(started(), changed(3), changed(5), started(5, resumed=True, changes_applied=2))
    assert [c.step for c in made.changes] == [3, 5]


def test_many_changes_stay_bounded_and_are_still_counted() -> None:
    made = history(started(), *(changed(step) for step in range(MARKS_KEPT + 50)))
    assert len(made.changes) == MARKS_KEPT
    assert made.changes_seen == MARKS_KEPT + 50
    made.apply(started(MARKS_KEPT, resumed=True, changes_applied=MARKS_KEPT + 40))
    assert made.changes[-1].step == MARKS_KEPT + 39


def test_a_checkpoint_file_is_known_once() -> None:
    def checkpoint(file: str, step: int) -> Checkpoint:
        return Checkpoint(time=1.0, step=step, file=file, epoch=step // 10)

    made = history(checkpoint("last.pt", 10), checkpoint("epoch-000002.pt", 20), checkpoint("last.pt", 30))
    assert [(c.file, c.step) for c in made.checkpoints] == [("epoch-000002.pt", 20), ("last.pt", 30)]


def test_pictures_are_the_latest_and_points_stay() -> None:
    def boundary(row: str, points: list[tuple[float, float, int]]) -> Boundary:
        return Boundary(time=1.0, step=1, x_range=(0, 1), y_range=(0, 1), rows=[row], levels=8, points=points)

    made = history(
        Confusion(time=1.0, step=1, counts=[[1]]),
        Confusion(time=1.0, step=2, counts=[[2]]),
        boundary("0", [(0.1, 0.2, 1)]),
        boundary("7", []),
    )
    assert made.confusion is not None and made.confusion.counts == [[2]]
    assert made.boundary == boundary("7", [(0.1, 0.2, 1)])


def test_the_last_look_inside_and_a_bounded_past_of_each_layer() -> None:
    made = history(started(), *(layers(i, i / 1000, None) for i in range(1, UPDATES_KEPT + 20)))
    assert made.layers == layers(UPDATES_KEPT + 19, (UPDATES_KEPT + 19) / 1000, None)
    assert made.updates["linear1"] == [i / 1000 for i in range(20, UPDATES_KEPT + 20)]
    assert made.updates["output"] == [None] * UPDATES_KEPT
    made.apply(layers(100, 1e-3, names=("conv1",)))
    assert set(made.updates) == {"conv1"}, "a layer that is gone is forgotten"


def test_a_look_inside_that_a_resumed_run_has_yet_to_reach_is_forgotten() -> None:
    made = history(started(), steps(10, [1.0] * 10), layers(10, 1e-3), started(10, resumed=True))
    assert made.layers == layers(10, 1e-3)
    made = history(started(), layers(10, 1e-3), steps(12, [1.0] * 12), started(5, resumed=True))
    assert (made.layers, made.updates) == (None, {})


def test_looks_at_test_outlast_a_longer_training() -> None:
    made = history(started(), finished(), started(100, resumed=True, epochs=20))
    assert made.ended is None and made.test_looks == 1
    made.apply(finished(200, test_look=2))
    assert made.test_looks == 2


def test_every_event_is_a_new_version() -> None:
    made = History()
    events: list[Event] = [started(), steps(1, [1.0]), Paused(time=1.0, step=1)]
    for event in events:
        before = made.version
        made.apply(event)
        assert made.version > before


def test_two_histories_share_nothing() -> None:
    history(started(), steps(1, [1.0]), epoch(1), changed(1))
    assert History() == History(epochs=[], changes=[], checkpoints=[])


def test_forgetting_leaves_only_the_version() -> None:
    made = history(started(), steps(1, [1.0]), epoch(1))
    version = made.version
    made.forget()
    assert made.version == version + 1
    made.version = 0
    assert made == History()
