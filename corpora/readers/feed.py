"""Feeds: RSS 0.9x, 1.0 and 2.0, and Atom; an item is a document.

Title, summary and content are read, whether HTML stands in them escaped, in CDATA or as XHTML; a
summary that only begins what the content says is not read twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.markup.spaces import ATOM, RDF_FEEDS
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.roots import root_of
from corpora.text import Document, TextFile


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.markup.feeds import stories  # noqa: PLC0415 — most runs read no feed
    from corpora.markup.stories import documents  # noqa: PLC0415 — as above

    return documents(file, stories(file), options)


def _sniff(head: Head) -> Fit:
    root = root_of(head.text)
    if root is None:
        return Fit.NO
    is_rdf = root.name == "RDF" and any(space in head.text for space in RDF_FEEDS)
    is_atom = root.name == "feed" and root.space in ATOM
    return Fit.SURE if root.name.lower() == "rss" or is_rdf or is_atom else Fit.NO


reader = Reader(layout=Layout.PROSE, suffixes=(".rss", ".atom"), read=_read, sniff=_sniff)
