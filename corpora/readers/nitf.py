"""NITF, the news industry's text format (IPTC): headlines, abstract, text, captions, tables.

Byline, dateline, credits and metadata are no text to be checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.roots import root_of
from corpora.text import Document, TextFile


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.markup.nitf import stories  # noqa: PLC0415 — most runs read no NITF
    from corpora.markup.stories import documents  # noqa: PLC0415 — as above

    return documents(file, stories(file), options)


def _sniff(head: Head) -> Fit:
    root = root_of(head.text)
    return Fit.SURE if root is not None and root.name.lower() == "nitf" else Fit.NO


reader = Reader(layout=Layout.PROSE, suffixes=(".nitf",), read=_read, sniff=_sniff)
