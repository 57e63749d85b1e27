"""A translation in lines, its source and its references: line by line, equally many of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from corpora.errors import AlignmentError
from corpora.pairing import Partner, aligned, spoken, with_partners
from corpora.text import Document, Side

_QUICK = 5_000


def pair_lines(mt: Document, partners: Sequence[Partner]) -> Document:
    """Pair line with line. Raises AlignmentError where there are not equally many."""
    for partner in sorted(partners, key=lambda one: one.side is Side.SOURCE):
        if len(partner.document.segments) != len(mt.segments):
            raise _mismatch(mt, partner.document)
    columns = [partner.document.segments for partner in partners]
    segments = tuple(
        with_partners(segment, partners, [column[segment.index].mt for column in columns])
        for segment in mt.segments
    )
    return replace(mt, segments=segments, source_language=spoken(partners))


def pair_parts(
    mt: Iterable[Document], others: Sequence[Iterable[Document]], sides: Sequence[Side]
) -> Iterator[Document]:
    """Pair the parts of files that are in step; only those at hand are held in memory."""
    for first, *parts in zip(mt, *others, strict=True):
        yield pair_lines(first, [Partner(*pair) for pair in zip(sides, parts, strict=True)])


def check_counts(
    paths: Sequence[str], counts: Sequence[int], whole: Callable[[int], Partner]
) -> None:
    """Raise AlignmentError where files, the translation's first, are not of equally many lines.

    `whole` reads a side whole: of files that are not too long the error says where they part.
    """
    other = next((n for n in reversed(range(len(counts))) if counts[n] != counts[0]), None)
    if other is None:
        return
    if min(counts[0], counts[other]) > _QUICK:
        raise _error(paths[0], counts[0], paths[other], counts[other])
    pair_lines(whole(0).document, [whole(other)])


def _path(document: Document) -> str:
    return document.segments[0].mt.file.path if document.segments else document.id


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
