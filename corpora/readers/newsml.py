"""NewsML-G2 (IPTC), as news agencies send it, and NewsML 1: a news item is a document.

Headline, summary or caption, and the text, be it NITF, XHTML or plain. A message may hold several
items; packages and concepts are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.markup.spaces import NEWSML_1, NEWSML_G2, NEWSML_G2_ROOTS
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.roots import root_of
from corpora.text import Document, TextFile


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.markup.newsml import stories  # noqa: PLC0415 — most runs read no NewsML
    from corpora.markup.stories import documents  # noqa: PLC0415 — as above

    return documents(file, stories(file), options)


def _sniff(head: Head) -> Fit:
    root = root_of(head.text)
    if root is None:
        return Fit.NO
    is_g2 = root.name in NEWSML_G2_ROOTS and root.space.startswith(NEWSML_G2)
    return Fit.SURE if is_g2 or root.name == NEWSML_1 else Fit.NO


reader = Reader(layout=Layout.PROSE, suffixes=(".newsml",), read=_read, sniff=_sniff)
