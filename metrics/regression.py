"""Whether a system has become worse, by more than chance and by more than is borne.

The paired bootstrap of `metrics/significance.py`: its p is two-sided, so that a gate and
`copydesk compare` say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from metrics.score import Interval
from metrics.significance import Contest, System, compare, p_of_drawn, resampled_of

FEWEST = 20
"""Segments; with fewer a test of significance says nothing."""


@dataclass(frozen=True, slots=True)
class Fall:
    """How a system differs from the one before it.

    `before` and `delta` are on the metric's scale; `worse` says by how much it is worse on that
    scale, whichever way is up (negative: better). `p` is how often chance alone would make it as
    much worse as it is beyond the margin; 1 where it is not.
    """

    before: float
    delta: float
    worse: float
    interval: Interval
    p: float
    segments: int


def fall(before: System, now: System, contest: Contest, margin: float = 0.0) -> Fall:
    """Compare a system with the one before it; both have rows of the same segments.

    A `margin` is how much worse, in points, it may be without being called worse.
    """
    standing, other = compare(before, [now], contest)
    found = other.difference
    assert found is not None  # noqa: S101 — only the baseline differs from nothing
    worse = -found.delta if contest.higher_is_better else found.delta
    p = found.p if worse > margin else 1.0
    if margin > 0 and worse > margin:
        drawn = resampled_of([before, now], contest)
        p = p_of_drawn(drawn[1] - drawn[0], worse - margin)
    return Fall(standing.score, found.delta, worse, found.interval, p, len(now.rows))
