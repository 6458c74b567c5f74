"""The one kind of error that a learner reads."""

from __future__ import annotations


class LabError(Exception):
    """Something a learner can mend: one sentence that says what is wrong, where, and what to do.

    The command line prints it and ends with exit code 2; the app shows it as a notice.
    """
