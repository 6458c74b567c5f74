"""Every ink of text can be read on its ground: in high contrast by WCAG's strictest level, on the highlight too."""

from __future__ import annotations

import pytest
from made_course import make_course, use_course
from textual.color import Color

from tui_lab.app.app import DlLabApp
from tui_lab.app.inks import chart_inks
from tui_lab.app.widgets.course_picture import CoursePicture
from tui_lab.config import settings

TEXT = ("plain", "bold", "dim", "accent", "good", "bad", "train", "validation", *(f"run{n}" for n in range(1, 7)))
BARS = {"contrast": (7.0, 7.0), "dark": (4.5, 3.4), "light": (4.5, 3.4)}
"""The lowest contrast, and the lowest on the highlighted line."""


@pytest.fixture(autouse=True)
def lessons(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    use_course(monkeypatch, make_course(tmp_path / "lessons"))


def contrast(one: Color, other: Color) -> float:
    """By WCAG 2.1."""

    def luminance(color: Color) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", settings.CHOICES["theme"])
async def test_text_can_be_read(theme: str) -> None:
    settings.write(settings.Settings(theme=theme))
    app = DlLabApp()
    async with app.run_test(size=(80, 24)):
        picture = app.screen.query_one(CoursePicture)
        low = {}
        for name in TEXT:
            for ink in (name, f"{name}@"):
                style = picture.inks[ink]
                front, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                if (found := contrast(front, ground)) < BARS[theme][ink.endswith("@")]:
                    low[ink] = round(found, 2)
        assert not low
        if theme == "contrast":
            curves = [style for ink, style in chart_inks(picture).items() if 2 <= ink <= 5]
            assert all(
                contrast(Color.from_rich_color(s.color), Color.from_rich_color(s.bgcolor)) >= 7.0 for s in curves
            )


async def test_t_goes_through_the_themes() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        seen = [app.theme]
        for _ in range(3):
            await pilot.press("t")
            seen.append(app.theme)
    assert seen == ["dl-dark", "dl-light", "dl-contrast", "dl-dark"]
