"""The documents in a DOCX that copydesk wrote as new.

Bookmarks say where segments begin and end, whatever was edited since; sources and references,
which copydesk keeps apart, follow the body as lines of their own. What somebody wrote between two
bookmarks belongs to the segment before it, a paragraph without any is a segment by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from corpora.docx.comments import Comment
from corpora.docx.remarks import writable
from corpora.docx.stored import Stored, StoredSegment, bookmark, title
from corpora.docx.words import LINE_BREAK, Stretch
from corpora.reader import ReadOptions
from corpora.text import Document, Passage, Segment, TextFile

_BREAKS = str.maketrans("\n\r", 2 * LINE_BREAK)
_LINE = re.compile(r"[^\n]+")
_OWN = StoredSegment(
    "", None, (), 0, realigned=False, confidence=1.0, name=None, state=None, notes=()
)


@dataclass(frozen=True, slots=True)
class DocxText(TextFile):
    """The text of a DOCX and what stands beside it; `size` of it is the body."""

    comments: tuple[Comment, ...] = field(default=(), repr=False)
    bookmarks: tuple[tuple[str, Stretch], ...] = field(default=(), repr=False)
    stored: Stored = field(default=Stored(), repr=False)
    size: int = 0


def written(text: str) -> str:
    """A text as it stands in a DOCX: sign for sign, line breaks as breaks within a paragraph."""
    return writable(text).translate(_BREAKS)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment where it stands now, with what is stored of it."""

    document: int
    start: int
    end: int
    stored: StoredSegment
    sides: tuple[Passage, ...] = ()


def articles_of(file: DocxText, options: ReadOptions) -> Iterator[Document]:
    """The documents, none where copydesk has not written the file as new."""
    pieces = sorted(_pieces(file), key=lambda piece: (piece.document, piece.start))
    whole = list(_with_strays(file, pieces)) if pieces else []
    for number, group in groupby(whole, key=lambda piece: piece.document):
        article = file.stored.documents[number]
        segments = tuple(_segment(file, index, piece) for index, piece in enumerate(group))
        yield Document(
            article.id,
            segments,
            options.language or article.language,
            options.source_language or article.source_language,
            article.system,
        )


def _pieces(file: DocxText) -> Iterator[_Piece]:
    marks, at = dict(file.bookmarks), file.size
    for number, article in enumerate(file.stored.documents):
        for index, stored in enumerate(article.segments):
            sides = []
            for text in stored.sides:
                sides.append(Passage(text, file, at))
                at += len(text) + 1
            stretch = marks.get(bookmark(number, index))
            if stretch is not None:
                yield _Piece(number, stretch.start, stretch.end, stored, tuple(sides))


def _with_strays(file: DocxText, pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The segments, and what was written between them."""
    marks = dict(file.bookmarks)
    titles = (marks.get(title(number)) for number in range(len(file.stored.documents)))
    headings = {file.line_of(mark.start) for mark in titles if mark is not None}
    end, ends = 0, (*(piece.start for piece in pieces[1:]), file.size)
    for piece, following in zip(pieces, ends, strict=True):
        start = piece.start
        for stray in _strays(file, end, start, headings):
            if file.line_of(start) == file.line_of(stray.start):
                start = min(start, stray.start)
            else:
                yield _Piece(piece.document, stray.start, stray.end, _OWN)
        end = piece.end
        line_end = file.text.find("\n", end, following)
        for stray in _strays(file, end, line_end if line_end >= 0 else following, headings):
            end = stray.end
        yield replace(piece, start=start, end=end)
    for stray in _strays(file, end, file.size, headings):
        yield _Piece(pieces[-1].document, stray.start, stray.end, _OWN)


def _strays(file: DocxText, start: int, end: int, headings: set[int]) -> Iterator[Stretch]:
    """What there is between two places, line by line, headings apart."""
    for line in _LINE.finditer(file.text, start, max(start, end)):
        words = line[0].strip()
        if words and file.line_of(line.start()) not in headings:
            begin = line.start() + line[0].index(words)
            yield Stretch(begin, begin + len(words))


def _segment(file: DocxText, index: int, piece: _Piece) -> Segment:
    stored, now = piece.stored, file.text[piece.start : piece.end]
    has_source = stored.source is not None
    return Segment(
        index,
        # As it was, where nobody has rewritten it: also what a DOCX cannot hold.
        Passage(stored.mt if now == written(stored.mt) else now, file, piece.start),
        piece.sides[0] if has_source else None,
        piece.sides[has_source:],
        stored.paragraph,
        stored.realigned,
        stored.confidence,
        stored.name,
        stored.state,
        stored.notes,
    )
