"""The plain PyTorch script of any run: what the lab does, in one file that a learner can read and run alone."""

from tui_lab.script.live import live_changes
from tui_lab.script.script import script_of, script_of_run

__all__ = ["live_changes", "script_of", "script_of_run"]
