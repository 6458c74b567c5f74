"""The whole script: its head, its imports, and its parts in the order in which a textbook has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tui_lab.config import fields
from tui_lab.config import file as config_file
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t
from tui_lab.runs.events import Changed, Started
from tui_lab.script.data import data_folder, data_lines, needs_folder
from tui_lab.script.live import live_changes, prolongations, read_events
from tui_lab.script.network import network_lines
from tui_lab.script.plan import EPOCHS, Plan
from tui_lab.script.rate import rate_lines
from tui_lab.script.text import call, number, quoted
from tui_lab.script.training import evaluate_lines, precision_lines, training_lines

_STANDARD = [
    ("import copy", "copy.deepcopy"),
    ("import math", "math."),
    ("import sys", "sys."),
    ("import zlib", "zlib."),
    ("from pathlib import Path", "Path("),
]
_INSTALLED = [
    ("import numpy as np", "np."),
    ("import pandas as pd", "pd."),
    ("import torch", "torch."),
    ("import torch.nn.functional as F", "F."),
    ("from sklearn.datasets import load_digits", "load_digits("),
    ("from sklearn.datasets import make_blobs", "make_blobs("),
    ("from sklearn.datasets import make_circles", "make_circles("),
    ("from sklearn.datasets import make_moons", "make_moons("),
    ("from torch import nn", "nn."),
    ("from torchvision.datasets import CIFAR10", "CIFAR10("),
    ("from torchvision.transforms import v2", "v2."),
]
"""What a script may import, and the text by which one sees that it is used; in the order that isort wants."""


def script_of(
    config: TrainConfig, changes: Sequence[Changed] = (), *, datasets: Path | None = None, recorded: str = ""
) -> str:
    """The plain PyTorch script of a run; its comments are in the language in use.

    Args:
        config: as the run started.
        changes: its live changes that count, in their order (`live_changes`).
        datasets: the folder with the data's files; where none is given, that of this installation.
        recorded: on what the run was trained, a sentence for the script's head.

    Raises:
        LabError: the config can't be trained, or a change doesn't fit it.
    """
    plan = Plan(config, changes)
    body = [
        *_constants(plan, datasets),
        "",
        "",
        *data_lines(plan),
        "",
        *network_lines(plan),
        "",
        *_training(plan),
    ]
    code = "\n".join(body)
    standard = [line for line, needle in _STANDARD if _uses(code, needle)]
    installed = [line for line, needle in _INSTALLED if _uses(code, needle)]
    lines = [*_head(plan, installed, recorded), *standard, *([""] if standard else []), *installed, "", *body]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)) + "\n"


def script_of_run(folder: Path) -> str:
    """The script of a run: its config, and what was changed while it trained.

    Raises:
        LabError: its config can't be read, or its events don't fit it.
    """
    config = config_file.read(folder / "config.json")
    events = read_events(folder)
    starts = [event for event in events if isinstance(event, Started)]
    if not starts:
        return script_of(config)
    last = starts[-1]
    known: dict[str, str | int] = {"run.threads": last.threads, "run.device": last.device}
    for path, value in known.items():
        try:
            config = fields.replace(config, {path: value})
        except LabError:  # a damaged line: what the config says will have to do
            continue
    changes = live_changes(events)
    first, *later = prolongations(events)
    config = fields.replace(config, {EPOCHS: max(1, first.epochs)})
    for start in later:
        longer = Changed(
            time=start.time, step=start.step, command="", changes={EPOCHS: max(1, start.epochs)}, before={}
        )
        changes.append(longer)
    changes.sort(key=lambda change: change.step)  # stable: those before one step keep their order
    torch = last.torch if re.fullmatch(r"[\w.+-]{1,40}", last.torch) else "?"
    return script_of(
        config, changes, recorded=t("script.recorded", torch=torch, device=config.run.device, threads=last.threads)
    )


def _uses(code: str, needle: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(needle)}", code) is not None


def _head(plan: Plan, installed: list[str], recorded: str) -> list[str]:
    packages = {"sklearn": "scikit-learn"}
    names = dict.fromkeys(packages.get(name, name) for name in (re.split(r"[ .]", line)[1] for line in installed))
    model = {"mlp": "MLP", "cnn": "CNN"}[plan.config.model.kind]
    lines = [f'"""{t("script.head", data=plan.card.id, model=model)}', ""]
    lines.append(t("script.needs", packages=", ".join(names)))
    if needs_folder(plan.card):
        what = plan.card.file or "cifar-10-batches-py"
        lines.append(t("script.needs_folder", file=what))
    if recorded:
        lines.append(recorded)
    lines.append(t("script.same" if plan.on_cpu else "script.nearly_same"))
    return [*lines, '"""', ""]


def _constants(plan: Plan, datasets: Path | None) -> list[str]:
    config = plan.config
    lines = []
    if needs_folder(plan.card):
        folder = quoted(str(datasets or data_folder(plan.card)))
        lines += call("DATASETS = Path", [f"sys.argv[1] if len(sys.argv) > 1 else {folder}"])
    lines += [
        f"EPOCHS = {plan.epochs}",
        f"BATCH_SIZE = {config.data.batch_size}",
        f"LR = {number(config.optimizer.lr)}",
        f"SEED = {config.run.seed}",
    ]
    if config.run.threads:
        lines.append(f"torch.set_num_threads({config.run.threads})  # {t('script.threads')}")
    return lines + _device(plan)


def _device(plan: Plan) -> list[str]:
    if plan.on_cpu:
        return []
    if plan.device == "auto":
        other = '"mps" if torch.backends.mps.is_available() else "cpu"'
        return [f'device = torch.device("cuda" if torch.cuda.is_available() else {other})']
    number = int(plan.device.partition(":")[2] or 0)
    here = {
        "mps": "torch.backends.mps.is_available()",
        "cuda": "torch.cuda.is_available()",
        "cuda:0": "torch.cuda.is_available()",
    }.get(plan.device, f"torch.cuda.device_count() > {number}")
    return [
        f'device = torch.device("{plan.device}" if {here} else "cpu")',
        'if device.type == "cpu":',
        f"    print({quoted(t('script.no_device', device=plan.device))}, file=sys.stderr)",
    ]


def _training(plan: Plan) -> list[str]:
    lines = [t("script.training_title"), *rate_lines(plan)]
    if precision := precision_lines(plan):
        lines += [*precision]
    return [*lines, "", "", *evaluate_lines(plan), "", "", *training_lines(plan)]
