"""What changed since the run before, as the page shows it: what is sure first, the rest below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.corpus.charts import Reach, reach_chart
from reports.corpus.figures import Figure
from reports.corpus.lines import MOST, fitted
from reports.corpus.result import Change, Drift, Kind

MOST_SURE, MOST_OTHERS = 200, 100
_ONE = 1.0
_PERCENT = 100
_LITTLE, _MUCH = 0.1, 0.25
_UNITS = {Kind.RATE: "flags per 1,000 words", Kind.DISTRIBUTION: "mean of the distribution"}
_TINY = 0.001
_HEADS = ("before", "now", "change", "95 % interval")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as people read it."""

    change: Change
    unit: str
    before: str
    now: str
    delta: str
    range: str
    chance: str
    shift: str


@dataclass(frozen=True, slots=True)
class DriftView:
    """The changes; `more` counts those that there is no room for."""

    drift: Drift
    sure: tuple[ChangeRow, ...]
    others: tuple[ChangeRow, ...]
    more: int
    better: int
    worse: int
    pictures: tuple[Figure, ...]


def drift_view(drift: Drift) -> DriftView:
    """The changes, the surest first, those for the worse before those for the better."""
    sure = sorted((one for one in drift.changes if one.tone), key=_by_weight)
    others = sorted((one for one in drift.changes if not one.tone), key=_by_chance)
    rows = [_row(one) for one in sure[:MOST_SURE]]
    rest = [_row(one) for one in others[:MOST_OTHERS]]
    worse = sum(one.tone == "worse" for one in sure)
    return DriftView(
        drift=drift,
        sure=tuple(rows),
        others=tuple(rest),
        more=len(drift.changes) - len(rows) - len(rest),
        better=len(sure) - worse,
        worse=worse,
        pictures=tuple(_pictures(drift.changes)),
    )


def _by_weight(change: Change) -> tuple[bool, float, float, str, str]:
    return (change.tone != "worse", *_by_chance(change))


def _by_chance(change: Change) -> tuple[float, float, str, str]:
    """Those that chance explains least; a kind that cannot be tested after all others."""
    p = 2.0 if change.p is None else change.p
    whole = abs(change.before) + abs(change.now)
    apart = abs(change.now - change.before) / whole if whole else 0.0
    return p, -apart, change.part, change.what


def _row(change: Change) -> ChangeRow:
    delta = change.now - change.before
    return ChangeRow(
        change=change,
        unit=_UNITS.get(change.kind, ""),
        before=_written(change, change.before),
        now=_written(change, change.now),
        delta=_written(change, delta, sign="+"),
        range=_range(change),
        chance=_chance(change.p),
        shift=_shift(change.shift),
    )


def _written(change: Change, value: float, sign: str = "") -> str:
    if change.kind is Kind.REJECTED:
        return f"{_PERCENT * value:{sign}.2f} %"
    is_small = change.kind is not Kind.RATE and max(abs(change.before), abs(change.now)) <= _ONE
    digits = 4 if is_small else 2
    shown = f"{round(value, digits) + 0.0:{sign},.{digits}f}"
    return shown if float(shown.replace(",", "")) else f"{0:.{digits}f}"


def _range(change: Change) -> str:
    if change.low is None or change.high is None:
        return ""
    return f"{_written(change, change.low, '+')} to {_written(change, change.high, '+')}"


def _chance(p: float | None) -> str:
    if p is None:
        return ""
    return f"{p:.3f}" if p >= _TINY else f"<{_TINY}"


def _shift(shift: float | None) -> str:
    if shift is None:
        return ""
    word = "little" if shift < _LITTLE else "some" if shift < _MUCH else "much"
    return f"{shift:.2f} ({word})"


def _pictures(changes: Sequence[Change]) -> Iterator[Figure]:
    """The differences of each score in all parts."""
    scores: dict[str, list[Change]] = {}
    for one in changes:
        if one.kind is Kind.SCORE and one.low is not None:
            scores.setdefault(one.what, []).append(one)
    for number, (what, found) in enumerate(scores.items(), start=1):
        reaches = [
            Reach(fitted(one.part), one.part, one.now - one.before, one.low, one.high)
            for one in found
        ]
        title = f"{what}: change since the run before"
        picture = reach_chart(f"c{number}", title, reaches[:MOST], zero=True)
        note = f"the first {MOST} of {len(found):,}" if len(found) > MOST else ""
        rows = map(_row, found)
        cells = ((one.change.part, one.before, one.now, one.delta, one.range) for one in rows)
        yield Figure(title, picture, note, _HEADS, tuple(cells))
