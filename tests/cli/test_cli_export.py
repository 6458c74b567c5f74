from __future__ import annotations

import ast

from cli_made_runs import CHANGED, WHOLE, make_run


def test_export_prints_the_script_of_a_run(lab) -> None:
    make_run(WHOLE, "model.hidden=8")
    result = lab("export", "last", "--script")
    assert result.code == 0 and result.err == ""
    assert "tui_lab" not in result.out and f"if step == {CHANGED.step}:" in result.out
    ast.parse(result.out)
    assert lab("export", "--script").out == result.out


def test_export_writes_a_new_file_and_never_over_another(lab, tmp_path) -> None:
    make_run(WHOLE)
    file = tmp_path / "run.py"
    result = lab("--lang", "vi", "export", "1", "--script", "--output", str(file))
    assert result.code == 0 and str(file) in result.out
    text = file.read_text(encoding="utf-8")
    ast.parse(text)
    assert "Dữ liệu" in text
    again = lab("export", "1", "--script", "--output", str(file))
    assert again.code == 2 and "there already" in again.err
    assert file.read_text(encoding="utf-8") == text
    nowhere = lab("export", "1", "--script", "--output", str(tmp_path / "none" / "run.py"))
    assert nowhere.code == 2 and "can't be written" in nowhere.err


def test_export_must_know_what(lab) -> None:
    make_run(WHOLE)
    assert "--script" in lab("export").err
    assert lab("export", "7", "--script").code == 2


def test_a_run_that_never_began_has_a_script_too(lab) -> None:
    make_run([])
    assert lab("export", "--script").code == 0


def test_a_damaged_config_is_a_sentence(lab) -> None:
    (make_run(WHOLE) / "config.json").write_text("{")
    result = lab("export", "--script")
    assert result.code == 2 and result.err.count("\n") == 1 and "config.json" in result.err
