"""What `dl-lab check` says: a file, a line, a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tui_lab.config.errors import LabError
from tui_lab.content.course import CourseError
from tui_lab.content.source import ContentError

Made = TypeVar("Made")


@dataclass(frozen=True)
class Problem:
    """Something wrong in a pack."""

    path: Path
    line: int
    what: str
    warning: bool = False
    """Whether a learner can do without it being mended."""

    @classmethod
    def of(cls, fault: ContentError) -> Problem:
        """What is wrong in a file of a lesson, as a problem."""
        return cls(fault.path, fault.line, fault.what)


def attempt(problems: list[Problem], path: Path, read: Callable[[], Made]) -> Made | None:
    """What `read` gives; where it raises, None, and what it says is one of the problems."""
    try:
        return read()
    except (ContentError, CourseError) as error:
        problems.append(Problem(error.path, error.line, error.what))
    except LabError as error:
        problems.append(Problem(path, 1, str(error)))
    return None
