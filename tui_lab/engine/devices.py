"""Which device trains, how many threads, and what of 16-bit arithmetic it can do."""

from __future__ import annotations

import os
import subprocess
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch

from tui_lab.config.errors import LabError
from tui_lab.messages import t

MOST_THREADS = 8
WORTH_DIVIDING = 13e6


def present() -> list[str]:
    """Devices that may be used, as `run.device` names them; torch heeds CUDA_VISIBLE_DEVICES, which Slurm sets."""
    found = ["cpu"]
    if torch.cuda.is_available():
        found += [f"cuda:{i}" for i in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    return found


def choose(wanted: str) -> torch.device:
    """The device for `run.device`: `auto` takes the emptiest visible GPU, else the CPU.

    Raises:
        LabError: the wanted device isn't here.
    """
    here = present()
    if wanted == "auto":
        gpus = [name for name in here if name.startswith("cuda")]
        if gpus:
            return torch.device(max(gpus, key=_free_memory) if len(gpus) > 1 else gpus[0])
        return torch.device("mps" if "mps" in here else "cpu")
    name = "cuda:0" if wanted == "cuda" else wanted
    if name not in here:
        raise LabError(t("failure.no_device", device=wanted, present=", ".join(here)))
    return torch.device(name)


def _query(fields: str) -> list[list[str]]:
    """What nvidia-smi says, a row a GPU; nothing where it isn't."""
    command = ["nvidia-smi", f"--query-gpu={fields}", "--format=csv,noheader,nounits"]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return [[cell.strip() for cell in line.split(",")] for line in shown.stdout.splitlines()]


def _uuid(name: str) -> str:
    return str(getattr(torch.cuda.get_device_properties(name), "uuid", ""))


def _free_memory(name: str) -> float:
    # Asking nvidia-smi, by UUID: torch's own question would leave a context of 300 MB on each GPU it asks.
    uuid = _uuid(name)
    for row in _query("uuid,memory.free"):
        if uuid and uuid in row[0]:
            return float(row[1])
    return float(torch.cuda.mem_get_info(name)[0]) / 2**20


def gpu_use(device: torch.device) -> tuple[float, float] | None:
    """Memory in use (MB, all programs) and load (percent) of a CUDA device; None elsewhere."""
    if device.type != "cuda":
        return None
    uuid = _uuid(str(device))
    for row in _query("uuid,memory.used,utilization.gpu"):
        try:
            if uuid and uuid in row[0]:
                return float(row[1]), float(row[2])
        except ValueError:  # "[N/A]" on a slice of a GPU
            break
    return torch.cuda.memory_reserved(device) / 2**20, 0.0


def threads(wanted: int, work: float) -> int:
    """CPU threads for `run.threads`: 0 takes the cores that this process may use, at most 8, if a step is worth it.

    `work` is a step's multiplications in one forward pass. Dividing a small product costs more than it saves: on two
    cores a 784-128-10 network at batch 64 (6.5 million) trained 12 % slower with two threads, 784-256-10 the same,
    784-512-10 (26 million) 15 % faster.
    """
    if wanted:
        return wanted
    if work < WORTH_DIVIDING:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, MOST_THREADS))


@dataclass
class Precision:
    """How a forward pass is computed, and how the loss is scaled where 16 bits would lose small gradients."""

    device: torch.device
    dtype: torch.dtype | None
    scaler: torch.amp.GradScaler | None

    def forward(self) -> AbstractContextManager[object]:
        """The context of a forward pass."""
        return torch.autocast(self.device.type, self.dtype) if self.dtype is not None else nullcontext()


def make_precision(mixed: bool, device: torch.device) -> Precision:
    """bfloat16 where the device has it; float16 with a scaled loss on older CUDA devices."""
    if not mixed:
        return Precision(device, None, None)
    if device.type == "cuda" and not torch.cuda.is_bf16_supported():
        return Precision(device, torch.float16, torch.amp.GradScaler("cuda"))
    return Precision(device, torch.float16 if device.type == "mps" else torch.bfloat16, None)
