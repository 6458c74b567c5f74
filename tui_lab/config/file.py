"""A `TrainConfig` as JSON: read, written, and what is said when it can't be read."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tui_lab.config.errors import LabError
from tui_lab.config.train import CONFIG_VERSION, TrainConfig
from tui_lab.messages import t


class _Versioned(msgspec.Struct):
    version: int = CONFIG_VERSION


def _version(data: bytes) -> int:
    """The version of a config, whatever else stands in it; ours where it can't be told."""
    try:
        return msgspec.json.decode(data, type=_Versioned).version
    except msgspec.ValidationError:
        return CONFIG_VERSION


def encode(config: TrainConfig) -> bytes:
    """The config as JSON with every field, indented: people read and compare it."""
    return msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n"


def decode(data: bytes, where: str) -> TrainConfig:
    """The config in `data`.

    Args:
        data: JSON.
        where: the file it comes from, for the error.

    Raises:
        LabError: it isn't JSON, comes from a newer dl-lab, or a field is wrong; the sentence names it.
    """
    try:
        version = _version(data)
        if version > CONFIG_VERSION:
            raise LabError(t("config.newer", where=where, version=version, known=CONFIG_VERSION))
        return msgspec.json.decode(data, type=TrainConfig)
    except msgspec.ValidationError as error:
        raise LabError(t("config.invalid", where=where, error=str(error).replace("$.", ""))) from error
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise LabError(t("config.not_json", where=where, error=error)) from error


def read(path: Path) -> TrainConfig:
    """The config in a file; errors as in `decode`, and where the file can't be read."""
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise LabError(t("config.unreadable", where=path, error=error.strerror)) from error
