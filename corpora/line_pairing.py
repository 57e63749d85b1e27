"""A translation in lines, its source and its references: line by line, equally many of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpora.errors import AlignmentError
from corpora.pairing import Partner, aligned, spoken, with_partners
from corpora.text import Document, Side

_QUICK = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """One side of a file that may be long: the documents that are its parts."""

    side: Side
    path: str
    parts: Iterator[Document]


def pair_lines(mt: Document, partners: Sequence[Partner]) -> Document:
    """Pair line with line. Raises AlignmentError where there are not equally many."""
    for partner in _references_first(partners):
        if len(partner.document.segments) != len(mt.segments):
            raise _mismatch(mt, partner.document)
    columns = [partner.document.segments for partner in partners]
    segments = tuple(
        with_partners(segment, partners, [column[segment.index].mt for column in columns])
        for segment in mt.segments
    )
    return replace(mt, segments=segments, source_language=spoken(partners))


def in_step(columns: Sequence[Column]) -> Iterator[Document]:
    """Pair the parts of files, the translation's first; only those at hand are held in memory.

    Raises AlignmentError where the files turn out not to have equally many lines.
    """
    counts = [0] * len(columns)
    for row in zip_longest(*(column.parts for column in columns)):
        sizes = [len(part.segments) if part else 0 for part in row]
        counts = [count + size for count, size in zip(counts, sizes, strict=True)]
        if len(set(sizes)) > 1:
            totals = [n + _size(column.parts) for n, column in zip(counts, columns, strict=True)]
            if totals != sizes:  # else the files are no longer than this, and pairing tells more
                raise _uneven(columns, totals)
        first, *others = (part for part in row if part)
        sides = [column.side for column in columns[1:]]
        yield pair_lines(first, [Partner(*pair) for pair in zip(sides, others, strict=True)])


def _size(parts: Iterable[Document]) -> int:
    return sum(len(part.segments) for part in parts)


def _path(document: Document) -> str:
    return document.segments[0].mt.file.path if document.segments else document.id


def _references_first(partners: Sequence[Partner]) -> list[Partner]:
    return sorted(partners, key=lambda one: one.side is Side.SOURCE)


def _uneven(columns: Sequence[Column], counts: Sequence[int]) -> AlignmentError:
    """Of the sides that have not as many lines as the translation, the last one is named."""
    other = max(n for n, count in enumerate(counts) if count != counts[0])
    return _error(columns[0].path, counts[0], columns[other].path, counts[other])


def _mismatch(mt: Document, other: Document) -> AlignmentError:
    ours, theirs = len(mt.segments), len(other.segments)
    where = _parting(mt, other) if min(ours, theirs) <= _QUICK else ""
    return _error(_path(mt), ours, _path(other), theirs, where)


def _error(first: str, ours: int, second: str, theirs: int, where: str = "") -> AlignmentError:
    counts = f"{first} has {ours:,} lines and {second} has {theirs:,}"
    fix = f"{where}give files with a line for a line, or --format text to have them aligned"
    return AlignmentError(f"{counts}; {fix}")


def _parting(mt: Document, other: Document) -> str:
    """Where the lines of two documents first do not answer one to one, as far as one can tell."""
    for bead in aligned(mt.segments, other.segments):
        if (bead.left_end - bead.left, bead.right_end - bead.right) != (1, 1):
            sides = ((mt, bead.left), (other, bead.right))
            first, second = (_place(document, number) for document, number in sides)
            return f"they seem to part at {first} and {second}; "
    return ""


def _place(document: Document, number: int) -> str:
    """The file and line of a segment, or of the last one."""
    passage = document.segments[min(number, len(document.segments) - 1)].mt
    return f"{passage.file.path}:{passage.file.line_of(passage.start)}"
