"""The lines of a text file, as bytes, read piece by piece; one that is too long fills no memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from corpora.errors import InputError
from corpora.tables.table import Stretch, Table

_PIECE = 1 << 20
_SHOWN = 1 << 10
_BEGIN_UNICODE_SPACE = frozenset(b"\x1c\x1d\x1e\x1f\xc2\xe1\xe2\xe3")
"""With what white space begins in UTF-8 that bytes do not know as such."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without what ends it: its number, where the next one begins in the file (bytes).

    Of one that is too long, `data` is only how it begins.
    """

    number: int
    end: int
    data: bytes
    too_long: bool = False


@contextmanager
def file_of(table: Table) -> Iterator[IO[bytes]]:
    """A table's file. Raises InputError where it is not there, or cannot be read."""
    try:
        with Path(table.place).open("rb") as file:
            yield file
    except FileNotFoundError:
        raise InputError(table.path, "no such file") from None
    except OSError as error:
        raise InputError(table.path, f"cannot be read ({error.strerror or error})") from None


def lines_of(table: Table, most: int, start: int = 0) -> Iterator[Line]:
    """The lines from byte `start` on that are not blank, the one there being the first.

    Ends of lines are those of any system. A line of more than `most` bytes is too long. A byte
    order mark is left out. Raises InputError.
    """
    with file_of(table) as file:
        file.seek(start)
        mark = 0 if start else _mark(file)
        for line in _lines(file, start + mark, most):
            if line.too_long or not _is_blank(line.data):
                yield line


def lines_in(table: Table, stretch: Stretch, most: int) -> Iterator[Line]:
    """The lines of a stretch, by their numbers in the file. Raises InputError."""
    shift: int | None = None
    for line in lines_of(table, most, stretch.start):
        if line.end > stretch.end:
            return
        shift = stretch.first_row - line.number if shift is None else shift
        yield Line(line.number + shift, line.end, line.data, line.too_long)


def _mark(file: IO[bytes]) -> int:
    if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
        return len(codecs.BOM_UTF8)
    file.seek(0)
    return 0


def _lines(file: IO[bytes], at: int, most: int) -> Iterator[Line]:
    """All lines. What is too long is dropped while its end is looked for."""
    rest, dropped, number = b"", 0, 0
    for piece in chain(iter(lambda: file.read(_PIECE), b""), [b""]):
        whole = (rest + piece).splitlines(keepends=True)
        # Its end may still be to come, if it is but the half of one.
        rest = whole.pop() if piece and whole and not whole[-1].endswith(b"\n") else b""
        for data in whole:
            number, at = number + 1, at + dropped + len(data)
            too_long = dropped + len(data) > most
            yield Line(number, at, data[:_SHOWN] if too_long else data.rstrip(b"\r\n"), too_long)
            dropped = 0
        if dropped + len(rest) > most:
            kept = rest[:_SHOWN] + rest[-1:]
            dropped, rest = dropped + len(rest) - len(kept), kept


def _is_blank(data: bytes) -> bool:
    """Whether a line holds nothing but white space, of whatever kind."""
    text = data.lstrip()
    if not text or text[0] not in _BEGIN_UNICODE_SPACE:
        return not text
    return not text.decode("utf-8", "replace").strip()
