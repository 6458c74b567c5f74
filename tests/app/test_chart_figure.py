"""The painted lines of a chart: what stands where, and what never reaches plotext."""

from __future__ import annotations

import math
import random
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_lab.app.colours import Ink
from tui_lab.app.widgets.chart_canvas import Area, Row
from tui_lab.app.widgets.chart_figure import ChartFigure, Mark, Trace, plain_text, thin
from tui_lab.app.widgets.chart_scale import Scale, data_range, next_scale, nice_scale, number, tick_label

BRAILLE = {chr(code) for code in range(0x2801, 0x2900)}


def curve(points: int = 170, upto: float = 3.4, role: str = "train", label: str = "train") -> Trace:
    xs = [upto * index / points for index in range(points)]
    return Trace(role, label, xs, [0.7 * math.exp(-1.4 * x) + 0.14 for x in xs])  # type: ignore[arg-type]


VALIDATION = Trace("validation", "val", [1, 2, 3], [0.31, 0.17, 0.121], style="dots")


def paint(
    *traces: Trace, marks: tuple[Mark, ...] = (), size: tuple[int, int] = (85, 13), **options: object
) -> list[Row]:
    return ChartFigure().paint(traces, marks, *size, **({"x_max": 10} | options))  # type: ignore[arg-type]


def texts(rows: list[Row]) -> list[str]:
    return [row.text for row in rows]


@pytest.mark.parametrize("size", [(76, 8), (85, 13), (130, 22), (46, 10), (20, 5), (8, 2), (3, 1), (0, 0)])
@pytest.mark.parametrize("ascii", [False, True])
def test_rows_fill_the_size_exactly(size: tuple[int, int], ascii: bool) -> None:
    rows = paint(curve(), VALIDATION, marks=(Mark(2.6, "d dropout 0→0.3"),), size=size, ascii=ascii)
    assert len(rows) == size[1]
    assert all(len(row.text) == len(row.inks) == size[0] for row in rows)


def test_axes_carry_whole_epochs_and_nice_values() -> None:
    lines = texts(paint(curve(), VALIDATION))
    assert lines[0].startswith("  1.0┤") and lines[-2].startswith("  0.0┼─")
    assert lines[-1].split() == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "epoch"]


def test_last_values_stand_at_the_right_without_meeting() -> None:
    lines = texts(paint(curve(), VALIDATION))
    ends = [line[-15:].strip() for line in lines if "train" in line or "val" in line]
    assert ends == ["─ train 0.146", "● val   0.121"]


def test_equal_last_values_take_a_row_each() -> None:
    traces = [
        Trace(role, role, [0, 1], [0.5, 0.0]) for role in ("train", "validation", "twin_train", "twin_validation")
    ]
    lines = texts(paint(*traces))
    rows = [next(y for y, line in enumerate(lines) if f" {trace.label} " in line) for trace in traces]
    assert len(set(rows)) == 4 and max(rows) <= 10


def test_a_narrow_chart_has_its_labels_in_the_first_row() -> None:
    lines = texts(paint(curve(), VALIDATION, size=(46, 10)))
    assert lines[0].split() == ["─", "train", "0.146", "●", "val", "0.121"]


def test_a_pane_too_low_for_a_chart_still_tells_the_values() -> None:
    assert "0.121" in texts(paint(curve(), VALIDATION, size=(60, 3)))[0]


def test_validation_is_told_from_training_without_colour() -> None:
    rows = paint(curve(), VALIDATION)
    plotted = "".join(row.text[6:69] for row in rows[:-2])
    assert plotted.count("●") == 3 and BRAILLE & set(plotted)


def test_ascii_is_ascii() -> None:
    rows = paint(curve(), VALIDATION, curve(role="twin_train"), marks=(Mark(2, "rate"),), ascii=True)
    assert "".join(texts(rows)).isascii()
    assert "o" in "".join(texts(rows)) and "*" in "".join(texts(rows))


def test_plotext_paints_a_value_in_the_row_and_column_of_the_axes() -> None:
    area = Area(60, 10, 10.0, 0.0, 1.0)
    for x, y in [(0, 0), (10, 1), (3.3, 0.25), (7.77, 0.9), (5, 0.5)]:
        cells = ChartFigure()._raster(area, [([x], [y])], "braille")
        assert [(column, row) for column, row, _ in cells] == [(area.column(x), area.row(y))]


