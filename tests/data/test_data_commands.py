"""`dl-lab data list` and `data show`: on a terminal with colours, without, and as plain values."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from rich.console import Console

from tui_lab.cli.data_commands import data_list, data_list_json, data_show, data_show_json
from tui_lab.config.catalogue import NAMES
from tui_lab.config.errors import LabError
from tui_lab.messages import set_language

TERMINALS = {
    "truecolor": {"force_terminal": True, "color_system": "truecolor"},
    "256": {"force_terminal": True, "color_system": "256"},
    "no_color": {"force_terminal": True, "color_system": "truecolor", "no_color": True},
    "pipe": {"force_terminal": False},
}


@pytest.fixture(autouse=True)
def no_data_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path))
    monkeypatch.delenv("DL_LAB_DATA", raising=False)


def shown(name: str | None, width: int = 80, **options) -> str:
    console = Console(file=io.StringIO(), width=width, **options)
    if name is None:
        data_list(console)
    else:
        data_show(console, name)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_the_list_has_every_set_whole(width, tmp_path):
    text = shown(None, width)
    for name in NAMES:
        assert name in text
    assert "10,000/2,000/10,000" in text and "…" not in text
    assert "missing" in text and str(tmp_path / "datasets") in text.replace("\n", "")
    assert ("CC BY-SA 3.0" in text) == (width == 120)
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("name", ["digits8x8", "moons", "heart", "auto_mpg"])
def test_every_kind_can_be_shown(name, terminal):
    text = shown(name, **TERMINALS[terminal])
    assert "licence" in text and "training part" in text
    assert ("▀" in text) == (name == "digits8x8" and terminal in ("truecolor", "256"))
    if terminal == "pipe":
        assert "\x1b" not in text
        assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_images_fit(width):
    text = shown("mnist", width)
    assert max(map(len, text.splitlines())) <= width


def test_colour_pictures_are_drawn_in_colours():
    from tui_lab.data.pictures import image_grid

    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="truecolor")
    images = np.zeros((2, 3, 32, 32), dtype=np.uint8)
    images[0, 0] = 200
    lines = image_grid(console, images, ["red", "black"])
    styles = {str(span.style) for line in lines for span in line.spans}
    assert styles == {"#c80000 on #c80000", "#000000 on #000000"}


def test_ascii_terminals_get_ascii():
    class Ascii(io.StringIO):
        encoding = "ascii"

    console = Console(file=Ascii(), width=80)
    data_show(console, "moons")
    assert console.file.getvalue().isascii()


def test_a_missing_set_shows_its_card_and_what_to_do(tmp_path):
    text = shown("cifar10")
    assert "40,000 train" in text and "cifar10 is not here" in text
    assert data_show_json("cifar10")["here"] is False


def test_vietnamese():
    try:
        set_language("vi")
        assert "10.000 huấn luyện" in shown("mnist") and "Chữ số viết tay" in shown(None, 120)
    finally:
        set_language("en")


def test_plain_values():
    sets = json.loads(json.dumps(data_list_json()))
    assert [one["id"] for one in sets] == list(NAMES) and sets[0]["here"] is True
    heart = json.loads(json.dumps(data_show_json("heart")))
    assert heart["training_classes"] == {"no disease": 98, "disease": 83}
    assert len(heart["features"]) == heart["shape"][0] and len(heart["first_rows"]) == 5
    assert data_show_json("auto-mpg")["training_target"]["mean"] == pytest.approx(23.4, abs=0.1)


def test_an_unknown_name():
    with pytest.raises(LabError, match="did you mean heart"):
        shown("hart")
