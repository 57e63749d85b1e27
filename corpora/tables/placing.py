"""Tables brought to where they can be read in stretches: unpacked files on this machine."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from corpora.errors import UsageError
from corpora.opening import Bytes, opened, shown
from corpora.tables.cutters import cutter_of
from corpora.tables.find import Found
from corpora.tables.table import Table

_NAME = 32
_PIECE = 1 << 20


def placed(found: Found, folder: Path) -> Table:
    """A table as it lies, or else copied into a folder, unpacked; a copy there is used again.

    Raises InputError for what cannot be read or is no table of translations, and UsageError where
    the folder cannot be written to.
    """
    place = Path(found.path) if found.in_place else _copy(found, folder)
    table = Table(shown(found.path), str(place.absolute()), found.format)
    cutter_of(table.format).start(table)
    return table


def _copy(found: Found, folder: Path) -> Path:
    name = hashlib.sha256(found.path.encode("utf-8", "surrogateescape")).hexdigest()[:_NAME]
    place = folder / f"{name}.{found.format}"
    if not place.exists():
        with opened(found.path) as file:
            _fill(place, file.stream())
    return place


def _fill(place: Path, stream: Bytes) -> None:
    """Write a file whole or not at all."""
    temporary: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, suffix=".tmp", delete=False) as out:
            temporary = Path(out.name)
            shutil.copyfileobj(stream, out, _PIECE)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(place)
        temporary = None
    except OSError as error:
        what = f"cannot be written to ({error.strerror or error})"
        raise UsageError(f"{place.parent}: {what}") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
