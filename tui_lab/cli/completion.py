"""Completion for bash, zsh and fish: what may stand at the cursor, found by walking the parser.

The shells' scripts are a few lines that ask `dl-lab __complete` at each Tab (0.15 s, without torch), so
that fields, choices and run numbers are always those of the installed version and of the moment.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from pathlib import Path

from tui_lab.cli.parser import GLOBAL, SHELLS, Parser, build
from tui_lab.config.errors import LabError
from tui_lab.learner import profiles
from tui_lab.messages import LANGUAGES, t
from tui_lab.runs.words import clean

BASH = r"""# bash completion for dl-lab; put into ~/.bashrc:  eval "$(dl-lab completion bash)"
_dl_lab() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <("${COMP_WORDS[0]}" __complete bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _dl_lab dl-lab
"""

ZSH = r"""#compdef dl-lab
# zsh completion for dl-lab; put into ~/.zshrc after compinit:  eval "$(dl-lab completion zsh)"
_dl_lab() {
    local value about
    local -a closed open
    while IFS=$'\t' read -r value about; do
        [[ -n $value ]] || continue
        if [[ $value == *[=/] ]]; then
            open+=("${value//:/\\:}:$about")
        else
            closed+=("${value//:/\\:}:$about")
        fi
    done < <("${(Q)words[1]}" __complete zsh "${(@)words[1,CURRENT]}" 2>/dev/null)
    (( $#open )) && _describe -t values dl-lab open -S ''
    (( $#closed )) && _describe -t values dl-lab closed
}
compdef _dl_lab dl-lab
"""

FISH = r"""# fish completion for dl-lab; put into ~/.config/fish/completions/dl-lab.fish
complete -c dl-lab -f -a '(dl-lab __complete fish (commandline -opc) (commandline -ct))'
"""

Candidate = tuple[str, str]
"""A word and what is said of it."""


def print_script(shell: str) -> int:
    """Print the script that a shell loads."""
    if shell not in SHELLS:
        raise LabError(t("cli.no_shell", name=shell, known=", ".join(SHELLS)))
    print({"bash": BASH, "zsh": ZSH, "fish": FISH}[shell], end="")
    return 0


def answer(shell: str, words: list[str]) -> int:
    """Print what may stand at the cursor, one a line: for bash the bare words, else with what is said of them.

    Args:
        shell: who asks.
        words: the words of the line up to the cursor, the command first; bash gives the line as one.
    """
    line = _split(words[0]) if shell == "bash" else words
    current = line[-1] if len(line) > 1 else ""
    # bash takes = and : for word ends: it wants only what comes after the last of them.
    cut = max(current.rfind("="), current.rfind(":")) + 1 if shell == "bash" else 0
    for word, about in candidates(build(), line[1:]):
        shown = clean(word[cut:]).replace("\n", " ")
        print(shown if shell == "bash" else f"{shown}\t{clean(about)}".replace("\n", " "))
    return 0


def _split(line: str) -> list[str]:
    """The words of a line that may break off within quotes; the last is empty after a blank."""
    for end in ("", '"', "'"):
        try:
            words = shlex.split(line + end)
        except ValueError:
            continue
        return [*words, ""] if not end and line[-1:].isspace() else words
    return line.split()


def candidates(parser: Parser, words: list[str]) -> list[Candidate]:
    """What may stand for the last of these words, the ones before it being given."""
    *before, current = words or [""]
    waiting: argparse.Action | None = None
    everywhere = ""
    places = 0
    for word in before:
        if waiting is not None or everywhere:
            waiting, everywhere = None, ""
        elif word in GLOBAL:
            everywhere = word
        elif word.startswith("-"):
            option = _option(parser, word)
            waiting = option if option is not None and option.nargs != 0 else None
        elif word in parser.commands:
            parser, places = parser.commands[word], 0
        else:
            places += 1
    if everywhere:
        names = LANGUAGES if everywhere == "--lang" else profiles.known()
        found: Iterator[Candidate] = ((name, "") for name in names)
    elif waiting is not None:
        found = _values(parser, waiting, current)
    elif current.startswith("--") and "=" in current:
        flag, _, given = current.partition("=")
        option = _option(parser, flag)
        found = iter(()) if option is None else ((f"{flag}={w}", a) for w, a in _values(parser, option, given))
    elif current.startswith("-"):
        found = _options(parser)
    elif parser.commands:
        found = ((name, child.summary) for name, child in parser.commands.items())
    else:
        taken = [a for a in parser.arguments if not a.option_strings]
        place = taken[min(places, len(taken) - 1)] if taken else None
        many = place is not None and place.nargs in ("*", "+")
        found = iter(()) if place is None or (places and not many) else _values(parser, place, current)
    return [(word, about) for word, about in found if word.startswith(current)]


def _option(parser: Parser, flag: str) -> argparse.Action | None:
    return next((a for a in parser.arguments if flag in a.option_strings), None)


def _options(parser: Parser) -> Iterator[Candidate]:
    for action in parser.arguments:
        if action.option_strings:
            yield action.option_strings[-1], action.help or ""
    yield "--lang", t("cli.option.lang")
    yield "--profile", t("cli.option.profile")


def _values(parser: Parser, action: argparse.Action, current: str) -> Iterator[Candidate]:
    """What may be given for an option or a place."""
    kind, _, path = parser.values.get(action.dest, "").partition(" ")
    match kind:
        case "shells":
            yield from ((shell, "") for shell in SHELLS)
        case "groups":
            from tui_lab.config.train import GROUPS

            yield from ((group, t(f"field.group.{group}")) for group in GROUPS)
        case "runs":
            from tui_lab.runs import store

            folders = store.folders()
            yield from ((folder.name.partition("-")[0].lstrip("0"), folder.name) for folder in reversed(folders))
            if folders:
                yield "last", folders[-1].name
        case "packs":
            from tui_lab.content import packs

            yield from ((name, str(path)) for name, path in packs.added().items())
        case "lessons":
            from tui_lab.content import packs
            from tui_lab.content.course import in_use

            for pack in packs.all_packs()[0]:
                yield from ((ref.id if ref.ours else ref.key, in_use(ref.title)) for ref in pack.lessons if ref.written)
        case "json":
            yield from _files(current)
        case "folders":
            yield from ((name, about) for name, about in _files(current) if name.endswith("/"))
        case "field":
            yield from ((value, "") for value in _field_values(path))
        case "set":
            yield from _settings(current)


def _settings(current: str) -> Iterator[Candidate]:
    from tui_lab.config import fields

    path, equals, _ = current.partition("=")
    if not equals:
        yield from ((f"{f.path}=", f.label) for f in fields.fields().values())
    elif path in fields.fields():
        yield from ((f"{path}={value}", "") for value in _field_values(path))


def _field_values(path: str) -> list[str]:
    from tui_lab.config import fields

    spec = fields.field(path)
    if path == "data.name":
        from tui_lab.config.catalogue import NAMES

        return list(NAMES)
    if path == "run.device":
        return ["auto", "cpu", "cuda", "cuda:0", "mps"]
    if spec.kind == "switch":
        return ["on", "off"]
    return list(spec.choices)


def _files(current: str) -> Iterator[Candidate]:
    """JSON files and folders that begin so."""
    folder = current.rpartition("/")[0] + "/" if "/" in current else ""
    try:
        for path in sorted((Path(folder).expanduser() if folder else Path()).iterdir()):
            if path.is_dir():
                yield f"{folder}{path.name}/", ""
            elif path.suffix == ".json":
                yield f"{folder}{path.name}", ""
    except OSError:
        return
