"""Where sentences end.

The splitting is sentencex's (Wikimedia, about 300 languages). Four repairs come after it,
because a news story has more abbreviations and quotations than an encyclopaedia: no break
before a lower-case letter, none after an abbreviation or an initial, an opening quotation
mark goes with what follows, and a closing mark stays with what it closes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate

import regex

_LOWER_CASE = regex.compile(r"[\s\p{Pi}\p{Ps}\"'‘“„]*\p{Ll}")
_LAST_WORD = regex.compile(r"(?:^|[\s\p{Ps}\p{Pi}\"'])((?:[\p{L}\p{M}]+\.)+)\s*$")
_INITIAL = regex.compile(r"(?:\p{Lu}\.)+")
_LATE_OPENER = regex.compile(r"\s([“„«‘\"'(\[]+)$")
_OPENER_LENGTH = 12
_LATE_CLOSER = regex.compile(r"(?<=\S)[\p{Pe}\p{Pf}]+\s*")
_HAS_LETTER = regex.compile(r"[\p{L}\p{N}]")
_ODD_SPACE = regex.compile(r"[^\S ]")
_PARAGRAPH = regex.compile(r"[^\r\n]+")

_NEAR = 80  # how far a break looks around for an abbreviation, an opening mark, a lower case
_WINDOW = 20_000  # of a long paragraph: sentencex may take the square of a text's length


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
        start = looked = 0
        says_something = False
        for position in _candidates(code, paragraph):
            end = _moved(paragraph, position)
            says_something |= _HAS_LETTER.search(paragraph, looked, end) is not None
            looked = end
            before, after = paragraph[max(start, end - _NEAR) : end], paragraph[end : end + _NEAR]
            if says_something and self._ends_here(before, after):
                yield end
                start, says_something = end, False
        yield len(paragraph)

    def _ends_here(self, before: str, after: str) -> bool:
        if _LOWER_CASE.match(after):
            return False
        last = _LAST_WORD.search(before)
        if last is None:
            return True
        word = last.group(1)
        return not (_INITIAL.fullmatch(word) or word.casefold() in self.abbreviations)


def _candidates(code: str, paragraph: str) -> Iterator[int]:
    """Where sentencex breaks; a long paragraph is shown to it window by window."""
    start, window = 0, _WINDOW
    while len(paragraph) - start > window:
        known = start + window // 2  # nearer the window's end, what follows it may matter
        found = _ends(code, paragraph, start, start + window)
        ends = [end for end in found if start < end <= known]
        yield from ends
        start, window = (ends[-1], _WINDOW) if ends else (start, 2 * window)
    yield from _ends(code, paragraph, start, len(paragraph))[:-1]


def _ends(code: str, paragraph: str, start: int, end: int) -> list[int]:
    # sentencex 1.0.32 panics on an initial before white space of more than one byte.
    pieces = import_module("sentencex").segment(code, _ODD_SPACE.sub(" ", paragraph[start:end]))
    return [start + length for length in accumulate(map(len, pieces))]


def _moved(paragraph: str, position: int) -> int:
    """The break after the marks that close its sentence, before those that open the next."""
    if closer := _LATE_CLOSER.match(paragraph, position):
        return int(closer.end())
    near = max(0, position - _NEAR)
    head = paragraph[near:position].rstrip()
    opener = _LATE_OPENER.search(head, max(0, len(head) - 8))
    return near + opener.start(1) if opener else position


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    left = len(piece) - len(piece.lstrip())
    return Stretch(start + left, start + len(piece.rstrip()))


def one_line(text: str) -> str:
    """A text on one line: every run of white space becomes one space."""
    return " ".join(text.split())
