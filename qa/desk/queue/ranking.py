"""What puts an article before another in the queue: its need.

    need = (weight + edits) ÷ √words × 2^(−hours ÷ 24)

`weight` is the sum, over its open flags, of the severity's weight (MQM: neutral 0, minor 1, major
5, critical 25) times the chance that an editor agrees; `edits` are the words that an editor is
estimated to change; the square root keeps long articles from always coming first, and short ones
too; news halves in worth each day. As all articles grow old at the same pace, their order does
not depend on the time: `rank_of` leaves the age out, so that it can be stored and indexed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qa.desk.store.articles import Article

HALF_LIFE = timedelta(hours=24)
"""In this time an article's need halves."""
_NOTHING = -100_000.0
"""The logarithm of no need at all: below every other, and days still count in it."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Worth:
    """An article's need and what it is made of; `hours` is its age."""

    weight: float
    edits: float
    words: int
    hours: float

    @property
    def fresh(self) -> float:
        """The share of its need that its age has left, 0 to 1."""
        return float(2.0 ** (-self.hours * _HOUR / HALF_LIFE))

    @property
    def value(self) -> float:
        """The need."""
        return _dense(self.weight, self.edits, self.words) * self.fresh

    @property
    def formula(self) -> str:
        """How the need comes about, in English."""
        todo = f"(flags {self.weight:.3g} + words to edit {self.edits:.3g})"
        shape = f"{todo} ÷ √{self.words:,} words × {self.fresh:.2f} ({self.hours:.1f} hours old)"
        return f"need {self.value:.2f} = {shape}"


def worth_of(article: Article, moment: datetime) -> Worth:
    """The need of an article at a moment."""
    return worth_at(article.weight, article.edits, article.words, article.received, moment)


def worth_at(
    weight: float, edits: float | None, words: int, received: datetime, moment: datetime
) -> Worth:
    """The need, at a moment, of what was received at another; `edits` may not be known."""
    return Worth(weight, edits or 0.0, words, (moment - received) / _HOUR)


def rank_of(weight: float, edits: float | None, words: int, received: datetime) -> float:
    """What the queue is sorted by, highest first: as `Worth.value`, whatever the time is.

    It is the need's base-2 logarithm, counted as if the article had come in 1970, plus the
    half-lives from then until it did. What needs nothing ranks below all else, newest first.
    """
    dense = _dense(weight, edits or 0.0, words)
    return (math.log2(dense) if dense > 0.0 else _NOTHING) + (received - _EPOCH) / HALF_LIFE


def _dense(weight: float, edits: float, words: int) -> float:
    return (weight + edits) / math.sqrt(max(words, 1))
