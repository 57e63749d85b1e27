"""What a translation is compared with: its source, or without one its reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpora.text import Document, Passage, Segment, Side
from qa.language import Language, Pair


@dataclass(frozen=True, slots=True)
class Facing:
    """A segment of the translation and the text that it answers to, with its side and language."""

    segment: Segment
    other: Passage
    side: Side
    language: Language | None

    @property
    def is_plain(self) -> bool:
        """Whether the two answer to each other one to one."""
        return not self.segment.realigned


def facings(document: Document, languages: Pair) -> Iterator[Facing]:
    """Each segment that has a text to compare with: the source's, else the first reference's."""
    for segment in document.segments:
        found = facing(segment, languages)
        if found is not None and not segment.mt.is_blank:
            yield found


def facing(segment: Segment, languages: Pair) -> Facing | None:
    """The source of a segment, else its first reference; None where both are empty."""
    for side, language in ((Side.SOURCE, languages.source), (Side.REFERENCE, languages.target)):
        other = segment.on(side)
        if other is not None and not other.is_blank:
            return Facing(segment, other, side, language)
    return None


def texts_beside(segment: Segment) -> tuple[str, ...]:
    """The source and the references of a segment."""
    sides = [segment.source] if segment.source else []
    return tuple(passage.text for passage in (*sides, *segment.references))
