"""The SHA-256 of large files, each computed once: remembered beside its size and time."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from metrics.cache import cache_folder

_FILE = "comet-hashes.json"


def sha256(path: Path, memory: Path | None = None) -> str:
    """The SHA-256 of a file, in hex.

    `memory` is the folder of what is remembered, by default the cache's; where it cannot be
    written, the file is read again each time. A file with another size or time is read again.
    """
    folder = memory or cache_folder()
    stand = path.stat()
    key, mark = str(path.resolve()), [stand.st_size, stand.st_mtime_ns]
    known = _known(folder) if folder else {}
    entry = known.get(key)
    if isinstance(entry, list) and entry[:2] == mark:
        return str(entry[2])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if folder:
        with suppress(OSError):
            _keep(folder, {**known, key: [*mark, digest]})
    return digest


def _known(folder: Path) -> dict[str, object]:
    try:
        known = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _keep(folder: Path, known: dict[str, object]) -> None:
    """Write whole or not at all: another run may read at the same time."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=_FILE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(known, file)
    Path(name).replace(folder / _FILE)
