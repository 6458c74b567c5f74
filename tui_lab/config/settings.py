"""The learner's settings: a small TOML file that can also be edited by hand.

A frozen dataclass and `tomllib`, not msgspec: the first screen reads it, and this takes 2 ms.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from tui_lab.config.errors import LabError
from tui_lab.config.places import private_folder, settings_file
from tui_lab.messages import t

CHOICES: dict[str, tuple[Any, ...]] = {
    "language": ("en", "vi"),
    "theme": ("dark", "light", "contrast"),
    "open_at": ("last", "map"),
    "notify": ("none", "bell", "desktop"),
    "ascii": (True, False),
    "pictures": ("auto", "kitty", "sixel", "blocks"),
    "frames_per_second": (1, 2, 5),
}


@dataclass(frozen=True)
class Settings:
    """What a learner has chosen once for all."""

    language: str = "en"
    theme: str = "dark"
    open_at: str = "last"
    """Where the app opens: in the lesson where the learner left off, or on the course map."""
    notify: str = "bell"
    """How the end of a run is announced: not at all, by the terminal's bell, or as a desktop notification (OSC 9)."""
    ascii: bool = False
    """Draw with plain characters, for fonts without braille."""
    pictures: str = "auto"
    """How figures are drawn: with graphics where the terminal is known for them, or always in one way."""
    frames_per_second: int = 5
    """How often a chart is redrawn at most; 2 suits a slow line."""
    launch_prefix: str = ""
    """Put before the command that starts a worker, for instance `systemd-run --user --scope` or `srun`."""
    checkpoint_budget_mb: int = 200
    """How much the checkpoints of one run may take; the last and the best are always kept."""
    interpreter: str = ""
    """The Python that runs the cells of lessons; empty for the one that runs dl-lab."""
    kernel_idle_hours: int = 8
    """A lesson's kernel ends after so many hours without work; 0: never."""

    def changed(self, **values: Any) -> Settings:
        """These settings with some values replaced."""
        return replace(self, **values)


_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f]')
"""What may not stand as it is in a TOML string."""

_COMMENTS = {
    "language": "en or vi",
    "theme": "dark, light or contrast",
    "open_at": "last or map: where dl-lab opens",
    "notify": "none, bell or desktop: how the end of a run is announced",
    "ascii": "true where the font lacks braille",
    "pictures": "auto, kitty, sixel or blocks: how figures are drawn; dl-lab doctor says what auto comes to",
    "frames_per_second": "1, 2 or 5: 2 suits a slow line",
    "launch_prefix": 'put before the worker\'s command, for instance "systemd-run --user --scope" or "srun"',
    "checkpoint_budget_mb": "what the checkpoints of one run may take",
    "interpreter": "path of the Python that runs the cells of lessons; empty for dl-lab's own",
    "kernel_idle_hours": "hours without work after which a lesson's kernel ends; 0: never",
}


def read(path: Path | None = None) -> Settings:
    """The settings in the file; the usual ones where there is no file.

    Raises:
        LabError: the file can't be read, isn't TOML, or has a setting that isn't known or doesn't accept its value.
    """
    path = path or settings_file()
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise LabError(t("config.settings_closed", where=path, error=error.strerror)) from error
    import tomllib  # 8 ms, and most learners have no settings file on their first start

    try:
        values = tomllib.loads(data.decode("utf-8-sig"))  # some editors put a byte order mark before UTF-8
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        line = _line_of(error, data)
        raise LabError(t("config.settings_unreadable", where=path, line=line, error=error)) from error
    known = {f.name: f for f in fields(Settings)}
    for key, value in values.items():
        if key not in known:
            raise LabError(t("config.settings_unknown", where=path, key=key, known=", ".join(known)))
        _check(path, key, value)
    return Settings(**values)


def _line_of(error: Exception, data: bytes) -> int:
    """The line at which reading ended; tomllib tells it in words alone."""
    if isinstance(error, UnicodeDecodeError):
        return data[: error.start].count(b"\n") + 1
    told = re.search(r"at line (\d+)", str(error))
    return int(told.group(1)) if told else data.rstrip().count(b"\n") + 1


def _check(path: Path, key: str, value: Any) -> None:
    choices = CHOICES.get(key)
    if choices is not None:
        good, accepts = any(value is c or (value == c and type(value) is type(c)) for c in choices), choices
    elif key in ("launch_prefix", "interpreter"):
        good, accepts = isinstance(value, str), ("text",)
    else:
        good, accepts = type(value) is int and value >= 0, ("0, 1, 2, …",)
    if not good:
        written = ", ".join(str(a).lower() if isinstance(a, bool) else str(a) for a in accepts)
        raise LabError(t("config.settings_refused", where=path, key=key, value=value, accepts=written))


def write(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, each with a comment that says what it accepts; the file is replaced whole.

    Raises:
        LabError: the file can't be written.
    """
    path = path or settings_file()
    lines = ["# dl-lab's settings. Edit by hand or in the app; dl-lab doctor says where this file is.", ""]
    for f in fields(settings):
        value = getattr(settings, f.name)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(value, str):
            text = '"' + _TO_ESCAPE.sub(lambda found: f"\\u{ord(found.group()):04X}", value) + '"'
        lines += [f"# {_COMMENTS[f.name]}", f"{f.name} = {text}"]
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        private_folder(path.parent)
        aside.write_text("\n".join(lines) + "\n", encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise LabError(t("config.settings_unwritable", where=path, error=error.strerror)) from error
