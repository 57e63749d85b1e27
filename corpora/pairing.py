"""A translation, its source and its references, prose read apart, become one document.

Where sentences do not answer one to one, the segment that holds them is marked as realigned. Texts
too different to be the same story are an error, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpora.errors import AlignmentError
from corpora.text import Document, Passage, Segment, Side, join

if TYPE_CHECKING:
    from corpora.alignment import Bead, Likeness

_MOST_ONE_SIDED = 1 / 3
_MOST_UNEVEN = 1.6
_FEW = 6


@dataclass(frozen=True, slots=True)
class Partner:
    """A text to lay beside the translation: which side it is, and its own document."""

    side: Side
    document: Document


def spoken(partners: Sequence[Partner]) -> str | None:
    """The language of the source, if there is one and its language is known."""
    sources = (one.document for one in partners if one.side is Side.SOURCE)
    return next((source.language for source in sources), None)


def partner_of(
    mt: Document, number: int, documents: Sequence[Document], others: Sequence[Partner]
) -> Partner:
    """What goes with a document: the only one, that of the same id, or that in the same place."""
    if len(documents) == len(others) == 1:
        return others[0]
    same = [one for one in others if one.document.id == mt.id]
    if len(same) == 1:
        return same[0]
    if len(documents) == len(others):
        return others[number]
    paths = (s.mt.file.path for other in others for s in other.document.segments)
    place = next(paths, "a file without articles")
    counts = f"{len(documents):,} articles and {len(others):,}"
    raise AlignmentError(f"{place} has nothing to go with '{mt.id}' ({counts})")


def pair_prose(
    mt: Document,
    partners: Sequence[Partner],
    encoder: Callable[[], Likeness | None] | None = None,
) -> Document:
    """Align prose with prose. Raises AlignmentError where the two cannot be one story.

    `encoder` is asked, where there is something to align, for what tells likeness of meaning.
    """
    if not partners:
        return mt
    for one in (mt, *(partner.document for partner in partners)):
        if not one.segments:
            raise AlignmentError(f"{one.id}: holds no text to lay beside another")
    likeness = encoder() if encoder else None
    links = [_links(mt, partner.document, likeness) for partner in partners]
    builder = _Builder(mt, partners, links)
    return replace(mt, segments=tuple(builder.segments()))


def _links(mt: Document, other: Document, likeness: Likeness | None) -> list[Bead]:
    ours, theirs = len(mt.segments), len(other.segments)
    uneven = max(ours, theirs) > _FEW and max(ours, theirs) > _MOST_UNEVEN * min(ours, theirs)
    if uneven and _are_uneven(_size(mt.segments), _size(other.segments)):
        raise _mismatch(mt, other)
    beads = aligned(mt.segments, other.segments, likeness)
    lonely = [bead for bead in beads if bead.one_sided]
    if len(lonely) > max(1, _MOST_ONE_SIDED * len(beads)) and _is_much(lonely, mt, other):
        raise _mismatch(mt, other)
    return beads


def _are_uneven(one: int, other: int) -> bool:
    return max(one, other) > _MOST_UNEVEN * min(one, other)


def _size(segments: Sequence[Segment]) -> int:
    return sum(len(segment.mt.text) for segment in segments)


def _is_much(lonely: Sequence[Bead], mt: Document, other: Document) -> bool:
    """Whether these are a good part of either text, not headings or the cells of a table alone."""
    ours = sum(_size(mt.segments[bead.left : bead.left_end]) for bead in lonely)
    theirs = sum(_size(other.segments[bead.right : bead.right_end]) for bead in lonely)
    most = _MOST_ONE_SIDED
    return ours > most * _size(mt.segments) or theirs > most * _size(other.segments)


def aligned(
    left: Sequence[Segment], right: Sequence[Segment], likeness: Likeness | None = None
) -> list[Bead]:
    """The links between two texts; lines of which there are equally many need no aligner."""
    from corpora.alignment import align_documents  # noqa: PLC0415 — takes a while to import

    return align_documents(left, right, likeness)


def _mismatch(mt: Document, other: Document) -> AlignmentError:
    (first, ours), (second, theirs) = (
        (one.segments[0].mt.file.path, len(one.segments)) for one in (mt, other)
    )
    counts = f"{first} has {ours:,} sentences and {second} has {theirs:,}"
    return AlignmentError(f"{counts}; the two cannot be aligned; are they the same story?")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Sentences `start` to `end` of one side."""

    start: int
    end: int


