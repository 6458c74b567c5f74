"""Where things are: shipped folders, the learner's own, private ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.config import places


def test_what_ships_is_found() -> None:
    assert (places.shipped("datasets") / "cards").is_dir()
    assert (places.shipped("lessons") / "course.yaml").is_file()
    with pytest.raises(FileNotFoundError, match="install dl-lab again"):
        places.shipped("nothing")


def test_inside_a_wheel_the_package_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "tui_lab" / "lessons").mkdir(parents=True)
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "tui_lab")
    assert places.shipped("lessons") == tmp_path / "tui_lab" / "lessons"


def test_home_is_where_the_learner_says(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.home() == own_home
    assert places.settings_file() == own_home / "settings.toml"
    monkeypatch.setenv("HOME", "/somewhere")
    monkeypatch.setenv("DL_LAB_HOME", "~/lab")
    assert places.home() == Path("/somewhere/lab")


def test_a_relative_home_does_not_move_with_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DL_LAB_HOME", "lab")
    home = places.home()
    assert home == tmp_path / "lab"
    assert home.is_absolute()


@pytest.mark.parametrize("value", ["", None])
def test_else_the_platform_decides(value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is None:
        monkeypatch.delenv("DL_LAB_HOME")
    else:
        monkeypatch.setenv("DL_LAB_HOME", value)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert places.home().name == "dl-lab"
    assert tmp_path in places.home().parents
    assert tmp_path in places.settings_file().parents
    assert not list(tmp_path.iterdir())


def test_private_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = places.private_folder(tmp_path / "a" / "b")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert places.private_folder(folder) == folder
