"""A new document: a heading for each article and its paragraphs, segments within bookmarks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import count, groupby
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from corpora.docx.remarks import AUTHOR
from corpora.docx.stored import StoredDocument, StoredSegment, bookmark, title
from corpora.docx.text import written
from corpora.docx.words import LINE_BREAK
from reports.page import tongue_of
from reports.result import DocumentResult, SegmentResult

_LONG_AGO = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


def fresh(documents: Sequence[DocumentResult]) -> bytes:
    """A document with the translations of all articles."""
    file, numbers = docx.Document(), map(str, count())
    properties = file.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title, properties.comments = "", ""
    properties.created = properties.modified = _LONG_AGO
    for number, document in enumerate(documents):
        heading = file.add_heading(level=1)
        _add(heading, document.id, title(number), next(numbers))
        paragraphs = [heading]
        for _, group in groupby(document.segments, key=lambda segment: segment.paragraph):
            paragraphs.append(file.add_paragraph())
            for place, segment in enumerate(group):
                if place:
                    paragraphs[-1].add_run(" ")
                _add(paragraphs[-1], segment.mt, bookmark(number, segment.index), next(numbers))
        if tongue_of(document.language).direction == "rtl":
            _turn(paragraphs)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _turn(paragraphs: Iterable[Any]) -> None:
    """Let paragraphs run from right to left."""
    for paragraph in paragraphs:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001


def _add(paragraph: Any, text: str, name: str, number: str) -> None:  # noqa: ANN401
    """Add a text within a bookmark."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begin, end):
        mark.set(qn("w:id"), number)
    begin.set(qn("w:name"), name)
    paragraph._p.append(begin)  # noqa: SLF001
    if text:
        paragraph.add_run(written(text).replace(LINE_BREAK, "\n"))
    paragraph._p.append(end)  # noqa: SLF001


def stored(documents: Sequence[DocumentResult]) -> Iterator[StoredDocument]:
    """What a new document does not show, to be kept in it."""
    for one in documents:
        segments = tuple(map(_stored, one.segments))
        yield StoredDocument(one.id, one.language, one.source_language, one.system, segments)


def _stored(segment: SegmentResult) -> StoredSegment:
    return StoredSegment(
        segment.mt,
        segment.source,
        segment.references,
        segment.paragraph,
        segment.realigned,
        segment.confidence,
        segment.name,
        segment.state,
        segment.notes,
    )
