"""WMT's XML test sets (since 2021): documents with source, references and systems' hypotheses.

Each hypothesis makes a document of its own, with the source and all references beside it. `sides`
reads one side alone, as the partner of a translation that is given as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.prolog import PROLOG
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions, whole
from corpora.text import Document, Side, TextFile

_ROOT = re.compile(rf"{PROLOG}<dataset\b")
_INSIDE = re.compile(r"<(?:doc|collection)\b")


def _sniff(head: Head) -> Fit:
    found = _ROOT.match(head.text)
    return Fit.SURE if found and _INSIDE.search(head.text, found.end()) else Fit.NO


def _stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    from corpora.testsets.wmt_xml import documents  # noqa: PLC0415 — expat takes a while to import

    return documents(windows, options)


def sides(file: TextFile, wanted: Side, options: ReadOptions) -> list[tuple[Document, ...]]:
    """The documents of one side alone: once the sources, or once for each reference they all have.

    Raises InputError where a document has not that side.
    """
    from corpora.testsets.wmt_xml import alone  # noqa: PLC0415 — as above

    return alone(file, wanted, options)


reader = Reader(
    layout=Layout.ROWS, suffixes=(), read=whole(_stream), sniff=_sniff, stream=_stream, sides=sides
)
