"""What happens to a training when this terminal closes, and what to do where it would end."""

from __future__ import annotations

import getpass
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tui_lab.doctor.commands import Asked
from tui_lab.doctor.findings import Finding, ok, warn
from tui_lab.messages import t

CONFIG = ("/usr/lib/systemd", "/usr/local/lib/systemd", "/run/systemd", "/etc/systemd")


class Surroundings(NamedTuple):
    """What decides over processes left behind; None where it is not known."""

    slurm_job: str = ""
    container: str = ""
    first_process: str = ""
    systemd: bool = False
    kill_user_processes: bool | None = None
    linger: bool | None = None


def parse_logind(text: str) -> bool | None:
    """`KillUserProcesses` in a logind.conf; a commented line is the default this systemd was built with."""
    value: bool | None = None
    for comment, word in re.findall(r"^\s*(#?)\s*KillUserProcesses\s*=\s*(\w+)", text, re.MULTILINE):
        if comment and value is not None:
            continue
        value = word.lower() in ("yes", "true", "on", "1")
    return value


def configured(folders: tuple[str, ...] = CONFIG) -> bool | None:
    """`KillUserProcesses` as the files say: the main file, then the drop-ins in the order of their names."""
    value: bool | None = None
    drop_ins: dict[str, Path] = {}
    for folder in folders:
        try:
            found = parse_logind((Path(folder) / "logind.conf").read_text(encoding="utf-8"))
        except OSError:
            found = None
        value = value if found is None else found
        drop_ins |= {path.name: path for path in Path(folder).glob("logind.conf.d/*.conf")}
    for name in sorted(drop_ins):
        found = parse_logind(drop_ins[name].read_text(encoding="utf-8", errors="replace"))
        value = value if found is None else found
    return value


def container(env: Mapping[str, str], root: Path = Path("/"), cgroup: str = "") -> str:
    """The kind of container this runs in, "" for none."""
    if (root / ".dockerenv").exists():
        return "Docker"
    if (root / "run/.containerenv").exists():
        return "Podman"
    if env.get("APPTAINER_CONTAINER") or env.get("SINGULARITY_CONTAINER") or (root / ".singularity.d").exists():
        return "Apptainer"
    if env.get("KUBERNETES_SERVICE_HOST"):
        return "Kubernetes"
    match = re.search(r"/(docker|kubepods|lxc|containerd)", cgroup)
    return match[1] if match else ""


class Ask:
    """logind's answers, asked for at once and read later."""

    def __init__(self) -> None:
        self.systemd = Path("/run/systemd/system").is_dir()
        self._kill = self._linger = None
        if self.systemd:
            manager = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
            self._kill = Asked("busctl", "get-property", *manager, "KillUserProcesses")
            self._linger = Asked("loginctl", "show-user", str(os.getuid()), "--property=Linger")

    def answers(self, env: Mapping[str, str] | None = None) -> Surroundings:
        """All that is known of the surroundings, waiting a tenth of a second at most."""
        env = os.environ if env is None else env
        until = time.monotonic() + 0.1
        kill, linger = None, None
        if self._kill is not None and self._linger is not None:
            told = self._kill.answer(until)
            kill = configured() if told is None else "true" in told
            told = self._linger.answer(until)
            linger = "Linger=yes" in told if told else Path(f"/var/lib/systemd/linger/{_user()}").exists()
        return Surroundings(
            slurm_job=env.get("SLURM_JOB_ID", ""),
            container=container(env, cgroup=_text("/proc/1/cgroup")),
            first_process=_text("/proc/1/comm").strip(),
            systemd=self.systemd,
            kill_user_processes=kill,
            linger=linger,
        )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return str(os.getuid())


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def check(around: Surroundings) -> list[Finding]:
    """Whether a training outlives this terminal; every line that holds is given."""
    findings = []
    if around.slurm_job:
        text, remedy = t("doctor.slurm", job=around.slurm_job), t("doctor.slurm_do")
        findings.append(warn("logout.slurm", text, remedy))
    if around.container:
        text = t("doctor.container", kind=around.container, first=around.first_process or "?")
        findings.append(warn("logout.container", text, t("doctor.container_do")))
    if around.systemd and around.kill_user_processes:
        user = _user()
        if around.linger:
            findings.append(warn("logout.systemd", t("doctor.kill_linger", user=user), t("doctor.kill_linger_do")))
        else:
            findings.append(warn("logout.systemd", t("doctor.kill", user=user), t("doctor.kill_do", user=user)))
    elif around.systemd and around.kill_user_processes is None:
        findings.append(warn("logout.systemd", t("doctor.kill_unknown"), t("doctor.kill_unknown_do")))
    return findings or [ok("logout.stays", t("doctor.stays"))]
