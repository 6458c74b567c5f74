"""What is said of runs and their folders."""

TEXTS = {
    "cannot_create": "{where} can't be written ({error}): free some space or set DL_LAB_HOME to a folder of yours",
    "unknown": "there is no run {name}: the last ones are {numbers}; dl-lab runs list shows all",
    "none_yet": "there is no run {name}: there are none yet; dl-lab train starts one",
    "still_training": "run {run} is being trained on {host} (pid {pid}): stop it first, or watch it",
    "cannot_delete": "{where} can't be deleted ({error}): check who owns it",
    "cannot_start": "{command} can't be started ({error}), so no worker runs: check launch_prefix in the settings",
    "cannot_write": "{where} can't be written ({error}): check who owns the folder and that there is space",
    "state.created": "○ created",
    "state.training": "● training",
    "state.paused": "❚❚ paused",
    "state.stopped": "■ stopped",
    "state.finished": "✓ finished",
    "state.failed": "✗ failed",
    "state.lost": "! worker died",
    "state.starting": "◌ starting",
}
