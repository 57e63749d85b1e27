"""Where the segments of a result stand in a document's text, and where a flag's comment goes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.docx.stored import Remark
from corpora.docx.text import written
from corpora.docx.words import Body, Line, Stretch
from corpora.errors import InputError
from corpora.text import Flag, Side
from reports.docx.ranges import Anchor
from reports.result import DocumentResult, FlagResult

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Seats:
    """The segments of all documents, by number; `in_file`: flags say themselves where they are."""

    path: str
    body: Body
    text: str
    places: tuple[tuple[Stretch, ...], ...]
    in_file: bool

    def place(self, document: int, flag: FlagResult) -> Anchor:
        """Where a flag's comment goes: at its words, or at those beside it, or at the sentence."""
        seat = self.places[document][flag.segment]
        found = self._span(seat, flag) if flag.span.side is Side.TRANSLATION else seat
        if found.start == found.end and flag.span.side is Side.TRANSLATION:
            found = self._beside(found.start, seat)
        line = self._line(found.start)
        if line is not None and line.note is not None and line.note in self.body.references:
            return Anchor("", found.start, found.end, line.note)
        return Anchor("", found.start, found.end)

    def remark(self, document: int, anchor: Anchor, flag: Flag, line: str) -> Remark:
        """What is stored of a comment."""
        seat = self.places[document][flag.segment]
        words = "" if anchor.note else self.text[anchor.start : anchor.end]
        shift = anchor.start - seat.start
        start, end = (flag.span.start - shift, flag.span.end - shift)
        done, apart = flag.disposition is not None, anchor.note is not None
        return Remark(anchor.comment, line, done, words, start, end, flag, document, apart)

    def _span(self, seat: Stretch, flag: FlagResult) -> Stretch:
        if self.in_file:
            start, end = flag.place.range.start, flag.place.range.end
        else:
            start, end = seat.start + flag.span.start, seat.start + flag.span.end
        if "".join(self.text[start:end].split()) != "".join(written(flag.text).split()):
            raise changed(self.path)
        return Stretch(start, end)

    def _beside(self, at: int, seat: Stretch) -> Stretch:
        """The word at or after a place within its segment, else the one before it."""
        after = _WORD.search(self.text, at, seat.end)
        if after is not None:
            return Stretch(self._back(after.start(), seat.start, is_space=False), after.end())
        end = self._back(at, seat.start, is_space=True)
        return Stretch(self._back(end, seat.start, is_space=False), end)

    def _back(self, at: int, least: int, *, is_space: bool) -> int:
        """The first of the places before this one that are all of one kind."""
        while at > least and self.text[at - 1].isspace() == is_space:
            at -= 1
        return at

    def _line(self, at: int) -> Line | None:
        index = bisect_right(self.body.lines, at, key=_start) - 1
        return self.body.lines[index] if index >= 0 else None


def _start(line: Line) -> int:
    return line.start


def changed(path: str) -> InputError:
    """The file says something else than what was checked."""
    what = "the document has changed since it was read"
    return InputError(path, what, fix="check it again")


def found_in(path: str, body: Body, documents: Sequence[DocumentResult]) -> Seats:
    """Where segments that were read from a document stand in it: their words, in their order."""
    text = body.text
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    packed, cursor = "".join(text.split()), 0
    found = []
    for document in documents:
        row = []
        for segment in document.segments:
            words = "".join(written(segment.mt).split())
            at = packed.find(words, cursor)
            if at < 0:
                raise changed(path)
            cursor = at + len(words)
            row.append(_stretch(places, at, cursor))
        found.append(tuple(row))
    return Seats(path, body, text, tuple(found), in_file=True)


def _stretch(places: Sequence[int], first: int, last: int) -> Stretch:
    if first < last:
        return Stretch(places[first], places[last - 1] + 1)
    end = places[first - 1] + 1 if first else 0
    return Stretch(end, end)
