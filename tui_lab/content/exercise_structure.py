"""What can be told of an exercise's folder by reading it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tui_lab.config import strict_yaml
from tui_lab.content.exercise import GENERAL, ExerciseFiles, Texts
from tui_lab.content.problem import Problem, attempt
from tui_lab.content.source import Source
from tui_lab.messages import LANGUAGES, t

FEWEST_WRONG = 3
"""A check that has met fewer wrong answers than this accepts others."""


def exercise_problems(folder: Path) -> list[Problem]:
    """What is wrong in an exercise's folder, as far as it can be told without running it."""
    problems: list[Problem] = []
    files, faults = ExerciseFiles.inspect(folder)
    problems += map(Problem.of, faults)
    if files is None:
        return problems
    # What follows from a text that can't be read, or from a file that isn't there, is no fault of its own.
    told = {fault.path for fault in faults}
    if len(files.wrong) < FEWEST_WRONG:
        what = t("content.few_wrong", id=files.id, n=len(files.wrong), fewest=FEWEST_WRONG)
        problems.append(Problem(files.check_file, 1, what, warning=True))
    problems += (problem for problem in _not_python(files) if problem.path not in told)
    if files.messages_file not in told:
        problems += _not_translated(files)
    if files.check_file in told:
        return problems
    source = attempt(problems, files.check_file, lambda: Source.read(files.check_file))
    tree = _tree(problems, source) if source else None
    if tree is not None and files.messages_file not in told:
        problems += _names(files, tree)
    return problems


def _not_python(files: ExerciseFiles) -> Iterator[Problem]:
    answers = {"starter.py": files.starter, "solution.py": files.solution}
    answers |= {f"right/{name}.py": code for name, code in files.right.items()}
    answers |= {
        f"wrong/{name}.py": code
        for name, (code, key) in files.wrong.items()
        if key not in ("syntax-error", "indentation")
    }
    for name, code in answers.items():
        problems: list[Problem] = []
        _tree(problems, Source(files.folder / name, code))
        yield from problems


def _tree(problems: list[Problem], source: Source) -> ast.Module | None:
    """The syntax tree of a file; where it has none, a problem with the line."""
    try:
        return ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        what = t("content.not_python_file", what=getattr(error, "msg", None) or error)
        problems.append(Problem(source.path, line, what))
        return None


def _not_translated(files: ExerciseFiles) -> Iterator[Problem]:
    """A warning for each text that lacks a language."""
    places: list[tuple[strict_yaml.Path, Texts]] = []
    places += [(("checks", key), texts) for key, texts in files.checks.items()]
    places += [(("mistakes", key), texts) for key, texts in files.mistakes.items()]
    places += [(("hints", i), texts) for i, texts in enumerate(files.hints)]
    for at, texts in places:
        for language in LANGUAGES:
            if language not in texts:
                what = t("content.text_not_translated", name=f"{at[0]}.{at[1]}", language=language)
                yield Problem(files.messages_file, files.lines.get(at, 1), what, warning=True)


def _names(files: ExerciseFiles, tree: ast.Module) -> Iterator[Problem]:
    """Where `check.py` and `messages.yaml` don't name the same checks and mistakes."""
    checks = dict(_called(tree, "check"))
    mistakes = dict(_called(tree, "Fail"))
    for name, line in checks.items():
        if name not in files.checks:
            yield Problem(files.check_file, line, t("content.check_without_text", name=name))
    for key, line in mistakes.items():
        if key not in files.mistakes:
            known = ", ".join(files.mistakes)
            what = t("content.fail_general" if key in GENERAL else "content.fail_unknown", key=key, known=known)
            yield Problem(files.check_file, line, what)
    computed = _computes_keys(tree)
    for kind, told, used in (("checks", files.checks, checks), ("mistakes", files.mistakes, mistakes)):
        for key in told:
            if key not in used and not (kind == "mistakes" and computed):
                what = t("content.text_unused", name=f"{kind}.{key}")
                yield Problem(files.messages_file, files.lines.get((kind, key), 1), what, warning=True)


def _calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function: Any = node.func
            if getattr(function, "id", getattr(function, "attr", None)) == name and node.args:
                yield node


def _called(tree: ast.Module, name: str) -> Iterator[tuple[str, int]]:
    """The texts that a function is called with, each with its line."""
    for call in _calls(tree, name):
        first = call.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, call.lineno


def _computes_keys(tree: ast.Module) -> bool:
    """Whether a mistake is named by a variable, so that reading can't tell which are named."""
    return any(not isinstance(call.args[0], ast.Constant) for call in _calls(tree, "Fail"))
