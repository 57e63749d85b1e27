"""What the page of trends sees: each portion laid out for reading, as plain frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpora.text import Severity
from reports.result import Outcome
from reports.trend import Kind, Line, Point, RuleLine, Trend, Trends, When
from reports.trend_chart import flags_chart, line_chart, shown_point
from reports.trend_sheet import break_notes, direction, measured, shown_change

_WORST_FIRST = tuple(one.word for one in sorted(Severity, reverse=True))


@dataclass(frozen=True, slots=True)
class Row:
    """A run in the table below a picture; `cells` are its numbers as people read them."""

    when: When
    outcome: Outcome | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, what is to be said of it, and its numbers, the last run first."""

    title: str
    picture: Markup
    legend: tuple[str, ...]
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """A line in one row: its value in the last run that has it, what changed, its range.

    `tone` is `better` or `worse`, empty for a change that chance may explain.
    """

    label: str
    arrow: str
    last: str
    change: str
    tone: str
    least: str
    most: str
    when: When


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule's flags in the last run, and in the one before it that measured them."""

    rule: str
    severity: str
    before: int | None
    last: int


@dataclass(frozen=True, slots=True)
class Section:
    """A portion: what it is, where it stands now, and how it came there."""

    anchor: str
    trend: Trend
    runs: int
    last: When
    outcome: Outcome | None
    latest: tuple[Latest, ...]
    figures: tuple[Figure, ...]
    rules: tuple[RuleRow, ...]


def sections_of(trends: Trends) -> tuple[Section, ...]:
    """A section a portion, in their order."""
    return tuple(_section(trends, one, n) for n, one in enumerate(trends.portions, start=1))


def _section(trends: Trends, trend: Trend, number: int) -> Section:
    columns = [column for column, there in enumerate(measured(trend)) if there]
    lines = [line for line in trend.lines if line.present]
    return Section(
        anchor=f"p{number}",
        trend=trend,
        runs=len(columns),
        last=trends.columns[columns[-1]],
        outcome=trend.outcomes[columns[-1]],
        latest=tuple(_latest(line, trends.columns) for line in lines),
        figures=tuple(_figures(trends, trend, f"p{number}")),
        rules=tuple(_rules(trend.rules, columns)),
    )


def _latest(line: Line, runs: Sequence[When]) -> Latest:
    found, digits = line.summary, line.digits
    return Latest(
        label=line.label,
        arrow=direction(line),
        last=f"{found.last:,.{digits}f}",
        change=shown_change(line),
        tone=_tone(line),
        least=f"{found.least:,.{digits}f}",
        most=f"{found.most:,.{digits}f}",
        when=runs[line.present[-1][0]],
    )


def _tone(line: Line) -> str:
    """Whether the last run did better or worse; of a score only beyond what chance explains."""
    *_, (_, last) = line.comparable
    change = line.summary.change
    if not change:
        return ""
    if line.kind is Kind.SCORE and not _is_outside(last, last.value - change):
        return ""
    return "better" if (change > 0) == line.higher_is_better else "worse"


def _is_outside(point: Point, value: float) -> bool:
    """Whether a value lies outside a point's interval; not of one that has none."""
    if point.low is None or point.high is None:
        return False
    return not point.low <= value <= point.high


def _figures(trends: Trends, trend: Trend, anchor: str) -> Iterator[Figure]:
    by_severity = [line for line in trend.lines if line.name in _WORST_FIRST]
    singles = [line for line in trend.lines if line.kind is not Kind.FLAGS]
    for number, line in enumerate(singles, start=1):
        if line.present and (line.kind is Kind.SCORE or by_severity):
            yield _line_figure(trends, trend, line, f"{anchor}f{number}")
    if by_severity:
        yield _flags_figure(trends, trend, by_severity, f"{anchor}f0")


def _line_figure(trends: Trends, trend: Trend, line: Line, name: str) -> Figure:
    title = f"{line.label}: {trend.name}" if trend.name else line.label
    digits, starts = line.digits, {one.column: n for n, one in enumerate(line.breaks, start=1)}
    cells = dict[int, tuple[str, ...]]()
    for column, point in line.present:
        note = f"signature changed ({starts[column]})" if column in starts else ""
        cells[column] = (shown_point(point, digits), *((note,) if starts else ()))
    return Figure(
        title=f"{line.label} {direction(line)}",
        picture=line_chart(name, title, line, trends.columns, trend.outcomes),
        legend=(),
        notes=break_notes(line, trends.columns),
        heads=(line.label, "") if starts else (line.label,),
        rows=_rows(trends, trend, cells),
    )


def _flags_figure(trends: Trends, trend: Trend, lines: Sequence[Line], name: str) -> Figure:
    title = f"Flags by severity: {trend.name}" if trend.name else "Flags by severity"
    cells = dict[int, tuple[str, ...]]()
    for column in range(len(trends.columns)):
        points = [line.points[column] for line in lines]
        shown = tuple("" if point is None else f"{point.value:,.0f}" for point in points)
        if any(shown):
            cells[column] = shown
    return Figure(
        title="Flags by severity",
        picture=flags_chart(name, title, lines, trends.columns),
        legend=tuple(line.name for line in lines),
        notes=(),
        heads=tuple(line.name for line in lines),
        rows=_rows(trends, trend, cells),
    )


def _rows(trends: Trends, trend: Trend, cells: dict[int, tuple[str, ...]]) -> tuple[Row, ...]:
    return tuple(
        Row(trends.columns[column], trend.outcomes[column], cells[column])
        for column in sorted(cells, reverse=True)
    )


def _rules(rules: Sequence[RuleLine], columns: Sequence[int]) -> Iterator[RuleRow]:
    """The rules that flagged in one of the last two runs, those first that changed most."""
    last, before = columns[-1], columns[-2] if len(columns) > 1 else None
    rows = [
        RuleRow(
            rule.rule,
            rule.severity.word,
            None if before is None else rule.counts[before],
            rule.counts[last] or 0,
        )
        for rule in rules
    ]
    yield from sorted(
        (row for row in rows if row.last or row.before),
        key=lambda row: -abs(row.last - (row.before or 0)),
    )
