"""`python -m tui_lab.doctor [--json] [--driver] [--lang en|vi]`: doctor where `dl-lab` itself does not start."""

from __future__ import annotations

import argparse
import sys

from tui_lab.messages import set_language


def main() -> int:
    """Run it."""
    try:
        from tui_lab.doctor import show
    except ModuleNotFoundError as error:
        print(f"doctor itself needs {error.name}: {sys.executable} -m pip install msgspec rich platformdirs")
        return 1
    parser = argparse.ArgumentParser(prog="python -m tui_lab.doctor", description="what is here and what is missing")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--driver", action="store_true", help="only GPU, driver and torch's build")
    parser.add_argument("--lang", choices=("en", "vi"), default=show.preferred_language())
    options = parser.parse_args()
    set_language(options.lang)
    return show.tell_driver() if options.driver else show.report(None, options.json)


if __name__ == "__main__":
    sys.exit(main())
