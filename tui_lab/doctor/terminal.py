"""What this terminal can show."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from collections.abc import Mapping

from tui_lab.config import terminals
from tui_lab.doctor.findings import Finding, ok, warn
from tui_lab.messages import t

SMALLEST = (60, 20)
# Vietnamese, mathematical italic letters, braille, half blocks, box and marker characters that charts use.
SAMPLE = "Tiếng Việt: học sâu, đạo hàm, ỹ ộ ử · 𝑤 𝑏 𝜂 ∂𝐿/∂𝑤 ∑ √ ≤ · ⣀⣤⣶⣿⠿⠛ · ▀▄█ ░▒▓ · ┌─┬╴● ▲ ✓ ✗"
_TERM_256 = ("-256color", "kitty", "alacritty", "ghostty", "wezterm", "foot")


def colours(env: Mapping[str, str]) -> tuple[int, str]:
    """How many colours the environment promises (0, 8, 256, 16777216), and the variable that says so."""
    term = env.get("TERM", "")
    if env.get("NO_COLOR"):
        return 0, "NO_COLOR"
    if term in ("", "dumb"):
        return 0, "TERM"
    if terminals.has_true_colour(env):
        return 1 << 24, "COLORTERM" if env.get("COLORTERM") else "TERM"
    if any(part in term for part in _TERM_256):
        return 256, "TERM"
    return 8, "TERM"


def multiplexer(env: Mapping[str, str]) -> str:
    """`tmux`, `screen` or ""."""
    if env.get("TMUX"):
        return "tmux"
    return "screen" if env.get("STY") or env.get("TERM", "").startswith("screen") else ""


def is_utf8(encoding: str) -> bool:
    """Whether this is UTF-8 by one of its names."""
    return encoding.lower().replace("-", "").replace("_", "") in ("utf8", "cp65001")


def check(env: Mapping[str, str] | None = None, size: tuple[int, int] | None = None) -> list[Finding]:
    """Type, size, colours, characters, and what lies between us and the terminal."""
    env = os.environ if env is None else env
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    width, height = size or shutil.get_terminal_size()
    findings = []
    if not interactive and size is None:
        findings.append(ok("terminal.kind", t("doctor.not_interactive")))
    else:
        text = t("doctor.terminal", term=env.get("TERM") or "?", width=width, height=height)
        if env.get("TERM", "") in ("", "dumb"):
            findings.append(warn("terminal.kind", text, t("doctor.term_do")))
        elif width < SMALLEST[0] or height < SMALLEST[1]:
            findings.append(warn("terminal.kind", text, t("doctor.small_do", width=SMALLEST[0], height=SMALLEST[1])))
        else:
            findings.append(ok("terminal.kind", text))
    findings.append(_colours(env))
    findings.append(_characters(env))
    if between := multiplexer(env):
        findings.append(ok("terminal.multiplexer", t(f"doctor.in_{between}")))
    if env.get("SSH_CONNECTION"):
        findings.append(ok("terminal.ssh", t("doctor.ssh")))
    return findings


def _colours(env: Mapping[str, str]) -> Finding:
    count, by = colours(env)
    if count == 0:
        return ok("terminal.colours", t("doctor.no_colours", variable=by))
    if count > 256:
        return ok("terminal.colours", t("doctor.true_colour", variable=by))
    text = t("doctor.colours", count=count, variable=by)
    return ok("terminal.colours", text) if count == 256 else warn("terminal.colours", text, t("doctor.colours_do"))


def _characters(env: Mapping[str, str]) -> Finding:
    encoding = locale.getencoding()
    if is_utf8(encoding) and (sys.stdout.encoding is None or is_utf8(sys.stdout.encoding)):
        return ok("terminal.utf8", t("doctor.utf8", sample=SAMPLE))
    name = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or "C"
    return warn("terminal.utf8", t("doctor.no_utf8", locale=name, encoding=encoding), t("doctor.no_utf8_do"))
