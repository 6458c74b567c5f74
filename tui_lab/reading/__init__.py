"""What can be read from the curves of a run: underfitting, overfitting, a wrong rate, and why.

`read` gives findings, `rules` says what each is read from, `words` says them to a person.
"""

from __future__ import annotations

from tui_lab.reading.curves import in_force
from tui_lab.reading.finding import Finding
from tui_lab.reading.read import read

__all__ = ["Finding", "in_force", "read"]
