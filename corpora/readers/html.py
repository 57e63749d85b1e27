"""HTML: an article a file, as a web page, an export of a CMS or a part of one.

Paragraphs, headings, list items, cells, captions and lines between `<br>` are read; navigation,
advertising, comments on the article, scripts and what is hidden are not. Every character leads back
to its place between the tags.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.roots import root_of
from corpora.text import Document, TextFile

_FRAGMENT = (
    " article blockquote body div figure h1 h2 h3 head main meta ol p section span table ul "
)


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.markup.pages import documents  # noqa: PLC0415 — most runs read no HTML

    return documents(file, options)


def _sniff(head: Head) -> Fit:
    root = root_of(head.text)
    if root is None:
        return Fit.NO
    if root.name.lower() == "html" or root.doctype.lower() == "html":
        return Fit.SURE
    return Fit.LIKELY if f" {root.name.lower()} " in _FRAGMENT and not root.space else Fit.NO


reader = Reader(layout=Layout.PROSE, suffixes=(".html", ".htm", ".xhtml"), read=_read, sniff=_sniff)
