"""`dl-lab export LESSON --ipynb|--py|--html`: a lesson with the learner's own answers, to hand in or to carry on."""

from __future__ import annotations

import argparse
from html import escape
from pathlib import Path
from typing import Any

from tui_lab.cli.output import write_new
from tui_lab.config.errors import LabError
from tui_lab.content.handout import Answers, Piece, pieces
from tui_lab.content.lesson import Lesson
from tui_lab.messages import language, t

KINDS = ("ipynb", "py", "html")


def kind_of(args: argparse.Namespace) -> str:
    """The kind asked for, or nothing where a run is exported.

    Raises:
        LabError: several are.
    """
    wanted = [kind for kind in KINDS if getattr(args, kind)]
    if len(wanted) > 1:
        raise LabError(t("handout.one_kind"))
    return wanted[0] if wanted else ""


def export_lesson(name: str, kind: str, output: str | None) -> int:
    """Write the lesson to a new file, by default `<lesson>.<kind>` in this folder; gives the exit code.

    Raises:
        LabError: there is no such lesson, it can't be read, or the file is there or can't be written.
    """
    from tui_lab.content import packs, parser

    ref = packs.find_written(name)
    lesson = parser.read(ref.folder, language())
    if lesson.missing:  # a page in two languages helps nobody
        lesson = parser.read(ref.folder, "en")
    found = pieces(lesson, _answers(ref.key, lesson), lesson.path.read_text(encoding="utf-8"))
    text = _html(lesson, found) if kind == "html" else _notebook(lesson, found, kind)
    if output == "-":
        print(text, end="")
        return 0
    path = Path(output or f"{lesson.id}.{kind}").expanduser()
    write_new(path, text)
    return 0


def _answers(key: str, lesson: Lesson) -> Answers:
    from tui_lab.learner.store import Learner

    with Learner.open() as learner:
        quizzes = learner.state(key).quizzes
        edits = learner.edits(key)
    known = {quiz.id for quiz in lesson.quizzes}
    return Answers(edits, {id: (state.answer, state.right) for id, state in quizzes.items() if id in known})


def _notebook(lesson: Lesson, found: list[Piece], kind: str) -> str:
    import jupytext  # 0.3 s with nbformat
    from nbformat import v4

    make: dict[str, Any] = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    # An id of its own for each cell, the same at each export: by chance they would differ.
    cells = [make[piece.kind](piece.text, id=piece.id or f"text-{i}") for i, piece in enumerate(found)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "title": lesson.title})
    return str(jupytext.writes(notebook, fmt="ipynb" if kind == "ipynb" else "py:percent"))


def _html(lesson: Lesson, found: list[Piece]) -> str:
    """One page that needs nothing else: mathematics as MathML, code in colours."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin
    from pygments.formatters import HtmlFormatter

    formatter = HtmlFormatter(style="default")
    # html=False: what a lesson of somebody else says stays text
    markdown = MarkdownIt("commonmark", {"html": False, "highlight": lambda code, *_: _coloured(code, formatter)})
    markdown.enable("table").use(front_matter_plugin)
    markdown.use(dollarmath_plugin, renderer=lambda latex, options: _mathml(latex, display=options["display_mode"]))
    body = "\n".join(
        markdown.render(piece.text) if piece.kind == "markdown" else _coloured(piece.text, formatter) for piece in found
    )
    style = formatter.get_style_defs(".highlight")
    return _PAGE.format(language=lesson.language, title=escape(lesson.title), style=style, body=body)


def _coloured(code: str, formatter: Any) -> str:
    from pygments import highlight
    from pygments.lexers.python import PythonLexer

    return str(highlight(code, PythonLexer(), formatter))


def _mathml(latex: str, *, display: bool) -> str:
    from latex2mathml.converter import convert

    try:
        return str(convert(latex, display="block" if display else "inline"))
    except Exception:  # what it can't draw can still be read
        return f"<code>{escape(latex)}</code>"


_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.6 serif; }}
pre {{ background: #f6f6f6; padding: .6rem .8rem; overflow-x: auto; font-size: .9rem; line-height: 1.4; }}
table {{ border-collapse: collapse; }} td, th {{ padding: .2rem .8rem; border-bottom: 1px solid #ddd; }}
{style}
</style></head>
<body>
{body}
</body></html>
"""
