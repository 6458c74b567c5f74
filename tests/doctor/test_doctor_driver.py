"""Driver against build, with made-up drivers and builds: no GPU is needed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tui_lab.doctor import driver
from tui_lab.doctor.devices import Gpu, check, check_driver, from_proc, parse_query
from tui_lab.doctor.driver import Build, Driver, compare, index_for, parse_build, parse_proc, parse_smi_header

VERSION_PY = """from typing import Optional

__all__ = ['__version__', 'debug', 'cuda', 'git_version', 'hip', 'rocm', 'xpu']
__version__ = '2.14.1+cu130'
debug = False
cuda: Optional[str] = '13.0'
git_version = '5c4886908584029761b579af026dcfb627c84070'
hip: Optional[str] = None
xpu: Optional[str] = None
"""


def build(cuda: str = "13.0", version: str = "2.14.1+cu130", hip: str = "") -> Build:
    return Build(version, cuda, hip, "", "")


def test_version_py_is_read_as_text() -> None:
    assert parse_build(VERSION_PY, "/x") == Build("2.14.1+cu130", "13.0", "", "", "/x")


def test_a_servers_own_build_is_read_too() -> None:
    text = "__version__ = '2.9.0a0+145a3a7bda.nv25.10'\ncuda = '13.0'\nhip = None\n"
    assert parse_build(text).version == "2.9.0a0+145a3a7bda.nv25.10"
    assert parse_build("__version__ = '2.8.0+rocm6.4'\ncuda = None\nhip = '6.4.4'\n").hip == "6.4.4"


def test_the_installed_torch_is_found_without_importing_it() -> None:
    before = "torch" in sys.modules
    found = driver.torch_build()
    assert found is not None
    assert found.version
    assert ("torch" in sys.modules) == before


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023\nGCC", "535.104.05"),
        ("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (x)\n", "580.65.06"),
        ("NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.26  Tue\n", "570.26"),
        ("something else\n", None),
    ],
)
def test_the_drivers_version_in_proc(text: str, version: str | None) -> None:
    assert parse_proc(text) == version


def test_the_head_of_nvidia_smi() -> None:
    old = "| NVIDIA-SMI 535.104.05   Driver Version: 535.104.05   CUDA Version: 12.2     |"
    assert parse_smi_header(old) == Driver("535.104.05", "12.2")
    assert parse_smi_header("| NVIDIA-SMI 590.1  KMD Driver Version: 590.1  CUDA UMD Version: 13.1 |") == Driver(
        "590.1", "13.1"
    )
    assert parse_smi_header("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.") is None


@pytest.mark.parametrize(
    ("torch", "found", "verdict"),
    [
        (None, Driver("580.65.06"), "no_torch"),
        (build(), None, "no_driver"),
        (build(cuda=""), Driver("580.65.06"), "cpu_build"),
        (build(cuda="", hip="6.4"), Driver("580.65.06"), "not_nvidia"),
        (build(), Driver("580.65.06"), "fits"),
        (build(), Driver("595.1"), "fits"),
        (build(), Driver("570.124.06"), "too_old"),
        (build(), Driver("535.104.05", "12.2"), "too_old"),
        (build(), Driver("535.104.05", "13.0"), "fits"),  # a compatibility library
        (build("13.2"), Driver("580.65.06", "13.0"), "fits_by_compatibility"),
        (build("12.8"), Driver("535.104.05", "12.2"), "fits_by_compatibility"),
        (build("12.8"), Driver("570.26"), "fits"),
        (build("12.6"), Driver("525.60.13"), "fits_by_compatibility"),
        (build("12.6"), Driver("470.82.01", "11.4"), "too_old"),
        (build("12.6"), Driver("418.39"), "too_old"),
        (build("12.6"), Driver("537.13", "12.2"), "fits_by_compatibility"),  # Windows' number, seen in WSL
    ],
)
def test_how_build_and_driver_go_together(torch: Build | None, found: Driver | None, verdict: str) -> None:
    assert compare(torch, found) == verdict


@pytest.mark.parametrize(
    ("found", "index"),
    [
        (Driver("595.1"), "cu130"),
        (Driver("580.65.06"), "cu130"),
        (Driver("575.51.03"), "cu128"),
        (Driver("560.28.03"), "cu126"),
        (Driver("525.60.13"), "cu126"),
        (Driver("520.61.05"), None),
        (Driver("418.39"), None),
    ],
)
def test_the_right_index(found: Driver, index: str | None) -> None:
    assert index_for(found) == index


def test_an_old_driver_is_told_with_the_exact_command() -> None:
    [finding] = check_driver(build(), Driver("535.104.05", "12.2"), python="/v/bin/python")
    assert finding.level == "warn"
    assert "535.104.05" in finding.text
    assert "CUDA 13.0" in finding.text
    assert "make lab TORCH=cu126" in finding.remedy
    assert (
        '/v/bin/python -m pip install --force-reinstall "torch>=2.8" "torchvision>=0.23" '
        "--index-url https://download.pytorch.org/whl/cu126"
    ) in finding.remedy


def test_a_driver_too_old_for_all_is_told_so() -> None:
    [finding] = check_driver(build("12.6"), Driver("470.82.01", "11.4"))
    assert driver.OLDEST_USABLE in finding.remedy
    assert "whl/" not in finding.remedy


def test_a_build_for_the_cpu_beside_a_driver_is_told() -> None:
    [finding] = check_driver(build("", "2.14.1+cpu"), Driver("580.65.06", "13.0"))
    assert finding.level == "warn"
    assert "TORCH=cu130" in finding.remedy


def test_nothing_to_say_without_a_driver() -> None:
    assert check_driver(build(), None) == []


def test_gpus_are_read_with_what_is_not_known() -> None:
    text = (
        "0, NVIDIA H100 80GB HBM3, 81559, 1024, 7, 9.0, 580.65.06\n1, Tesla V100, 16384, 0, [N/A], 7.0, 580.65.06\nno\n"
    )
    first, second = parse_query(text)
    assert first == Gpu(0, "NVIDIA H100 80GB HBM3", 81559, 1024, 7, "9.0", "580.65.06")
    assert second.use == -1


def test_a_gpu_older_than_the_build_is_named() -> None:
    findings = check(
        build(), [Gpu(0, "Tesla V100", 16384, 0, 0, "7.0", "580.65.06")], Driver("580.65.06", "13.0"), False
    )
    told = [finding for finding in findings if finding.id == "devices.capability0"]
    assert told
    assert "cu126" in told[0].remedy


def test_gpus_from_proc_when_nvidia_smi_is_slow(tmp_path: Path) -> None:
    card = tmp_path / "gpus" / "0000:01:00.0"
    card.mkdir(parents=True)
    (card / "information").write_text("Model: \t\t NVIDIA A100-SXM4-40GB\nIRQ: 1\n")
    (tmp_path / "version").write_text("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat\n")
    assert from_proc(tmp_path) == [Gpu(0, "NVIDIA A100-SXM4-40GB", driver="535.104.05")]
    findings = check(build(), from_proc(tmp_path), Driver("535.104.05"), True)
    assert {"devices.slow", "devices.driver", "devices.gpu0"} <= {finding.id for finding in findings}


def test_an_environment_without_pip_is_served_by_uv() -> None:
    assert driver.installer("/v/bin/python", has_pip=True) == "/v/bin/python -m pip install"
    assert driver.installer("/v/bin/python", has_pip=False) == "uv pip install --python /v/bin/python"
