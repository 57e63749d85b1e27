"""A translation given as lines, laid beside the documents of a test set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.errors import AlignmentError
from corpora.line_pairing import pair_lines
from corpora.pairing import Partner
from corpora.testsets.versions import portions
from corpora.text import Document, Side


@dataclass(frozen=True, slots=True)
class SetSide:
    """One side of a test set: all its documents' sources, or all their references by one person."""

    side: Side
    documents: Sequence[Document]


def beside(lines: Document, columns: Sequence[SetSide]) -> Iterator[Document]:
    """The translation as the test set's documents, with source and references.

    Raises InputError where there are not as many lines as segments, and AlignmentError where the
    columns are of different sets.
    """
    names = [document.id for document in columns[0].documents]
    for column in columns:
        if [document.id for document in column.documents] != names:
            raise AlignmentError(f"{_path(column)} has other documents than {_path(columns[0])}")
    for number, mt in enumerate(portions(lines, columns[0].documents)):
        partners = [Partner(column.side, column.documents[number]) for column in columns]
        yield pair_lines(mt, partners)


def _path(column: SetSide) -> str:
    segments = [one for document in column.documents for one in document.segments]
    return segments[0].mt.file.path if segments else "an empty test set"
