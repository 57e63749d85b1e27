"""The first look at two texts: where words pin them together, and their lengths between.

First paragraphs, then the sentences inside each pair of paragraphs. Rare words that both texts
share pin them together; what lies between is aligned by length with the library galechurch (Gale
and Church, Computational Linguistics 19, 1993).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf, log

import galechurch
from galechurch.defaults import DEFAULT_MAX_BLOCK_SIZE

from corpora.aligning.anchors import Anchor, anchors
from corpora.segmentation import one_line
from corpora.text import Segment

_MISFIT = 0.3  # the natural logarithm of the ratio of lengths: about a third longer


class TooLong(Exception):  # noqa: N818 - alignment.py says it to the user
    """More sentences than the library aligns at once."""


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences `left` to `left_end` of one text are `right` to `right_end` of the other.

    Either range may be empty: a sentence left out, or added. `confidence` is the probability of
    the bead among all that could stand in its place, 0 to 1.
    """

    left: int
    left_end: int
    right: int
    right_end: int
    confidence: float = 1.0

    @property
    def one_sided(self) -> bool:
        """Whether one of the two ranges is empty."""
        return self.left == self.left_end or self.right == self.right_end

    def moved(self, left: int, right: int) -> Bead:
        """The same bead, counted from further ahead in both texts."""
        ends = (self.left_end + left, self.right_end + right)
        return Bead(self.left + left, ends[0], self.right + right, ends[1])


def first_look(left: Sequence[Segment], right: Sequence[Segment]) -> list[Bead]:
    """Beads in order and without gaps.

    Raises TooLong where thousands of sentences stand on end with no word to pin them.
    """
    left_groups, right_groups = _paragraphs(left), _paragraphs(right)
    beads: list[Bead] = []
    for pair in _align([_join(g) for g in left_groups], [_join(g) for g in right_groups]):
        inner_left = [s for group in left_groups[pair.left : pair.left_end] for s in group]
        inner_right = [s for group in right_groups[pair.right : pair.right_end] for s in group]
        start = (beads[-1].left_end, beads[-1].right_end) if beads else (0, 0)
        inside = _align([s.mt.text for s in inner_left], [s.mt.text for s in inner_right])
        beads.extend(bead.moved(*start) for bead in inside)
    return beads


def _align(left: list[str], right: list[str]) -> list[Bead]:
    if len(left) == len(right) == 1:
        return [Bead(0, 1, 0, 1)]
    ratio = _length(right) / max(1, _length(left)) or 1.0
    beads = list(_anchored(left, right, ratio))
    lengths = [len(text) * ratio for text in left], [float(len(text)) for text in right]
    return _Absorber(*lengths).tidy(beads)


def _anchored(left: list[str], right: list[str], ratio: float) -> Iterator[Bead]:
    """Beads where words pin the texts together, and by length what lies between them."""
    at_left = at_right = 0
    for pinned in (*_pinned(anchors(left, right)), None):
        ends = (pinned.left, pinned.right) if pinned else (len(left), len(right))
        between = _by_length(left[at_left : ends[0]], right[at_right : ends[1]], ratio)
        yield from (bead.moved(at_left, at_right) for bead in between)
        if pinned:
            yield pinned
            at_left, at_right = pinned.left_end, pinned.right_end


def _pinned(found: Sequence[Anchor]) -> Iterator[Bead]:
    """A bead for each run of anchors that share a sentence."""
    bead: Bead | None = None
    for anchor in found:
        if bead and (anchor.left < bead.left_end or anchor.right < bead.right_end):
            bead = Bead(bead.left, anchor.left + 1, bead.right, anchor.right + 1)
            continue
        if bead:
            yield bead
        bead = Bead(anchor.left, anchor.left + 1, anchor.right, anchor.right + 1)
    if bead:
        yield bead


def _by_length(left: list[str], right: list[str], ratio: float) -> list[Bead]:
    if not left and not right:
        return []
    if (len(left) + 1) * (len(right) + 1) > DEFAULT_MAX_BLOCK_SIZE:
        raise TooLong
    # The library's variance is that of texts of like length: the left one is drawn to the right's.
    ours = [max(1, round(ratio * len(one_line(text)))) for text in left]
    theirs = [max(1, len(one_line(text))) for text in right]
    while not (found := galechurch.align(["x" * n for n in ours], ["x" * n for n in theirs])).beads:
        # Some lengths are too far apart for its arithmetic; it tells smaller ones apart.
        ours, theirs = ([max(1, length // 2) for length in side] for side in (ours, theirs))
    return [Bead(b.source_start, b.source_end, b.target_start, b.target_end) for b in found.beads]


@dataclass(frozen=True, slots=True)
class _Absorber:
    """Joins a sentence without partner to its neighbour where the lengths then fit better.

    The aligner's model knows no three-to-one; it leaves one of the three alone.
    """

    left: Sequence[float]
    right: Sequence[float]

    def tidy(self, beads: Sequence[Bead]) -> list[Bead]:
        """The beads, with lonely sentences joined to a neighbour that wants them."""
        out: list[Bead] = []
        for bead in beads:
            out.append(bead)
            while len(out) > 1 and self._belong_together(out[-2], out[-1]):
                right = out.pop()
                out[-1] = Bead(out[-1].left, right.left_end, out[-1].right, right.right_end)
        return out

    def _belong_together(self, one: Bead, two: Bead) -> bool:
        """Whether a lonely bead fits its neighbour; two lonely ones must fit each other well."""
        joined = self._misfit(Bead(one.left, two.left_end, one.right, two.right_end))
        if one.one_sided and two.one_sided:
            return joined < _MISFIT
        lonely = one.one_sided or two.one_sided
        return lonely and joined < min(self._misfit(one), self._misfit(two))

    def _misfit(self, bead: Bead) -> float:
        """How far the two lengths are apart: 0 where they agree, infinite for one side alone."""
        left = sum(self.left[bead.left : bead.left_end])
        right = sum(self.right[bead.right : bead.right_end])
        return abs(log(left / right)) if left and right else inf


def _length(texts: list[str]) -> int:
    return sum(len(text) for text in texts)


def _paragraphs(segments: Sequence[Segment]) -> list[list[Segment]]:
    return [list(group) for _, group in groupby(segments, key=lambda s: s.paragraph)]


def _join(segments: list[Segment]) -> str:
    return " ".join(segment.mt.text for segment in segments)
