"""A result as a DOCX: a copy of the one that was read, or a new one."""

from __future__ import annotations

from contextlib import suppress

from corpora.docx.body import body
from corpora.docx.comments import comments_in
from corpora.docx.package import ZIP, Package, package
from corpora.docx.stored import Stored, bookmark, stored_in
from corpora.docx.words import Body, Stretch
from corpora.errors import InputError
from corpora.opening import in_memory, opened
from corpora.text import Side
from reports.docx.archive import Parts
from reports.docx.commented import Source, commented
from reports.docx.earlier import Earlier
from reports.docx.fresh import fresh, stored
from reports.docx.seats import Seats, found_in
from reports.result import Result


def render(result: Result) -> bytes:
    """The document's bytes, the same for the same result."""
    original = _original(result)
    if original is None:
        return _new(result)
    parts = Parts(original)
    words = _body(parts)
    kept = stored_in(original, parts.main)
    earlier = Earlier(comments_in(original, parts.main, words), kept)
    seats = found_in(original.path, words, result.documents)
    return commented(parts, result.documents, Source(seats, earlier, kept.documents))


def _original(result: Result) -> Package | None:
    """The DOCX from which all translations were read, if it is one and there still."""
    files = {
        (file.path, file.extracted)
        for document in result.documents
        for file in document.files
        if file.side is Side.TRANSLATION
    }
    if len(files) != 1:
        return None
    path, is_extracted = files.pop()
    if not is_extracted:
        return None
    with suppress(InputError), opened(path) as file:
        if file.head.startswith(ZIP):
            return package(file, whole=True)
    return None


def _body(parts: Parts) -> Body:
    """The words in the very tree that will be changed; footnotes stay as they are."""
    notes = parts.related("footnotes")
    return body(parts.xml(parts.main), parts.package.xml(notes) if notes else None)


def _new(result: Result) -> bytes:
    parts = Parts(package(in_memory("new.docx", fresh(result.documents)), whole=True))
    words = _body(parts)
    places = tuple(
        tuple(_place(words, bookmark(number, one.index)) for one in document.segments)
        for number, document in enumerate(result.documents)
    )
    seats = Seats("new.docx", words, words.text, places, in_file=False)
    source = Source(seats, Earlier((), Stored()), tuple(stored(result.documents)))
    return commented(parts, result.documents, source)


def _place(words: Body, name: str) -> Stretch:
    return words.bookmarks[name]
