"""What a desk did in some weeks, as numbers: see `counting.py` for how they are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

import numpy as np

from metrics.agreement import spearman
from qa.desk.learning.acceptance import Learned
from qa.desk.learning.interval import Share

SPANS = (7, 28, 90)
"""Of how many days statistics can be asked for."""
USUAL = 28
_FEWEST = 10
"""With fewer articles a correlation would say nothing."""
_STEPS = 10


@dataclass(frozen=True, slots=True)
class Day:
    """A day in UTC: how many translations came in, how many were signed off."""

    day: date
    received: int
    signed: int


@dataclass(frozen=True, slots=True)
class Effort:
    """An article that was signed off: its need at the first check, its age left out, and its work.

    `hter` is in edits a word of the final text.
    """

    article_id: int
    title: str
    words: int
    need: float
    minutes: float
    hter: float


@dataclass(frozen=True, slots=True)
class Bin:
    """How many articles have an HTER above `low` and up to `high` (None: any).

    Those that were not changed at all have the bin from 0 to 0.
    """

    low: float
    high: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule flagged in a system's articles, for each 1,000 words; not what was dismissed."""

    system: str
    rule: str
    flags: int
    words: int
    rate: float


@dataclass(frozen=True, slots=True)
class Totals:
    """What one editor did: articles signed off, flags decided on, minutes of those articles."""

    name: str
    signed: int
    decided: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Stats:
    """What a desk did in the last `span` days, today among them; of rules, ever.

    `efforts` has the newest first. `people` are there only if asked for.
    """

    moment: datetime
    span: int
    days: tuple[Day, ...]
    efforts: tuple[Effort, ...]
    suggestions: Share
    faults: tuple[Fault, ...]
    rules: tuple[Learned, ...]
    people: tuple[Totals, ...]

    @property
    def received(self) -> int:
        """How many translations came in."""
        return sum(one.received for one in self.days)

    @property
    def signed(self) -> int:
        """How many articles were signed off."""
        return len(self.efforts)

    @property
    def minutes(self) -> float | None:
        """The median of an article's minutes."""
        return _median([one.minutes for one in self.efforts])

    @property
    def hter(self) -> float | None:
        """The median of HTER."""
        return _median([one.hter for one in self.efforts])

    @property
    def bins(self) -> tuple[Bin, ...]:
        """How HTER is distributed: unchanged, then in tenths."""
        return _bins([one.hter for one in self.efforts])

    @property
    def agreement(self) -> float | None:
        """Whether what needs more takes longer: the rank correlation, -1 to 1 (Spearman 1904).

        None of few articles, or where all are alike.
        """
        if len(self.efforts) < _FEWEST:
            return None
        needs = np.asarray([one.need for one in self.efforts])
        return spearman(needs, np.asarray([one.minutes for one in self.efforts]))


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _bins(values: Sequence[float]) -> tuple[Bin, ...]:
    places = [0 if one <= 0 else min(int(np.ceil(one * _STEPS)), _STEPS) for one in values]
    lows = [0.0, *(n / _STEPS for n in range(_STEPS))]
    highs = [0.0, *((n + 1) / _STEPS for n in range(_STEPS - 1)), None]
    return tuple(
        Bin(low, high, places.count(place))
        for place, (low, high) in enumerate(zip(lows, highs, strict=True))
    )
