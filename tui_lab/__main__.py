"""`python -m tui_lab` is `dl-lab`."""

from __future__ import annotations

import sys

from tui_lab.cli import main

sys.exit(main())
