"""Which device is taken, without having one: what torch and nvidia-smi would say is made up."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from tui_lab.config.errors import LabError
from tui_lab.engine import devices


@pytest.fixture
def two_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two visible GPUs of three: torch sees those that CUDA_VISIBLE_DEVICES names, nvidia-smi all of them."""
    uuids = {"cuda:0": "bbb", "cuda:1": "ccc"}
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda name: SimpleNamespace(uuid=uuids[str(name)]))
    rows = [["GPU-aaa", "80000", "10", "0"], ["GPU-bbb", "100", "70000", "99"], ["GPU-ccc", "50000", "20000", "7"]]

    def query(fields: str) -> list[list[str]]:
        if fields == "uuid,memory.free":
            return [[uuid, free] for uuid, free, _, _ in rows]
        return [[uuid, used, use] for uuid, _, used, use in rows]

    monkeypatch.setattr(devices, "_query", query)


@pytest.mark.usefixtures("two_gpus")
def test_auto_takes_the_emptiest_of_those_that_may_be_used() -> None:
    assert str(devices.choose("auto")) == "cuda:1"
    assert str(devices.choose("cuda")) == "cuda:0"
    assert str(devices.choose("cpu")) == "cpu"
    assert devices.gpu_use(torch.device("cuda:1")) == (20000.0, 7.0)


@pytest.mark.usefixtures("two_gpus")
def test_a_gpu_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(LabError, match=r"cuda:5.*cpu, cuda:0, cuda:1"):
        devices.choose("cuda:5")


def test_without_a_gpu_auto_is_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert str(devices.choose("auto")) == "cpu"
    assert devices.gpu_use(torch.device("cpu")) is None
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert str(devices.choose("auto")) == "mps"


def test_a_machine_without_nvidia_smi_has_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert devices._query("uuid") == []


@pytest.mark.parametrize(("bf16", "dtype", "scaled"), [(True, torch.bfloat16, False), (False, torch.float16, True)])
def test_mixed_precision_scales_the_loss_only_in_float16(
    bf16: bool, dtype: torch.dtype, scaled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: bf16)
    precision = devices.make_precision(True, torch.device("cuda:0"))
    assert (precision.dtype, precision.scaler is not None) == (dtype, scaled)
    assert devices.make_precision(False, torch.device("cuda:0")).dtype is None
    assert devices.make_precision(True, torch.device("cpu")).dtype is torch.bfloat16


def test_threads_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(32)), raising=False)
    assert devices.threads(0, work=1e9) == devices.MOST_THREADS
    assert devices.threads(3, work=1e9) == 3


def test_a_small_network_gets_one_thread_unless_told_otherwise() -> None:
    assert devices.threads(0, work=64 * (784 * 128 + 128 * 10)) == 1
    assert devices.threads(2, work=1) == 2
