"""Direct assessments of MLQE-PE and WMT's quality estimation tasks: TSV with original, translation.

The other columns are scores, mean, z_scores, z_mean and perhaps model_scores; the means stand in
the segments' notes.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.text import Document, TextFile

_NEEDED = frozenset({"original", "translation", "mean", "z_mean"})


def _sniff(head: Head) -> Fit:
    names = head.text.lstrip("\r\n").partition("\n")[0].split("\t")
    known = {name.strip().lower() for name in names} >= _NEEDED
    return Fit.SURE if known else Fit.NO


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.annotated.mlqe import rated  # noqa: PLC0415 — no other format needs it

    return (one.document for one in rated(file, options))


reader = Reader(layout=Layout.ROWS, suffixes=(), read=_read, sniff=_sniff)
