"""Source and final text as a translation memory, TMX 1.4: units as `reports/tmx.py` writes them."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree
from sqlalchemy import select

from qa.desk.learning.rulings import UNKNOWN
from qa.desk.learning.signed import People, Reading, Signed, Wanted, signed_articles
from qa.desk.store.articles import Article, SegmentRow
from qa.version import copydesk_version
from reports.result import DocumentResult, Result, SegmentResult, Verdict
from reports.tmx import memory

_DATE = "%Y%m%dT%H%M%SZ"
"""As TMX writes moments: ISO 8601, basic, in UTC."""
_SEVERAL = "*all*"


def parts(reading: Reading, wanted: Wanted, people: People) -> Iterator[str]:
    """The file, an article a part; segments without source or translation are left out."""
    buffer = io.BytesIO()
    header = _memory(()).find("header")
    if header is None:
        return
    header.set("srclang", _source_language(reading, wanted))
    with etree.xmlfile(buffer, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("tmx", version="1.4"):
            file.write(header, "\n")
            with file.element("body"):
                for signed in signed_articles(reading, wanted):
                    for unit in _units(signed, people):
                        file.write(unit)
                    file.flush()
                    yield _taken(buffer)
    yield _taken(buffer)


def _source_language(reading: Reading, wanted: Wanted) -> str:
    languages = select(Article.source_language).where(*wanted.conditions()).distinct().limit(2)
    with reading() as session:
        found = session.scalars(languages).all()
    return (found[0] or UNKNOWN) if len(found) == 1 else _SEVERAL


def _units(signed: Signed, people: People) -> Iterator[etree._Element]:
    article = signed.article
    for unit in _memory((_document(signed),)).iter("tu"):
        if article.signed is not None:
            unit.set("changedate", article.signed.strftime(_DATE))
        unit.set("changeid", people.of(article.signed_by))
        yield unit


def _memory(documents: tuple[DocumentResult, ...]) -> etree._Element:
    result = Result(copydesk_version(), documents, (), (), Verdict(()))
    return etree.fromstring(memory(result).encode())


def _document(signed: Signed) -> DocumentResult:
    article = signed.article
    return DocumentResult(
        id=article.name,
        language=article.language,
        source_language=article.source_language,
        system=article.system or None,
        words=article.words,
        files=(),
        segments=tuple(map(_segment, signed.segments)),
        flags=(),
        scores=(),
    )


def _segment(row: SegmentRow) -> SegmentResult:
    return SegmentResult(
        index=row.number,
        paragraph=row.paragraph,
        mt=row.text,
        source=row.source if row.text.strip() else None,
        references=(),
        realigned=row.realigned,
        confidence=row.confidence,
    )


def _taken(buffer: io.BytesIO) -> str:
    text = buffer.getvalue().decode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return text
