"""Plain text: an article a file, a paragraph a line, blank lines ignored, sentences found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from corpora.comments import COMMENT
from corpora.reader import Layout, Reader, ReadOptions
from corpora.segmentation import Stretch
from corpora.text import Document, Passage, Segment, TextFile


def _segments(file: TextFile, options: ReadOptions) -> Iterator[Segment]:
    index = 0
    split = options.segmenter
    texts = (p for p in split.paragraphs(file.text) if not _is_comment(file.text, p))
    for number, paragraph in enumerate(texts):
        for sentence in split.sentences(file.text, paragraph):
            text = file.text[sentence.start : sentence.end]
            yield Segment(index, Passage(text, file, sentence.start), paragraph=number)
            index += 1


def _is_comment(text: str, paragraph: Stretch) -> bool:
    return COMMENT.fullmatch(text[paragraph.start : paragraph.end]) is not None


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    name = PurePath(file.path).name
    yield Document(name, tuple(_segments(file, options)), options.language)


reader = Reader(layout=Layout.PROSE, suffixes=(".txt", ".text"), read=_read)
