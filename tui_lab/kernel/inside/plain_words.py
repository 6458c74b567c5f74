"""Which plain sentence explains an error: an id of `explained_errors` and what to fill in.

Pure: it looks at the error's name, its text and the frames, and makes no sentence itself.
"""

from __future__ import annotations

import builtins
import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tui_lab.kernel.inside import plain_torch

Values = dict[str, str | int | float]
Found = tuple[str, Values]

AREA = "explained_errors"
NOTHING: Found = ("", {})
_MOST_TEXT = 200

_IMPORTS = {
    "torch": "import torch",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "math": "import math",
    "random": "import random",
    "load": "from tui_lab.data import load",
}
_PACKAGES = {
    "cv2": "opencv-python",
    "PIL": "pillow",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
    "skimage": "scikit-image",
}

_USUAL_MODULES = ("torch", "numpy", "pandas", "matplotlib", "torchvision", "sklearn", "tqdm", "tui_lab")


@dataclass(frozen=True)
class Frame:
    """A function that an error came through."""

    filename: str
    function: str
    line: int
    text: str = ""
    """The line of code."""
    names: Mapping[str, Any] = field(default_factory=dict)
    """What stands in its local names."""
    outer: Mapping[str, Any] = field(default_factory=dict)
    """What stands in its global names."""


def frames_of(error: BaseException) -> list[Frame]:
    """The frames of an error, the innermost last."""
    import linecache

    found = []
    trace = error.__traceback__
    while trace is not None:
        frame, line = trace.tb_frame, trace.tb_lineno
        name = frame.f_code.co_filename
        text = linecache.getline(name, line, frame.f_globals).strip()
        found.append(Frame(name, frame.f_code.co_name, line, text, frame.f_locals, frame.f_globals))
        trace = trace.tb_next
    return found


def plain_words(ename: str, evalue: str, frames: Sequence[Frame] = ()) -> Found:
    """The id of the sentence that explains this error and what it is filled in with; `("", {})` where none does.

    Never raises: explaining an error must not make another.
    """
    try:
        key, values = _python(ename, evalue, frames) or plain_torch.explain(ename, evalue, frames) or NOTHING
    except Exception:
        return NOTHING
    if not key:
        return NOTHING
    return f"{AREA}.{key}", {name: _plain(value) for name, value in values.items()}


def _plain(value: str | int | float) -> str | int | float:
    if isinstance(value, str) and len(value) > _MOST_TEXT:
        return value[:_MOST_TEXT] + "…"
    return value


def _python(ename: str, evalue: str, frames: Sequence[Frame]) -> Found | None:
    explain = _BY_NAME.get(ename)
    return explain(evalue, frames) if explain is not None else None


def _name(evalue: str, frames: Sequence[Frame]) -> Found | None:
    found = re.match(r"(?:name|free variable) '(\w+)'", evalue)
    if not found:
        return None
    name = found[1]
    frame = frames[-1] if frames else Frame("", "", 0)
    known = [*frame.names, *frame.outer, *_builtins_of(frame)]
    if name in _IMPORTS and name not in known:
        return "name_import", {"name": name, "statement": _IMPORTS[name]}
    if close := _closest(name, known):
        return "name_close", {"name": name, "close": close}
    return "name_unknown", {"name": name}


def _builtins_of(frame: Frame) -> Iterable[str]:
    # An answer sees the kernel's names as if they were Python's own, so the frame's own builtins are asked.
    own = frame.outer.get("__builtins__", builtins)
    return own if isinstance(own, dict) else vars(own)


def _unbound(evalue: str, _frames: Sequence[Frame]) -> Found | None:
    found = re.search(r"local variable '(\w+)'", evalue)
    return ("local_before_value", {"name": found[1]}) if found else None


