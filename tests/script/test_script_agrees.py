"""Scripts print what the lab recorded, to 1e-6: every optimizer, schedule, task and kind of change."""

from __future__ import annotations

from pathlib import Path

import pytest
from script_runs import Case, agree, differences, run_scripts, train_with
from small_runs import make_run, train, train_until

from tui_lab.runs.events import Changed
from tui_lab.script import script_of_run
from tui_lab.script.live import live_changes, read_events

CNN = "model.kind=cnn model.stages=4,6"
SMALL = "model.hidden=16"
DROP = "regularisation.dropout=0.3"
NORM = "regularisation.batch_norm=on"
MOONS = "data.name=moons data.batch_size=50"

MODELS = [
    Case(f"{name}{'_dropout' if drop else ''}{'_norm' if norm else ''}", f"{model} {drop} {norm}")
    for name, model in (("mlp", SMALL), ("cnn", CNN + " model.head=8"))
    for drop in ("", DROP)
    for norm in ("", NORM)
] + [
    Case("deep", "model.hidden=12,9,7 model.activation=gelu model.init=xavier data.batch_size=33 " + DROP),
    Case("leaky", f"{CNN} model.activation=leaky-relu model.pooling=average model.init=normal"),
    Case("kernels", "model.kind=cnn model.stages=3k5p1,4k2p3 model.activation=tanh " + DROP),
    Case("linear", "model.hidden= model.activation=none model.init=zeros"),
    Case("sigmoid", f"{SMALL} model.activation=sigmoid data.batch_size=299"),
    Case("bfloat16", f"{SMALL} run.mixed_precision=on {DROP}"),
    Case("threads", f"{CNN} run.threads=2"),
]
OPTIMIZERS = [
    Case(name, f"{SMALL} optimizer.name={name} optimizer.lr={lr} optimizer.weight_decay=0.01 {DROP}")
    for name, lr in (
        ("sgd", 0.05), ("momentum", 0.02), ("nesterov", 0.02), ("rmsprop", 0.001), ("adagrad", 0.01), ("adam", 0.002),
        ("adamw", 0.002),
    )
] + [
    Case("betas", f"{SMALL} optimizer.beta1=0.8 optimizer.beta2=0.99"),
    Case("decay_none", f"{SMALL} optimizer.name=adamw"),
    Case("clip", f"{SMALL} {NORM} regularisation.gradient_clip=0.5 optimizer.name=momentum"),
]  # fmt: skip
SCHEDULES = [
    *[
        Case(f"{name}{'_warm' if warm else ''}", f"{MOONS} {SMALL} schedule.name={name} {warm} optimizer.lr=0.02")
        for name in ("none", "step", "exponential", "cosine", "plateau", "one-cycle")
        for warm in ("", "schedule.warmup_epochs=0.5")
        if name != "none" or warm
    ],
    Case("steps", f"{SMALL} schedule.name=step schedule.step_size=1 run.epochs=4 optimizer.name=sgd"),
    Case("drops", f"{SMALL} schedule.name=plateau schedule.patience=0 schedule.gamma=0.01 optimizer.lr=0.3 "
         "run.epochs=6"),
    Case("long_warmup", f"{SMALL} schedule.name=cosine schedule.warmup_epochs=9"),
    Case("stop_early", f"{SMALL} early_stopping.enabled=on early_stopping.patience=1 optimizer.lr=0.05 run.epochs=12"),
    Case("stop_metric", f"{SMALL} {DROP} early_stopping.enabled=on early_stopping.metric=val-metric run.epochs=8 "
         "early_stopping.min_delta=0.01 early_stopping.patience=2 optimizer.lr=0.03"),
    Case("stop_last", f"{CNN} {NORM} early_stopping.enabled=on early_stopping.restore_best=off "
         "early_stopping.patience=0 optimizer.lr=0.1 run.epochs=8"),
]  # fmt: skip
DATA = [
    Case(name, f"data.name={name} data.train_samples=0 {SMALL} run.epochs=2")
    for name in (
        "moons", "circles", "spirals", "blobs", "xor", "heart", "breast_cancer", "telco_churn", "auto_mpg",
        "california_housing",
    )
] + [
    Case("all_digits", f"{SMALL} data.train_samples=0 data.batch_size=77"),
    Case("images", f"data.name=fashion_mnist data.train_samples=200 {SMALL} run.epochs=1"),
    Case("huber", f"data.name=auto_mpg data.train_samples=100 {SMALL} run.loss=huber {NORM}"),
    Case("two_logits", f"data.name=heart data.train_samples=0 {SMALL} run.loss=cross-entropy"),
    Case("few_rows", f"data.name=heart data.train_samples=5 {SMALL} data.batch_size=2"),
    Case("one_left", f"{SMALL} {NORM} data.batch_size=23"),
    Case("noise", f"{SMALL} data.label_noise=0.3"),
    Case("noise_binary", f"data.name=xor {SMALL} data.label_noise=0.15"),
    Case("final", f"data.train_samples=0 {SMALL} data.final_fit=on run.epochs=1"),
    Case("final_few", f"{MOONS} {SMALL} data.final_fit=on data.label_noise=0.1 run.seed=7"),
    Case("final_numbers", f"data.name=auto_mpg data.train_samples=310 {SMALL} data.final_fit=on"),
    Case("augmented", f"{CNN} {DROP} data.augmentation.shift=0.1 data.augmentation.turn=10 data.augmentation.scale=0.1 "
         "data.augmentation.flip=on data.augmentation.erase=0.4 data.train_samples=120 run.epochs=2"),
    Case("flipped", f"{SMALL} data.augmentation.flip=on data.train_samples=120 run.epochs=2"),
]  # fmt: skip
ON, OFF = {"regularisation.batch_norm": True}, {"regularisation.batch_norm": False}
LIVE = [
    Case("dropout_in", f"{SMALL}", {3: {"regularisation.dropout": 0.4}, 8: {"regularisation.dropout": 0.1}}),
    Case("dropout_out", f"{CNN} {DROP}", {4: {"regularisation.dropout": 0.0}}),
    Case("norm_in", f"{CNN} model.head=8 {DROP}", {5: ON}),
    Case("norm_in_and_out", f"{SMALL} {DROP} regularisation.gradient_clip=1", {2: ON, 7: OFF}),
    Case("norm_out_and_in", f"{SMALL} {NORM} schedule.name=cosine", {2: OFF, 7: ON}),
    Case("rate", SMALL, {4: {"optimizer.lr": 0.01}, 9: {"optimizer.lr": 0.0001}}),
    Case("rate_in_schedule", f"{SMALL} schedule.name=one-cycle", {4: {"optimizer.lr": 0.01}}),
    Case("rate_at_plateau", f"{SMALL} schedule.name=plateau schedule.patience=0 optimizer.lr=0.2 run.epochs=5",
         {7: {"optimizer.lr": 0.3}, 11: {"optimizer.name": "sgd"}}),
    Case("decay", f"{SMALL} optimizer.name=adamw schedule.name=step", {4: {"optimizer.weight_decay": 0.5}}),
    Case("clip_in", f"{SMALL} {DROP}", {4: {"regularisation.gradient_clip": 0.1}}),
    Case("clip_out", f"{SMALL} regularisation.gradient_clip=0.2", {4: {"regularisation.gradient_clip": 0.0}}),
    Case("adam_to_adamw", SMALL, {6: {"optimizer.name": "adamw", "optimizer.weight_decay": 0.1}}),
    Case("momentum_to_nesterov", f"{SMALL} optimizer.name=momentum optimizer.lr=0.02",
         {6: {"optimizer.name": "nesterov"}, 9: {"optimizer.name": "sgd"}, 11: {"optimizer.name": "momentum"}}),
    Case("norm_under_momentum", f"{SMALL} {DROP} optimizer.name=momentum optimizer.lr=0.02", {3: ON, 8: OFF, 10: ON}),
    Case("norm_under_nesterov", f"{CNN} optimizer.name=nesterov optimizer.lr=0.02", {5: ON}),
    Case("adam_to_rmsprop", f"{SMALL} schedule.name=exponential", {6: {"optimizer.name": "rmsprop"}}),
    Case("all_at_once", f"{SMALL} early_stopping.enabled=on",
         {0: {"optimizer.lr": 0.005}, 5: {**ON, "regularisation.dropout": 0.2, "optimizer.name": "nesterov",
                                          "optimizer.lr": 0.01}}),
    Case("augmented_live", f"{SMALL} data.augmentation.shift=0.1 data.train_samples=120 run.epochs=2",
         {1: {"regularisation.gradient_clip": 1.0}, 2: ON}),
]  # fmt: skip

