"""Word documents (.docx): a paragraph a line, comments as flags; tracked changes count as made.

Headers, footers and hidden words are left out; text boxes stand where they are anchored and
footnotes at the end. Comments that copydesk wrote become its flags again, those of other people
flags of the rule `comment`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from corpora.opening import Opened
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.text import Document, TextFile

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_OTHERS = (b"xl/", b"ppt/", b"application/vnd.oasis")


def _extract(file: Opened) -> Iterator[TextFile]:
    # lxml and msgspec wait for a DOCX to be there.
    yield import_module("corpora.docx.text").text_of(file)


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    yield from import_module("corpora.docx.text").documents(file, options)


def _sniff(head: Head) -> Fit:
    if head.data.startswith(_OLE):
        return Fit.SURE  # the old .doc: who is sure of it can say what to do
    if not head.data.startswith(_ZIP):
        return Fit.NO
    if b"word/" in head.data:
        return Fit.SURE
    is_office = b"[Content_Types].xml" in head.data and not any(one in head.data for one in _OTHERS)
    return Fit.SURE if is_office else Fit.LIKELY


reader = Reader(
    layout=Layout.PROSE, suffixes=(".docx", ".docm"), read=_read, sniff=_sniff, extract=_extract
)
