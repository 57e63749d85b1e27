"""Tables brought to where they can be read in stretches: unpacked files on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from corpora.errors import InputError
from corpora.opening import Bytes, Opened, fetching, is_url, opened, shown
from corpora.tables.cutters import cutter_of
from corpora.tables.find import Found
from corpora.tables.origin import (
    Origin,
    is_from,
    origin_of,
    read_origin,
    record_of,
    write_origin,
)
from corpora.tables.table import Table
from corpora.tables.whole import put, remove, unfinished, write_whole

_NAME = 32
_PIECE = 1 << 20


def placed(found: Found, folder: Path) -> Table:
    """A table as it lies, or else copied into a folder, unpacked.

    A copy there is used again while what it was made of is the same, as far as that can be told
    without reading it; else it is made anew. Raises InputError for what cannot be read, changes
    while it is copied or is no table of translations, and UsageError where the folder cannot be
    written to.
    """
    place = Path(found.path) if found.in_place else _copy(found, folder)
    table = Table(shown(found.path), str(place.absolute()), found.format, found.within)
    cutter_of(table.format).start(table)
    return table


def _copy(found: Found, folder: Path) -> Path:
    name = hashlib.sha256(found.path.encode("utf-8", "surrogateescape")).hexdigest()[:_NAME]
    place = folder / f"{name}.{found.format}"
    known = read_origin(place)
    if known is not None and is_from(known, found.path):
        return place
    remove(record_of(place))
    origin = origin_of(found.path)
    if is_url(found.path):
        _fetch(found.path, place, origin)
    else:
        write_whole(place, _unpacked(found.path, origin))
    if origin is not None:
        write_origin(place, origin)
    return place


def _unpacked(path: str, origin: Origin | None) -> Iterator[bytes]:
    with opened(path) as file:
        yield from _pieces(file.stream())
    _check(path, origin)


def _fetch(url: str, place: Path, origin: Origin | None) -> None:
    """Copy what a URL leads to; it is unpacked here: how far it may unpack depends on its size."""
    fetched = unfinished(place.with_suffix(".fetched"))
    try:
        write_whole(fetched, _sent(url, origin))
        with fetched.open("rb") as raw:
            file = Opened(shown(url), raw)
            if file.packed:
                write_whole(place, _pieces(file.stream()))
                return
        put(fetched, place)
    finally:
        with suppress(OSError):
            fetched.unlink()


def _sent(url: str, origin: Origin | None) -> Iterator[bytes]:
    with fetching(url) as stream:
        yield from _pieces(stream)
    _check(url, origin)


def _pieces(stream: Bytes) -> Iterator[bytes]:
    return iter(lambda: stream.read(_PIECE), b"")


def _check(path: str, origin: Origin | None) -> None:
    """Raise InputError where a file is not the one that it was when its copying began."""
    if origin is not None and not is_from(origin, path):
        raise InputError(shown(path), "has changed while it was copied", fix="try it again")
