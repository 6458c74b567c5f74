"""The commands of `dl-lab`, their options, and help that teaches.

Values are not typed here: `config.fields` parses them, so that what is said of a wrong one is the same
sentence as in the app, in the learner's language. Completion walks the same tree.
"""

from __future__ import annotations

import argparse
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

from tui_lab import __version__
from tui_lab.config.errors import LabError
from tui_lab.config.shortcuts import SHORTCUTS
from tui_lab.messages import LANGUAGES, has, t

if TYPE_CHECKING:
    from rich.console import Console

GROUPS = (
    ("learning", ("lessons", "progress", "review")),
    ("training", ("train", "runs")),
    ("looking", ("data", "fields", "config", "export")),
    ("writing", ("check", "new-lesson", "pack")),
    ("setup", ("doctor", "completion")),
)

GLOBAL = ("--lang", "--profile")
"""Options that may stand anywhere, before and after the command."""

SHELLS = ("bash", "zsh", "fish")


class Parser(argparse.ArgumentParser):
    """A parser whose texts come from `messages` under its command's name (`cli.runs.show…`).

    Attributes:
        command: the command's words, for instance `runs show`; empty for `dl-lab` itself.
        commands: its subcommands by name.
        arguments: its options and positional arguments.
        values: what completes an argument, by its dest: a name that `completion` knows.
    """

    def __init__(self, command: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("prog", "dl-lab")
        super().__init__(**kwargs, add_help=False, allow_abbrev=False)
        self.command = command
        self.commands: dict[str, Parser] = {}
        self.arguments: list[argparse.Action] = []
        self.values: dict[str, str] = {}
        self._children: argparse._SubParsersAction[Parser] | None = None
        self.set_defaults(command=command, parser=self)
        self.argument("-h", "--help", action="help", help=t("cli.option.help"))

    def argument(self, *flags: str, values: str | None = None, **kwargs: Any) -> None:
        """Add an option or a positional argument; `values` is what completes it."""
        action = self.add_argument(*flags, **kwargs)
        self.arguments.append(action)
        if values is not None:
            self.values[action.dest] = values

    def subcommand(self, name: str) -> Parser:
        """Add a subcommand."""
        if self._children is None:
            self._children = self.add_subparsers(metavar="command", parser_class=Parser)
        words = f"{self.command} {name}".strip()
        self.commands[name] = self._children.add_parser(name, prog=f"dl-lab {words}", command=words)
        return self.commands[name]

    @property
    def text_id(self) -> str:
        """Where its texts stand in `messages`."""
        return f"cli.{self.command.replace(' ', '.') or 'top'}"

    @property
    def summary(self) -> str:
        """What it does, in a few words."""
        return t(f"{self.text_id}.summary")

    def format_usage(self) -> str:
        """The one line of usage, without colours."""
        words = [self.prog]
        for action in self.arguments:
            if not action.option_strings:
                name = str(action.metavar)
                words.append({"?": f"[{name}]", "*": f"[{name} …]", "+": f"{name} …"}.get(str(action.nargs), name))
        if self.commands:
            words.append(t("cli.help.command_slot"))
        return " ".join([*words, t("cli.help.options_slot")]) + "\n"

    def format_help(self) -> str:
        """The help as plain text, 80 columns wide."""
        from io import StringIO

        from rich.console import Console

        text = StringIO()
        self._write_help(Console(file=text, width=80, highlight=False, markup=False, color_system=None))
        return text.getvalue()

    def print_help(self, file: Any = None) -> None:
        """Print the help on standard output, or in `file`, as wide as the terminal."""
        from tui_lab.cli.output import console

        out = console()
        with out.capture() as written:
            self._write_help(out)
        # Rich fills its columns with blanks, which only get in the way when a line is copied.
        print(re.sub(r" +$", "", written.get(), flags=re.MULTILINE), end="", file=file)

    def _write_help(self, console: Console) -> None:
        from rich.padding import Padding
        from rich.text import Text

        def heading(text: str) -> None:
            console.print()
            console.print(text, style="bold")

        console.print(Text.assemble((self.format_usage().strip(), "bold")))
        console.print()
        console.print(t(f"{self.text_id}.about"))
        named = [name for _, names in GROUPS for name in names] if not self.command else []
        for group, names in GROUPS if named else ():
            heading(t(f"cli.group.{group}"))
            console.print(_rows([(name, self.commands[name].summary) for name in names]))
        rest = [(name, child.summary) for name, child in self.commands.items() if name not in named]
        if rest:
            heading(t("cli.help.commands"))
            console.print(_rows(rest))
        places = [(str(a.metavar), a.help or "") for a in self.arguments if not a.option_strings]
        if places:
            heading(t("cli.help.arguments"))
            console.print(_rows(places))
        heading(t("cli.help.options"))
        options = [(_flags(a), a.help or "") for a in self.arguments if a.option_strings]
        options.sort(key=lambda row: row[0].startswith("-h"))  # what every command has comes last
        options.append((f"--lang {'|'.join(LANGUAGES)}", t("cli.option.lang")))
        options.append(("--profile NAME", t("cli.option.profile")))
        console.print(_rows(options))
        heading(t("cli.help.examples"))
        for line in t(f"{self.text_id}.examples").splitlines():
            command, _, comment = line.partition(" # ")
            console.print(Padding(Text(command.strip()), (0, 0, 0, 2)))
            console.print(Padding(Text(comment.strip(), style="dim"), (0, 0, 0, 6)))
        if has(f"{self.text_id}.exit"):
            heading(t("cli.help.exit"))
            console.print(_rows([tuple(line.split(" ", 1)) for line in t(f"{self.text_id}.exit").splitlines()]))

    def error(self, message: str) -> NoReturn:
        """Turn what argparse says into a sentence of ours.

        Raises:
            LabError: always.
        """
        if found := re.search(r"invalid choice: '?(.*?)'? \(", message):
            raise LabError(self._unknown_command(found.group(1)))
        if found := re.search(r"arguments are required: (.*)", message):
            raise LabError(t("cli.missing", command=self.prog, names=found.group(1)))
        if found := re.search(r"argument (\S+?)(?:/\S+)?: expected (?:one|at least one) argument", message):
            raise LabError(t("cli.needs_value", option=found.group(1), command=self.prog))
        raise LabError(t("cli.usage", problem=message, command=self.prog))

    def _unknown_command(self, name: str) -> str:
        near = get_close_matches(name, self.commands, n=1, cutoff=0.5)
        if near:
            return t("cli.unknown_command_near", prog=self.prog, name=name, near=near[0])
        return t("cli.unknown_command", prog=self.prog, name=name, known=", ".join(self.commands))

    def unknown_arguments(self, rest: list[str]) -> str:
        """The sentence on arguments that this command doesn't take."""
        name = rest[0].partition("=")[0]
        flags = [flag for action in self.arguments for flag in action.option_strings]
        near = get_close_matches(name, flags, n=1, cutoff=0.5) if name.startswith("-") else []
        if near:
            return t("cli.unknown_option_near", command=self.prog, name=name, near=near[0])
        return t("cli.unknown_option", command=self.prog, name=name)


def _flags(action: argparse.Action) -> str:
    shown = ", ".join(action.option_strings)
    return shown if action.nargs == 0 else f"{shown} {action.metavar or action.dest.upper()}"


def _rows(rows: list[Any]) -> Any:
    from rich.padding import Padding
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for name, text in rows:
        table.add_row(name, text)
    return Padding(table, (0, 0, 0, 2))


def _config_options(parser: Parser) -> None:
    """The options that make a `TrainConfig`."""
    for dest, path in SHORTCUTS.items():
        metavar = {"data": "NAME", "model": "mlp|cnn", "device": "DEVICE", "optimizer": "NAME"}.get(dest, "N")
        parser.argument(
            f"--{dest.replace('_', '-')}", metavar=metavar, help=t(f"field.{path}.help"), values=f"field {path}"
        )
    parser.argument(
        "--set",
        dest="settings",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help=t("cli.option.set"),
        values="set",
    )
    parser.argument("--config", metavar="FILE", help=t("cli.option.config"), values="json")


def _watch_options(parser: Parser, *, inherited: bool = False) -> None:
    parser.argument("--detach", action="store_true", help=t("cli.option.detach"))
    _json_option(parser, inherited=inherited, text="json_epochs")


def _tensorboard_option(parser: Parser) -> None:
    parser.argument("--tensorboard", metavar="DIR", help=t("cli.option.tensorboard"), values="folders")


def _differing(parser: Parser) -> None:
    """The options of a run that comes from another one."""
    what = t("cli.option.set_differing")
    parser.argument(
        "--set", dest="settings", action="append", required=True, metavar="FIELD=VALUE", help=what, values="set"
    )
    _watch_options(parser, inherited=True)


def _run_argument(parser: Parser, nargs: str | None = "?") -> None:
    text = t("cli.option.run_or_last") if nargs == "?" else t("cli.option.run")
    default = "last" if nargs == "?" else None
    parser.argument("run", nargs=nargs, default=default, metavar="RUN", help=text, values="runs")


def _json_option(parser: Parser, *, inherited: bool = False, text: str = "json") -> None:
    """Add `--json`; `inherited` where the command above has it too: a default of its own would undo that one."""
    default = argparse.SUPPRESS if inherited else False
    parser.argument("--json", action="store_true", default=default, help=t(f"cli.option.{text}"))


def _runs(parser: Parser) -> None:
    _json_option(parser)
    _json_option(parser.subcommand("list"), inherited=True)
    show = parser.subcommand("show")
    _run_argument(show)
    _json_option(show, inherited=True)
    explain = parser.subcommand("explain")
    _run_argument(explain)
    _json_option(explain, inherited=True)
    compare = parser.subcommand("compare")
    _run_argument(compare, nargs="+")
    _json_option(compare, inherited=True)
    twin = parser.subcommand("twin")
    _run_argument(twin, nargs=None)
    _differing(twin)
    branch = parser.subcommand("branch")
    _run_argument(branch, nargs=None)
    branch.argument("--epoch", required=True, metavar="K", help=t("cli.option.branch_epoch"))
    _differing(branch)
    watch = parser.subcommand("watch")
    _run_argument(watch)
    _json_option(watch, inherited=True, text="json_epochs")
    _tensorboard_option(watch)
    _run_argument(parser.subcommand("open"))
    resume = parser.subcommand("resume")
    _run_argument(resume)
    resume.argument("--epochs", metavar="N", help=t("cli.option.epochs_in_all"))
    _watch_options(resume, inherited=True)
    stop = parser.subcommand("stop")
    _run_argument(stop, nargs=None)
    delete = parser.subcommand("delete")
    _run_argument(delete, nargs="+")
    delete.argument("-y", "--yes", action="store_true", help=t("cli.option.yes"))
    prune = parser.subcommand("prune")
    _run_argument(prune, nargs="*")
    prune.argument("--all", action="store_true", help=t("cli.option.all"))
    prune.argument("--dry-run", action="store_true", help=t("cli.option.dry_run"))


def _learning(top: Parser) -> None:
    lessons = top.subcommand("lessons")
    _json_option(lessons)
    _json_option(lessons.subcommand("list"), inherited=True)
    for name in ("show", "run"):
        one = lessons.subcommand(name)
        one.argument("lesson", metavar="LESSON", help=t("cli.option.lesson"), values="lessons")
    progress = top.subcommand("progress")
    _json_option(progress)
    export = progress.subcommand("export")
    export.argument("file", metavar="FILE", help=t("cli.option.progress_export"), values="json")
    taken = progress.subcommand("import")
    taken.argument("file", metavar="FILE", help=t("cli.option.progress_import"), values="json")
    _json_option(top.subcommand("review"))


def _authoring(top: Parser) -> None:
    check = top.subcommand("check")
    check.argument("paths", nargs="+", metavar="PATH", help=t("cli.option.check_path"), values="folders")
    check.argument("--strict", action="store_true", help=t("cli.option.strict"))
    check.argument("--read-only", action="store_true", help=t("cli.option.read_only"))
    _json_option(check)
    new_lesson = top.subcommand("new-lesson")
    new_lesson.argument("path", metavar="PATH", help=t("cli.option.new_lesson_path"), values="folders")
    pack = top.subcommand("pack")
    _json_option(pack)
    add = pack.subcommand("add")
    add.argument("path", metavar="PATH", help=t("cli.option.pack_path"), values="folders")
    _json_option(pack.subcommand("list"), inherited=True)
    remove = pack.subcommand("remove")
    remove.argument("name", metavar="NAME", help=t("cli.option.pack_name"), values="packs")


def build() -> Parser:
    """The parser of `dl-lab`, with its texts in the language in use."""
    top = Parser()
    top.argument("--version", action="version", version=f"dl-lab {__version__}", help=t("cli.option.version"))
    _learning(top)
    train = top.subcommand("train")
    _config_options(train)
    _watch_options(train)
    _tensorboard_option(train)
    _runs(top.subcommand("runs"))
    export = top.subcommand("export")
    export.argument("run", nargs="?", metavar="RUN", help=t("cli.option.exported"), values="runs")
    export.argument("--script", action="store_true", help=t("cli.option.script"))
    for kind in ("ipynb", "py", "html"):
        export.argument(f"--{kind}", action="store_true", help=t(f"cli.option.{kind}"))
    export.argument("--output", metavar="FILE", help=t("cli.option.output"))
    _tensorboard_option(export)
    data = top.subcommand("data")
    _json_option(data)
    _json_option(data.subcommand("list"), inherited=True)
    show = data.subcommand("show")
    show.argument("name", metavar="NAME", help=t("cli.option.data_name"), values="field data.name")
    _json_option(show, inherited=True)
    fields = top.subcommand("fields")
    fields.argument("group", nargs="?", metavar="GROUP", help=t("cli.option.group"), values="groups")
    _json_option(fields)
    _config_options(top.subcommand("config"))
    _authoring(top)
    _json_option(top.subcommand("doctor"))
    completion = top.subcommand("completion")
    completion.argument("shell", metavar="SHELL", help=t("cli.option.shell"), values="shells")
    return top
