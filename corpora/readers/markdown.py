"""Markdown (CommonMark with tables): an article a file.

Headings, paragraphs, list items, cells, the text of links and what describes a picture are read;
addresses, blocks of code, marks and tags are not. Of the front matter the title is the headline.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.reader import Layout, Reader, ReadOptions
from corpora.text import Document, TextFile


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    from corpora.markup.markdown import stories  # noqa: PLC0415 — most runs read no Markdown
    from corpora.markup.stories import documents  # noqa: PLC0415 — as above

    return documents(file, stories(file), options)


reader = Reader(layout=Layout.PROSE, suffixes=(".md", ".markdown"), read=_read)
