"""What the tests of markup share: reading without cutting, and characters as markup writes them."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf

from hypothesis import strategies as st

from corpora.errors import CopydeskError
from corpora.reader import Reader, ReadOptions
from corpora.segmentation import Segmenter, Stretch
from corpora.text import Document, Passage, Span, TextFile
from tests.corpora.readers.written import SIGNS, Sign, raw_of
from tests.timing import cpu_seconds


@dataclass(frozen=True, slots=True)
class Uncut(Segmenter):
    """Takes a paragraph for one sentence."""

    def sentences(self, text: str, within: Stretch) -> Iterator[Stretch]:
        if text[within.start : within.end].strip():
            yield within


UNCUT = ReadOptions(segmenter_for=lambda _text: Uncut())


def read(reader: Reader, content: str, name: str = "a.html") -> list[Document]:
    """The documents of a file, a segment a paragraph."""
    return list(reader.read(TextFile(name, content), UNCUT))


def paragraphs(reader: Reader, content: str, name: str = "a.html") -> list[Passage]:
    """The paragraphs of all documents of a file."""
    return [one.mt for document in read(reader, content, name) for one in document.segments]


def texts(reader: Reader, content: str, name: str = "a.html") -> list[str]:
    """Their texts."""
    return [one.text for one in paragraphs(reader, content, name)]


def raw(passage: Passage, text: str) -> str:
    """How the file writes a part of a passage."""
    start = passage.text.index(text)
    place = passage.to_file(Span(start, start + len(text)))
    return passage.file.text[place.start : place.end]


def in_html(text: str, around: Sequence[tuple[str, str]]) -> st.SearchStrategy[Sign]:
    """A character as HTML may have it, inside or beside some of what stands around it."""
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "é": "&eacute;", "\xa0": "&nbsp;"}
    numbers = [f"&#{ord(text)};", f"&#x{ord(text):X};"]
    known = [one for one in numbers if html.unescape(one) == text]
    plain = [] if text in "&<" else [text]
    raws = [*plain, *known, *([named[text]] if text in named else [])]
    return st.sampled_from([Sign(text, raw, *one) for raw in raws for one in around])


QUIET = 8  # for four times the file; a quadratic reader takes sixteen times as long
WHITE_SPACE = ["\n", "  ", "\r\n\t", " &#32;", "&#10;&#9;"]


def words(
    around: Sequence[tuple[str, str]], spaces: Sequence[str] = WHITE_SPACE
) -> st.SearchStrategy[list[Sign]]:
    """Characters in all their forms; between two of them may be white space, which is one space."""
    letter = SIGNS.filter(lambda sign: sign != " ").flatmap(lambda sign: in_html(sign, around))
    pair = st.tuples(st.sampled_from(["", *spaces]), letter)
    first = Sign("☞", "☞")

    def flat(pairs: list[tuple[str, Sign]]) -> list[Sign]:
        lists = ([*([Sign(" ", space)] if space else []), sign] for space, sign in pairs)
        return [first, *chain.from_iterable(lists)]

    return st.lists(pair, max_size=6).map(flat)


def escaped(written: Sequence[Sign]) -> list[Sign]:
    """HTML once more escaped, as a feed has it."""
    return [
        Sign(one.text, *(html.escape(part) for part in (one.raw, one.before, one.after)))
        for one in written
    ]


def seconds(reader: Reader, content: str) -> float:
    """How long a file takes to be read, or refused with one line."""
    return cpu_seconds(lambda: _read_or_refused(reader, content))


def _read_or_refused(reader: Reader, content: str) -> None:
    try:
        read(reader, content)
    except CopydeskError as error:
        assert "\n" not in str(error)  # noqa: PT017 - refused is as good as read


def growth(reader: Reader, of_size: Callable[[int], str]) -> float:
    """How much longer four times the file takes: the first quiet try, or the best of four."""
    best = inf
    for _ in range(4):
        few = max(seconds(reader, of_size(8_000)), 0.02)
        best = min(best, seconds(reader, of_size(32_000)) / few)
        if best <= QUIET:
            break
    return best


__all__ = [
    "Sign",
    "escaped",
    "growth",
    "paragraphs",
    "raw",
    "raw_of",
    "read",
    "seconds",
    "texts",
    "words",
]
