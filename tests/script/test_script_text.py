"""How a script looks: plain, clean, short, and only with what its run uses."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from script_runs import Case, script_of_case
from small_runs import make_config
from test_script_agrees import GROUPS

from tui_lab.config.errors import LabError
from tui_lab.messages import LANGUAGES, set_language
from tui_lab.runs.events import Changed
from tui_lab.script import script_of

CASES = [case for cases in GROUPS.values() for case in cases]
GOLDEN = Path(__file__).parent / "golden"
PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
ODD = [
    Case("cuda", "run.device=cuda:0 run.mixed_precision=on run.compile=on regularisation.gradient_clip=1"),
    Case("other_gpu", "run.device=cuda:3 optimizer.name=adagrad", {3: {"regularisation.dropout": 0.2}}),
    Case("auto", "run.device=auto run.threads=0 optimizer.name=nesterov", {3: {"regularisation.batch_norm": True}}),
    Case("mps", "run.device=mps run.mixed_precision=on"),
    Case("cifar", "data.name=cifar10 model.kind=cnn data.augmentation.erase=0.3 regularisation.dropout=0.1"),
    Case("one_point", "data.name=moons data.train_samples=1"),
    Case(
        "many_changes",
        "schedule.name=one-cycle schedule.warmup_epochs=1",
        {n: {"optimizer.lr": 0.001 * (n + 1)} for n in range(12)},
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_script_is_clean(language: str, tmp_path: Path) -> None:
    """Ruff finds nothing in any of them, and would not move a space."""
    set_language("vi" if language == "vi" else "en")
    for case in [*CASES, *ODD]:
        (tmp_path / f"{case.name}.py").write_text(script_of_case(case, Path("datasets")), encoding="utf-8")
    common = ["--no-cache", "--config", str(PYPROJECT), str(tmp_path)]
    for command in (["check", "--ignore", "D"], ["format", "--check", "--diff"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *command, *common], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@pytest.mark.parametrize("case", [*CASES, *ODD], ids=lambda case: case.name)
def test_a_script_is_short_and_knows_nothing_of_the_lab(case: Case) -> None:
    code = script_of_case(case)
    compile(code, case.name, "exec")
    assert len(code.splitlines()) <= 170 + 10 * len(case.changes)
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not {name for name in imported if name.startswith("tui_lab")}


@pytest.mark.parametrize(
    ("settings", "absent"),
    [
        ("", "Dropout|Norm|Identity|scheduler|step =|clip|copy|waited|v2|device|augment|torch.manual_seed|half|pd."),
        ("data.name=xor", "sklearn|images|pool|flatten|split(1024)|DATASETS|Path|sys|noise"),
        ("data.name=auto_mpg", "def take|accuracy|labels"),
        ("data.final_fit=on", "x_val|val_loss"),
        ("schedule.name=step", "math|rate_factor|param_groups"),
        ("regularisation.dropout=0.1", "Identity|Norm|if step"),
        ("regularisation.batch_norm=on", "Identity|Dropout|if step"),
    ],
)
def test_only_what_a_run_uses_is_there(settings: str, absent: str) -> None:
    code = script_of(make_config("data.train_samples=0", *settings.split()))
    assert not [word for word in absent.split("|") if word in code]


@pytest.mark.parametrize(
    ("name", "language", "case"),
    [
        (
            "mnist_cnn",
            "en",
            Case(
                "",
                "data.name=mnist data.train_samples=0 model.kind=cnn regularisation.dropout=0.3 "
                "schedule.name=one-cycle",
            ),
        ),
        (
            "heart_changed",
            "vi",
            Case(
                "",
                "data.name=heart data.train_samples=0 model.hidden=32,16 optimizer.name=adamw "
                "schedule.name=cosine schedule.warmup_epochs=0.5 early_stopping.enabled=on run.epochs=20",
                {6: {"regularisation.batch_norm": True}, 12: {"regularisation.dropout": 0.2, "optimizer.lr": 0.0005}},
            ),
        ),
    ],
)
def test_two_scripts_as_they_were_looked_at(name: str, language: str, case: Case) -> None:
    """A changed text shows here: look at it, delete the file, and run this again to keep the new one."""
    set_language("vi" if language == "vi" else "en")
    code = script_of_case(case, datasets=Path("datasets"))
    path = GOLDEN / f"{name}.py"
    if not path.exists():
        path.write_text(code, encoding="utf-8")
        pytest.fail(f"{path} was written: look at it")
    assert code == path.read_text(encoding="utf-8")


def test_a_folder_with_odd_characters_is_quoted() -> None:
    code = script_of(make_config("data.name=heart", "data.train_samples=0"), datasets=Path('/a "b"\\c\n/đ'))
    assigned = next(node for node in ast.parse(code).body if isinstance(node, ast.Assign))
    texts = [node.value for node in ast.walk(assigned) if isinstance(node, ast.Constant)]
    assert '/a "b"\\c\n/đ' in texts


def test_a_change_that_does_not_fit_is_a_sentence() -> None:
    for changes in ({"optimizer.lr": -1.0}, {"nothing.here": 1}, {"optimizer.name": "newton"}):
        event = Changed(time=0, step=1, command="1", changes=changes, before={})
        with pytest.raises(LabError):
            script_of(make_config(), [event])


def test_a_config_that_cannot_be_trained_is_a_sentence() -> None:
    with pytest.raises(LabError):
        script_of(make_config("data.name=moons", "model.kind=cnn"))


def test_a_device_that_is_not_there_is_said_and_the_cpu_taken(tmp_path: Path) -> None:
    path = tmp_path / "gpu.py"
    settings = ["data.name=xor", "run.device=cuda:63", "run.epochs=1", "optimizer.name=adagrad"]
    path.write_text(script_of(make_config(*settings)), encoding="utf-8")
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1 and "cuda:63 isn't here" in done.stderr
    assert done.stdout.startswith("epoch 1  train loss 0.")