def test_nothing_but_the_sentence_without_data() -> None:
    rows = paint(empty_text="No run yet")
    assert "".join(texts(rows)).strip() == "No run yet"
    assert {ink for row in rows for ink in row.inks} == {Ink.PLAIN, Ink.DIM}


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300])
def test_a_value_that_cannot_be_drawn_leaves_a_gap_and_is_told(bad: float) -> None:
    xs = [index / 10 for index in range(101)]
    ys = [0.5 if index < 40 or index > 60 else bad for index in range(101)]
    rows = paint(Trace("train", "train", xs, ys))
    plotted = [column for row in rows[:-2] for column, c in enumerate(row.text[6:69]) if c in BRAILLE]
    assert not [column for column in plotted if 27 < column < 36], "no line across the gap"
    assert min(plotted) == 0 and max(plotted) >= 60
    ended = paint(Trace("train", "train", [1, 2], [0.5, bad]))
    assert number(bad, "").strip() in "".join(texts(ended))


def test_only_bad_values_are_an_empty_chart() -> None:
    rows = paint(Trace("train", "train", [0, 1], [math.nan, math.inf]), empty_text="nothing")
    assert "".join(texts(rows)).strip() == "nothing"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(width=64), max_size=40),
    st.sampled_from(["", "%"]),
    st.lists(st.floats(), max_size=4),
    st.tuples(st.integers(0, 90), st.integers(0, 16)),
)
def test_any_floats_at_any_size(ys: list[float], unit: str, marks: list[float], size: tuple[int, int]) -> None:
    trace = Trace("train", "train", [index / 4 for index in range(len(ys))], ys, ys, ys)
    rows = paint(trace, VALIDATION, marks=tuple(Mark(x, "o sgd") for x in marks), size=size, unit=unit)
    assert [len(row.text) for row in rows] == [size[0]] * size[1]


def test_thinning_keeps_every_spike() -> None:
    values = [random.Random(1).random() for _ in range(100_000)]
    values[54_321], values[77_777] = 9.0, -9.0
    xs = [index / 10_000 for index in range(100_000)]
    thin_xs, thin_ys = thin(xs, values, 10.0, 60)
    assert len(thin_xs) <= 120 and max(thin_ys) == 9.0 and min(thin_ys) == -9.0
    assert thin_xs == sorted(thin_xs)


def test_an_early_spike_does_not_squash_the_rest() -> None:
    xs = [index / 20 for index in range(200)]
    ys = [50.0, 20.0] + [0.3 + 0.1 * math.sin(x) for x in xs[2:]]
    lines = texts(paint(Trace("train", "train", xs, ys)))
    assert "▲" in lines[0] and lines[0].startswith(" 0.45")
    low, high = data_range([10.0, 20.0] + [90.0 + index / 20 for index in range(100)], [95.0], "%")
    assert low > 80 and high < 100


def test_the_last_value_is_never_clipped() -> None:
    assert data_range([0.2] * 99 + [5.0], [5.0], "")[1] == 5.0
    assert data_range([90.0] * 99 + [10.0], [10.0], "%")[0] == 10.0


def test_scale_is_kept_while_it_fits_widens_and_narrows() -> None:
    first = next_scale(None, 0.0, 0.9, 4)
    assert (first.low, first.high, first.step) == (0.0, 1.0, 0.5)
    assert next_scale(first, 0.1, 0.5, 4) is first
    assert next_scale(first, 0.0, 1.1, 4).high == 1.5
    assert next_scale(first, 0.1, 0.3, 4).high < 0.5


@given(st.floats(-1e29, 1e29), st.floats(1e-9, 1e29), st.integers(2, 6))
def test_a_nice_scale_holds_its_data(low: float, size: float, most: int) -> None:
    low, high = data_range([low, low + size], [low], "")
    scale = nice_scale(low, high, most)
    slack = scale.step * 1e-6
    assert scale.low - slack <= low and high <= scale.high + slack
    assert 2 <= len(scale.ticks()) <= most + 1
    labels = [tick_label(value, scale.step) for value in scale.ticks()]
    assert len(set(labels)) == len(labels) and max(map(len, labels)) <= 9


