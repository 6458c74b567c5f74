"""The learner's own editor: what $VISUAL or $EDITOR names, on a file of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tui_lab.config.errors import LabError
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.app import DlLabApp

_USUAL = ("nano", "vim", "vi")
_LARGEST = 1_000_000


def command() -> list[str]:
    """The editor to call: what the environment says, else one that is there.

    Raises:
        LabError: the one that is named isn't there, or none is.
    """
    said = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(said)
    except ValueError as error:
        raise LabError(t("lesson.editor_missing", name=said)) from error
    if words:
        if shutil.which(words[0]) is None:
            raise LabError(t("lesson.editor_missing", name=words[0]))
        return words
    usual = next((name for name in _USUAL if shutil.which(name)), None)
    if usual is None:
        raise LabError(t("lesson.no_editor"))
    return [usual]


def edit(app: DlLabApp, code: str, name: str) -> str:
    """Let the learner edit a text in their own editor; the app waits meanwhile. Gives the text as it was left.

    Raises:
        LabError: there is no editor, it failed, or what it wrote is no text.
    """
    from textual.app import SuspendNotSupported

    words = command()
    with tempfile.TemporaryDirectory(prefix="dl-lab-") as folder:
        path = Path(folder) / f"{name}.py"
        path.write_text(code, encoding="utf-8")
        try:
            with app.suspend():
                status = subprocess.run([*words, str(path)], check=False).returncode
        except SuspendNotSupported as error:
            raise LabError(t("lesson.editor_not_here")) from error
        except OSError as error:
            raise LabError(t("lesson.editor_failed", name=words[0], error=error.strerror)) from error
        if status != 0:
            raise LabError(t("lesson.editor_failed", name=words[0], error=status))
        try:
            if path.stat().st_size > _LARGEST:
                raise LabError(t("lesson.editor_no_text"))
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LabError(t("lesson.editor_no_text")) from error
    # Editors end a file with a newline; cells have none at their end
    return text if code.endswith("\n") else text.removesuffix("\n")
