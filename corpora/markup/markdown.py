"""Markdown as a story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.errors import InputError
from corpora.markup.front_matter import front_matter
from corpora.markup.markdown_blocks import paragraphs
from corpora.markup.stories import Story, said_once
from corpora.opening import name_of
from corpora.text import TextFile

_IN_LINES = re.compile(r"[^\r\n]")


def stories(file: TextFile) -> Iterator[Story]:
    """The article of a file. Raises InputError for what is nested beyond all measure."""
    front = front_matter(file)
    blank = _IN_LINES.sub(" ", file.text[: front.end])
    titles = [front.title] if front.title is not None else []
    try:
        body = list(paragraphs(file, blank + file.text[front.end :]))
    except RecursionError:
        raise InputError(file.path, "pictures or links nested too deep") from None
    yield Story(name_of(file.path), said_once(titles, [], body), front.language)
