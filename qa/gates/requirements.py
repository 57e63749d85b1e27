"""What a gate may require, as plain values; `qa/gates/language.py` reads them from sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpora.text import Severity
from metrics.significance import Procedure

BASELINE = "baseline"
"""What a sentence calls the baseline, whichever it is."""
P_LIMIT, LEAST_P = 0.05, 0.002


class Bound(StrEnum):
    """On which side of a limit a number must lie."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    OVER = "over"
    UNDER = "under"

    def holds(self, value: float, limit: float) -> bool:
        """Whether a value keeps to the limit."""
        if self is Bound.AT_LEAST:
            return value >= limit
        if self is Bound.AT_MOST:
            return value <= limit
        return value > limit if self is Bound.OVER else value < limit


class Covered(StrEnum):
    """What every article or segment may have to have."""

    REFERENCE = "reference"
    SOURCE = "source"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class ScoreLimit:
    """`chrf >= 55`: a metric's score and a limit on its own scale."""

    metric: str
    bound: Bound
    limit: float


@dataclass(frozen=True, slots=True)
class NoWorse:
    """`chrf no worse than main, p < 0.05`: by more than chance, beyond a margin in points."""

    metric: str
    against: str
    p: float = P_LIMIT
    margin: float = 0.0
    test: Procedure = Procedure.BOOTSTRAP


@dataclass(frozen=True, slots=True)
class SmallFall:
    """`chrf loses at most 0.5 points to main`, whatever chance says."""

    metric: str
    against: str
    most: float


@dataclass(frozen=True, slots=True)
class FlagLimit:
    """`no new major`, `at most 5 per 1,000 words`, `rule number-mismatch = 0`.

    `severity` is the mildest that counts, None for any; `rule` an id or an MQM kind, None for
    any; `is_new` counts only what the baseline has not.
    """

    most: float
    severity: Severity | None = None
    rule: str | None = None
    is_new: bool = False
    per_1000_words: bool = False


@dataclass(frozen=True, slots=True)
class NeedLimit:
    """`no article above 0.6`: the share of an article's words that an editor would change."""

    most: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """`every article has a reference`; of an article every segment must have one."""

    what: Covered


Requirement = ScoreLimit | NoWorse | SmallFall | FlagLimit | NeedLimit | Coverage
