"""Where things are: what ships with the package, and the learner's own folders."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """The folder `lessons` or `datasets`: inside an installed wheel, else beside the package in a checkout.

    Raises:
        FileNotFoundError: neither is there, so the installation is damaged.
    """
    for folder in (PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is missing beside {PACKAGE}: install dl-lab again")


def home() -> Path:
    """The learner's data folder (runs, progress): `DL_LAB_HOME`, else the platform's data folder."""
    own = os.environ.get("DL_LAB_HOME")
    if own:
        return Path(own).expanduser().absolute()
    from platformdirs import user_data_path  # 15 ms, and not needed where DL_LAB_HOME is set

    return user_data_path("dl-lab", appauthor=False)


def settings_file() -> Path:
    """The settings file: in `DL_LAB_HOME` where that is set, else in the platform's configuration folder."""
    if os.environ.get("DL_LAB_HOME"):
        return home() / "settings.toml"
    from platformdirs import user_config_path

    return user_config_path("dl-lab", appauthor=False) / "settings.toml"


def private_folder(path: Path) -> Path:
    """Make the folder, readable by its owner alone (0700), with its parents."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
