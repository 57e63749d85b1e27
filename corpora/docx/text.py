"""A DOCX as text, a paragraph a line, with its comments beside it; and as documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpora.docx.articles import DocxText, articles_of, written
from corpora.docx.body import body
from corpora.docx.comments import Seat, comments_in, flags_of
from corpora.docx.package import Package, package
from corpora.docx.stored import stored_in
from corpora.docx.words import Body
from corpora.errors import InputError
from corpora.opening import Opened, name_of
from corpora.prose import document
from corpora.reader import ReadOptions
from corpora.segmentation import Segmenter
from corpora.text import Document, Passage, Segment, TextFile

__all__ = ["DocxText", "body_of", "documents", "text_of", "written"]


def body_of(found: Package, main: str) -> Body:
    """The words of a package's body and footnotes."""
    notes = found.related(main, "footnotes")
    return body(found.xml(main), found.xml(notes[0]) if notes else None)


def text_of(file: Opened) -> DocxText:
    """The text of a DOCX. Raises InputError for what is none, damaged, locked, hostile or empty."""
    found = package(file)
    main = found.main
    words = body_of(found, main)
    text = words.text
    if not text.strip():
        raise InputError(file.name, "holds no text")
    stored = stored_in(found, main)
    kept_apart = (one for article in stored.documents for one in article.segments)
    kept = (written(side) for one in kept_apart for side in one.sides)
    return DocxText(
        file.name,
        text + "".join(f"{one}\n" for one in kept),
        extracted=True,
        comments=comments_in(found, main, words),
        bookmarks=tuple(words.bookmarks.items()),
        stored=stored,
        size=len(text),
    )


def documents(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    """The documents that a DOCX holds: usually one."""
    found = (
        file if isinstance(file, DocxText) else DocxText(file.path, file.text, size=len(file.text))
    )
    articles = list(articles_of(found, options)) or [_prose(found, options)]
    seats = [
        _seat(number, one) for number, article in enumerate(articles) for one in article.segments
    ]
    flags = flags_of(found.comments, found.stored, seats)
    for number, article in enumerate(articles):
        yield replace(article, flags=flags.get(number, ()))


def _prose(file: DocxText, options: ReadOptions) -> Document:
    lines = Segmenter().paragraphs(file.text[: file.size])
    passages = (Passage(file.text[one.start : one.end], file, one.start) for one in lines)
    return document(name_of(file.path), passages, options)


def _seat(number: int, segment: Segment) -> Seat:
    start = segment.mt.start
    return Seat(number, segment.index, start, start + len(segment.mt.text))
