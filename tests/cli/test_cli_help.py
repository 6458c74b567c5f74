from __future__ import annotations

import re
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from string import Formatter

import pytest

from tui_lab.cli.parser import Parser, build
from tui_lab.messages import LANGUAGES, set_language
from tui_lab.messages.en.cli import TEXTS as EN
from tui_lab.messages.vi.cli import TEXTS as VI


def walk(parser: Parser) -> Iterator[Parser]:
    yield parser
    for child in parser.commands.values():
        yield from walk(child)


COMMANDS = [parser.command for parser in walk(build())]


def test_commands() -> None:
    assert [
        "",
        "lessons",
        "lessons list",
        "lessons show",
        "lessons run",
        "progress",
        "progress export",
        "progress import",
        "review",
        "train",
        "runs",
        *(
            f"runs {name}"
            for name in (
                "list",
                "show",
                "explain",
                "compare",
                "twin",
                "branch",
                "watch",
                "open",
                "resume",
                "stop",
                "delete",
                "prune",
            )
        ),
        "export",
        "data",
        "data list",
        "data show",
        "fields",
        "config",
        "check",
        "new-lesson",
        "pack",
        "pack add",
        "pack list",
        "pack remove",
        "doctor",
        "completion",
    ] == COMMANDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_teaches(command, language, lab) -> None:
    texts = VI if language == "vi" else EN
    result = lab("--lang", language, *command.split(), "--help")
    assert result.code == 0
    flat = " ".join(result.out.split())
    name = command.replace(" ", ".") or "top"
    assert " ".join(texts[f"{name}.about"].split()) in flat
    assert texts["help.examples"] in flat
    examples = texts[f"{name}.examples"].splitlines()
    assert 2 <= len(examples) <= 4
    for line in examples:
        assert " # " in line
        assert shlex.split(line.partition(" # ")[0])[0] in flat


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("texts", [EN, VI], ids=["en", "vi"])
def test_examples_are_commands_that_exist(command, texts) -> None:
    for line in texts[f"{command.replace(' ', '.') or 'top'}.examples"].splitlines():
        for call in re.findall(r"dl-lab[^;>)|]*", line.partition(" # ")[0]):
            words = shlex.split(re.sub(r" --(lang|profile) \S+", "", call))[1:]
            words = [*words[1:], "--help"] if words[:1] == ["help"] else words
            if "--help" in words:
                continue
            _, rest = build().parse_known_args([w for w in words if not w.startswith("~")])
            assert rest == []


def test_both_languages_say_the_same() -> None:
    assert EN.keys() == VI.keys()
    for key, text in EN.items():
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        assert {name for _, name, _, _ in Formatter().parse(VI[key]) if name} == names, key
        assert unicodedata.is_normalized("NFC", VI[key]), key
        if key.endswith(".examples") and key != "help.examples":
            strip = [[line.partition(" # ")[0] for line in v.splitlines()] for v in (text, VI[key])]
            assert strip[0] == strip[1], key


def test_help_of_a_command_by_help(lab) -> None:
    assert lab("help", "runs", "show").out == lab("runs", "show", "-h").out


def test_help_as_text_is_plain() -> None:
    text = build().format_help()
    assert "\x1b" not in text and max(map(len, text.splitlines())) <= 80


def test_version(lab) -> None:
    result = lab("--version")
    assert (result.code, result.out.startswith("dl-lab ")) == (0, True)


@pytest.mark.parametrize(
    "argv",
    [["-h"], ["train", "-h"], ["--version"], ["doctor"], ["runs"], ["fields"], ["__complete", "fish", "dl-lab", ""]],
)
def test_quick_commands_import_nothing_heavy(argv, home) -> None:
    code = (
        "import sys; from tui_lab.cli import main; main(sys.argv[1:]); "
        "heavy = {'torch', 'textual', 'numpy', 'pandas', 'sklearn', 'plotext'} & set(sys.modules); "
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_language_of_the_settings(home, lab) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('language = "vi"\n')
    assert VI["help.examples"] in lab("-h").out
    set_language("en")
    assert EN["help.examples"] in lab("-h", "--lang=en").out


def test_damaged_settings_do_not_stop_help(home, lab) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("language = \n")
    result = lab("-h")
    assert result.code == 0 and "settings.toml" in result.err
    result = lab("train", "--data", "moons")
    assert result.code == 2 and not list((home / "runs").glob("*"))
