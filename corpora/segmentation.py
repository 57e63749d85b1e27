"""Where sentences end.

The splitting is sentencex's (Wikimedia, about 300 languages). Three repairs come after it,
because a news story has more abbreviations and quotations than an encyclopaedia: no break
before a lower-case letter, none after an abbreviation or an initial, and an opening quotation
mark goes with what follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex
import sentencex

_LOWER_CASE = regex.compile(r"[\s\p{Pi}\p{Ps}\"'‘“„]*\p{Ll}")
_LAST_WORD = regex.compile(r"(?:^|[\s\p{Ps}\p{Pi}\"'])((?:[\p{L}\p{M}]+\.)+)\s*$")
_INITIAL = regex.compile(r"(?:\p{Lu}\.)+")
_LATE_OPENER = regex.compile(r"\s([“„«‘\"'(\[]+)$")
_HAS_LETTER = regex.compile(r"[\p{L}\p{N}]")
_SPACE = regex.compile(r"\s+")
_PARAGRAPH = regex.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points `start` to `end`, half-open, of the text that was split."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Splits text of one language (a BCP 47 code; None: unknown) into paragraphs and sentences.

    `abbreviations` are written with their full stop, in any letter case: `Jend.`, `dll.`
    """

    language: str | None = None
    abbreviations: frozenset[str] = frozenset()

    def paragraphs(self, text: str) -> Iterator[Stretch]:
        """The lines that hold something, without the white space around them."""
        for line in _PARAGRAPH.finditer(text):
            if stretch := _trimmed(text, line.start(), line.end()):
                yield stretch

    def sentences(self, text: str, within: Stretch) -> Iterator[Stretch]:
        """The sentences of one paragraph, without the white space around them."""
        paragraph = text[within.start : within.end]
        start = 0
        for end in self._breaks(paragraph):
            if stretch := _trimmed(text, within.start + start, within.start + end):
                yield stretch
            start = end

    def _breaks(self, paragraph: str) -> Iterator[int]:
        code = (self.language or "en").split("-")[0].lower()
        start = position = 0
        pieces = sentencex.segment(code, paragraph)
        for piece in pieces[:-1]:
            position += len(piece)
            end = _before_opener(paragraph, position)
            if self._ends_here(paragraph[start:end], paragraph[end : end + 40]):
                yield end
                start = end
        yield len(paragraph)

    def _ends_here(self, sentence: str, following: str) -> bool:
        if not _HAS_LETTER.search(sentence) or _LOWER_CASE.match(following):
            return False
        last = _LAST_WORD.search(sentence)
        if last is None:
            return True
        word = last.group(1)
        return not (_INITIAL.fullmatch(word) or word.casefold() in self.abbreviations)


def _before_opener(paragraph: str, position: int) -> int:
    head = paragraph[:position].rstrip()
    opener = _LATE_OPENER.search(head, max(0, len(head) - 8))
    return opener.start(1) if opener else position


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    left = len(piece) - len(piece.lstrip())
    return Stretch(start + left, start + len(piece.rstrip()))


def one_line(text: str) -> str:
    """A text on one line: every run of white space becomes one space."""
    return str(_SPACE.sub(" ", text)).strip()
