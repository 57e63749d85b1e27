"""Scores and portions as JSON has them."""

from __future__ import annotations

from typing import Any

from metrics.score import Interval, Score
from reports.portion import Change, Gone, Portion, Since


def score_data(score: Score) -> dict[str, Any]:
    """A score as JSON has it."""
    return {
        "metric": score.metric,
        "label": score.label,
        "value": score.value,
        "higher_is_better": score.higher_is_better,
        "interval": _interval(score.interval),
        "segments": score.segments,
        "signature": score.signature,
    }


def portion_data(portion: Portion) -> dict[str, Any]:
    """A portion as JSON has it; null for a name that it lacks."""
    return {
        "set": portion.set or None,
        "system": portion.system or None,
        "judged": portion.is_judged,
        "domain": portion.domain or None,
        "language": portion.language,
        "source_language": portion.source_language,
        "documents": portion.documents,
        "segments": portion.segments,
        "words": portion.words,
        "scores": [
            {**score_data(one.score), "change": one.change and _change(one.change)}
            for one in portion.scores
        ],
        "flags": [
            {"rule": one.rule, "severity": one.severity.word, "count": one.count}
            for one in portion.tallies
        ],
        "since": portion.since and _since(portion.since),
    }


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {"low": interval.low, "high": interval.high, "level": interval.level}


def _change(change: Change) -> dict[str, Any]:
    return {
        "against": change.against,
        "before": change.before,
        "delta": change.delta,
        "interval": _interval(change.interval),
        "p": change.p,
        "segments": change.segments,
    }


def _since(since: Since) -> dict[str, Any]:
    return {
        "baseline": since.baseline,
        "new": since.new,
        "old": since.old,
        "fixed": [_gone(gone) for gone in since.fixed],
        "dismissed": since.dismissed,
    }


def _gone(gone: Gone) -> dict[str, Any]:
    return {
        "rule": gone.rule,
        "severity": gone.severity.word,
        "document": gone.document,
        "text": gone.text,
        "message": gone.message,
        "fingerprint": gone.fingerprint,
    }
