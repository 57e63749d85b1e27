"""Files written whole or not at all, whatever their size: piece by piece, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpora.errors import UsageError

UNFINISHED = ".unfinished"
"""How a file's name ends while it is written, a dot before it; nobody needs such a file later."""


def unfinished(place: Path) -> Path:
    """What a file is called while it is written."""
    return place.with_name(f".{place.name}{UNFINISHED}")


def write_whole(place: Path, pieces: Iterable[bytes]) -> None:
    """Write a file, its folder too if need be; forced to the disk.

    Raises UsageError where it cannot be written, and whatever the pieces raise (no OSError).
    """
    temporary = unfinished(place)
    try:
        with _told(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
        put(temporary, place)
    finally:
        with suppress(OSError):
            temporary.unlink()


def put(temporary: Path, place: Path) -> None:
    """Rename a file that is written. Raises UsageError."""
    with _told(place):
        temporary.replace(place)
    with suppress(OSError):  # not every system can force a folder's names to the disk
        handle = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(place: Path) -> None:
    """Take a file away, if it is there. Raises UsageError."""
    with _told(place):
        place.unlink(missing_ok=True)


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot be written to ({error.strerror or error})"
        raise UsageError(f"{place.parent}: {what}") from None
