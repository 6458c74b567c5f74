"""The catalogue: cards by name, and damaged cards, one fault each."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tui_lab.config import catalogue as c
from tui_lab.config.errors import LabError
from tui_lab.config.places import shipped
from tui_lab.config.strict_yaml import StrictYamlError, parse


def test_every_card_is_listed_and_in_order():
    assert tuple(c.catalogue()) == c.NAMES
    assert {path.stem for path in (shipped("datasets") / "cards").iterdir()} == set(c.NAMES)


def test_reading_cards_needs_no_torch_or_pandas():
    code = (
        "import sys; from tui_lab.config.catalogue import catalogue; catalogue();"
        "print([m for m in ('torch', 'pandas', 'numpy', 'sklearn', 'textual') if m in sys.modules])"
    )
    root = Path(c.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["fashion-mnist", "fashion_mnist", "Fashion-MNIST", " fashion_mnist "])
def test_names_may_be_written_with_hyphens(name):
    assert c.card(name).id == "fashion_mnist"


@pytest.mark.parametrize(
    ("name", "near"), [("minst", "mnist"), ("california", "california_housing"), ("churn", "telco_churn")]
)
def test_an_unknown_name_suggests_the_nearest(name, near):
    with pytest.raises(LabError, match=f"{name!r}: did you mean {near}"):
        c.card(name)


def test_a_name_like_none_lists_all():
    with pytest.raises(LabError, match="mnist, fashion_mnist"):
        c.card("qqqqqqqq")


def test_texts_are_in_both_languages_and_composed():
    for card in c.catalogue().values():
        for words in (card.title, card.summary, card.split, card.source, card.licence.stated_where):
            assert words.en and words.vi
            assert unicodedata.is_normalized("NFC", words.vi)


def test_outputs():
    assert c.card("mnist").outputs == 10
    assert c.card("heart").outputs == 1
    assert c.card("auto_mpg").outputs == 1


def damaged(tmp_path: Path, old: str, new: str) -> Path:
    """The card of moons with one fault."""
    text = (shipped("datasets") / "cards" / "moons.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "moons.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("task: binary", "task:\tbinary\n\tkind: points", r"line 9 \(a tab stands here"),
        ("kind: points", "task: binary", r"line 9 \(the key 'task' stands twice\)"),
        ("task: binary", "task: guessing", r"line 8 \(task: Invalid enum value 'guessing'\)"),
        ("train: 600", "train: many", r"line 14 \(sizes.train: Expected `int`, got `str`\)"),
        ("train: 600", "train: 0", r"line 14 \(sizes.train: Expected `int` >= 1\)"),
        ("shape: [2]", "shape: 2", r"line 18 \(shape: Expected `array`, got `int`\)"),
        ("shape: [2]", "shape: [1, 2, 3]", r"line 18 \(shape: an image has three sides"),
        ("shape: [2]", "shape: [2]\ncolour: red", r"line 19 \(Object contains unknown field `colour`\)"),
        ("id: moons", "id: suns", r"line 1 \(id: must be moons"),
        ("task: binary\n", "", r"line 1 \(Object missing required field `task`\)"),
        ("task: binary", "task: !!python/name:os.system", "line 8 .*the tag"),
        ("shape: [2]", "shape: &a [2]", "line 18 .*anchors"),
        ("task: binary", "task: binary\n---\n", "line 9 .*second document"),
        ("task: binary", "task: [binary", "line 9 "),
        ("binary", "multiclass\ntarget: {name: a, unit: b, meaning: {en: a, vi: a}}", "a regression has a target"),
    ],
)
def test_a_damaged_card_names_file_line_and_field(tmp_path, old, new, sentence):
    path = damaged(tmp_path, old, new)
    with pytest.raises(LabError, match=sentence) as error:
        c.read_card(path)
    assert str(path) in str(error.value)


def test_a_card_that_is_missing_or_no_text(tmp_path):
    with pytest.raises(LabError, match="can't be read"):
        c.read_card(tmp_path / "moons.yaml")
    (tmp_path / "moons.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LabError, match="can't be read"):
        c.read_card(tmp_path / "moons.yaml")
    (tmp_path / "moons.yaml").write_text("")
    with pytest.raises(LabError, match=r"line 1 \(the file is empty\)"):
        c.read_card(tmp_path / "moons.yaml")


def test_strict_yaml_reads_words_as_words():
    value, lines = parse("a: No\nb: [1, 2.5, 1e-3, '7', true, ~]\nc: 12:30\n")
    assert value == {"a": "No", "b": [1, 2.5, 0.001, "7", True, None], "c": "12:30"}
    assert lines[("b", 2)] == 2 and lines[("c",)] == 3


@pytest.mark.parametrize("text", ["[" * 5000, "a: \x00", "? [a]\n: 1", "*a", "%TAG ! x\n", "{a: {b"])
def test_strict_yaml_refuses_with_a_line(text):
    with pytest.raises(StrictYamlError) as error:
        parse(text)
    assert error.value.line >= 1


def test_where_a_folder_is_looked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path))
    monkeypatch.delenv("DL_LAB_DATA", raising=False)
    assert c.folder_root() == tmp_path / "datasets"
    monkeypatch.setenv("DL_LAB_DATA", str(tmp_path / "own"))
    assert c.folder_root() == tmp_path / "own"
    assert c.folder_root(tmp_path / "x" / "cifar-10-batches-py") == tmp_path / "x"
    assert not c.is_here(c.card("cifar10"))
    assert c.is_here(c.card("mnist")) and c.is_here(c.card("moons"))
