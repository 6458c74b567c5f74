"""The other checks of doctor, on made-up machines, and the command itself."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from rich.console import Console

from tui_lab import doctor, messages
from tui_lab.doctor import folders, logout, machine, show, terminal, versions
from tui_lab.doctor.commands import Asked
from tui_lab.doctor.findings import fail, ok, warn
from tui_lab.doctor.logout import Surroundings
from tui_lab.messages.en import doctor as english
from tui_lab.messages.vi import doctor as vietnamese

HERE = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path / "home"))


def test_both_languages_say_the_same_things() -> None:
    assert english.TEXTS.keys() == vietnamese.TEXTS.keys()
    for key, text in english.TEXTS.items():
        other = vietnamese.TEXTS[key]
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", other)), key
        assert unicodedata.is_normalized("NFC", other), key


def test_the_quota_of_a_control_group(tmp_path: Path) -> None:
    own = tmp_path / "user" / "job"
    own.mkdir(parents=True)
    (own / "cpu.max").write_text("max 100000\n")
    (tmp_path / "user" / "cpu.max").write_text("150000 100000\n")
    (own / "memory.max").write_text("max\n")
    (tmp_path / "user" / "memory.max").write_text(str(2 << 30))
    groups = machine.own_cgroups(tmp_path, "0::/user/job\n")
    assert groups == [own, tmp_path / "user", tmp_path]
    assert machine.cpu_quota(groups, tmp_path / "none") == 1.5
    assert machine.memory_limit(groups, tmp_path / "none") == 2 << 30


def test_control_groups_of_version_1(tmp_path: Path) -> None:
    (tmp_path / "cpu.cfs_quota_us").write_text("-1")
    (tmp_path / "cpu.cfs_period_us").write_text("100000")
    (tmp_path / "memory.limit_in_bytes").write_text(str((1 << 63) - 4096))
    assert machine.cpu_quota([], tmp_path) is None
    assert machine.memory_limit([], tmp_path) is None
    (tmp_path / "cpu.cfs_quota_us").write_text("50000")
    assert machine.cpu_quota([], tmp_path) == 0.5


def test_a_cgroup_path_of_the_host_is_not_followed(tmp_path: Path) -> None:
    assert machine.own_cgroups(tmp_path, "0::/../../elsewhere\n")[0] == tmp_path


def test_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "memory", lambda: (1 << 30, 1 << 29))
    assert [finding.level for finding in machine.check()] == ["ok", "warn"]


MOUNTS = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /home rw shared:1 - nfs4 server:/home rw,vers=4.2
31 22 0:41 / /home/with\040space rw - tmpfs tmpfs rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/x", "ext4"), ("/home/an/lab", "nfs4"), ("/home/with space/x", "tmpfs"), ("/homes", "ext4")],
)
def test_the_file_system_of_a_path(path: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "existing", lambda given: given)
    assert folders.file_system(Path(path), MOUNTS) == kind
    assert folders.is_network(kind) == (kind == "nfs4")


def test_a_folder_on_nfs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "file_system", lambda path, mountinfo=None: "nfs4")
    levels = {finding.id: finding.level for finding in folders.check()}
    assert levels["folders.data"] == "warn"
    assert levels["folders.temporary"] == "warn"


def test_a_file_where_the_data_folder_should_be_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    [data] = [finding for finding in folders.check() if finding.id == "folders.data"]
    assert data.level == "fail"
    assert "DL_LAB_HOME" in data.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o500)
    assert folders.check()[0].level == "fail"


def test_a_long_temporary_path_has_no_place_for_sockets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setattr(folders.tempfile, "gettempdir", lambda: str(deep))
    assert folders.check()[-1].level == "warn"


def test_somebody_elses_folder_in_the_temporary_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    short = tmp_path
    monkeypatch.setattr(folders.tempfile, "gettempdir", lambda: str(short))
    (short / f"dl-lab-{os.getuid()}").mkdir()
    (short / f"dl-lab-{os.getuid()}").chmod(0o755)
    assert folders.check()[-1].level == "warn"


@pytest.mark.parametrize(
    ("env", "count"),
    [
        ({"TERM": "xterm"}, 8),
        ({"TERM": "linux"}, 8),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 1 << 24),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, 0),
        ({"TERM": "xterm", "NO_COLOR": ""}, 8),
        ({"TERM": "dumb"}, 0),
        ({}, 0),
    ],
)
def test_colours(env: dict[str, str], count: int) -> None:
    assert terminal.colours(env)[0] == count


def test_tmux_screen_ssh_and_size() -> None:
    env = {"TERM": "screen", "STY": "1", "SSH_CONNECTION": "a b c d"}
    found = {finding.id: finding for finding in terminal.check(env, (50, 15))}
    assert found["terminal.kind"].level == "warn"
    assert "60x20" in found["terminal.kind"].remedy
    assert {"terminal.multiplexer", "terminal.ssh"} <= found.keys()
    assert terminal.multiplexer({"TERM": "tmux-256color", "TMUX": "/tmp/x"}) == "tmux"


def test_a_locale_without_utf8_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal.locale, "getencoding", lambda: "ANSI_X3.4-1968")
    [finding] = [f for f in terminal.check({"TERM": "xterm", "LANG": "C"}, (80, 24)) if f.id == "terminal.utf8"]
    assert finding.level == "warn"
    assert "C.UTF-8" in finding.remedy


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[Login]\nKillUserProcesses=yes\n", True),
        ("[Login]\n#KillUserProcesses=no\n", False),
        ("[Login]\nKillUserProcesses=yes\n#KillUserProcesses=no\n", True),
        ("[Login]\n", None),
    ],
)
def test_logind_conf(text: str, value: bool | None) -> None:
    assert logout.parse_logind(text) is value


def test_drop_ins_win_over_the_main_file(tmp_path: Path) -> None:
    (tmp_path / "logind.conf").write_text("#KillUserProcesses=no\n")
    (tmp_path / "logind.conf.d").mkdir()
    (tmp_path / "logind.conf.d" / "10-site.conf").write_text("[Login]\nKillUserProcesses=yes\n")
    assert logout.configured((str(tmp_path),)) is True


def test_containers(tmp_path: Path) -> None:
    assert logout.container({}, tmp_path) == ""
    assert logout.container({}, tmp_path, "0::/kubepods/pod1") == "kubepods"
    assert logout.container({"APPTAINER_CONTAINER": "/x.sif"}, tmp_path) == "Apptainer"
    (tmp_path / ".dockerenv").touch()
    assert logout.container({}, tmp_path) == "Docker"


@pytest.mark.parametrize(
    ("around", "ids", "word"),
    [
        (Surroundings(), ["logout.stays"], ""),
        (Surroundings(systemd=True, kill_user_processes=False), ["logout.stays"], ""),
        (Surroundings(slurm_job="42"), ["logout.slurm"], "launch_prefix"),
        (Surroundings(container="Docker", first_process="bash"), ["logout.container"], "DL_LAB_HOME"),
        (Surroundings(systemd=True, kill_user_processes=True, linger=False), ["logout.systemd"], "enable-linger"),
        (Surroundings(systemd=True, kill_user_processes=True, linger=True), ["logout.systemd"], "systemd-run"),
        (Surroundings(systemd=True), ["logout.systemd"], "runs list"),
    ],
)
def test_what_happens_at_logout(around: Surroundings, ids: list[str], word: str) -> None:
    findings = logout.check(around)
    assert [finding.id for finding in findings] == ids
    assert word in findings[0].remedy


def test_missing_packages_make_it_unusable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "PACKAGES", {"no_such_package_here": "no-such-package"})
    findings = {finding.id: finding for finding in versions.check(None)}
    assert findings["versions.missing"].level == "fail"
    assert "pip install no-such-package" in findings["versions.missing"].remedy
    assert findings["versions.torch"].level == "fail"


def test_versions_from_the_names_of_metadata_folders(tmp_path: Path) -> None:
    for name in ("torch-2.9.0a0+145a3a7bda.nv25.10.dist-info", "scikit_learn-1.9.1.dist-info", "x.py"):
        (tmp_path / name).mkdir()
    assert versions.installed([str(tmp_path)]) == {"torch": "2.9.0a0+145a3a7bda.nv25.10", "scikit_learn": "1.9.1"}


def test_a_command_that_hangs_is_not_waited_for() -> None:
    asked = Asked("sleep", "60")
    started = time.monotonic()
    assert asked.answer(started + 0.05) is None
    assert asked.late
    assert time.monotonic() - started < 30
    assert Asked("no-such-command-here").answer(started) is None


def test_the_report_in_both_languages() -> None:
    findings = [ok("versions.a", "fine"), warn("terminal.b", "hm", "do this"), fail("folders.c", "bad", "do that")]
    texts = {}
    for language in messages.LANGUAGES:
        messages.set_language(language)
        out = io.StringIO()
        show.show(findings, Console(file=out, width=80, highlight=False))
        texts[language] = out.getvalue()
    messages.set_language("en")
    assert "FAIL" in texts["en"]
    assert "✗ LỖI" in texts["vi"]
    assert "do that" in texts["vi"]


def test_the_report_without_rich(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    show.show([fail("versions.missing", "rich is missing", "install it")])
    assert capsys.readouterr().out == "FAIL rich is missing\n    install it\n"


def test_exit_code_and_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(show, "gather", lambda: [ok("versions.a", "fine"), fail("folders.c", "bad", "do that")])
    assert doctor.report(None, as_json=True) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["level"] == "fail"
    assert document["findings"][1] == {"id": "folders.c", "level": "fail", "text": "bad", "remedy": "do that"}
    monkeypatch.setattr(show, "gather", lambda: [warn("versions.a", "hm")])
    assert doctor.report(Console(file=io.StringIO())) == 0


def test_the_real_command_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from tui_lab import doctor; code = doctor.report(None, True);"
        "heavy = {'torch', 'textual', 'pandas', 'numpy', 'sklearn', 'rich'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    env = os.environ | {"DL_LAB_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    out = subprocess.run([sys.executable, "-c", code], cwd=HERE, env=env, capture_output=True, text=True, check=False)
    assert out.returncode == 0, out.stderr + out.stdout
    assert {"versions", "machine", "folders", "terminal", "logout"} <= {
        finding["id"].partition(".")[0] for finding in json.loads(out.stdout)["findings"]
    }


def test_an_output_that_is_not_utf8_gets_ascii_signs(tmp_path: Path) -> None:
    env = os.environ | {"DL_LAB_HOME": str(tmp_path), "PYTHONIOENCODING": "ascii:replace", "LANG": "C"}
    command = [sys.executable, "-m", "tui_lab.doctor", "--lang", "en"]
    out = subprocess.run(command, cwd=HERE, env=env, capture_output=True, text=True, check=False)
    assert out.returncode == 0, out.stderr
    assert "+ ok" in out.stdout
