"""Laying texts side by side: which sentences of one are which of the other.

A first look goes by paragraphs, rare words and lengths (`align_first.py`). A second one weighs
everything along that way anew (`align_costs.py`): how many sentences, how long, which names and
figures they share and, where an encoder is at hand, how alike their meanings are; it takes the
cheapest way through (`align_search.py`). Time and memory grow as the texts do.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpora.aligning.band import Band
from corpora.aligning.costs import Sides, costs
from corpora.aligning.first import Bead, TooLong, first_look
from corpora.aligning.likeness import Likeness
from corpora.aligning.search import Steps
from corpora.errors import AlignmentError
from corpora.text import Segment

__all__ = ["Bead", "Likeness", "align_documents"]

_DIGITS, _LEAST = 6, 1e-6
_REACH = 12
"""So many sentences may the first look be wrong by."""


def align_documents(
    left: Sequence[Segment], right: Sequence[Segment], likeness: Likeness | None = None
) -> list[Bead]:
    """Align the sentences of two texts, in order and without gaps.

    A bead's confidence is its posterior probability: the share of all alignments along the first
    look that hold it, each weighed by what it costs. `likeness` is an encoder.

    Raises AlignmentError where thousands of sentences stand on end with no word to pin them.
    """
    try:
        beads = first_look(left, right)
    except TooLong:
        names = " and ".join(segments[0].mt.file.path for segments in (left, right))
        fix = "give an article a file, or files with a line for a line"
        raise AlignmentError(f"{names} are too long to be aligned in one piece; {fix}") from None
    path = [(0, 0), *((bead.left_end, bead.right_end) for bead in beads)]
    band = Band.along(path, _REACH)
    priced = costs(Sides.of(left), Sides.of(right), band, likeness)
    steps = Steps(band, priced)
    only = len(left) == len(right) == 1  # however unlike: there is nothing else to pair them with
    found = steps.shares([(1, 1, (1, 1))]) if only else steps.cheapest()
    return [
        Bead(s.row - s.shape[0], s.row, s.column - s.shape[1], s.column, _rounded(s.share))
        for s in found
    ]


def _rounded(share: float) -> float:
    """Without the digits that depend on how many cores shared the sums; never 0."""
    return max(round(share, _DIGITS), _LEAST)
