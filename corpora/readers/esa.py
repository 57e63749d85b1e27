"""Error span annotations (ESA) of WMT24 and later: JSON lines with marked spans and a score.

A flag for each marked span; the scores of 0 to 100 stand in the segments' notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.text import Document, TextFile

_KEYS = re.compile(r'(?<!\\)"(?:(?:esa_spans|start_i)"\s*:|tgt_text"\s*:\s*\{)')


def _sniff(head: Head) -> Fit:
    if not head.text.lstrip().startswith("{"):
        return Fit.NO
    return Fit.SURE if _KEYS.search(head.text) else Fit.NO


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.annotated.esa import rated  # noqa: PLC0415 — msgspec takes a while to import

    return (one.document for one in rated(file, options))


reader = Reader(layout=Layout.ROWS, suffixes=(), read=_read, sniff=_sniff)
