"""MQM annotations (TSV with `<v>…</v>` around marked words) as WMT publishes them since 2020.

The columns are those of google/wmt-mqm-human-evaluation and of the MQM viewer: system, doc, doc_id
or docSegId, seg_id or globalSegId, rater, source, target, category, severity, and perhaps metadata.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.text import Document, TextFile


def _sniff(head: Head) -> Fit:
    from corpora.annotated.mqm_rows import names_of  # noqa: PLC0415 — msgspec takes a while to import

    first = head.text.lstrip("\r\n").partition("\n")[0]
    if "\t" not in first or "severity" not in first.lower():
        return Fit.NO
    return Fit.NO if names_of(first.rstrip("\r")) is None else Fit.SURE


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.annotated.mqm_documents import rated  # noqa: PLC0415 — as above

    return (one.document for one in rated(file, options))


reader = Reader(layout=Layout.ROWS, suffixes=(), read=_read, sniff=_sniff)
