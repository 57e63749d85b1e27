"""PO, gettext's catalogues: an entry is a segment, and so is each form of a plural.

What is marked fuzzy has the state `fuzzy`; obsolete entries and the header are left out, but for
the language that this names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.text import Document, TextFile

_ENTRY = re.compile(r'^msgid[ \t]+"[^\r\n]*"[ \t]*\r?$', re.MULTILINE)
_TRANSLATION = re.compile(r'^msgstr(?:\[0\])?[ \t]+"[^\r\n]*"[ \t]*\r?$', re.MULTILINE)


def _sniff(head: Head) -> Fit:
    start = head.text.lstrip()
    if not start.startswith(("#", "msgid", "msgctxt", "domain")):
        return Fit.NO
    both = _ENTRY.search(start) and _TRANSLATION.search(start)
    return Fit.SURE if both else Fit.NO


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    yield from import_module("corpora.xliff.catalog").documents(file, options)


reader = Reader(layout=Layout.ROWS, suffixes=(".po", ".pot"), read=_read, sniff=_sniff)
