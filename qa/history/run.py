"""A run as the history keeps it: numbers and names, no texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from metrics.score import Score
from reports.portion import Portion, Since, Tallied
from reports.result import Condition, DocumentResult, Outcome, Result, Verdict


@dataclass(frozen=True, slots=True)
class KeptScore:
    """A score; `low` and `high` are its interval's ends, None where it has none."""

    metric: str
    label: str
    value: float
    low: float | None
    high: float | None
    higher_is_better: bool
    segments: int
    signature: str


@dataclass(frozen=True, slots=True)
class KeptSince:
    """How many flags are new, old and fixed since a baseline."""

    baseline: str
    new: int
    old: int
    fixed: int


@dataclass(frozen=True, slots=True)
class KeptPortion:
    """What a system did on a test set; `outcome` is None where no condition was set."""

    set: str
    system: str
    domain: str
    source_language: str | None
    language: str | None
    documents: int
    segments: int
    words: int
    outcome: Outcome | None
    scores: tuple[KeptScore, ...]
    tallies: tuple[Tallied, ...]
    since: KeptSince | None = None


@dataclass(frozen=True, slots=True)
class KeptRun:
    """All portions of a run, and the version of copydesk that measured them."""

    version: str
    portions: tuple[KeptPortion, ...]


def run_of(result: Result) -> KeptRun:
    """What is kept of a result: the portions that were judged.

    One without portions counts as one that has no name.
    """
    portions = result.portions or (_whole(result),)
    judged = (one for one in portions if one.is_judged)
    kept = tuple(_portion(one, result.verdict.conditions) for one in judged)
    return KeptRun(result.version, kept)


def outcome_of(name: str, conditions: Iterable[Condition]) -> Outcome | None:
    """The verdict on the portion of this name; conditions that name none are about all."""
    own = tuple(one for one in conditions if one.portion in ("", name))
    return Verdict(own).outcome if own else None


def kept_scores(scores: Iterable[Score]) -> tuple[KeptScore, ...]:
    """The scores that are numbers."""
    return tuple(_score(one) for one in scores if math.isfinite(one.value))


def only(values: Iterable[str | None]) -> str | None:
    """The value that all have; None where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _portion(portion: Portion, conditions: Iterable[Condition]) -> KeptPortion:
    return KeptPortion(
        set=portion.set,
        system=portion.system,
        domain=portion.domain,
        source_language=portion.source_language,
        language=portion.language,
        documents=portion.documents,
        segments=portion.segments,
        words=portion.words,
        outcome=outcome_of(portion.name, conditions),
        scores=kept_scores(one.score for one in portion.scores),
        tallies=portion.tallies,
        since=_since(portion.since),
    )


def _since(since: Since | None) -> KeptSince | None:
    if since is None:
        return None
    return KeptSince(since.baseline, since.new, since.old, len(since.fixed))


def _score(score: Score) -> KeptScore:
    interval = score.interval
    return KeptScore(
        metric=score.metric,
        label=score.label,
        value=score.value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        higher_is_better=score.higher_is_better,
        segments=score.segments,
        signature=score.signature,
    )


def _whole(result: Result) -> Portion:
    """A result without portions as its only one."""
    documents = result.documents
    return Portion(
        set="",
        system=only(one.system for one in documents) or "",
        domain="",
        source_language=only(one.source_language for one in documents),
        language=only(one.language for one in documents),
        documents=len(documents),
        segments=sum(len(one.segments) for one in documents),
        words=result.words,
        tallies=_tallies(documents),
    )


def _tallies(documents: Iterable[DocumentResult]) -> tuple[Tallied, ...]:
    counts = Counter((flag.rule, flag.severity) for one in documents for flag in one.flags)
    return tuple(
        Tallied(rule, severity, count) for (rule, severity), count in sorted(counts.items())
    )
