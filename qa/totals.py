"""What a metric counted of a part of a corpus, so that parts can be scored as one.

A score of the whole is that of the summed counts; its interval comes from resampling stretches of
segments instead of single ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpora.errors import UsageError
from corpora.text import Document
from metrics.bootstrap import SEED, interval_of, resampled
from metrics.evaluate import Counted
from metrics.metric import Statistics
from metrics.score import Score
from qa.asked import Asked
from qa.language_choice import Languages
from qa.measure import Measuring, options_for

STRETCH = 1_000
"""Segments of a stretch, if nobody says otherwise."""
Sums = tuple[tuple[float, ...], ...]
FEWEST_STRETCHES = 20
"""Of fewer there is no interval."""
_MOST_STRETCHES = 4_000
_REFERENCES, _SEEN = "nrefs", "seen"
"""What a signature says of the segments, not of the metric."""


@dataclass(frozen=True, slots=True)
class Totals:
    """A metric's statistics of so many segments: `sums`, a row for each stretch of them.

    A stretch has `stretch` segments; only the last may have fewer.
    """

    metric: str
    signature: str
    segments: int
    sums: Sums
    stretch: int = STRETCH

    @staticmethod
    def of(counted: Counted, stretch: int = STRETCH) -> Totals:
        """The sums of what was counted, one for each `stretch` of segments."""
        starts = np.arange(0, len(counted.rows), stretch)
        sums = np.add.reduceat(counted.rows, starts, axis=0).astype(float)
        return Totals(counted.name, counted.signature, len(counted.rows), _plain(sums), stretch)

    @property
    def rows(self) -> Statistics:
        """Stretches × counts."""
        return np.array(self.sums)

    @property
    def sized(self) -> Statistics:
        """Stretches × (1 + counts): how many segments each has, and its row."""
        sizes = np.full((len(self.sums), 1), float(self.stretch))
        sizes[-1] = self.segments - self.stretch * (len(self.sums) - 1)
        return np.hstack([sizes, self.rows])


class Series:
    """Totals of parts, as they come, in constant memory.

    Their stretches are put together until each has `unit` segments, and less than twice as many:
    what is drawn as one must be alike in size, or the interval is far too wide. There are 4,000 at
    most: then neighbours are joined, and `unit` doubles.
    """

    def __init__(self, first: Totals) -> None:
        self.metric, self.signature, self.unit = first.metric, first.signature, first.stretch
        self.segments, self._length = 0, 0
        width = 1 + len(first.sums[0])
        self._kept: Statistics = np.empty((0, width))
        self._open: Statistics = np.empty((0, width))  # one row or none, with less than a unit
        self.add(first)

    def __len__(self) -> int:
        return self._length

    def add(self, more: Totals) -> None:
        """Add another part's. Raises UsageError where it was scored otherwise."""
        signature = common(self.signature, more.signature)
        if signature is None:
            parts = f"some parts as {self.signature}, others as {more.signature}"
            what = f"{more.metric}: scored by different models or versions ({parts})"
            raise UsageError(f"{what}; run it anew with --overwrite")
        self.signature = signature
        self.segments += more.segments
        self._take(more.sized)
        while self._length > _MOST_STRETCHES:
            self.halve()

    def halve(self) -> None:
        """Make one of each two neighbours."""
        even = self._length // 2 * 2
        kept, last = self._kept[:even], self._kept[even : self._length].copy()
        self._kept, self._length = kept[::2] + kept[1::2], even // 2
        self.unit *= 2
        self._take(last)

    @property
    def totals(self) -> Totals:
        """All of it; the last stretch may be short."""
        rows = np.concatenate([self._kept[: self._length], self._open])[:, 1:]
        return Totals(self.metric, self.signature, self.segments, _plain(rows), self.unit)

    def _take(self, sized: Statistics) -> None:
        """Take stretches: long ones as they are, short ones to fill what is not full yet."""
        is_long = sized[:, 0] >= self.unit
        self._keep(sized[is_long])
        pieces = np.concatenate([self._open, sized[~is_long]])
        ends = _ends(pieces[:, 0], self.unit)
        if ends:
            self._keep(np.add.reduceat(pieces[: ends[-1]], [0, *ends[:-1]], axis=0))
            pieces = pieces[ends[-1] :]
        self._open = pieces.sum(axis=0, keepdims=True) if len(pieces) > 1 else pieces.copy()

    def _keep(self, sized: Statistics) -> None:
        end = self._length + len(sized)
        if end > len(self._kept):  # room for twice as many, so that each is moved but few times
            room = np.empty((max(end, 2 * len(self._kept)), self._kept.shape[1]))
            room[: self._length] = self._kept[: self._length]
            self._kept = room
        self._kept[self._length : end] = sized
        self._length = end


