"""TMX 1.1 to 1.4, translation memories: each translation of a `<tu>` is a segment.

The source is what `srclang` says, or `--source-lang`; the translations are in the other language,
or in what `--lang` says. Units with a `<prop type="x-document">` make documents of its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from corpora.reader import Fit, Head, Layout, Reader, ReadOptions, whole
from corpora.roots import root_of
from corpora.text import Document, TextFile


def _sniff(head: Head) -> Fit:
    root = root_of(head.text)
    return Fit.SURE if root and root.name == "tmx" else Fit.NO


def _stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    memory = import_module("corpora.xliff.memory")
    yield from memory.documents(windows, options)


reader = Reader(
    layout=Layout.ROWS, suffixes=(".tmx",), read=whole(_stream), sniff=_sniff, stream=_stream
)
