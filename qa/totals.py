"""What a metric counted of a part of a corpus, so that parts can be scored as one.

A score of the whole is that of the summed counts; its interval comes from resampling stretches of
1,000 segments instead of single ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
_FEWEST_STRETCHES = 20


@dataclass(frozen=True, slots=True)
class Totals:
    """A metric's statistics of so many segments: `sums`, a row for each stretch of them."""

    metric: str
    signature: str
    segments: int
    sums: tuple[tuple[float, ...], ...]

    @staticmethod
    def of(counted: Counted) -> Totals:
        """The sums of what was counted."""
        starts = np.arange(0, len(counted.rows), STRETCH)
        sums = np.add.reduceat(counted.rows, starts, axis=0).astype(float)
        rows = tuple(tuple(row) for row in sums.tolist())
        return Totals(counted.name, counted.signature, len(counted.rows), rows)

    @property
    def rows(self) -> Statistics:
        """Stretches × counts."""
        return np.array(self.sums)


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
