"""How each kind of block looks, at 80 and at 120 columns, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lesson_blocks import CODE, cell, choice, exercise, heading, output, paragraph, printed, quiz, said, shown, spans
from PIL import Image

from tui_lab.app.lesson.flow import prose
from tui_lab.app.lesson.paint import gap, paint
from tui_lab.app.lesson.picture import lines as picture_lines
from tui_lab.app.lesson.state import BlockStates, CellState, ExerciseState, Marks, QuizState
from tui_lab.app.lines import width_of
from tui_lab.content.lesson import (
    Block,
    Bullets,
    Display,
    Explorable,
    Listing,
    Paragraph,
    Preset,
    Quote,
    Span,
    Table,
)
from tui_lab.kernel import events
from tui_lab.kernel.outputs import CellOutput
from tui_lab.messages import set_language, t

WIDTHS = (80, 120)


# Text


def test_prose_is_wrapped_at_a_readable_measure() -> None:
    assert shown(paragraph("a")) == [
        "  Two linear layers in a row can be multiplied out. That is one matrix and one",
        "  bias, so depth bought nothing. Run the cell: the two networks agree to the",
        "  last digit.",
    ]
    assert max(map(len, shown(paragraph("a"), width=200))) <= 2 + 88


def test_the_current_block_has_a_bar() -> None:
    assert all(line.startswith("▌ ") for line in shown(paragraph("a"), current=True))


def test_a_formula_is_not_broken_and_a_percent_sign_clings() -> None:
    text = spans("so many words stand before ", "$a = b + c$", " and then the share is 11.25 %.")
    for width in range(20, 60):
        lines = ["".join(t for t, _ in line) for line in prose(text, width, ascii=False)]
        assert sum("a = b + c" in line for line in lines) == 1, width
        assert not any(line.startswith("%") for line in lines), width


def test_inks_say_what_is_code_strong_and_mathematics() -> None:
    block = Paragraph(
        spans=(*spans("a ", "`b`", " ", "*c*", " ", "$x$"), Span("d", "em"), Span("e", "link", "lesson:x"))
    )
    (line,) = paint(block, BlockStates(), 80)
    inks = {text.strip(): ink for text, ink in line}
    assert inks | {"b": "code", "c": "bold", "x": "math", "d": "em", "e": "link"} == inks


def test_vietnamese_is_wrapped_by_columns() -> None:
    text = "Lan truyền ngược cho gradient của trọng số, và mọi nơ-ron nhận đúng một gradient như nhau ở từng bước."
    lines = shown(paragraph("a", text), width=40)
    assert len(lines) == 3 and all(25 < len(line) <= 39 for line in lines)


def test_lists_hang_and_nest() -> None:
    inner = Bullets(items=(said("sub"),))
    block = Bullets(start=9, items=(said("one " * 24), (*said("two"), inner)))
    assert shown(block) == [
        "   9. one one one one one one one one one one one one one one one one one one",
        "      one one one one one one",
        "  10. two",
        "      • sub",
    ]
    assert shown(inner, ascii=True) == ["  - sub"]


@pytest.mark.parametrize(("language", "name"), [("en", "Warning"), ("vi", "Cẩn thận")])
def test_quotes_say_what_they_are(language: str, name: str) -> None:
    set_language("vi" if language == "vi" else "en")
    block = Quote(kind="warning", blocks=said("It explodes."))
    assert shown(block) == [f"  │ {name}", "  │ It explodes."]
    assert shown(Quote(blocks=said("It explodes.")), ascii=True) == ["  | It explodes."]


def test_figures_stay_as_they_are() -> None:
    figure = "x ──▶ ┌───┐\n      │ z │\n      └───┘"
    assert shown(Listing(text=figure)) == ["    x ──▶ ┌───┐", "          │ z │", "          └───┘"]
    (wide,) = shown(Listing(text="─" * 200))
    assert len(wide) == 79 and wide.endswith("─…")


@pytest.mark.parametrize("width", WIDTHS)
def test_formulas_are_drawn(width: int) -> None:
    block = Display(latex=r"\frac{\partial L}{\partial W} = \delta a^\top")
    assert shown(block, width=width) == ["        ∂L", "        ── = δaᵀ", "        ∂W"]


def test_tables_have_their_numbers_in_line() -> None:
    header = (spans("optimizer"), spans("accuracy"), spans("loss"))
    rows = (
        (spans("SGD"), spans("91.2 %"), spans("0.31")),
        (spans("Adam"), spans("100 %"), spans("0.007")),
        (spans("none"), spans("8.125 %"), spans("–")),
    )
    assert shown(Table(header=header, rows=rows, align=("left", "right", "left"))) == [
        "  optimizer    accuracy    loss",
        "  ─────────────────────────────",
        "  SGD          91.2 %     0.31",
        "  Adam        100 %       0.007",
        "  none          8.125 %   –",
    ]


def test_a_wide_table_wraps_its_text() -> None:
    block = Table(header=(spans("a"), spans("why")), rows=((spans("x"), spans("word " * 40)),), align=("left", "left"))
    lines = shown(block, width=60)
    assert len(lines) == 6 and lines[2].startswith("  x   word")


def test_blank_lines_between_blocks() -> None:
    assert gap(None, heading("h", "One")) == 0
    assert gap(paragraph("a"), heading("h", "One")) == 2
    assert gap(paragraph("a"), heading("h", "One", 3)) == 1
    assert gap(paragraph("a"), Bullets(items=(said("one"),))) == 0
    assert gap(paragraph("a"), paragraph("b")) == 1


# Cells


def with_cell(**how: object) -> BlockStates:
    given: dict[str, object] = {"code": CODE, "number": 3, "status": "ok", "seconds": 0.1}
    return BlockStates(cells={"cell": CellState(**(given | how))})  # type: ignore[arg-type]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_cell_and_its_result(width: int) -> None:
    result = events.Display(run=1, data={"text/plain": "tensor(1.19e-07)"}, result=True)
    head = "▌ In [3]" + "✓ ran in 0.1 s".rjust(min(width - 3, 88) - 6)
    assert shown(cell(), with_cell(output=output(result)), width, current=True) == [
        head,
        "▌ two = nn.Sequential(nn.Linear(2, 8), nn.Linear(8, 1))",
        "▌ one = fold(two)  # one Linear(2, 1)",
        "  Out [3]  tensor(1.19e-07)",
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"status": "", "number": None}, "not run yet"),
        ({"status": "running"}, "● running"),
        ({"status": "running", "prompt": "name?"}, "● waits for your answer"),
        ({"status": "queued"}, "◌ waits its turn"),
        ({"status": "error", "seconds": 75.0}, "✗ error after 1:15"),
        ({"status": "interrupted"}, "✗ interrupted after 0.1 s"),
        ({"status": "aborted"}, "✗ not run"),
        (
            {"status": "aborted", "output": CellOutput(1, status="running", began=5.0)},
            "✗ the kernel ended while it ran",
        ),
        ({"status": "aborted", "output": CellOutput(1, status="ok", began=5.0)}, "✗ not run"),
        ({"restored": True}, "✓ ran in 0.1 s  in an earlier session"),
    ],
)
def test_states_are_a_sign_and_words(state: dict[str, object], words: str) -> None:
    assert shown(cell(), with_cell(**state), current=True)[0].endswith(words)


def test_in_vietnamese() -> None:
    set_language("vi")
    assert shown(cell(), with_cell())[0].endswith("✓ chạy xong trong 0.1 giây")
    assert shown(cell(), with_cell(edited=True))[0].startswith("│ In [3]  đã sửa")


def test_a_comment_that_does_not_fit_stands_below() -> None:
    code = 'digits = load("mnist")           # 10,000 train, 2,000 validation, 10,000 test; normalised\n'
    assert shown(cell(code=code))[1:] == [
        '│ digits = load("mnist")',
        "│     # 10,000 train, 2,000 validation, 10,000 test; normalised",
    ]


# Outputs


def test_a_long_output_is_cut_in_its_middle_until_it_is_opened() -> None:
    lines = output(printed("".join(f"line {n}\n" for n in range(340))))
    cut = shown(cell(), with_cell(output=lines))[3:]
    assert len(cut) == 12
    assert cut[0] == "    line 0" and cut[-1] == "    line 339"
    assert cut[5] == "    … 329 lines more: o opens all"
    assert len(shown(cell(), with_cell(output=lines, open=True))) == 3 + 340


def test_a_flood_says_what_is_gone() -> None:
    lines = output(printed("".join(f"{n}\n" for n in range(5000))))
    assert "    … 4,301 lines left out" in shown(cell(), with_cell(output=lines, open=True))


def test_colours_of_a_program_become_inks() -> None:
    said_red = output(printed("\x1b[31mred\x1b[0m \x1b[1mbold\x1b[0m \x1b[38;2;1;2;3mown\x1b[0m"))
    *_, line = paint(cell(), with_cell(output=said_red), 80)
    assert [(text, ink) for text, ink in line if text.strip()] == [("red", "bad"), ("bold", "bold"), ("own", "#010203")]


def test_an_error_says_it_in_plain_words_first(monkeypatch: pytest.MonkeyPatch) -> None:
    from tui_lab import messages

    monkeypatch.setitem(messages._areas, ("en", "made"), {"shapes": "{left} and {right} don't fit."})
    trace = [f"line {n}" for n in range(30)]
    error = events.Error(
        run=1, ename="RuntimeError", evalue="no", traceback=trace, plain_id="made.shapes", plain={"left": 2, "right": 3}
    )
    lines = shown(cell(), with_cell(status="error", output=output(error)))[3:]
    assert lines[:3] == ["    2 and 3 don't fit.", "", "    … 18 lines more: o opens all"]
    assert lines[-1] == "    line 29"


def table_event(table: object) -> events.Display:
    return events.Display(run=1, data={events.TABLE_MIME: json.dumps(table), "text/plain": "as text"}, result=True)


def test_a_table_is_drawn() -> None:
    table = {
        "columns": ["age", "name"],
        "index": [0, "…", 890],
        "rows": [["22.5", "Braund"], ["…", "…"], ["4", "Dooley"]],
        "shape": [891, 2],
    }
    assert shown(cell(), with_cell(output=output(table_event(table))))[3:] == [
        "  Out [3]",
        "          age  name",
        "      0  22.5  Braund",
        "      …     …  …",
        "    890     4  Dooley",
        "    891 rows × 2 columns",
    ]


def test_a_table_of_many_columns_leaves_some_out() -> None:
    table = {"columns": [f"column {n}" for n in range(30)], "rows": [["1"] * 30], "shape": [1, 30]}
    lines = shown(cell(), with_cell(output=output(table_event(table))))
    assert "…" in lines[4] and "column 0" in lines[4] and "column 29" in lines[4]


def test_a_table_that_is_none_is_its_text() -> None:
    assert shown(cell(), with_cell(output=output(table_event({"rows": 3}))))[-1] == "    as text"


# Pictures


@pytest.fixture
def figure(tmp_path: Path) -> Path:
    image = Image.new("RGB", (640, 480), "white")
    image.paste((200, 0, 0), (0, 0, 320, 480))
    image.save(tmp_path / "figure-1.png")
    return tmp_path


def picture(files: Path, name: str = "figure-1.png") -> BlockStates:
    display = events.Display(run=1, data={"text/plain": "<Figure>"}, files={"image/png": name})
    states = with_cell(output=output(display))
    states.files = files
    return states


def test_a_picture_is_half_blocks_with_its_file_below(figure: Path) -> None:
    lines = paint(cell(), picture(figure), 80)[3:]
    assert len(lines) >= 25
    inks = {ink for text, ink in lines[3] if text.strip()}
    assert all(ink.startswith("#") for ink in inks) and "#ffffff" in inks and len(inks) in (2, 3)
    assert "".join(text.strip() for line in lines[24:] for text, _ in line) == str(figure / "figure-1.png")


@pytest.mark.parametrize("how", [{"ascii": True}, {"colour": False}])
def test_without_colours_a_picture_is_shaded(figure: Path, how: dict[str, bool]) -> None:
    lines = paint(cell(), picture(figure), 80, **how)[3:27]  # type: ignore[arg-type]
    assert {ink for line in lines for _, ink in line} == {"plain"}
    text = "".join(text for line in lines for text, _ in line)
    assert text.isascii() if "ascii" in how else "█" in text


@pytest.mark.parametrize("name", ["gone.png", "broken.png"])
def test_a_picture_that_is_none_is_its_text(figure: Path, name: str) -> None:
    (figure / "broken.png").write_bytes(b"\x89PNG no more")
    assert shown(cell(), picture(figure, name))[3].strip() == "<Figure>"


def test_a_picture_keeps_its_proportions(tmp_path: Path) -> None:
    Image.new("RGB", (28, 28), "black").save(tmp_path / "digit.png")
    lines = picture_lines(tmp_path / "digit.png", 80)
    assert len(lines) == 14 and {width_of(line) for line in lines} == {28}


# Exercises


def report(passed: bool) -> events.CheckReport:
    return events.CheckReport(
        passed=passed,
        results=[
            events.CheckResult(name="shape", passed=True),
            events.CheckResult(name="they-differ", passed=passed, hint="same", message="by 1e-06"),
        ],
    )


def test_an_exercise_that_fails_shows_its_checks_and_hints() -> None:
    state = ExerciseState(
        "model = 1\n",
        edited=True,
        attempts=1,
        report=report(False),
        fitting_hint="Where would `nn.ReLU()` bend space?",
        hint_texts=("Look again.",),
        hints=3,
        check_texts={"shape": "output has shape (5, 1)"},
    )
    assert shown(exercise(), BlockStates(exercises={"task": state}), number=2) == [
        "  Exercise 2   a real one" + "✗ 1 of 2 checks fail".rjust(54),
        "  Put one ReLU between.",
        "",
        "│ Your code",
        "│ model = 1",
        "",
        "    ✓ output has shape (5, 1)",
        "    ✗ they differ",
        "      by 1e-06",
        "    Hint  Where would nn.ReLU() bend space?",
        "    Hint 1 of 3  Look again.",
    ]


def test_a_hint_stands_beside_its_name_or_all_of_it_below() -> None:
    state = ExerciseState("", hint_texts=("Short.", "Of two lines, " + "word " * 14 + "end."), hints=2)
    lines = shown(exercise(), BlockStates(exercises={"task": state}))
    assert "    Hint 1 of 2  Short." in lines
    at = lines.index("    Hint 2 of 2")
    assert lines[at + 1].startswith("        Of two lines, word")


def test_what_an_answer_printed_is_shown_and_cut_in_the_middle() -> None:
    printed = "".join(f"row {n}\n" for n in range(40)) + "\x1b]0;no title\x07"
    state = ExerciseState("x", report=events.CheckReport(passed=False, results=report(False).results, output=printed))
    lines = shown(exercise(), BlockStates(exercises={"task": state}))
    at = lines.index("    While it was checked, your answer printed:")
    assert lines[at + 1] == "      row 0" and any("more" in line for line in lines[at:])
    assert not any("\x1b" in line or "row 20" in line for line in lines)


def test_an_exercise_that_passed_says_so_and_gives_no_hint() -> None:
    state = ExerciseState("", passed=True, report=report(True), fitting_hint="old")
    lines = shown(exercise(), BlockStates(exercises={"task": state}))
    assert lines[0].endswith("✓ passed") and not any("old" in line for line in lines)


def test_a_check_that_could_not_run_says_why() -> None:
    error = events.ErrorText(ename="SyntaxError", evalue="invalid syntax", traceback=["line 1"])
    state = ExerciseState("x =", report=events.CheckReport(passed=False, error=error))
    lines = shown(exercise(), BlockStates(exercises={"task": state}))
    assert lines[0].endswith("✗ could not be checked") and lines[-1].strip() == "line 1"


def test_the_solution_is_shown_when_it_is_open() -> None:
    state = ExerciseState("x = 1", solution="x = 2", solution_open=True)
    assert shown(exercise(), BlockStates(exercises={"task": state}))[-2:] == ["  Solution", "    x = 2"]
    state.status = "checking"
    assert shown(exercise(), BlockStates(exercises={"task": state}))[0].endswith("● checking")


# Questions


def test_a_question_before_and_after_its_answer() -> None:
    states = BlockStates(quizzes={"quiz": QuizState(answering=True, cursor=1)})
    assert shown(quiz(), states, number=1)[2:] == ["", "   1 ○  zeros", "  ▸2 ○  random"]
    states.quizzes["quiz"] = QuizState(frozenset({0}), answered=True)
    lines = shown(quiz(), states, number=1)
    assert lines[0].startswith("  Question 1") and lines[0].endswith("✗ not right")
    assert lines[3:] == ["   1 ✗  zeros", "        A special place.", "   2 ○  random"]
    states.quizzes["quiz"] = QuizState(frozenset({1}), answered=True, right=True)
    assert shown(quiz(), states, number=1)[0].endswith("✓ right")


def test_a_guess_is_never_wrong() -> None:
    states = BlockStates(quizzes={"quiz": QuizState(frozenset({0}), answered=True)})
    line = shown(quiz(before=True), states)[0]
    assert line.startswith("  Guess first") and line.endswith("● guessed")


def test_of_several_the_missing_are_counted() -> None:
    block = quiz(kind="many", choices=(choice("a", "Yes.", True), choice("b", "No."), choice("c", "Yes.", True)))
    states = BlockStates(quizzes={"quiz": QuizState(frozenset({0}), answered=True)})
    assert shown(block, states)[-1] == "  Right answers still missing: 1"


def test_a_usual_wrong_number_is_explained() -> None:
    block = quiz(
        kind="number",
        choices=(choice("", "Without the bias."), choice("", "So it is.", True)),
        numbers=(4.0,),
        answer=5.0,
    )
    states = BlockStates(quizzes={"quiz": QuizState(typed="4,0", answered=True)})
    assert shown(block, states)[-2:] == ["  Your answer  ✗ 4,0", "  Without the bias."]
    states.quizzes["quiz"] = QuizState(typed="5", answered=True, right=True)
    assert shown(block, states)[-2:] == ["  Your answer  ✓ 5", "  So it is."]


def test_presets_and_explorables_say_what_opens_them() -> None:
    preset = Preset(
        key="p", id="p", settings=(("data.name", "mnist"), ("optimizer.lr", "0.05")), twin=(("model.init", "zeros"),)
    )
    assert shown(preset, current=True) == [
        "▌ In the lab" + "enter opens the lab".rjust(67),
        "▌   run   data mnist   lr 0.05",
        "▌   twin  init zeros",
    ]
    play = Explorable(key="e", id="e", name="two-two-one", predict=spans("What will ", "$a_2$", " be?"))
    head, *picture, question = shown(play)
    assert (head, question) == ("  Play  A 2-2-1 network, step by step", "    What will a₂ be?")
    assert "x₁" in picture[0] and len(picture) == 4  # a small picture of it stands between


def test_a_comment_alone_on_its_line_is_folded_where_it_stands() -> None:
    code = "if x:\n    # " + "word " * 20 + "\n    y = 1  # " + "word " * 20 + "\n"
    lines = [line[2:] for line in shown(cell(code=code))[1:]]
    assert [line[:12].rstrip() for line in lines] == [
        "if x:",
        "    # word w",
        "        word",
        "    y = 1",
        "        # wo",
        "            "[:0] + lines[5][:12].rstrip(),
    ]


def test_what_other_code_has_printed_is_dim() -> None:
    ran = output(printed("old\n"))
    states = BlockStates(cells={"cell": CellState(CODE, number=1, status="ok", output=ran)})
    ran.code = CODE.rstrip()
    assert "✓ ran" in shown(cell(), states)[0]
    ran.code = "another = 1"
    head, *_ = shown(cell(), states)
    assert "ran an earlier version" in head and "✓" not in head
    assert (("  ", "plain"), ("  old", "dim")) in [tuple(line) for line in paint(cell(), states, 80)]


def test_an_output_is_folded_only_where_that_saves_lines() -> None:
    def printing(count: int) -> list[str]:
        return shown(cell(), with_cell(output=output(printed("".join(f"line {n}\n" for n in range(count))))))[3:]

    assert len(printing(17)) == 17
    assert len(printing(18)) == 12 and "7 lines more" in printing(18)[5]


def test_bookmarks_and_notes() -> None:
    states = BlockStates(marks={"a": Marks(bookmark=True, note="Ask about this.\nSoon.")})
    lines = shown(paragraph("a", "Short."), states)
    assert lines == ["  Short." + "◆".rjust(71), "  Your note", "    Ask about this.", "    Soon."]


def test_a_bookmark_takes_blanks_and_no_text() -> None:
    code, ran = cell(), with_cell(output=output(printed("x")))
    without = shown(code, ran)[0]
    ran.marks[code.key] = Marks(bookmark=True)
    with_sign = shown(code, ran)[0]
    assert with_sign.split() == [*without.split(), "◆"] and len(with_sign) <= 80


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_bookmark_takes_no_word_of_a_full_line(width: int) -> None:
    states = BlockStates(marks={"a": Marks(bookmark=True)})
    block = paragraph("a", "abc " * 100)
    texts = ["".join(text for text, _ in line) for line in paint(block, states, width)]
    assert " ".join(texts).split().count("abc") == 100 - texts[0].count("◆abc") and "…" not in texts[0]
    assert texts[0].count("◆") == 1 and all(len(text) <= width for text in texts)


def test_a_wrong_number_is_told_in_whole_lines() -> None:
    asked = replace(quiz(), kind="number", answer=0.5, choices=())
    wrong = QuizState(typed="3", answered=True)

    def said_of(state: QuizState) -> list[str]:
        return shown(asked, BlockStates(quizzes={asked.key: state}))

    assert t("blocks.other_number") in " ".join(" ".join(said_of(wrong)).split())
    assert t("blocks.other_number")[:20] not in " ".join(said_of(replace(wrong, once=True)))
    assert t("blocks.other_number")[:20] not in " ".join(said_of(replace(wrong, typed="")))


# Whatever comes


BLOCKS: list[Block] = [
    *(paragraph("a"), heading("h", "A title"), cell(), exercise(), quiz(), Display(latex=r"\frac{a}{b} + \sum_i x_i")),
    Quote(kind="tip", blocks=(Bullets(start=1, items=(said("one " * 9), said("two"))), Listing(text="x" * 99))),
    Table(header=(spans("a"), spans("b")), rows=((spans("1.5"), spans("word " * 30)),), align=("left", "right")),
]


@settings(max_examples=40)
@given(st.integers(20, 200), st.booleans(), st.booleans())
def test_every_block_fits_every_width(width: int, ascii: bool, current: bool) -> None:
    states = with_cell(output=output(printed("x" * 500), table_event({"columns": ["a" * 60], "rows": [["b" * 90]]})))
    for block in BLOCKS:
        shown(block, states, width, ascii=ascii, current=current, number=3)


@settings(max_examples=60)
@given(st.text(max_size=80), st.integers(20, 90))
def test_any_printed_text_fits(text: str, width: int) -> None:
    lines = shown(cell(), with_cell(output=output(printed(text)), open=True), width)
    assert not any(letter < " " or letter == "\x7f" for line in lines for letter in line)