GROUPS = {"models": MODELS, "optimizers": OPTIMIZERS, "schedules": SCHEDULES, "data": DATA, "live": LIVE}


@pytest.mark.parametrize("group", GROUPS)
def test_a_script_prints_what_the_lab_recorded(group: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(GROUPS[group], tmp_path, monkeypatch)


def test_runs_that_were_cut_short_undone_prolonged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes after the last checkpoint are carried out anew; a prolonged schedule is stretched from there on."""
    folders = {}
    killed = folders["killed"] = make_run(SMALL, DROP)
    with monkeypatch.context() as patch:
        patch.setattr("small_runs.train", lambda folder, **how: train_with(folder, {6: ON, 8: OFF}, patch, **how))
        train_until(killed, 9, monkeypatch)
    assert train(killed, resume=True) == 0
    assert [change.replayed for change in read_events(killed) if isinstance(change, Changed)].count(True) == 2
    for name in ("cosine", "one-cycle", "step"):
        longer = folders[name] = make_run(SMALL, f"schedule.name={name}")
        assert train(longer) == 0
        assert train(longer, resume=True, epochs=5) == 0
    printed = run_scripts(folders, tmp_path)
    assert max(differences(folder, printed[name]) for name, folder in folders.items()) < 1e-6
    assert len(live_changes(read_events(killed))) == 2 and "Identity" in script_of_run(killed)
