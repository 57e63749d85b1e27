"""Sheets of a run's numbers: scores of corpora, documents and segments; flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from metrics.score import Score
from reports.scoreboard import Scoreboard, Standing, scoreboard_of
from reports.since import history_of, portion_of
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


def board_table(board: Scoreboard, title: str = "") -> Table:
    """The scores of a run: which portion each is of, and its change, where there is such a thing.

    Without either it is the table of the scores alone.
    """
    scores = [one.score for one in board.standings]
    plain = scores_table(scores, title)
    if board.is_plain:
        return plain
    titles = (
        *(["set"] if board.has_set else []),
        *(["system"] if board.has_system else []),
        *(column.title for column in plain.columns),
        *([board.change_title, "95 % interval of it", "p"] if board.against else []),
    )
    rows = (
        _standing(one, row, board) for one, row in zip(board.standings, plain.rows, strict=True)
    )
    return Table(title, columns(*titles), tuple(rows), tuple(dict.fromkeys(plain.notes)))


def _standing(one: Standing, score: tuple[Cell, ...], board: Scoreboard) -> tuple[Cell, ...]:
    portion = one.portion
    names = [portion.set] if portion and board.has_set else []
    names += [portion.system] if portion and board.has_system else []
    since = f" since {one.change.against}" if one.change and len(board.against) > 1 else ""
    change = (one.trend + since, one.range, one.chance) if board.against else ()
    return (*names, *score, *change)


def sheet_of(result: Result) -> Sheet:
    """A run's flags and scores."""
    flags, board = _flags(result), scoreboard_of(result)
    scores = (board_table(board, "Scores"),) if board.standings else ()
    return Sheet((*scores, flags), flags, None)


_TITLES = ("file", "line", "column", "severity", "rule", "words", "why", "suggestion", "realigned")


def _flags(result: Result) -> Table:
    """The flags; set, system and status only where there are such."""
    portions, is_dated = result.portions, history_of(result) is not None
    has_set = any(portion.set for portion in portions)
    has_system = any(portion.system for portion in portions)
    names = (*(["set"] if has_set else []), *(["system"] if has_system else []))
    rows = []
    for document in result.documents:
        portion = portion_of(result, document)
        ours = [portion.set if portion else ""] if has_set else []
        ours += [portion.system if portion else ""] if has_system else []
        rows += [(*ours, *_flag(flag, is_dated=is_dated)) for flag in document.flags]
    titles = (*names, *_TITLES, *(["status"] if is_dated else []))
    return Table("Flags", columns(*titles), tuple(rows))


def _flag(flag: FlagResult, *, is_dated: bool) -> tuple[Cell, ...]:
    place = (flag.place.path, flag.place.line, flag.place.column)
    said = (flag.severity.word, flag.rule, flag.text, flag.message, flag.suggestion)
    status = (flag.age.value if flag.age else None,) if is_dated else ()
    return (*place, *said, REALIGNED if flag.realigned else None, *status)


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
