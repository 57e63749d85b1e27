"""Sheets of a run's numbers: scores of corpora, documents and segments; flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from metrics.score import Score
from reports.table import Cell, Column, Sheet, Table

if TYPE_CHECKING:
    from reports.result import FlagResult, Result

REALIGNED = "yes"
_HUNDREDTHS, _TEN_THOUSANDTHS = 2, 4
_ONE = 1.0


def digits_of(values: Sequence[float]) -> int:
    """How many digits to show: four for a metric whose scores lie between -1 and 1."""
    return _TEN_THOUSANDTHS if all(abs(value) <= _ONE for value in values) else _HUNDREDTHS


def scores_table(scores: Sequence[Score], title: str = "") -> Table:
    """Each score with its interval, and below them their signatures."""
    rows = tuple((s.label, _value(s), _interval(s), _direction(s)) for s in scores)
    notes = tuple(f"{score.label}|{score.signature}" for score in scores)
    return Table(title, _SCORES, rows, notes)


_SCORES = (Column("metric"), Column("score", _HUNDREDTHS), Column("95 % interval"), Column(""))


def _value(score: Score) -> str:
    return f"{score.value:.{digits_of([score.value])}f}"


def _interval(score: Score) -> str:
    bounds = score.interval
    digits = digits_of([score.value])
    return f"{bounds.low:.{digits}f} – {bounds.high:.{digits}f}" if bounds else ""


def _direction(score: Score) -> str:
    return "higher is better" if score.higher_is_better else "lower is better"


def sheet_of(result: Result) -> Sheet:
    """A run's flags and scores."""
    flags = Table("Flags", _FLAGS, tuple(map(_flag, result.flags)))
    scores = (scores_table(result.scores, "Scores"),) if result.scores else ()
    return Sheet((*scores, flags), flags, None)


_TITLES = ["file", "line", "column", "severity", "rule", "words", "why", "suggestion", "realigned"]
_FLAGS = tuple(map(Column, _TITLES))


def _flag(flag: FlagResult) -> tuple[Cell, ...]:
    place = (flag.place.path, flag.place.line, flag.place.column)
    said = (flag.severity.word, flag.rule, flag.text, flag.message, flag.suggestion)
    return (*place, *said, REALIGNED if flag.realigned else None)


def columns(*titles: str) -> tuple[Column, ...]:
    """Plain columns."""
    return tuple(map(Column, titles))


RECORD = columns(
    "metric", "label", "score", "low", "high", "higher_is_better", "segments", "signature"
)


def record(score: Score) -> tuple[Cell, ...]:
    """A score as a row under `RECORD`."""
    bounds = score.interval
    ends = (bounds.low, bounds.high) if bounds else (None, None)
    better = "yes" if score.higher_is_better else "no"
    head = (score.metric, score.label, score.value, *ends)
    return (*head, better, score.segments, score.signature)
