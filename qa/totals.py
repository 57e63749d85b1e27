"""What a metric counted of a part of a corpus, so that parts can be scored as one.

A score of the whole is that of the summed counts; its interval comes from resampling stretches of
segments instead of single ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpora.text import Document
from metrics.bootstrap import interval_of, resampled
from metrics.evaluate import Counted
from metrics.metric import Statistics
from metrics.score import Score
from qa.asked import Asked
from qa.language_choice import Languages
from qa.measure import Measuring, options_for

STRETCH = 1_000
"""Segments of a stretch, if nobody says otherwise."""
Sums = tuple[tuple[float, ...], ...]
_FEWEST_STRETCHES, _MOST_STRETCHES = 20, 4_000


@dataclass(frozen=True, slots=True)
class Totals:
    """A metric's statistics of so many segments: `sums`, a row for each stretch of them."""

    metric: str
    signature: str
    segments: int
    sums: Sums

    @staticmethod
    def of(counted: Counted, stretch: int = STRETCH) -> Totals:
        """The sums of what was counted, one for each `stretch` of segments."""
        starts = np.arange(0, len(counted.rows), stretch)
        sums = np.add.reduceat(counted.rows, starts, axis=0).astype(float)
        rows = tuple(tuple(row) for row in sums.tolist())
        return Totals(counted.name, counted.signature, len(counted.rows), rows)

    @property
    def rows(self) -> Statistics:
        """Stretches × counts."""
        return np.array(self.sums)


@dataclass(frozen=True, slots=True)
class Series:
    """Totals of parts, as they come, in constant memory.

    There are 4,000 stretches at most: then neighbours are joined, and so are those that come
    later: each is as long as `joined` of the parts' own.
    """

    totals: Totals
    joined: int = 1

    def plus(self, more: Totals) -> Series:
        """With another part's."""
        sums = (*self.totals.sums, *_in(self.joined, more.sums))
        joined = self.joined
        while len(sums) > _MOST_STRETCHES:
            sums, joined = _in(2, sums), 2 * joined
        segments = self.totals.segments + more.segments
        return Series(replace(self.totals, segments=segments, sums=sums), joined)


def _in(number: int, sums: Sums) -> Sums:
    """So many neighbours made one."""
    if number == 1:
        return sums
    groups = (sums[at : at + number] for at in range(0, len(sums), number))
    return tuple(tuple(map(sum, zip(*group, strict=True))) for group in groups)


def added(parts: Sequence[Totals]) -> dict[str, Totals]:
    """The totals of each metric, in the order of the parts; the first one's signature stands."""
    found: dict[str, list[Totals]] = {}
    for part in parts:
        found.setdefault(part.metric, []).append(part)
    return {
        metric: Totals(
            metric,
            same[0].signature,
            sum(one.segments for one in same),
            tuple(row for one in same for row in one.sums),
        )
        for metric, same in found.items()
    }


def score_of(totals: Totals, request: Measuring, languages: Languages) -> Score:
    """The score of a whole; it has an interval if it is of twenty stretches or more."""
    asked = Asked.of(totals.metric)
    document = Document("", (), languages.target, languages.source)
    scorer = asked.metric.open(options_for(request, asked, [document]))
    rows = totals.rows
    value = float(scorer.scores(rows.sum(axis=0)[None])[0])
    interval = None
    if len(rows) >= _FEWEST_STRETCHES and request.resamples:
        interval = interval_of(resampled(scorer, rows, request.resamples))
    return Score(
        totals.metric,
        asked.metric.label,
        value,
        asked.metric.higher_is_better,
        totals.signature,
        totals.segments,
        interval,
    )
