"""Whether a system has become worse, by more than chance and by more than is borne.

The tests of `metrics/significance.py`, two-sided as in `copydesk compare`. What is said of
segments is said of whole articles, too, where there are enough of them: the segments of an article
get better or worse together, and a test that takes each for itself is too sure
(`benchmarks/gates.py` measures how much).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.score import Interval
from metrics.significance import (
    Contest,
    Difference,
    Standing,
    System,
    compare,
    holm,
    p_of_drawn,
    resampled_of,
)

FEWEST = 20
"""Segments; with fewer a test of significance says nothing."""
FEWEST_ARTICLES = 8
"""With fewer, articles say nothing of chance."""


@dataclass(frozen=True, slots=True)
class Fall:
    """How a system differs from the one before it.

    `before` and `delta` are on the metric's scale; `worse` says by how much it is worse on that
    scale, whichever way is up (negative: better). `p` is how often chance alone would make it as
    much worse as it is beyond the margin; 1 where it is not. `two_sided` is how often it would
    make as great a difference, whichever way. Both are the greater one of segments and of
    articles; `articles` counts these, 0 where they are too few to say anything.
    """

    before: float
    delta: float
    worse: float
    interval: Interval
    p: float
    two_sided: float
    segments: int
    articles: int = 0


def fall(
    before: System,
    now: System,
    contest: Contest,
    margin: float = 0.0,
    articles: Sequence[int] = (),
) -> Fall:
    """Compare a system with the one before it; both have rows of the same segments.

    A `margin` is how much worse, in points, it may be without being called worse. `articles`
    numbers the article of each segment.
    """
    pair = _Pair(before, now, contest, margin)
    standing, found = pair.standings()
    tests, both, count = [pair.p(found)], [found.p], len(set(articles))
    if count >= FEWEST_ARTICLES:
        whole = _Pair(_by_article(before, articles), _by_article(now, articles), contest, margin)
        _, other = whole.standings()
        tests.append(whole.p(other))
        both.append(other.p)
    return Fall(
        before=standing.score,
        delta=found.delta,
        worse=pair.worse(found),
        interval=found.interval,
        p=max(tests),
        two_sided=max(both),
        segments=len(now.rows),
        articles=count if count >= FEWEST_ARTICLES else 0,
    )


def corrected(ps: Sequence[float]) -> list[float]:
    """The p of several falls, so that none of them fires for noise more often than one may.

    Holm's correction of p one-sided, since only a fall counts; never less than p itself, which is
    two-sided.
    """
    return [max(p, one) for p, one in zip(ps, holm([p / 2 for p in ps]), strict=True)]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two versions of a system, with rows of segments or of articles."""

    before: System
    now: System
    contest: Contest
    margin: float

    def standings(self) -> tuple[Standing, Difference]:
        """How the one stood, and how the other differs."""
        standing, other = compare(self.before, [self.now], self.contest)
        assert other.difference is not None  # noqa: S101 — only the baseline differs from nothing
        return standing, other.difference

    def worse(self, found: Difference) -> float:
        """By how many points it is worse."""
        return -found.delta if self.contest.higher_is_better else found.delta

    def p(self, found: Difference) -> float:
        """How often chance would make it as much worse beyond the margin; 1 where it is not."""
        worse = self.worse(found)
        if worse <= self.margin:
            return 1.0
        if not self.margin:
            return found.p
        drawn = resampled_of([self.before, self.now], self.contest)
        return p_of_drawn(drawn[1] - drawn[0], worse - self.margin)


def _by_article(system: System, articles: Sequence[int]) -> System:
    """A row for each article."""
    _, numbers = np.unique(np.asarray(articles), return_inverse=True)
    rows = np.zeros((int(numbers.max()) + 1, system.rows.shape[1]))
    np.add.at(rows, numbers, system.rows)
    return System(system.name, rows)
