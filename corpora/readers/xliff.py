"""XLIFF 1.x and 2.x, translators' files: a `<file>` is a document, a unit's segments are segments.

Inline tags are no text; `translate="no"` and `<ignorable>` are left out. Quality issues that are
annotated as ITS 2.0 has it are the document's flags.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from corpora.reader import Fit, Head, Layout, Reader, ReadOptions, whole
from corpora.roots import root_of
from corpora.text import Document, TextFile


def _sniff(head: Head) -> Fit:
    root = root_of(head.text)
    return Fit.SURE if root and root.name == "xliff" else Fit.NO


def _stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    walk = import_module("corpora.xliff.walk")
    yield from walk.documents(windows, options)


reader = Reader(
    layout=Layout.ROWS,
    suffixes=(".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"),
    read=whole(_stream),
    sniff=_sniff,
    stream=_stream,
)
