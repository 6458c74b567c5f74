"""From a history to curves, marks and texts."""

from __future__ import annotations

import random
from pathlib import Path

import lab_made_runs as made
import pytest

from tui_lab.app import lab_view
from tui_lab.app.lab_session import LabSession
from tui_lab.app.lines import fit, rule, width_of, wrap
from tui_lab.app.widgets.boundary_panel import plane, points_in
from tui_lab.app.widgets.confusion_panel import matrix_lines
from tui_lab.app.widgets.run_header import header_line
from tui_lab.app.widgets.status_panel import status_lines
from tui_lab.messages import set_language
from tui_lab.runs.events import Event
from tui_lab.runs.history import History
from tui_lab.runs.series import Series


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path))
    set_language("en")


def history(*events: Event) -> History:
    found = History()
    for event in events:
        found.apply(event)
    return found


def text(line: tuple[tuple[str, str], ...]) -> str:
    return "".join(part for part, _ in line)


def test_smoothing_stays_where_it_was_and_has_no_bias() -> None:
    series = Series()
    for x in range(100):
        series.add(x, 5.0)
    before = lab_view.smooth(series.bins, 10)
    assert before == pytest.approx([5.0] * 100)
    series.add(100, 50.0)
    assert lab_view.smooth(series.bins, 10)[:100] == before


def test_traces_are_in_epochs_and_percent() -> None:
    h = history(made.started(), *made.until(314))
    train, validation = lab_view.traces(h, "metric", "both")
    assert train.xs[-1] == pytest.approx(2, abs=0.01) and 50 < train.ys[-1] <= 100 and train.lows is not None
    assert list(validation.xs) == [1, 2] and validation.style == "dots"
    assert lab_view.traces(h, "loss", "smoothed")[0].lows is None
    assert not lab_view.traces(History(), "loss", "both")


def test_r2_is_no_percentage() -> None:
    h = history(made.started(metric="r2", per_epoch=4), *made.until(20, 4, "r2"))
    assert max(lab_view.traces(h, "metric", "both")[0].ys) <= 1
    assert h.metric == "r2"


def test_marks_tell_the_key_and_join_what_belongs_together() -> None:
    h = history(
        made.started(),
        made.change(100, "regularisation.dropout", 0.0, 0.3),
        made.change(200, "optimizer.lr", 1e-3, 2e-3),
        made.change(203, "optimizer.lr", 2e-3, 3e-3),
        made.change(400, "optimizer.name", "adam", "sgd"),
        made.change(500, "regularisation.batch_norm", False, True, note="norm_put_in"),
    )
    labels = [mark.label for mark in lab_view.marks(h, epochs=10)]
    assert labels == ["d dropout 0→0.3", "+ rate 1e-3→3e-3", "o adam→sgd", "b batch norm off→on"]
    assert {mark.label for mark in lab_view.marks(h, epochs=10, labels=False)} == {""}
    assert "fresh statistics" in lab_view.last_note(h)


def test_a_loss_that_is_no_number_is_marked() -> None:
    lab = LabSession(made.failed())
    assert [mark.kind for mark in lab_view.marks(lab.history, epochs=10)] == ["divergence"]
    shown = " ".join(text(line) for line in status_lines(lab, 80))
    assert "learning rate 0.5" in shown and "n starts anew" in shown


def test_numbers_never_jump_in_width() -> None:
    widths = set()
    for step, speed, norm in ((1, 9.0, 0.000012), (483, 8412.7, 1.82), (1570, 99_999.0, 12345.6)):
        rng = random.Random(0)
        h = history(made.started(), *made.steps(step, step, rng, samples_per_s=speed, gradient_norm=norm))
        widths.add(width_of(lab_view.now_lines(h, 200)[0]))
    assert len(widths) == 1


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_header_fits(width: int, language: str) -> None:
    set_language("vi" if language == "vi" else "en")
    for folder in (None, made.training(), made.finished(), made.failed()):
        line = header_line(LabSession(folder), width)
        assert width_of(line) <= width


def test_time_left() -> None:
    h = history(made.started(), *made.until(314))
    assert lab_view.progress(h, 10).left == "0:47"


def test_the_matrix_has_every_count_and_fits() -> None:
    counts = made.confusion(1).counts
    names = ["T-shirt/top", "Trouser", *map(str, range(8))]
    for width in (56, 80):
        lines = matrix_lines(counts, names, width, 40)
        assert all(width_of(line) <= width for line in lines)
        assert str(counts[3][3]) in " ".join(text(line) for line in lines)
    assert len(matrix_lines(counts, names, 20, 40)) == 1


def test_the_plane_is_resampled_and_points_stay_inside() -> None:
    event = made.boundary(1)
    rows = plane(event, 20, 10)
    assert len(rows) == 10 and {len(row) for row in rows} == {20}
    assert all(0 <= x < 20 and 0 <= y < 10 for x, y in points_in(event, 20, 10))


def test_lines_fit() -> None:
    assert fit("tối ưu hoá", 7) == "tối ưu…" and fit("a", 3) == "a  "
    assert width_of(rule("Loss", 30, "a note")) == 30 and width_of(rule("Loss", 12, "a long note")) == 12
    assert all(width_of(line) <= 10 for line in wrap("một câu tiếng Việt khá dài", 10))
