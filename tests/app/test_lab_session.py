"""What the lab decides, without a screen."""

from __future__ import annotations

from pathlib import Path

import lab_made_runs as made
import pytest

from tui_lab.app import lab_form
from tui_lab.app.lab_session import LabSession, next_rate
from tui_lab.config import fields
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import set_language
from tui_lab.runs import commands, store
from tui_lab.runs.events import Continued, Paused, Stopped


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path))
    set_language("en")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def session(folder: Path | None = None, config: TrainConfig | None = None, pid: int = 2**22 + 1) -> LabSession:
    clock = Clock()
    found = LabSession(folder, config, launcher=lambda folder, **more: pid, clock=clock)
    found.clock = clock  # type: ignore[attr-defined]
    return found


def later(lab: LabSession, seconds: float = 2.0) -> bool:
    lab.clock.now += seconds  # type: ignore[attr-defined]
    return lab.poll()


def sent(folder: Path) -> list[tuple[str, dict[str, object]]]:
    return [(c.action, dict(c.changes)) for c in commands.pending(folder)]


def test_without_runs_the_form_has_the_default_and_space_starts() -> None:
    lab = session()
    assert lab.config == TrainConfig() and lab.state == "form" and lab.can("start")
    assert not any(lab.can(action) for action in ("pause", "go_on", "resume", "batch", "stop", "anew", "free_gpu"))


def test_the_last_used_config_comes_back() -> None:
    store.create(made.CNN)
    assert session().config == made.CNN


def test_keys_change_the_form_before_a_run() -> None:
    lab = session()
    lab.toggle("regularisation.dropout")
    assert lab.config.regularisation.dropout == 0.3
    lab.edit_text("regularisation.dropout", "0.5")
    lab.toggle("regularisation.dropout")
    assert lab.config.regularisation.dropout == 0 and lab.dropout == 0.5
    lab.toggle("regularisation.dropout")
    assert lab.config.regularisation.dropout == 0.5
    lab.cycle("optimizer.name", 1)
    assert lab.config.optimizer.name == "adamw"
    lab.step_rate(1)
    assert lab.config.optimizer.lr == 0.002 and not lab.waiting


@pytest.mark.parametrize(
    ("rate", "up", "down"),
    [(0.001, 0.002, 0.0005), (0.0007, 0.001, 0.0005), (0.003, 0.005, 0.002), (1000.0, 1000.0, 500.0)],
)
def test_rates_go_in_steps_of_1_2_3_5(rate: float, up: float, down: float) -> None:
    assert next_rate(rate, 1) == up and next_rate(rate, -1) == down


def test_a_live_change_waits_for_its_event() -> None:
    folder = made.training()
    lab = session(folder)
    assert lab.state == "training" and lab.config.regularisation.dropout == 0.3  # its change event was replayed
    lab.toggle("regularisation.batch_norm")
    lab.step_rate(1)
    lab.step_rate(1)
    assert [s[1] for s in sent(folder)] == [
        {"regularisation.batch_norm": True}, {"optimizer.lr": 0.002}, {"optimizer.lr": 0.003},
    ]  # fmt: skip
    ids = [c.id for c in commands.pending(folder)]
    assert set(lab.waiting) == {"regularisation.batch_norm", "optimizer.lr"}
    made.write(folder, [made.change(484, "optimizer.lr", 1e-3, 2e-3, ids[1])])
    later(lab)
    assert lab.config.optimizer.lr == 0.003 and "optimizer.lr" in lab.waiting
    made.write(folder, [made.change(485, "optimizer.lr", 2e-3, 3e-3, ids[2])])
    later(lab)
    assert "optimizer.lr" not in lab.waiting and lab.running is not None and lab.running.optimizer.lr == 0.003


def test_a_change_that_the_worker_refuses_is_taken_back() -> None:
    folder = made.training()
    lab = session(folder)
    lab.toggle("regularisation.batch_norm")
    for command in commands.pending(folder):
        commands.done(folder, command)
    later(lab)
    later(lab)
    assert not lab.waiting and lab.config.regularisation.batch_norm is False


def test_what_is_not_live_is_for_the_next_run() -> None:
    lab = session(made.training())
    lab.edit("data.batch_size", 128)
    rows = {row.path: row for group in lab.form() for row in group.rows}
    assert rows["data.batch_size"].next_run and not rows["run.epochs"].next_run
    assert not sent(lab.folder or Path())


