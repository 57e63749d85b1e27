"""The JSON schema of the configuration, for editors: made from the tables, never by hand."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import msgspec

from qa.config.tables import Settings

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NULL = {"type": "null"}
_LEFT_OUT = ("default", None)
NAME = "copydesk-1.schema.json"


def schema() -> dict[str, Any]:
    """The schema as JSON has it."""
    made: dict[str, Any] = _for_toml(msgspec.json.schema(Settings))
    return {
        "$schema": DRAFT,
        "$id": NAME.removesuffix(".schema.json"),
        "title": "copydesk.toml, version 1",
        **made,
    }


def _for_toml(part: Any) -> Any:  # noqa: ANN401 — any part of a schema
    """The same for TOML, which has no null: there a key is left out. Words stand on one line."""
    if isinstance(part, str):
        return " ".join(part.split())
    if isinstance(part, list):
        return [_for_toml(one) for one in part if one != _NULL]
    if not isinstance(part, dict):
        return part
    kept = {key: _for_toml(one) for key, one in part.items() if (key, one) != _LEFT_OUT}
    either = kept.get("anyOf", ())
    if len(either) == 1:
        kept |= {"anyOf": None, **either[0]}
    return {key: one for key, one in kept.items() if one is not None}


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def stored() -> str:
    """The schema's file, as it was delivered."""
    return (resources.files("qa") / "schemas" / NAME).read_text(encoding="utf-8")
