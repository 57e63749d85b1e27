"""Plain text: an article a file, a paragraph a line, blank lines ignored, sentences found."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.comments import COMMENT
from corpora.opening import name_of
from corpora.prose import document
from corpora.reader import Layout, Reader, ReadOptions
from corpora.segmentation import Segmenter
from corpora.text import Document, Passage, TextFile


def _paragraphs(file: TextFile) -> Iterator[Passage]:
    for one in Segmenter().paragraphs(file.text):
        text = file.text[one.start : one.end]
        if COMMENT.fullmatch(text) is None:
            yield Passage(text, file, one.start)


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    yield document(name_of(file.path), _paragraphs(file), options)


reader = Reader(layout=Layout.PROSE, suffixes=(".txt", ".text"), read=_read)
