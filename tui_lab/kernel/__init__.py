"""A lesson's kernel: the keeper that holds it, the link by which the app talks with it, and what it printed."""
