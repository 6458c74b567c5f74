"""What runs inside the learner's kernel.

That may be any interpreter that has torch and ipykernel, so these modules need nothing of ours but
each other and `tui_lab.content.checks`: standard library only, and torch, pandas, matplotlib, IPython
only where they are used. Nothing here makes sentences: reports carry ids and numbers, and the side
that knows the learner's language puts them into words.
"""