def _attribute(evalue: str, frames: Sequence[Frame]) -> Found | None:
    last = frames[-1].text if frames else ""
    found = re.match(r"'NoneType' object has no attribute '(\w+)'", evalue)
    if found:
        if f".grad.{found[1]}" in last.replace(" ", ""):
            return "grad_none", {}
        return "none_attribute", {"attribute": found[1]}
    if "before Module.__init__() call" in evalue:
        return "module_init", {}
    if found := re.match(r"'(\w+)' object has no attribute '(\w+)'", evalue):
        return _close_attribute(found[1], found[2], _instance(found[1], frames))
    if found := re.match(r"(?:partially initialized )?module '([\w.]+)' has no attribute '(\w+)'", evalue):
        import sys

        return _close_attribute(found[1], found[2], sys.modules.get(found[1]))
    return None


def _instance(kind: str, frames: Sequence[Frame]) -> Any:
    """Something of this class among the names of the frames."""
    for frame in reversed(frames):
        for value in [*frame.names.values(), *frame.outer.values()]:
            if type(value).__name__ == kind:
                return value
    return None


def _close_attribute(owner: str, name: str, thing: Any) -> Found | None:
    names = [n for n in dir(thing) if not n.startswith("_")] if thing is not None else []
    close = _closest(name, names)
    return ("attribute_close", {"owner": owner, "name": name, "close": close}) if close else None


def _type(evalue: str, frames: Sequence[Frame]) -> Found | None:
    last = frames[-1].text if frames else ""
    if "NoneType" in evalue and ".grad" in last and "unsupported operand" in evalue:
        return "grad_none", {}
    if found := re.match(r"cannot unpack non-iterable (\w+) object", evalue):
        return "unpack_one", {"type": found[1]}
    if found := re.match(r"'(\w+)' object is not callable", evalue):
        return "not_callable", {"type": found[1]}
    if found := re.match(
        r"(?P<what>[\w.]+)\.forward\(\) takes (?P<takes>\d+) positional arguments? but (?P<given>\d+)", evalue
    ):
        return "forward_arguments", {"what": found[1], "takes": int(found[2]) - 1, "given": int(found[3]) - 1}
    if found := re.match(r"(?P<what>[\w.]+)\(\) missing (?P<count>\d+) required .*?: (?P<names>.+)", evalue):
        return "arguments_missing", {"what": found[1], "names": found[3]}
    return None


def _value(evalue: str, _frames: Sequence[Frame]) -> Found | None:
    if found := re.match(r"not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)", evalue):
        return "unpack_few", {"expected": int(found[1]), "got": int(found[2])}
    if found := re.match(r"too many values to unpack \(expected (\d+)(?:, got (\d+))?\)", evalue):
        return "unpack_many", {"expected": int(found[1])}
    no_number = r"(?:invalid literal for int\(\) with base \d+|could not convert string to float): (.+)"
    if found := re.match(no_number, evalue):
        return "no_number", {"text": found[1]}
    return None


def _syntax(evalue: str, _frames: Sequence[Frame]) -> Found | None:
    if found := re.search(r"'(.)' was never closed", evalue):
        return "bracket_open", {"bracket": found[1]}
    if found := re.search(r"expected an indented block after (.+?) on line (\d+)", evalue):
        return "block_missing", {"line": int(found[2])}
    for pattern, key in (
        ("unterminated .*string literal", "quote_open"),
        ("expected ':'", "colon_missing"),
        ("unexpected indent|unindent does not match", "indent"),
        ("Maybe you meant '=='", "equals"),
    ):
        if re.search(pattern, evalue):
            return key, {}
    return None


def _file(evalue: str, _frames: Sequence[Frame]) -> Found | None:
    found = re.search(r"No such file or directory: '(.+)'", evalue)
    return ("file_missing", {"name": found[1], "folder": str(Path.cwd())}) if found else None