def test_pause_batch_and_stop() -> None:
    folder = made.training()
    lab = session(folder)
    lab.batch()
    made.write(folder, [Paused(time=0, step=483)])
    later(lab)
    assert lab.state == "paused" and lab.can("go_on") and not lab.can("pause")
    lab.batch()
    lab.go_on()
    assert [s[0] for s in sent(folder)] == ["batch", "batch", "continue"]
    made.write(folder, [Continued(time=0, step=483), Stopped(time=0, step=490, reason="learner")])
    later(lab)
    assert lab.live  # its process still lives
    made.dead(folder)
    later(lab)
    assert lab.state == "stopped" and lab.can("resume") and not lab.can("start")
    assert [c for c in lab.history.checkpoints]


def test_resuming_takes_the_live_fields_along() -> None:
    folder = made.training()
    made.write(folder, [Stopped(time=0, step=490, reason="learner")])
    made.dead(folder)
    lab = session(folder)
    lab.cycle("optimizer.name", 1)
    lab.resume()
    assert lab.state == "starting"
    assert sent(folder) == [("set", {"optimizer.name": lab.config.optimizer.name})]
    made.alive(folder)
    made.write(folder, [made.started(step=490, resumed=True)])
    later(lab)
    assert lab.state == "training"


def test_starting_anew_stops_and_keeps() -> None:
    folder = made.training()
    lab = session(folder)
    lab.edit("data.batch_size", 128)
    said = lab.start_anew()
    assert sent(folder) == [("stop", {})] and "Run 1" in said and "run 2" in said
    assert lab.number == 2 and lab.running is not None and lab.running.data.batch_size == 128
    assert len(store.folders()) == 2


def test_a_config_that_does_not_fit_is_not_started() -> None:
    lab = session(config=fields.apply_text(made.CNN, ["model.stages=8 p8, 8 p8"]))
    with pytest.raises(LabError):
        lab.start()
    assert lab.state == "form" and not store.folders()


def test_a_worker_that_dies_before_its_first_word() -> None:
    lab = session(config=TrainConfig())
    lab.start()
    assert lab.state == "starting" and lab.folder is not None
    (lab.folder / "worker.log").write_text("Traceback\nModuleNotFoundError: No module named \x1b[31m'torch'\n\n")
    later(lab)
    assert lab.state == "died" and lab.log_line() == "ModuleNotFoundError: No module named [31m'torch'"
    later(lab)
    lab.start()
    assert lab.number == 1  # the same run is tried again


def test_what_ended() -> None:
    assert session(made.finished()).state == "finished"
    failed = session(made.failed())
    assert failed.state == "failed" and failed.can("start") and not failed.can("resume")
    folder = made.training()
    made.dead(folder)
    assert session(folder).state == "lost"


def test_space_starts_nothing_in_the_moment_after_an_end() -> None:
    folder = made.training()
    lab = session(folder)
    made.write(folder, [made.finish(500)])
    made.dead(folder)
    later(lab)
    assert lab.state == "finished" and not lab.can("start")
    later(lab)
    assert lab.can("start")


def test_choosing_a_table_takes_back_what_needs_images() -> None:
    lab = session(config=fields.apply_text(made.CNN, ["data.augmentation.shift=0.1"]))
    lab.edit("data.name", "auto_mpg")
    assert lab.config.model.kind == "mlp" and lab.config.data.augmentation.is_none
    assert lab_form.choices(lab.config, "model.kind") == ("mlp",)
    assert "mse" in lab_form.choices(lab.config, "run.loss")


def test_the_form_shows_only_what_applies() -> None:
    def paths(*settings: str, unfolded: bool = False) -> set[str]:
        config = fields.apply_text(TrainConfig(), list(settings))
        return {row.path for group in lab_form.form(config, unfolded=unfolded) for row in group.rows}

    assert "model.hidden" in paths() and "model.stages" not in paths()
    assert "model.stages" in paths("model.kind=cnn") and "model.hidden" not in paths("model.kind=cnn")
    assert "optimizer.momentum" in paths("optimizer.name=nesterov") and "optimizer.momentum" not in paths()
    assert {"schedule.gamma", "schedule.step_size"} <= paths("schedule.name=step")
    assert "early_stopping.patience" not in paths() and "early_stopping.patience" in paths("early_stopping.enabled=on")
    assert "data.augmentation.shift" not in paths() and "data.augmentation.shift" in paths(unfolded=True)
    assert lab_form.FOLD not in paths("data.name=moons")
    assert "data.label_noise" not in paths("data.name=auto_mpg")
