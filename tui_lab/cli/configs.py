"""Making a `TrainConfig` from options, and showing what can be set."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from pathlib import Path

import msgspec

from tui_lab.cli.output import console, print_json
from tui_lab.config import checks, fields
from tui_lab.config import file as config_file
from tui_lab.config.errors import LabError
from tui_lab.config.shortcuts import SHORTCUTS
from tui_lab.config.train import GROUPS, TrainConfig
from tui_lab.messages import t
from tui_lab.runs.words import clean


def config_from(args: argparse.Namespace) -> TrainConfig:
    """The config that the options of `train` or `config` ask for: the file, then the options, then `--set`.

    Raises:
        LabError: a value is refused, the file can't be read, or the parts don't fit each other.
    """
    if args.config is None:
        config = TrainConfig()
    elif args.config == "-":
        config = config_file.decode(sys.stdin.buffer.read(), "stdin")
    else:
        try:
            config = config_file.decode(Path(args.config).read_bytes(), args.config)
        except OSError as error:
            raise LabError(t("cli.config_unreadable", where=args.config, error=error.strerror)) from error
    given = [(path, getattr(args, dest)) for dest, path in SHORTCUTS.items()]
    config = fields.apply_text(config, [f"{path}={text}" for path, text in given if text is not None])
    config = fields.apply_text(config, args.settings)
    checks.check(config)
    return config


def print_config(args: argparse.Namespace) -> int:
    """Print the config that would run, as JSON that `--config` reads."""
    print_json(msgspec.to_builtins(config_from(args)), indent=2)
    return 0


def fields_table(group: str | None, *, as_json: bool) -> int:
    """Print the fields of a config, of one group or of all: what each is, accepts, and starts from."""
    if group is not None and group not in GROUPS:
        near = get_close_matches(group, GROUPS, n=1, cutoff=0.4)
        hint = t("field.nearest", near=near[0]) if near else ""
        raise LabError(t("cli.no_group", name=group, known=", ".join(GROUPS), hint=hint).strip())
    found = [f for f in fields.fields().values() if group in (None, f.path.partition(".")[0])]
    if as_json:
        print_json(
            [
                {
                    "path": f.path,
                    "kind": f.kind,
                    "default": msgspec.to_builtins(f.default),
                    "choices": list(f.choices),
                    "minimum": f.minimum,
                    "maximum": f.maximum,
                    "live": f.live,
                    "label": f.label,
                    "help": f.help,
                }
                for f in found
            ]
        )
        return 0
    _print_fields(found)
    return 0


def _print_fields(found: list[fields.Field]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    out = console()
    group = ""
    for f in found:
        if f.path.partition(".")[0] != group:
            group = f.path.partition(".")[0]
            out.print(Text(("\n" if f is not found[0] else "") + t(f"field.group.{group}"), style="bold"))
        default = fields.show(f.path, f.default) or "''"
        line = Text.assemble(f"{f.path} = {default}", ("   " + t("cli.live") if f.live else "", "bold"))
        out.print(Padding(line, (0, 0, 0, 2)))
        out.print(Padding(Text(f.help), (0, 0, 0, 6)))
        out.print(Padding(Text(f"{t('cli.accepts')} {clean(_accepts(f))}", style="dim"), (0, 0, 0, 6)))
    out.print(Text("\n" + t("cli.fields_hint"), style="dim"))


def _accepts(f: fields.Field) -> str:
    if f.path == "data.name":
        from tui_lab.config.catalogue import NAMES

        return ", ".join(NAMES)
    return f.accepts
