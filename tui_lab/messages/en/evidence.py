"""What doesn't agree between a lesson's figures and the runs they come from."""

TEXTS = {
    "missing": "evidence.py has never been run: run `make lessons-evidence` and commit evidence.json",
    "unreadable": "{where} can't be read ({error}): run `make lessons-evidence` again",
    "stale": "evidence.py was changed since this was recorded: run `make lessons-evidence`",
    "fails": "the claim {claim} holds on {held} of {seeds} seeds only: choose another set-up, or don't claim it",
    "differs": "the runs of {claim} say “{text}”, which the text does not: write these words or change the claim",
}
