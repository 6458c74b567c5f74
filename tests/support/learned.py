"""A learner with progress."""

from __future__ import annotations

import time

from tui_lab.learner.store import Learner

DAY_S = 86_400


def learn(days_ago: float = 5) -> None:
    """A third of the neuron lesson some days ago: a wrong answer, a bookmark, a note; the gradient lesson done."""
    then = time.time() - days_ago * DAY_S
    with Learner.open(now=lambda: then) as learner:
        learner.saw("course/neuron", "top+1", "top+2", "top+3", "first-cell")
        learner.answered("course/neuron", "first-question", "1", False)
        learner.toggle_bookmark("course/neuron", "first-cell")
        learner.save_note("course/neuron", "first-question", "Walk against it,\nnot along")
        learner.saw("course/gradient", "top+1")
        learner.finish("course/gradient")
        learner.save_place("course/neuron", "first-question")
