"""What a copy was made of, kept beside it: one of something else is not taken for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import msgspec

from corpora.opening import is_url
from corpora.tables.identity import Identity, identity_of, is_same
from corpora.tables.whole import write_whole

_DATES = ("lastmodified", "mtime", "modified", "updated", "created")
_SUMS = ("etag", "md5", "md5hash", "contentmd5", "crc", "crc32c", "digest", "checksum")
_TELLING = frozenset([*_DATES, *_SUMS, "generation", "versionid"])
"""What stores call that which is another when a file is; its size alone tells too little."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What tells a file from what it may become: its identity, or what its store says of it."""

    file: Identity | None = None
    said: Mapping[str, str] = field(default_factory=dict)


def origin_of(path: str) -> Origin | None:
    """What tells a file or what a URL leads to; None where its store tells nothing of use.

    Raises InputError for a file that cannot be read.
    """
    if not is_url(path):
        return Origin(identity_of(path))
    said = _said(path)
    return Origin(said=said) if said else None


def is_from(origin: Origin, path: str) -> bool:
    """Whether there is still the same at a path. Raises InputError for a file that is gone."""
    if origin.file is not None:
        return is_same(origin.file, path)
    return dict(origin.said) == _said(path)


def record_of(place: Path) -> Path:
    """The file that tells what a copy was made of."""
    return place.with_suffix(".origin")


def read_origin(place: Path) -> Origin | None:
    """What a copy was made of; None where there is none, or nobody knows."""
    try:
        data = record_of(place).read_bytes()
        return msgspec.json.decode(data, type=Origin) if place.exists() else None
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def write_origin(place: Path, origin: Origin) -> None:
    """Say what a copy was made of. Raises UsageError."""
    write_whole(record_of(place), [msgspec.json.encode(origin)])


def _said(url: str) -> dict[str, str]:
    """What a store says of a file without sending it; nothing where that does not tell it."""
    try:
        store, path = import_module("fsspec.core").url_to_fs(url)
        store.invalidate_cache()
        found = store.info(path)
    except Exception:  # noqa: BLE001 — every kind of store has errors of its own
        return {}
    plain = {str(key).lower().replace("-", "").replace("_", ""): found[key] for key in found}
    if _TELLING.isdisjoint(key for key, value in plain.items() if value):
        return {}
    return {key: str(value) for key, value in plain.items() if key in _TELLING or key == "size"}
