"""NIST's and WMT's SGML test sets (until 2020): a side a file (srcset, refset, tstset).

Such files are rarely well-formed (a bare `&`, tags in capitals, no quotation marks), so they are
read as they come: segments between `<seg …>` and `</seg>`, in documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.prolog import PROLOG
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.text import Document, TextFile

_ROOT = re.compile(rf"{PROLOG}(?:<mteval\s*>\s*)?<(?:srcset|refset|tstset)[\s>]", re.IGNORECASE)


def _sniff(head: Head) -> Fit:
    return Fit.SURE if _ROOT.match(head.text) else Fit.NO


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.testsets.sgml import documents  # noqa: PLC0415 — html takes a while to import

    return documents(file, options)


reader = Reader(layout=Layout.LINES, suffixes=(".sgm", ".sgml"), read=_read, sniff=_sniff)
