"""The folder of all runs: created, found, listed, deleted, pruned."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from pathlib import Path

import msgspec
import pytest
from made_events import changed, epoch, finished, started, steps, write

from tui_lab.config import fields
from tui_lab.config import file as config_file
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import set_language
from tui_lab.runs import status as run_status
from tui_lab.runs import store
from tui_lab.runs.events import Event, Failed, Paused, Stopped
from tui_lab.runs.follow import open_history
from tui_lab.runs.status import Status
from tui_lab.runs.store import State


def tell_status(folder: Path, *, lives: bool, host: str | None = None, running: bool = True) -> None:
    """A status as this process would write it, or as one that is no more."""
    status = Status(
        host=host or socket.gethostname(),
        boot=run_status.boot_id(),
        pid=os.getpid() if lives else 2**22 + 1,
        process_start=run_status.process_start(os.getpid()) or "",
        heartbeat=time.time() if lives else 0.0,
        running=running,
    )
    (folder / "status.json").write_bytes(msgspec.json.encode(status))


def make(*events: Event, lives: bool | None = None) -> Path:
    """A run with these events; `lives`: whether it has a worker, alive or dead."""
    folder = store.create(TrainConfig())
    write(folder, events)
    if lives is not None:
        tell_status(folder, lives=lives)
    return folder


def test_a_new_run_has_its_number_and_its_files(own_home: Path) -> None:
    folder = store.create(fields.apply_text(TrainConfig(), ["data.name=fashion_mnist", "model.kind=cnn"]))
    assert folder == own_home / "runs" / "0001-fashion-mnist-cnn"
    assert sorted(p.name for p in folder.iterdir()) == ["checkpoints", "commands", "config.json", "events.jsonl"]
    assert config_file.read(folder / "config.json").model.kind == "cnn"
    assert store.open_run(folder).number == 1
    for private in (own_home, own_home / "runs", folder):
        assert private.stat().st_mode & 0o777 == 0o700


def test_numbers_grow_and_are_not_used_again_while_later_ones_are_there(own_home: Path) -> None:
    first, second, third = (store.create(TrainConfig()) for _ in range(3))
    store.delete(second)
    assert store.create(TrainConfig()).name.startswith("0004-")
    assert store.folders()[:2] == [first, third]


def test_after_9999_numbers_have_five_digits(own_home: Path) -> None:
    (store.root() / "9999-mnist-mlp").mkdir()
    (store.root() / "10000-mnist-mlp").mkdir()
    assert store.create(TrainConfig()).name == "10001-mnist-mlp"
    assert [f.name[:5] for f in store.folders()] == ["9999-", "10000", "10001"]
    assert store.find("10000").name == "10000-mnist-mlp"


def test_apps_that_create_at_the_same_moment_get_different_numbers() -> None:
    """With different labels too: their folders' names would not collide."""
    configs = [fields.apply_text(TrainConfig(), [f"data.name=set{i % 4}"]) for i in range(24)]
    together = threading.Barrier(len(configs))
    made: list[Path] = []

    def create(config: TrainConfig) -> None:
        together.wait()
        made.append(store.create(config))

    threads = [threading.Thread(target=create, args=(config,)) for config in configs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [store.open_run(folder).number for folder in store.folders()]
    assert len(made) == len(numbers) == len(set(numbers)) == 24
    assert not [p for p in store.root().iterdir() if p.name.startswith(".")]


def test_a_home_that_can_not_be_made_is_told(own_home: Path) -> None:
    own_home.write_text("a file where the folder should be")
    for act in (lambda: store.create(TrainConfig()), store.folders, store.running, lambda: store.find("1")):
        with pytest.raises(LabError, match=r"can't be written .*DL_LAB_HOME"):
            act()


def test_a_run_that_can_not_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device", "config.json")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(LabError, match="No space left"):
        store.create(TrainConfig())


def test_runs_are_found_by_number_name_and_last() -> None:
    first, second = make(), make()
    for name in ("1", "0001", "01", first.name):
        assert store.find(name) == first
    assert store.find("last") == store.find("2") == second


@pytest.mark.parametrize("name", ["3", "0", "", "-1", "²", "٣x", "x", "9" * 5000, "0001-", "../runs", "1.0"])
def test_an_unknown_run_is_told_with_those_that_are_there(name: str) -> None:
    with pytest.raises(LabError, match="there are none yet"):
        store.find(name)
    with pytest.raises(LabError, match="there are none yet"):
        store.find("last")
    make(), make()
    with pytest.raises(LabError, match=r"the last ones are 1, 2;"):
        store.find(name)


def test_other_files_beside_the_runs_are_no_runs() -> None:
    folder = make()
    (store.root() / "0007-notes.txt").touch()
    (store.root() / "mine").mkdir()
    assert store.folders() == [folder]


STATES: list[tuple[State, list[Event], bool | None]] = [
    ("created", [], None),
    ("training", [], True),
    ("training", [started(), steps(1, [0.5])], True),
    ("paused", [started(), Paused(time=1.0, step=0)], True),
    ("stopped", [started(), Stopped(time=1.0, step=1, reason="learner")], False),
    ("stopped", [started(), Stopped(time=1.0, step=1, reason="gpu")], True),
    ("finished", [started(), epoch(10), changed(100), finished()], False),
    ("failed", [started(), Failed(time=1.0, step=1, reason="out_of_memory", values={"step": 1, "batch": 64})], False),
    ("failed", [Failed(time=1.0, step=0, reason="bad_config", values={"problem": "p"})], None),
    ("lost", [started(), steps(1, [0.5])], False),
    ("lost", [started(), Paused(time=1.0, step=0)], False),
    ("lost", [started()], None),
    ("lost", [], False),
    ("training", [started(), Stopped(time=1.0, step=1, reason="signal"), started(1, resumed=True)], True),
    ("lost", [started(), finished(), started(100, resumed=True)], False),
]


@pytest.mark.parametrize(("state", "events", "lives"), STATES, ids=[f"{i}-{s[0]}" for i, s in enumerate(STATES)])
def test_state_of(state: State, events: list[Event], lives: bool | None) -> None:
    run = store.open_run(make(*events, lives=lives))
    assert run.state == state
    told = store.to_json(run)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["state"] == state
    assert told["run"] == 1
    assert (told["failure"] is not None) == (state == "failed")


def test_a_worker_that_ended_since_its_events_were_read_is_not_lost() -> None:
    folder = make(started(), epoch(1), lives=False)
    history = open_history(folder)
    write(folder, [finished()])
    assert store.state_of(folder, history) == "finished"
    assert history.ended == finished()


def test_a_worker_that_ended_of_its_own_will_is_not_alive() -> None:
    folder = make(started())
    tell_status(folder, lives=True, running=False)
    assert store.open_run(folder).state == "lost"


def test_a_worker_that_was_launched_after_all_that_is_told_is_starting() -> None:
    folder = make(started(), epoch(1), finished())
    run_status.write(folder, running=True, launched=2.0)
    assert store.open_run(folder).state == "starting"
    write(folder, [started(10, resumed=True, time=3.0)])
    assert store.open_run(folder).state == "training"
    run_status.write(folder, running=False, launched=4.0)
    assert store.open_run(folder).state == "lost"


def test_a_run_on_another_node_is_training() -> None:
    folder = make(started())
    tell_status(folder, lives=True, host="another-node")
    assert store.open_run(folder).state == "training"
    assert store.running() == [folder]


def test_what_a_machine_is_told_of_a_finished_run() -> None:
    told = store.to_json(store.open_run(make(started(), epoch(1), epoch(2, best=False), changed(20), finished())))
    assert told["data"] == "mnist" and told["model"] == "mlp" and told["optimizer"] == "adam"
    assert (told["epochs"], told["step"], told["best_epoch"], told["best_val_metric"]) == (10, 100, 1, 0.75)
    assert (told["test_loss"], told["test_metric"], told["test_looks"]) == (0.3, 0.91, 1)
    assert told["changes"] == [{"step": 20, "optimizer.lr": 0.1}]
    assert told["seconds"] == 4.0
    assert told["problem"] is None


def test_a_damaged_config_is_told_and_the_rest_is_shown() -> None:
    folder = make(started(), epoch(1), finished())
    (folder / "config.json").write_text('{"optimizer": {"lr": "fast"}}')
    run = store.open_run(folder)
    assert run.config is None and run.state == "finished"
    told = store.to_json(run)
    assert told["data"] is None
    assert "optimizer.lr" in str(told["problem"]) and str(folder) in str(told["problem"])
    json.dumps(told)


def test_an_empty_folder_is_a_run_with_a_problem() -> None:
    folder = store.root() / "0005-mnist-mlp"
    folder.mkdir()
    run = store.open_run(folder)
    assert (run.number, run.state, run.config) == (5, "created", None)
    assert "can't be read" in run.problem


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_failure_is_told_in_words(language: str) -> None:
    set_language("vi" if language == "vi" else "en")
    text = store.failure_text(Failed(time=1.0, step=1, reason="out_of_memory", values={"step": 7, "batch": 64}))
    assert "7" in text and "64" in text
    unknown = Failed(time=1.0, step=9, reason="struck_by_lightning", values={"id": 1, "volts": 2})
    assert "9" in store.failure_text(unknown) and "struck_by_lightning" in store.failure_text(unknown)
    assert store.failure_text(Failed(time=1.0, step=9, reason="disk_full"))


# -- disk


def checkpoints(folder: Path) -> None:
    """Three epochs; `last` and `best` are links, as the engine makes them."""
    shelf = folder / "checkpoints"
    for number in (1, 2, 3):
        (shelf / f"epoch-{number:06d}.pt").write_bytes(b"x" * 1000)
    os.link(shelf / "epoch-000003.pt", shelf / "last.pt")
    os.link(shelf / "epoch-000002.pt", shelf / "best.pt")


def test_a_checkpoint_with_several_names_counts_once() -> None:
    folder = make()
    before = store.disk_bytes(folder)
    checkpoints(folder)
    assert store.disk_bytes(folder) == before + 3000
    assert store.open_run(folder).disk_bytes == before + 3000


def test_disk_bytes_of_what_is_gone_is_nothing(tmp_path: Path) -> None:
    assert store.disk_bytes(tmp_path / "gone") == 0


def test_prune_keeps_the_last_and_the_best() -> None:
    folder = make(started(), finished(), lives=False)
    checkpoints(folder)
    assert store.prune(folder) == 1000
    assert sorted(p.name for p in (folder / "checkpoints").iterdir()) == ["best.pt", "last.pt"]
    assert (folder / "checkpoints" / "best.pt").read_bytes() == b"x" * 1000
    assert store.prune(folder) == 0


def test_delete_gives_what_it_freed() -> None:
    folder = make(started(), finished(), lives=False)
    checkpoints(folder)
    size = store.disk_bytes(folder)
    assert store.delete(folder) == size > 3000
    assert not folder.exists()


@pytest.mark.parametrize("host", [None, "another-node"])
def test_a_living_run_is_neither_deleted_nor_pruned(host: str | None) -> None:
    folder = make(started())
    tell_status(folder, lives=True, host=host)
    checkpoints(folder)
    for act in (store.delete, store.prune):
        with pytest.raises(LabError, match=f"{folder.name} is being trained on {host or socket.gethostname()}"):
            act(folder)
    assert len(list((folder / "checkpoints").iterdir())) == 5


def test_what_can_not_be_removed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LabError, match="can't be deleted"):
        store.delete(tmp_path / "gone")
    folder = make()
    (folder / "checkpoints" / "epoch-000001.pt").mkdir()
    with pytest.raises(LabError, match="can't be deleted"):
        store.prune(folder)


# -- what the learner was told


def test_a_run_that_ended_unseen_is_told_once() -> None:
    make()
    going = make(started(), lives=True)
    over = make(started(), finished(), lives=False)
    assert store.unseen() == [over]
    assert store.unseen([going]) == []
    store.mark_seen(over)
    assert store.unseen() == []
    later = time.time() + 5
    os.utime(over / "events.jsonl", (later, later))
    assert store.unseen() == [over]
    store.mark_seen(going)
    (going / "status.json").unlink()
    assert store.running() == []


def test_a_mark_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    store.mark_seen(tmp_path / "gone")
