"""From a file to a configuration. What is wrong with it is said in one line, with its place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from corpora.errors import ConfigError
from qa.config.chosen import Available
from qa.config.configuration import Config
from qa.config.conversion import Fault, settings_of
from qa.config.lines import Lines
from qa.config.names import GateCheck, Known, faults, parse_gate

FILES = ("copydesk.toml", "pyproject.toml")
_TOOL, _NAME = "tool", "copydesk"
_LINE = re.compile(r"(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", re.DOTALL)
_END = " (at end of document)"


def find(start: Path) -> Path | None:
    """The configuration nearest to a folder, looking upwards."""
    for folder in (start.resolve(), *start.resolve().parents):
        for name in FILES:
            path = folder / name
            if path.is_file() and (name == FILES[0] or has_table(path)):
                return path
    return None


def has_table(path: Path) -> bool:
    """Whether a pyproject.toml speaks of copydesk; what is no TOML does if it looks so."""
    data = _bytes(path)
    if _NAME.encode() not in data:
        return False
    text = data.decode("utf-8", "replace")
    try:
        tool = tomllib.loads(text).get(_TOOL)
    except (tomllib.TOMLDecodeError, RecursionError):
        return f"{_TOOL}.{_NAME}" in text
    return isinstance(tool, dict) and _NAME in tool


def load(path: Path, available: Available, check_gate: GateCheck = parse_gate) -> Config:
    """Read a configuration. Raises ConfigError with the line of what is wrong in it.

    `check_gate` reads the gates' sentences.
    """
    text = _text(path)
    data = _parsed(path, text)
    is_shared = path.name == FILES[1]
    lines = Lines(str(path), text, (_TOOL, _NAME) if is_shared else ())
    settings = settings_of(_table(data) if is_shared else data)
    if isinstance(settings, Fault):
        raise _error(settings, lines)
    found = list(faults(Known(settings, available, check_gate)))
    if found:
        raise _error(min(found, key=lambda one: lines.nearest(one.keys) or 0), lines)
    return Config(settings.rules, str(path), path.parent, settings, lines)


def _error(fault: Fault, lines: Lines) -> ConfigError:
    return ConfigError(_one_line(f"{lines.place(fault.keys)}: {fault.what}"))


def _one_line(text: str) -> str:
    """A file may hold anything, and an error quotes it."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _table(data: dict[str, Any]) -> Any:  # noqa: ANN401 — whatever stands there
    tool = data.get(_TOOL)
    return tool.get(_NAME, {}) if isinstance(tool, dict) else {}


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ConfigError(f"{path}: the brackets lie too deep in each other") from None
    except tomllib.TOMLDecodeError as error:
        said = str(error)
    if found := _LINE.fullmatch(said):
        place, what = found["line"], f"{found['what']} (column {found['column']})"
    else:
        place, what = str(max(1, len(text.splitlines()))), f"{said.removesuffix(_END)} (at the end)"
    raise ConfigError(_one_line(f"{path}:{place}: this is no TOML: {what}"))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror or error})") from None


def _text(path: Path) -> str:
    """The text of a file, without a byte order mark."""
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start : error.start + 1].hex()
        what = f"not UTF-8 (byte 0x{byte}), as TOML must be; save it as UTF-8"
        raise ConfigError(f"{path}:{line}: {what}") from None
