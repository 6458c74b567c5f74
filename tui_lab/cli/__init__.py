"""`dl-lab`: the app when it stands alone, else one of its commands.

A command's module is imported when it is run: `-h`, `--version`, `doctor` and completion stay quick.
Exit codes: 0 done, 1 a run failed (or doctor found what makes dl-lab unusable), 2 wrong usage or something
a learner can mend, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui_lab.config.errors import LabError
from tui_lab.messages import LANGUAGES, language, set_language, t

if TYPE_CHECKING:
    import argparse

FAILED, WRONG, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run `dl-lab` with these arguments (those of the process where none are given); gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 shows ? instead of a traceback
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return code
    except LabError as error:
        _complain(str(error))
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, `less`) has gone. Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except SystemExit as leaving:  # how argparse ends after --help and --version
        return leaving.code if isinstance(leaving.code, int) else 0


def _complain(sentence: str) -> None:
    from tui_lab.cli.output import complain

    complain(sentence)


def _run(argv: list[str]) -> int:
    if argv and argv[0] == "__complete":
        from tui_lab.cli.completion import answer

        return answer(argv[1], argv[2:]) if len(argv) > 2 else WRONG
    argv = _take_global(argv)
    if argv and argv[0] == "help":
        argv = [*argv[1:], "--help"]
    from tui_lab.cli.parser import build

    args, rest = build().parse_known_args(argv)
    if rest:
        raise LabError(args.parser.unknown_arguments(rest))
    return _dispatch(args)


def _take_global(argv: list[str]) -> list[str]:
    """Set the language of the settings or of `--lang`, and the learner of `--profile`; gives the other arguments."""
    from tui_lab.cli.parser import GLOBAL

    rest: list[str] = []
    given: dict[str, str] = {}
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif name in GLOBAL:
            given[name] = value if equals else next(words, "")
        else:
            rest.append(word)
    _choose_language(given.get("--lang"))
    if "--profile" in given:
        from tui_lab.learner import profiles

        profiles.choose(given["--profile"])
    return rest


def _choose_language(chosen: str | None) -> None:
    if chosen is None:
        from tui_lab.config import settings

        try:
            chosen = settings.read().language
        except LabError as error:  # a damaged settings file must stop neither help nor doctor
            _complain(str(error))
            return
    for known in LANGUAGES:
        if chosen == known:
            set_language(known)
            return
    raise LabError(t("cli.no_language", name=chosen, known=", ".join(LANGUAGES)))


def _dispatch(args: argparse.Namespace) -> int:
    command, _, action = args.command.partition(" ")
    match command:
        case "":
            return open_app()
        case "train":
            from tui_lab.cli.train import train

            return train(args)
        case "runs":
            from tui_lab.cli import runs

            return runs.run(action or "list", args)
        case "export":
            from tui_lab.cli.export import export

            return export(args)
        case "data":
            return _data(args.name if action == "show" else None, as_json=args.json)
        case "fields":
            from tui_lab.cli.configs import fields_table

            return fields_table(args.group, as_json=args.json)
        case "config":
            from tui_lab.cli.configs import print_config

            return print_config(args)
        case "lessons":
            from tui_lab.cli import lessons

            return lessons.run(action, args)
        case "progress":
            from tui_lab.cli import learning

            return learning.run(action, args)
        case "review":
            from tui_lab.cli import reviewing

            return reviewing.run(args)
        case "check" | "new-lesson" | "pack":
            return _author(command, action or "list", args)
        case "doctor":
            from tui_lab import doctor

            return doctor.report(as_json=args.json)
        case _:
            from tui_lab.cli.completion import print_script

            return print_script(args.shell)


def _author(command: str, action: str, args: argparse.Namespace) -> int:
    """One of the commands for those who write lessons."""
    from tui_lab.cli import authoring

    if command == "pack":
        return authoring.pack(action, args)
    return authoring.check(args) if command == "check" else authoring.new_lesson(args)


def _data(name: str | None, *, as_json: bool) -> int:
    """Show a data set, or list them all."""
    from tui_lab.cli import data_commands
    from tui_lab.cli.output import console, print_json

    if as_json:
        print_json(data_commands.data_list_json() if name is None else data_commands.data_show_json(name))
    elif name is None:
        data_commands.data_list(console())
    else:
        data_commands.data_show(console(), name)
    return 0


def open_app(run_folder: Path | None = None) -> int:
    """Open the app: where the learner left off, or in the lab on a run.

    Raises:
        LabError: there is no terminal to open it on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LabError(t("cli.no_terminal"))
    if not sys.stderr.isatty():  # where Textual draws
        raise LabError(t("cli.no_terminal_errors"))
    from tui_lab.app.app import run

    return run(run_folder or "last", language())