def _ends(sizes: Statistics, unit: int) -> list[int]:
    """Behind which of the pieces a unit is full, again and again."""
    reached = np.cumsum(sizes)
    ends, before = list[int](), 0.0
    while (at := int(np.searchsorted(reached, before + unit))) < len(reached):
        ends.append(at + 1)
        before = float(reached[at])
    return ends


def _plain(rows: Statistics) -> Sums:
    return tuple(map(tuple, rows.tolist()))


def shorten(series: Sequence[Series], most: int) -> int:
    """Join stretches of the longest, until they are `most` in all; how many there are then.

    None is left with too few for an interval, even if there are more then.
    """
    while (count := sum(map(len, series))) > most:
        enough = max(2 * FEWEST_STRETCHES, max(map(len, series)) // 2 + 1)
        longest = [one for one in series if len(one) >= enough]
        if not longest:
            break
        for one in longest:
            one.halve()
    return count


def common(one: str, other: str) -> str | None:
    """The signature of segments that were counted in two parts; None where they cannot be one.

    Only in what they say of the segments may they differ: how many references there were (`nrefs`),
    and what a model was given (`seen`).
    """
    if one == other:
        return one
    found, others = one.split("|"), other.split("|")
    if len(found) != len(others):
        return None
    for place, (a, b) in enumerate(zip(found, others, strict=True)):
        (key, _, said), (same, _, more) = a.partition(":"), b.partition(":")
        if key == same == _REFERENCES:
            found[place] = a if a == b else f"{key}:var"
        elif key == same == _SEEN:
            found[place] = f"{key}:{','.join(sorted({*said.split(','), *more.split(',')}))}"
        elif a != b:
            return None
    return "|".join(found)


def joined(signatures: Sequence[str]) -> str:
    """The signature of several parts; the first one's stands where they cannot be one."""
    found = signatures[0]
    for one in signatures[1:]:
        found = common(found, one) or found
    return found


def drawn(signature: str, resamples: int) -> str:
    """A signature with how the interval was drawn, where sacreBLEU says it: after `nrefs`."""
    parts = signature.split("|") if signature else []
    head = 1 if signature.startswith(f"{_REFERENCES}:") else 0
    return "|".join([*parts[:head], f"bs:{resamples}", f"seed:{SEED}", *parts[head:]])


def added(parts: Sequence[Totals]) -> dict[str, Totals]:
    """The totals of each metric, in the order of the parts."""
    found: dict[str, list[Totals]] = {}
    for part in parts:
        found.setdefault(part.metric, []).append(part)
    return {
        metric: Totals(
            metric,
            joined([one.signature for one in same]),
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
    interval, signature = None, totals.signature
    if len(rows) >= FEWEST_STRETCHES and request.resamples:
        interval = interval_of(resampled(scorer, rows, request.resamples))
        signature = drawn(signature, request.resamples)
    return Score(
        totals.metric,
        asked.metric.label,
        value,
        asked.metric.higher_is_better,
        signature,
        totals.segments,
        interval,
    )