class _Track:
    """Where one partner stands at each cut of the translation.

    At a cut, sentences that the translation has not may lie between `before` and `after`.
    """

    def __init__(self, beads: Sequence[Bead]) -> None:
        self._before, self._after = {0: 0}, {0: 0}
        self._sure: dict[tuple[int, int], float] = {}
        for bead in beads:
            self._after[bead.left_end] = bead.right_end
            if bead.left < bead.left_end:
                self._before[bead.left_end] = bead.right_end
            place = (bead.left, bead.left_end)
            self._sure[place] = min(bead.confidence, self._sure.get(place, 1.0))
        self._ends = dict(place for place in self._sure if place[0] < place[1])

    def confidence(self, start: int, end: int) -> float:
        """That of the least sure link from one cut to another, or at a cut."""
        if start == end:
            return self._sure.get((start, end), 1.0)
        found = [self._sure[start, self._ends[start]]]
        while (start := self._ends[start]) < end:
            found += (self._sure[start, self._ends[start]], self._sure.get((start, start), 1.0))
        return min(found)

    @property
    def cuts(self) -> set[int]:
        """The places in the translation where this partner can be cut, too."""
        return set(self._after)

    def missing(self, cut: int) -> _Stretch:
        """What the partner has at this cut that the translation has not."""
        return _Stretch(self._before[cut], self._after[cut])

    def between(self, start: int, end: int) -> _Stretch:
        """What answers to the translation's sentences from one cut to another."""
        return _Stretch(self._after[start], self._before[end])


class _Builder:
    """Cuts the translation where every partner allows a cut, and gathers what lies between.

    Partners that merge sentences differently take away cuts, so that a segment is the smallest
    stretch in which all sides answer to each other.
    """

    def __init__(
        self, mt: Document, partners: Sequence[Partner], links: Sequence[list[Bead]]
    ) -> None:
        self._mt, self._partners = mt, partners
        self._tracks = [_Track(beads) for beads in links]
        self._out: list[Segment] = []

    def segments(self) -> list[Segment]:
        """The segments, in the order of the translation."""
        cuts = sorted(set.intersection(*(track.cuts for track in self._tracks)))
        for start, end in zip(cuts, cuts[1:] + cuts[-1:], strict=True):
            self._add(start, start, [track.missing(start) for track in self._tracks])
            if start < end:
                self._add(start, end, [track.between(start, end) for track in self._tracks])
        return self._out

    def _add(self, start: int, end: int, stretches: list[_Stretch]) -> None:
        if start == end and all(s.start == s.end for s in stretches):
            return
        mt = _passage(self._mt.segments, _Stretch(start, end))
        others = [
            _passage(partner.document.segments, stretch)
            for partner, stretch in zip(self._partners, stretches, strict=True)
        ]
        near = self._mt.segments[min(start, len(self._mt.segments) - 1)]
        plain = end - start == 1 and all(s.end - s.start == 1 for s in stretches)
        sure = min(track.confidence(start, end) for track in self._tracks)
        segment = Segment(
            len(self._out), mt, paragraph=near.paragraph, realigned=not plain, confidence=sure
        )
        self._out.append(with_partners(segment, self._partners, others))


def _passage(segments: Sequence[Segment], stretch: _Stretch) -> Passage:
    """The text of these sentences; what stands between them in the file is one space.

    An empty stretch gives an empty passage at the place where the sentences would be.
    """
    if stretch.start == stretch.end:
        after = segments[stretch.start - 1].mt if stretch.start else None
        at = after.end(len(after.text)) if after else 0
        return Passage("", (after or segments[0].mt).file, at)
    return join([segment.mt for segment in segments[stretch.start : stretch.end]])


def with_partners(
    segment: Segment, partners: Sequence[Partner], passages: Sequence[Passage]
) -> Segment:
    """A segment with the passages of its partners."""
    source, references = None, list[Passage]()
    for partner, passage in zip(partners, passages, strict=True):
        if partner.side is Side.SOURCE:
            source = passage
        else:
            references.append(passage)
    return replace(segment, source=source, references=tuple(references))