def test_percent_ends_at_a_hundred() -> None:
    low, high = data_range([99.9, 100.0], [100.0], "%")
    scale = nice_scale(low, high, 4)
    assert scale.high == 100 and scale.low >= 98


@pytest.mark.parametrize(
    ("value", "step", "label"),
    [
        (0.25, 0.05, "0.25"),
        (80, 20, "80"),
        (0.0125, 0.0005, ".0125"),
        (0.0, 1e-5, "0.00"),
        (0.00125, 1e-5, "125e-5"),
        (2e6, 5e5, "20e5"),
    ],
)
def test_tick_labels(value: float, step: float, label: str) -> None:
    assert tick_label(value, step) == label


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.14789, "", "0.148 "),
        (2.3, "", "2.30  "),
        (12345.0, "", "12345 "),
        (0.0123, "", "0.0123"),
        (0.000123, "", "1e-4  "),
        (3e7, "", "3e7   "),
        (0.0, "", "0.0000"),
        (95.78, "%", "95.8 %"),
        (100.0, "%", " 100 %"),
        (9.5, "%", " 9.5 %"),
        (math.nan, "%", "NaN   "),
    ],
)
def test_numbers_keep_their_width(value: float, unit: str, text: str) -> None:
    assert number(value, unit) == text  # type: ignore[arg-type]


def test_marks_near_each_other_keep_their_labels_apart() -> None:
    labels = ["d dropout 0→0.3", "b batch norm on", "o sgd→adamw", "+ rate 2e-3"]
    marks = tuple(Mark(2.6 + index / 10, label) for index, label in enumerate(labels))
    lines = texts(paint(curve(), VALIDATION, marks=marks))
    assert all(any(label in line for line in lines) for label in labels)
    assert sum("┆" in line for line in lines) > 5


def test_marks_beyond_the_room_are_counted() -> None:
    marks = tuple(Mark(1 + index / 50, f"+ rate {index}e-3") for index in range(30))
    lines = texts(paint(curve(), marks=marks, size=(60, 6)))
    shown = sum(line.count("rate") for line in lines)
    counted = sum(
        int(word[1:]) for line in lines for word in line.split() if word.startswith("+") and word[1:].isdigit()
    )
    assert shown and shown + counted == 30


def test_a_mark_at_the_right_edge_has_its_label_at_the_left() -> None:
    line = texts(paint(curve(), marks=(Mark(10, "NaN in the loss", "divergence"),)))[0]
    assert "NaN in the loss ╷" in line


def test_raw_values_stand_faint_behind_the_line() -> None:
    trace = curve()
    raw = Trace("train", "train", trace.xs, trace.ys, [y - 0.1 for y in trace.ys], [y + 0.1 for y in trace.ys])
    faint = [row.inks.count(Ink.TRAIN_FAINT) for row in paint(raw)]
    assert sum(faint) > 20
    assert not any(row.inks.count(Ink.TRAIN_FAINT) for row in paint(trace))


def test_labels_bring_no_escape_sequences_and_no_wide_characters() -> None:
    assert plain_text("a\x1b[31m\u200bb\u4e2d\nc") == "a[31mbc"
    assert plain_text("huấn luyện") == "huấn luyện"
    assert len(plain_text("huâ\u0301n")) == 4


def test_a_frame_draws_only_the_curve_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, raster = ChartFigure(), Mock(return_value=[])
    monkeypatch.setattr(figure, "_raster", raster)
    figure.paint([curve(), VALIDATION], [], 85, 13, x_max=10)
    figure.paint([curve(upto=3.5), VALIDATION], [], 85, 13, x_max=10)
    assert raster.call_count == 3


def test_two_figures_share_nothing() -> None:
    one, two = ChartFigure(), ChartFigure()
    first = one.paint([curve()], [], 85, 13, x_max=10)
    two.paint([Trace("train", "train", [0, 5], [90, 10])], [], 40, 9, x_max=5, unit="%")
    assert one.paint([curve()], [], 85, 13, x_max=10) == first


def test_ticks_of_a_scale() -> None:
    assert Scale(0.0, 0.3, 0.1, 4).ticks() == pytest.approx([0, 0.1, 0.2, 0.3])
