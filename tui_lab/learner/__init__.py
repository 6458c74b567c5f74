"""What a learner has done: progress, answers, edited cells, notes and what comes back for review."""
