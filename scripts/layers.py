"""Hold the layers written in pyproject.toml: import-linter's command, which has no `python -m` of its own."""

from __future__ import annotations

import sys

from importlinter.cli import lint_imports_command

if __name__ == "__main__":
    sys.exit(lint_imports_command())
