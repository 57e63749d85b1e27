"""Laying texts side by side: which sentences of one are which of the other.

The aligner is Gale and Church's, by length (Computational Linguistics 19, 1993), from the library
galechurch: first paragraphs, then the sentences inside each pair of paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf, log

import galechurch

from corpora.segmentation import one_line
from corpora.text import Segment

_MISFIT = 0.3  # the natural logarithm of the ratio of lengths: about a third longer


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences `left` to `left_end` of one text are `right` to `right_end` of the other.

    Either range may be empty: a sentence left out, or added.
    """

    left: int
    left_end: int
    right: int
    right_end: int

    @property
    def one_to_one(self) -> bool:
        """Whether exactly one sentence answers to exactly one."""
        return self.left_end - self.left == 1 == self.right_end - self.right

    @property
    def one_sided(self) -> bool:
        """Whether one of the two ranges is empty."""
        return self.left == self.left_end or self.right == self.right_end


def align_documents(left: Sequence[Segment], right: Sequence[Segment]) -> list[Bead]:
    """Align the sentences of two texts, paragraph by paragraph, in order and without gaps."""
    left_groups, right_groups = _paragraphs(left), _paragraphs(right)
    beads: list[Bead] = []
    for pair in _align([_join(g) for g in left_groups], [_join(g) for g in right_groups]):
        inner_left = [s for group in left_groups[pair.left : pair.left_end] for s in group]
        inner_right = [s for group in right_groups[pair.right : pair.right_end] for s in group]
        beads.extend(_inside(inner_left, inner_right))
    return beads


def _inside(left: list[Segment], right: list[Segment]) -> Iterator[Bead]:
    first_left = left[0].index if left else 0
    first_right = right[0].index if right else 0
    for bead in _align([s.mt.text for s in left], [s.mt.text for s in right]):
        yield Bead(
            first_left + bead.left,
            first_left + bead.left_end,
            first_right + bead.right,
            first_right + bead.right_end,
        )


def _align(left: list[str], right: list[str]) -> list[Bead]:
    if len(left) == len(right) == 1:
        return [Bead(0, 1, 0, 1)]
    ratio = _length(right) / max(1, _length(left)) or 1.0
    texts = [one_line(text) for text in left], [one_line(text) for text in right]
    found = galechurch.align(*texts, mean_xy=ratio)
    beads = [Bead(b.source_start, b.source_end, b.target_start, b.target_end) for b in found.beads]
    return _Absorber([len(text) * ratio for text in left], [len(text) for text in right]).tidy(
        beads
    )


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
            if out and (out[-1].one_sided or bead.one_sided):
                joined = Bead(out[-1].left, bead.left_end, out[-1].right, bead.right_end)
                before = min(self._misfit(out[-1]), self._misfit(bead))
                if self._misfit(joined) < min(before, _MISFIT):
                    out[-1] = joined
                    continue
            out.append(bead)
        return out

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