def _module(evalue: str, _frames: Sequence[Frame]) -> Found | None:
    found = re.match(r"No module named '([\w.]+)'", evalue)
    if not found:
        return None
    top, _, rest = found[1].partition(".")
    import sys

    if rest and top in sys.modules:
        return "submodule_missing", {"name": found[1], "top": top}
    if close := _closest(top, [*_USUAL_MODULES, *_PACKAGES, *sys.stdlib_module_names]):
        return "module_close", {"name": top, "close": close}
    return "module_missing", {"name": top, "package": _PACKAGES.get(top, top)}


def _import(evalue: str, _frames: Sequence[Frame]) -> Found | None:
    found = re.match(r"cannot import name '(\w+)' from '([\w.]+)'", evalue)
    if not found:
        return None
    import sys

    close = _closest(found[1], dir(sys.modules.get(found[2])))
    if close:
        return "import_close", {"name": found[1], "module": found[2], "close": close}
    return "import_missing", {"name": found[1], "module": found[2]}


def _key(evalue: str, frames: Sequence[Frame]) -> Found | None:
    for frame in frames:
        # From outside inward: `loc` looks for rows by way of the table's own methods, which would look like a column.
        table, kind = frame.names.get("self"), type(frame.names.get("self")).__name__
        if kind == "_LocIndexer":
            key, table = frame.names.get("key"), getattr(table, "obj", None)
            if not (isinstance(key, tuple) and len(key) == 2 and (repr(key[1]) in evalue or "[columns]" in evalue)):
                return "row_missing", {"key": evalue}
        if type(table).__name__ == "DataFrame" and "pandas" in frame.filename:
            return _column(evalue, [str(column) for column in getattr(table, "columns", ())])
    found = re.fullmatch(r"'([^']+)'", evalue)
    if not found or not frames:
        return None
    # The dict that was asked is not in the error; a key nearly like this one tells which it was.
    keys = [k for v in [*frames[-1].names.values()] if type(v) is dict for k in list(v)[:200] if isinstance(k, str)]
    close = _closest(found[1], keys)
    return ("key_close", {"key": found[1], "close": close}) if close else None


def _column(evalue: str, columns: list[str]) -> Found:
    several = re.search(r"Index\(\[(.+?)\]", evalue) or re.match(r"\"?\[(.+?)\] not in index", evalue)
    name = several[1].split(",")[0].strip("'\" ") if several else evalue.strip("'\"")
    if close := _closest(name, columns):
        return "column_close", {"name": name, "close": close}
    return "column_missing", {"name": name, "columns": ", ".join(columns[:12]) + ("…" if len(columns) > 12 else "")}


def _index(evalue: str, _frames: Sequence[Frame]) -> Found | None:
    if re.match(r"(list|tuple|string) index out of range", evalue):
        return "list_index", {}
    if "single positional indexer is out-of-bounds" in evalue:
        return "row_range", {}
    return None


def _recursion(_evalue: str, frames: Sequence[Frame]) -> Found:
    functions = [frame.function for frame in frames[-50:]]
    return "recursion", {"name": max(set(functions), key=functions.count) if functions else "?"}


def _memory(_evalue: str, _frames: Sequence[Frame]) -> Found:
    return "out_of_memory", {}


_BY_NAME: dict[str, Callable[[str, Sequence[Frame]], Found | None]] = {
    "NameError": _name,
    "UnboundLocalError": _unbound,
    "AttributeError": _attribute,
    "TypeError": _type,
    "ValueError": _value,
    "ModuleNotFoundError": _module,
    "ImportError": _import,
    "KeyError": _key,
    "IndexError": _index,
    "RecursionError": _recursion,
    "MemoryError": _memory,
    "SyntaxError": _syntax,
    "IndentationError": _syntax,
    "FileNotFoundError": _file,
}


def _closest(name: str, known: Iterable[str]) -> str:
    """The name most like this one, or an empty text."""
    names = {str(k) for k in known if not str(k).startswith("_") and str(k) != name}
    for other in names:
        if other.lower() == name.lower():
            return other
    found = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.7)
    return found[0] if found else ""
