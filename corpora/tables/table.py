"""What a table is, where it is cut, and what becomes of a row that is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpora.rows import Key, Row

LONGEST = 50_000
"""Code points that a cell may have, if nobody says otherwise; beyond, it is no segment."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of rows: JSON lines, TSV or Parquet.

    `path` is how the user named it, without passwords; `place` where its bytes lie, unpacked;
    `format` is the id of a reader of rows. `within` is what the ids of its documents tell of where
    it lies, from the inside out (`corpora.folders.within`).
    """

    path: str
    place: str
    format: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of a table that stand together; documents are never cut, but for those too long.

    They lie between `start` and `end`: bytes of the file, or for Parquet rows before. `first_row`
    is the first one's line in the file (a header is line 1), or for Parquet its row, from 1; there
    are `rows` of them, blank lines left out. Where `part` is not 0, the rows are the parts of a
    document that is too long, from this one on (`corpora.rows.PART` rows each, but for the last).
    """

    start: int
    end: int
    first_row: int
    rows: int
    part: int = 0


class Reason(StrEnum):
    """Why a row is rejected."""

    NOT_UTF8 = "not-utf-8"
    BROKEN = "broken"
    WRONG_TYPE = "wrong-type"
    NO_TRANSLATION = "no-translation"
    LONE_SURROGATE = "lone-surrogate"
    TOO_LONG = "too-long"
    TWICE = "twice"
    UNREADABLE = "unreadable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: its number, counted as `Stretch.first_row` is, and why.

    `what` says it in a line; `excerpt` is how the row begins, as far as it can be shown.
    """

    row: int
    reason: Reason
    what: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a row ends, and which document it belongs to; None for one that is rejected.

    `size` is roughly how many bytes of text it has, those that are looked up at least.
    """

    row: int
    end: int
    belongs_to: Key | None
    size: int


@dataclass(frozen=True, slots=True)
class Cutter:
    """How a format's tables are gone through: quickly for their `marks`, and in full.

    `start` is where the first row begins; it raises InputError for what is no table of
    translations. `rows` yields the rows of a stretch, good and bad, in order: bad are those that
    `marks` found no document for. A cell may have so many code points.
    """

    start: Callable[[Table], int]
    marks: Callable[[Table, int], Iterator[Mark]]
    rows: Callable[[Table, Stretch, int], Iterator[Row | BadRow]]
