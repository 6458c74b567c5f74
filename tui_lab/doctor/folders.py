"""The learner's folders: where they are, whether they can be written, what is free, what they lie on."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

from tui_lab.config.places import home, settings_file
from tui_lab.doctor.findings import Finding, fail, ok, warn
from tui_lab.messages import t

NETWORK = ("nfs", "cifs", "smb", "lustre", "gpfs", "beegfs", "ceph", "glusterfs", "fuse.sshfs", "afs", "9p", "panfs")
LEAST_FREE = 1.0  # GiB: five runs' checkpoints at the default budget
SOCKET_PATH = 107  # bytes in a Unix socket's address


def existing(path: Path) -> Path:
    """The path itself, or the nearest of its parents that is there."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def file_system(path: Path, mountinfo: str | None = None) -> str:
    """The type of the file system a path lies on (`ext4`, `nfs4`); "" where the system can't say.

    Args:
        path: any path; what does not exist is judged by its nearest parent.
        mountinfo: the text of `/proc/self/mountinfo`, read when it is None.
    """
    if mountinfo is None:
        try:
            mountinfo = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
        except OSError:
            return ""
    where = str(existing(path).resolve())
    best, kind = "", ""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split()
        if len(fields) < 5 or not right:
            continue
        point = re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), fields[4])
        inside = where == point or where.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, right.split()[0]
    return kind


def is_network(kind: str) -> bool:
    """Whether a file system of this type lies on another machine."""
    return kind.startswith(NETWORK)


def _folder(id: str, label: str, path: Path) -> Finding:
    kind = file_system(path)
    near = existing(path)
    free = shutil.disk_usage(near).free / 2**30
    text = t("doctor.folder", label=label, path=path, free=f"{free:.1f}", kind=kind or "?")
    if path.exists() and not path.is_dir():
        return fail(id, t("doctor.not_a_folder", label=label, path=path), t("doctor.folder_do"))
    if not os.access(near, os.W_OK | os.X_OK):
        return fail(id, t("doctor.not_writable", label=label, path=path), t("doctor.folder_do"))
    if free < LEAST_FREE:
        return warn(id, text, t("doctor.disk_do"))
    if is_network(kind):
        return warn(id, text, t("doctor.network_do"))
    return ok(id, text)


def _sockets() -> Finding:
    # What lies here answers a learner's own processes: a folder of somebody else is not to be used.
    path = Path(tempfile.gettempdir()) / f"dl-lab-{os.getuid()}"
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return fail(
            "folders.temporary",
            t("doctor.not_writable", label=t("doctor.temporary"), path=path.parent),
            t("doctor.tmp_do"),
        )
    if path.exists() or path.is_symlink():
        info = path.lstat()
        if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.getuid() or info.st_mode & 0o077:
            return warn("folders.temporary", t("doctor.tmp_foreign", path=path), t("doctor.tmp_do"))
    longest = len(os.fsencode(str(path))) + len("/xxxxxxxx/xxxxxxxxxxxxxxxx.sock")
    if longest > SOCKET_PATH:
        return warn("folders.temporary", t("doctor.tmp_long", path=path.parent), t("doctor.tmp_do"))
    kind = file_system(path)
    if is_network(kind):
        return warn("folders.temporary", t("doctor.tmp_network", path=path.parent, kind=kind), t("doctor.tmp_do"))
    return ok("folders.temporary", t("doctor.tmp", path=path.parent, kind=kind or "?"))


def check() -> list[Finding]:
    """Data, runs, settings and the temporary folder."""
    findings = [
        _folder("folders.data", t("doctor.data"), home()),
        _folder("folders.settings", t("doctor.settings"), settings_file().parent),
    ]
    runs = home() / "runs"
    if runs.is_symlink() or file_system(runs) != file_system(home()):
        findings.insert(1, _folder("folders.runs", t("doctor.runs"), runs))
    else:
        count = sum(1 for child in runs.iterdir() if child.is_dir()) if os.access(runs, os.R_OK | os.X_OK) else 0
        findings.insert(1, ok("folders.runs", t("doctor.runs_count", path=runs, count=count)))
    findings.append(_sockets())
    return findings
