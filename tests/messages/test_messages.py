"""Both languages say the same things, and every text that the code asks for exists."""

from __future__ import annotations

import ast
import string
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

import tui_lab
from tui_lab import messages
from tui_lab.config import fields
from tui_lab.config.train import GROUPS
from tui_lab.messages import LANGUAGES, has, set_language, t
from tui_lab.runs.history import Phase
from tui_lab.runs.store import State

PACKAGE = Path(tui_lab.__file__).parent
AREAS = sorted(p.stem for p in (PACKAGE / "messages" / "en").glob("*.py") if p.stem != "__init__")


def texts(language: str, area: str) -> dict[str, str]:
    found: dict[str, str] = import_module(f"tui_lab.messages.{language}.{area}").TEXTS
    return found


def placeholders(text: str) -> set[str]:
    return {name.partition(":")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_areas() -> None:
    found = sorted(p.stem for p in (PACKAGE / "messages" / "vi").glob("*.py") if p.stem != "__init__")
    assert found == AREAS


@pytest.mark.parametrize("area", AREAS)
def test_an_area_says_the_same_in_both_languages(area: str) -> None:
    english, vietnamese = texts("en", area), texts("vi", area)
    assert english.keys() == vietnamese.keys()
    differing = {k for k in english if placeholders(english[k]) != placeholders(vietnamese[k])}
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_texts_are_composed_and_not_empty(language: str, area: str) -> None:
    for key, text in texts(language, area).items():
        assert text.strip(), key
        assert unicodedata.is_normalized("NFC", text), key
        # Without values a text is given as it stands, so a doubled brace would be read as two.
        assert "{{" not in text and "}}" not in text, key


class Asked(NamedTuple):
    where: str
    id: str
    given: set[str] | None
    """Names of the values that come with it; None where they come from a mapping."""


def asked() -> Iterator[Asked]:
    """Every `t("...")` and `has("...")` with the id as it stands in the code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if {"lessons", "datasets"} & set(path.relative_to(PACKAGE).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "has")):
                continue
            if not node.args:
                continue
            where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
            names = {k.arg for k in node.keywords if k.arg is not None}
            given = None if any(k.arg is None for k in node.keywords) else names
            first = node.args[0]
            for branch in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
                    yield Asked(where, branch.value, given)


def test_every_text_that_is_asked_for_exists() -> None:
    missing = [f"{a.where} {a.id}" for a in asked() if not has(a.id)]
    assert not missing, "\n".join(missing)


def test_every_text_gets_what_its_braces_name() -> None:
    wrong = []
    for a in asked():
        if a.given is None or not has(a.id):
            continue
        area, _, key = a.id.partition(".")
        lacking = placeholders(texts("en", area)[key]) - a.given
        if lacking:
            wrong.append(f"{a.where} {a.id} lacks {sorted(lacking)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_have_label_and_help(language: messages.Language) -> None:
    set_language(language)
    for path, field in fields.fields().items():
        assert f"{path}" in texts(language, "field"), path
        assert f"{path}.help" in texts(language, "field"), path
        assert field.label and field.help and field.accepts
    for group in GROUPS:
        assert t(f"field.group.{group}")


def test_help_is_one_that_a_form_can_show() -> None:
    for language in LANGUAGES:
        for path in fields.fields():
            assert "\n" not in texts(language, "field")[f"{path}.help"]
            assert len(texts(language, "field")[path]) <= 14, path


def test_states_have_names() -> None:
    for state in {*get_args(State), *get_args(Phase)}:
        assert has(f"runs.state.{state}"), state


def reasons_of_failure() -> Iterator[tuple[str, set[str]]]:
    """`worker.fail("reason", values…)` wherever the engine says it."""
    for path in sorted((PACKAGE / "engine").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fail":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value), {str(k.arg) for k in node.keywords}


def test_every_failure_has_its_sentence() -> None:
    found = list(reasons_of_failure())
    assert found
    for reason, given in found:
        assert has(f"failure.{reason}"), reason
        assert placeholders(texts("en", "failure")[reason]) <= given, reason


def test_language_is_chosen_and_english_fills_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(messages._areas, ("en", "made"), {"both": "two {n}", "one": "only here"})
    monkeypatch.setitem(messages._areas, ("vi", "made"), {"both": "hai {n}"})
    assert t("made.both", n=2) == "two 2"
    set_language("vi")
    assert messages.language() == "vi"
    assert t("made.both", n=2) == "hai 2"
    assert t("made.one") == "only here"


def test_unknown_ids_are_a_fault_of_ours() -> None:
    assert not has("nowhere.at-all")
    with pytest.raises(KeyError, match="nowhere"):
        t("nowhere.at-all")


def test_values_may_have_any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(messages._areas, ("en", "made"), {"one": "{id} {text}"})
    assert t("made.one", id=1, text="{not} filled in again") == "1 {not} filled in again"
