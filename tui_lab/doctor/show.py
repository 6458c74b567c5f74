"""All checks, in order, printed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import msgspec

from tui_lab.doctor import devices, driver, folders, logout, machine, pictures, terminal, versions
from tui_lab.doctor.findings import Finding, Level
from tui_lab.messages import t

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

SIGNS: dict[Level, tuple[str, str]] = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "fail": ("✗", "red")}
OLD_DRIVER = 3  # exit code of --driver: the set-up asks by it


def gather() -> list[Finding]:
    """Run every check; the system's own commands run meanwhile."""
    smi, logind = devices.Ask(), logout.Ask()
    build = driver.torch_build()
    before = versions.check(build)
    after = machine.check() + folders.check() + terminal.check() + pictures.check()
    return before + devices.check(build, *smi.answers()) + after + logout.check(logind.answers())


def report(console: Console | None = None, as_json: bool = False) -> int:
    """Print all findings; 1 when one of them makes dl-lab unusable, else 0."""
    findings = gather()
    worst = max((("ok", "warn", "fail").index(finding.level) for finding in findings), default=0)
    if as_json:
        document = {"level": ("ok", "warn", "fail")[worst], "findings": findings}
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n")
    else:
        show(findings, console)
    return 1 if worst == 2 else 0


def show(findings: list[Finding], console: Console | None = None, total: bool = True) -> None:
    """Print findings by group, and at the end, with `total`, how it stands altogether."""
    try:
        from rich.console import Console  # 25 ms, and not needed for JSON
        from rich.padding import Padding
        from rich.text import Text
    except ModuleNotFoundError:  # one of the things that doctor is there to tell
        for finding in findings:
            print(f"{t(f'doctor.level_{finding.level}')} {finding.text}", *finding.remedy.splitlines(), sep="\n    ")
        return

    console = console or Console(highlight=False)
    group = ""
    for finding in findings:
        if finding.id.partition(".")[0] != group:
            group = finding.id.partition(".")[0]
            console.print(Text(t(f"doctor.group_{group}"), style="bold"))
        console.print(Padding(_line(finding), (0, 0, 0, 2), expand=False))
        if finding.remedy:
            # A command may be longer than the line: no breaks of ours, so that it can be copied.
            console.print(Text("      " + finding.remedy.replace("\n", "\n      ")), soft_wrap=True)
    if not total:
        return
    count = {level: sum(finding.level == level for finding in findings) for level in SIGNS}
    if count["fail"]:
        console.print(Text(t("doctor.sum_fail", fail=count["fail"], warn=count["warn"]), style="bold red"))
    elif count["warn"]:
        console.print(Text(t("doctor.sum_warn", warn=count["warn"]), style="bold yellow"))
    else:
        console.print(Text(t("doctor.sum_ok"), style="bold green"))


def _line(finding: Finding) -> Table:
    from rich.table import Table
    from rich.text import Text

    sign, colour = SIGNS[finding.level]
    if not terminal.is_utf8(sys.stdout.encoding or "utf-8"):
        sign = {"ok": "+", "warn": "!", "fail": "x"}[finding.level]
    # The word too: colours and signs alone do not reach everybody.
    word = t(f"doctor.level_{finding.level}")
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"{sign} {word}", style=colour), Text(finding.text))
    return grid


def tell_driver() -> int:
    """Print GPU, driver and build alone, as the set-up's last lines; OLD_DRIVER when the GPU would lie idle."""
    build = driver.torch_build()
    gpus, found, late = devices.Ask().answers()
    findings = devices.check(build, gpus, found, late)
    show(findings, total=False)
    return OLD_DRIVER if driver.compare(build, found) in ("too_old", "cpu_build") else 0


def preferred_language() -> str:
    """`vi` or `en`, by the locale."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "vi" if name.startswith("vi") else "en"
