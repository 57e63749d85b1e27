"""From what tomllib read to our tables; and what is wrong with it, by its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from qa.config.hints import nearest
from qa.config.lines import KeyPath
from qa.config.rule_tables import Rules, Scope
from qa.config.tables import GateTable, SetTable, Settings, SystemTable

_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_PLACE = re.compile(r" - at `\$(.*)`$", re.DOTALL)
_STEP = re.compile(r"\.(?P<key>[^.\[\]]+)|\[(?P<index>\d+)\]|(?P<any>\[\.\.\.\])")
_TABLES: Mapping[str, type[msgspec.Struct]] = {
    "rules": Rules,
    "sets": SetTable,
    "systems": SystemTable,
    "gates": GateTable,
}
_SCOPES = "for"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the value of a key, in words."""

    keys: KeyPath
    what: str


def settings_of(data: Any) -> Settings | Fault:  # noqa: ANN401 — whatever stands in the file
    """The configuration, or what is wrong with its first wrong key."""
    try:
        return msgspec.convert(data, Settings)
    except msgspec.ValidationError as error:
        message = str(error)
    keys = tuple(_keys(data, message))
    if found := _UNKNOWN.search(message):
        return Fault((*keys, found[1]), _unknown(found[1], keys))
    where = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")
    # TOML calls it a table, and has no null.
    what = _PLACE.sub("", message).replace("`object`", "`table`").replace("object |", "table |")
    what = what.replace("| object", "| table").removeprefix("Object ")
    return Fault(keys, f"{where}: {what}" if where else what)


def _keys(data: Any, message: str) -> Iterator[str | int]:  # noqa: ANN401 — as above
    """The keys that lead to what is wrong; msgspec says `[...]` for those of a dictionary."""
    found = _PLACE.search(message)
    path: list[str | int] = []
    for step in _STEP.finditer(found[1] if found else ""):
        if step["any"]:
            path.append(_culprit(data, path, message))
        else:
            path.append(int(step["index"]) if step["index"] else step["key"])
        yield path[-1]


def _culprit(data: Any, path: KeyPath | list[str | int], message: str) -> str:  # noqa: ANN401
    """The key of a dictionary whose value alone gives the same message."""
    table = data
    for key in path:
        table = table[key]
    for key, value in table.items():
        try:
            msgspec.convert(_with(data, list(path), {key: value}), Settings)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return str(key)
    return ""


def _with(data: Any, path: list[str | int], value: Any) -> Any:  # noqa: ANN401 — as above
    """The same data, with another value in one place."""
    if not path:
        return value
    first, *rest = path
    if isinstance(data, list):
        return [_with(v, rest, value) if k == first else v for k, v in enumerate(data)]
    return {k: _with(v, rest, value) if k == first else v for k, v in data.items()}


def _unknown(key: str, keys: KeyPath) -> str:
    """What is said of an unknown key: the nearest one here, or the table that it belongs in."""
    known = _known(_struct_at(keys))
    said = f"nothing is called '{key}' here"
    if not keys and key in _known(Rules):
        return f"{said}; it belongs in [rules]"
    if keys == ("rules",) and key in _known(Settings):
        return f"{said}; it belongs above [rules]"
    return f"{said}; {nearest(key, known, '')}"


def _struct_at(keys: KeyPath) -> type[msgspec.Struct]:
    if not keys:
        return Settings
    return Scope if _SCOPES in keys else _TABLES[str(keys[0])]


def _known(struct: type[msgspec.Struct]) -> list[str]:
    return [one.encode_name for one in msgspec.structs.fields(struct)]
