"""Which tables the user named: files, folders, patterns, what fsspec reaches."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpora.encodings import detect
from corpora.errors import InputError, UsageError
from corpora.folders import folder, is_folder, matching
from corpora.formats import Formats
from corpora.opening import (
    STDIN,
    Bytes,
    Opened,
    fetching,
    in_memory,
    is_url,
    opened,
    shown,
)
from corpora.reader import Reader
from corpora.tables.cutters import FORMATS

_WIDE = ("utf-16", "utf-32")
_CONVERT = "convert it to TSV, JSON lines or Parquet"
_BEGINNING = 1 << 20
"""Bytes, packed, of what is sniffed elsewhere: a block of bzip2 is of no use but as a whole."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table: as it can be opened, its format, and whether it can be read where it lies.

    That is a file on this machine that is not packed. `within` is what the ids of its documents
    tell of where it lies, from the inside out, as `corpora.load` has it: in a folder the name
    there, among several paths the path.
    """

    path: str
    format: str
    in_place: bool
    within: tuple[str, ...] = ()


def found(paths: Sequence[str], format_: str | None, readers: Mapping[str, Reader]) -> list[Found]:
    """The tables that these paths stand for, in order; `format_` is a reader's id, or None.

    Raises InputError for what is no table of rows, cannot be read twice or is named twice, and
    UsageError for a format that has no rows.
    """
    formats = Formats(readers)
    if format_ is not None:
        formats.named(format_)
        if format_ not in FORMATS:
            raise UsageError(f"--format {format_}: rows come as {', '.join(FORMATS)}")
    tables, seen = list[Found](), set[object]()
    for path, within in _files(paths, readers):
        _refuse_unsteady(path)
        with _begun(path) as file:
            tables.append(_found(path, file, format_ or formats.of(file), within))
        if (same := _itself(path)) in seen:
            raise InputError(shown(path), "the same file is named twice", fix="name it once")
        seen.add(same)
    return tables


def _files(
    paths: Sequence[str], readers: Mapping[str, Reader]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files, each with what it lies within."""
    suffixes = {s for id_ in FORMATS if id_ in readers for s in readers[id_].suffixes}
    named = [one for path in paths for one in matching(path)]
    for path in named:
        among = (shown(path),) if len(named) > 1 else ()
        if is_folder(path):
            for name in folder(path, suffixes).names:
                yield str(Path(path, name)), (name.as_posix(), *among)
        else:
            yield path, among


@contextmanager
def _begun(path: str) -> Iterator[Opened]:
    """A file that is open; of what lies elsewhere, how it begins."""
    if not is_url(path):
        with opened(path) as file:
            yield file
        return
    with fetching(path) as stream:
        beginning = _beginning(stream)
    yield in_memory(shown(path), beginning)


def _beginning(stream: Bytes) -> bytes:
    data = bytearray()
    while len(data) < _BEGINNING and (piece := stream.read(_BEGINNING - len(data))):
        data += piece
    return bytes(data)


def _refuse_unsteady(path: str) -> None:
    """Raise InputError for what can be read only once."""
    fix = "write it to a file first"
    if path == STDIN:
        raise InputError(shown(path), "cannot be read twice", fix=fix)
    if is_url(path):
        return
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return  # opening it says what is wrong
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise InputError(path, "no file that can be read twice", fix=fix)


def _found(path: str, file: Opened, format_: str, within: tuple[str, ...]) -> Found:
    if format_ not in FORMATS:
        what = f"no table whose rows can be read in stretches, but '{format_}'"
        raise InputError(file.name, what, fix=_CONVERT)
    if format_ != "parquet" and (encoding := _wide(file.head)):
        raise InputError(file.name, f"in {encoding.upper()}", fix="convert it to UTF-8")
    return Found(path, format_, not is_url(path) and not file.packed, within)


def _wide(head: bytes) -> str | None:
    """The encoding of bytes that are in UTF-16 or UTF-32."""
    if b"\0" not in head and head[:1] not in {b"\xff", b"\xfe"}:
        return None
    found = detect(head)
    return found.encoding if found and found.encoding.startswith(_WIDE) else None


def _itself(path: str) -> object:
    """What is the same for all names of a file."""
    if is_url(path):
        return path
    status = Path(path).stat()
    return status.st_dev, status.st_ino
