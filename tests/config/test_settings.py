"""The settings file: written, edited by hand, damaged."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tui_lab.config import places, settings
from tui_lab.config.errors import LabError
from tui_lab.config.settings import CHOICES, Settings

STRATEGIES = {name: st.sampled_from(choices) for name, choices in CHOICES.items()}


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(STRATEGIES),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(0, 2**60),
)
def test_settings_are_the_same_after_a_round_trip(
    own_home: Path, chosen: dict[str, object], prefix: str, budget: int
) -> None:
    written = Settings().changed(**chosen, launch_prefix=prefix, checkpoint_budget_mb=budget)
    settings.write(written)
    assert settings.read() == written


@pytest.mark.parametrize(
    "prefix", ['a "b" \\ c', "tab\there\nand there\r\n", "\x00\x1f\x7f\x85\u2028", "# no comment", "ế"]
)
def test_odd_characters_stay_as_they_are(prefix: str, own_home: Path) -> None:
    settings.write(Settings(launch_prefix=prefix))
    assert settings.read().launch_prefix == prefix


def test_without_a_file_all_is_as_usual(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.read() == Settings()
    assert not own_home.exists()
    own_home.write_text("a file where the folder should be")
    assert settings.read() == Settings()


def test_the_file_says_what_each_setting_accepts(own_home: Path) -> None:
    settings.write(Settings())
    lines = places.settings_file().read_text().splitlines()
    for field in fields(Settings):
        at = next(i for i, line in enumerate(lines) if line.startswith(f"{field.name} ="))
        assert lines[at - 1].startswith("# ")
    assert own_home.stat().st_mode & 0o777 == 0o700
    assert [p.name for p in own_home.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'language = "en"\ntheme = dark\n', "line 2"),
        (b"\n\nlanguage\n", "line 3"),
        (b'language = "en"\n\ntheme = "', "line 3"),
        (b'language = "en"\ntheme = "\xff"\n', "line 2"),
        (b'language = "en"\nlanguage = "vi"\n', "line 2"),
        (b"theme = " + b"[" * 5000, "line 1"),
        (b'langauge = "en"\n', "no setting langauge"),
        (b'[language]\nx = "en"\n', "language = "),
        (b'language = "fr"\n', "language = fr is not accepted; accepted are en, vi"),
        (b"frames_per_second = 3\n", "accepted are 1, 2, 5"),
        (b"frames_per_second = true\n", "frames_per_second = True"),
        (b"ascii = 1\n", "accepted are true, false"),
        (b"checkpoint_budget_mb = -1\n", "checkpoint_budget_mb = -1"),
        (b"checkpoint_budget_mb = 1.5\n", "checkpoint_budget_mb = 1.5"),
        (b'launch_prefix = ["srun"]\n', "launch_prefix = "),
    ],
    ids=range(15),
)
def test_a_damaged_file_is_told_with_file_and_place(data: bytes, says: str, own_home: Path) -> None:
    own_home.mkdir()
    path = places.settings_file()
    path.write_bytes(data)
    with pytest.raises(LabError) as caught:
        settings.read()
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


def test_what_an_editor_adds_is_no_fault(own_home: Path) -> None:
    own_home.mkdir()
    places.settings_file().write_bytes(b'\xef\xbb\xbflanguage = "vi"\r\n# mine\r\n')
    assert settings.read() == Settings(language="vi")


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary() | st.text().map(lambda text: f'launch_prefix = "{text}"'.encode(errors="replace")))
def test_arbitrary_bytes_are_read_or_told(own_home: Path, data: bytes) -> None:
    own_home.mkdir(exist_ok=True)
    places.settings_file().write_bytes(data)
    try:
        found = settings.read()
    except LabError as error:
        assert str(places.settings_file()) in str(error)
    else:
        assert isinstance(found, Settings)


def test_a_file_out_of_reach_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="can't be read"):
        settings.read(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(LabError, match="can't be written"):
        settings.write(Settings(), tmp_path / "file" / "settings.toml")


def test_what_can_not_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(LabError, match="can't be written"):
        settings.write(Settings(), tmp_path / "settings.toml")
    assert [p.name for p in tmp_path.iterdir()] == ["settings.toml"]
