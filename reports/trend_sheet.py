"""Trends as a sheet: a table a portion, for the terminal and Markdown; all values for CSV and JSON.

JSON's shape is documented in `reports/schemas/history-1.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reports.sheets import columns
from reports.table import Cell, Column, Sheet, Table
from reports.trend import Kind, Line, Point, Trend, Trends, When
from reports.trend_spark import COLUMNS, line_spark

SCHEMA = "copydesk-history-1"
RULE = "rule"
_SHOWN = (
    Column(""), Column("trend"), Column("first", 0), Column("least", 0), Column("most", 0),
    Column("last", 0), Column("change", 0),
)  # fmt: skip
_ARROWS = {True: "↑", False: "↓"}
_LEGEND = (
    "↑ more is better, ↓ less is; change: against the run before",
    "·: not measured in that run, or not as it is now",
)
_SEVERAL = "runs of several branches stand in one line: {}; --branch shows one"


def trend_sheet(trends: Trends, spark: int = COLUMNS) -> Sheet:
    """All trends; sparklines are at most `spark` columns wide."""
    tables = [_table(trends, one, spark) for one in trends.portions]
    last = tables[-1]
    notes = (*last.notes, *_LEGEND, *_branches(trends))
    tables[-1] = Table(last.title, last.columns, last.rows, notes)
    return Sheet(tuple(tables), _records(trends), _data(trends))


def direction(line: Line) -> str:
    """An arrow that says which way is better."""
    return _ARROWS[line.higher_is_better]


def shown_change(line: Line) -> str:
    """What changed with the last run, as people read it; empty where there is nothing before."""
    change = line.summary.change
    # rounded first: no change shall have a sign of its own
    return "" if change is None else f"{round(change, line.digits) + 0.0:+,.{line.digits}f}"


def break_notes(line: Line, runs: tuple[When, ...]) -> tuple[str, ...]:
    """For each change of the signature: which run, and what was before and after."""
    return tuple(
        f"{line.label}: since {runs[one.column].name} {one.after}, before {one.before}; "
        "these scores cannot be compared"
        for one in line.breaks
    )


def _table(trends: Trends, trend: Trend, spark: int) -> Table:
    lines = [line for line in trend.lines if line.present]
    notes = [note for line in lines for note in break_notes(line, trends.columns)[-1:]]
    rows = tuple(_row(line, spark) for line in lines)
    return Table(_title(trends, trend), _SHOWN, rows, tuple(notes))


def _title(trends: Trends, trend: Trend) -> str:
    runs = [when for when, there in zip(trends.columns, measured(trend), strict=True) if there]
    span = runs[-1].name if len(runs) == 1 else f"{runs[0].name} to {runs[-1].name}"
    counted = "1 run" if len(runs) == 1 else f"{len(runs):,} runs"
    about = f"{trend.name} ({trend.about})" if trend.name and trend.about else trend.name
    head = about or trend.about
    return f"{head}: {counted}, {span}" if head else f"{counted}, {span}"


def measured(trend: Trend) -> tuple[bool, ...]:
    """Whether each run measured the portion."""
    series = [line.points for line in trend.lines] + [rule.counts for rule in trend.rules]
    return tuple(
        any(values[n] is not None for values in series) for n in range(len(trend.outcomes))
    )


def _row(line: Line, spark: int) -> tuple[Cell, ...]:
    found = line.summary
    values = (found.first, found.least, found.most, found.last)
    shown = [f"{value:,.{line.digits}f}" for value in values]
    return (f"{line.label} {direction(line)}", line_spark(line, spark), *shown, shown_change(line))


def _branches(trends: Trends) -> Iterator[str]:
    if len(trends.branches) > 1:
        yield _SEVERAL.format(", ".join(trends.branches))


_RECORD = columns(
    "at", "commit", "branch", "set", "system", "domain", "kind", "name", "label", "value", "low",
    "high", "higher_is_better", "segments", "signature",
)  # fmt: skip


def _records(trends: Trends) -> Table:
    rows = [
        (*_run_cells(when), trend.set, trend.system, trend.domain, *row)
        for trend in trends.portions
        for column, when in enumerate(trends.columns)
        for row in _value_cells(trend, column)
    ]
    return Table("", _RECORD, tuple(rows))


def _run_cells(when: When) -> tuple[Cell, ...]:
    return (_time(when), when.commit, when.branch)


def _value_cells(trend: Trend, column: int) -> Iterator[tuple[Cell, ...]]:
    for line in trend.lines:
        point = line.points[column]
        if point is not None:
            better = "yes" if line.higher_is_better else "no"
            head = (line.kind, line.name, line.label, point.value, point.low, point.high, better)
            is_score = line.kind is Kind.SCORE
            yield (*head, *((point.segments, point.signature) if is_score else (None, None)))
    for rule in trend.rules:
        count = rule.counts[column]
        if count is not None:
            severity = f"{rule.severity.word} flags"
            yield (RULE, rule.rule, severity, count, None, None, "no", None, None)


def _time(when: When) -> str:
    return when.at.isoformat().replace("+00:00", "Z")


def _data(trends: Trends) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "runs": [
            {"at": _time(one), "commit": one.commit, "branch": one.branch, "subject": one.subject}
            for one in trends.columns
        ],
        "portions": [_trend_data(one) for one in trends.portions],
    }


def _trend_data(trend: Trend) -> dict[str, Any]:
    return {
        "set": trend.set,
        "system": trend.system,
        "domain": trend.domain,
        "source_language": trend.source_language,
        "language": trend.language,
        "outcomes": trend.outcomes,
        "lines": [_line_data(line) for line in trend.lines],
        "rules": [
            {"rule": one.rule, "severity": one.severity.word, "counts": one.counts}
            for one in trend.rules
        ],
    }


def _line_data(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "name": line.name,
        "label": line.label,
        "higher_is_better": line.higher_is_better,
        "points": [point and _point_data(line, point) for point in line.points],
        "breaks": [
            {"run": one.column, "before": one.before, "after": one.after} for one in line.breaks
        ],
    }


def _point_data(line: Line, point: Point) -> dict[str, Any]:
    if line.kind is not Kind.SCORE:
        return {"value": point.value}
    return {
        "value": point.value,
        "low": point.low,
        "high": point.high,
        "segments": point.segments,
        "signature": point.signature,
    }
