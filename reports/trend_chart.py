"""Charts of trends as SVG: a score with its interval, flags stacked by severity, a rate.

The pictures need no script and no style but the page's; each has a title, a description and, beside
it on the page, a table of its numbers. The same values give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from reports.result import Outcome
from reports.trend import Kind, Line, Point, When
from reports.trend_axis import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    Runs,
    axis_of,
    count_axis,
)
from reports.trend_svg import element, path

_MOST_DOTS = 60
_DOT, _SMALL_DOT = 3.5, 2.0
_BAR, _WIDEST_BAR = 0.72, 26.0
_NARROW = 5.0
_EMPTY = 1.5
_LABEL_GAP = 12
_FIRST_LABEL, _SECOND_LABEL = 16, 31
_BASELINE = 4
_BREAK_NAME = 12
_ROOM_FOR_BREAK = 14.0


def line_chart(
    name: str, title: str, line: Line, runs: Sequence[When], outcomes: Sequence[Outcome | None]
) -> Markup:
    """A score or a rate: a line, broken where there is a gap or the signature changes.

    `name` is the beginning of the ids in it. A cross instead of a dot says that the gate failed.
    """
    axis = _axis(line)
    along = Runs(len(runs))
    marks = [_frame(axis, along, runs), *_breaks(line, along)]
    for stretch in line.stretches():
        marks += _stretch(stretch, axis, along)
    marks += _dots(line, runs, outcomes, axis)
    return _picture(name, title, _told(line, runs), marks)


def flags_chart(name: str, title: str, lines: Sequence[Line], runs: Sequence[When]) -> Markup:
    """Flags by severity, stacked with the worst at the bottom; a stroke stands for none."""
    totals = [sum(_values(lines, column)) for column in range(len(runs))]
    axis, along = count_axis(max(totals)), Runs(len(runs))
    marks = [_frame(axis, along, runs)]
    for column, when in enumerate(runs):
        if any(line.points[column] is not None for line in lines):
            marks.append(_bar(lines, column, when, axis, along))
    told = "; ".join(_told(line, runs) for line in lines)
    return _picture(name, title, told, marks)


def _axis(line: Line) -> Axis:
    points = [point for _, point in line.present]
    if line.kind is Kind.SCORE:
        ends = [end for p in points for end in (p.value, p.low, p.high) if end is not None]
        return axis_of(ends)
    return count_axis(max(point.value for point in points), whole=False)


def _picture(name: str, title: str, told: str, marks: Sequence[Markup]) -> Markup:
    return element(
        "svg",
        element("title", title, id=f"{name}t"),
        element("desc", told, id=f"{name}d"),
        *marks,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        class_="chart",
        role="img",
        aria_labelledby=f"{name}t {name}d",
    )


def _told(line: Line, runs: Sequence[When]) -> str:
    """What the picture shows, in a sentence."""
    found = line.summary
    last = runs[line.present[-1][0]].name
    span = f"from {found.least:,.{line.digits}f} to {found.most:,.{line.digits}f}"
    return f"{line.label}: {found.last:,.{line.digits}f} at {last}; {span}"


def _frame(axis: Axis, along: Runs, runs: Sequence[When]) -> Markup:
    """The grid, the values beside it and the runs below."""
    return element("g", *_grid(axis), *_feet(along, runs), class_="frame")


def _grid(axis: Axis) -> Iterator[Markup]:
    for tick in axis.ticks:
        y = axis.y(tick)
        yield element("path", d=path([(LEFT, y), (WIDTH - RIGHT, y)]))
        shown = axis.shown(tick)
        yield element("text", shown, x=LEFT - _LABEL_GAP, y=y + _BASELINE, text_anchor="end")


def _feet(along: Runs, runs: Sequence[When]) -> Iterator[Markup]:
    floor = HEIGHT - BOTTOM
    for column in along.labelled:
        x, when = along.x(column), runs[column]
        yield element("path", d=path([(x, floor), (x, floor + _BASELINE)]))
        lines = (when.short, when.day) if when.commit else (when.day,)
        for text, below in zip(lines, (_FIRST_LABEL, _SECOND_LABEL), strict=False):
            yield element("text", text, x=x, y=floor + below, text_anchor="middle")


def _breaks(line: Line, along: Runs) -> Iterator[Markup]:
    """A dashed line before the run that was measured otherwise, and its number if there is room."""
    before = {later: earlier for (earlier, _), (later, _) in pairwise(line.present)}
    named = 0.0
    for count, one in enumerate(line.breaks, start=1):
        x = (along.x(before[one.column]) + along.x(one.column)) / 2
        yield element("path", d=path([(x, TOP), (x, HEIGHT - BOTTOM)]), class_="break")
        if x - named >= _ROOM_FOR_BREAK:
            named = x
            yield element("text", str(count), x=x, y=_BREAK_NAME, text_anchor="middle")


def _stretch(stretch: Sequence[tuple[int, Point]], axis: Axis, along: Runs) -> Iterator[Markup]:
    ends = [(column, p.low, p.high) for column, p in stretch]
    band = [
        (along.x(n), low, high) for n, low, high in ends if low is not None and high is not None
    ]
    if len(band) > 1:
        above = [(x, axis.y(high)) for x, _, high in band]
        below = [(x, axis.y(low)) for x, low, _ in reversed(band)]
        yield element("path", d=path(above + below, closed=True), class_="band")
    for x, low, high in band if len(band) == 1 else ():
        yield element("path", d=path([(x, axis.y(low)), (x, axis.y(high))]), class_="whisker")
    if len(stretch) > 1:
        points = [(along.x(column), axis.y(point.value)) for column, point in stretch]
        yield element("path", d=path(points), class_="line")


def _dots(
    line: Line, runs: Sequence[When], outcomes: Sequence[Outcome | None], axis: Axis
) -> Iterator[Markup]:
    """A dot a run with its numbers for the mouse; of many runs those that no line goes through."""
    along, digits = Runs(len(runs)), line.digits
    alone = {one[0][0] for one in line.stretches() if len(one) == 1}
    last = line.present[-1][0]
    many = len(runs) > _MOST_DOTS
    for column, point in line.present:
        failed = outcomes[column] in (Outcome.FAIL, Outcome.ERROR)
        if many and not failed and column != last and column not in alone:
            continue
        said = element("title", f"{runs[column].name}: {shown_point(point, digits)}")
        x, y = along.x(column), axis.y(point.value)
        size = _SMALL_DOT if many and column != last else _DOT
        if failed:
            yield element("path", said, d=_cross(x, y, size), class_="failed")
        else:
            yield element("circle", said, cx=x, cy=y, r=size, class_="dot")


def shown_point(point: Point, digits: int) -> str:
    """A value and its interval, as people read them."""
    if point.low is None or point.high is None:
        return f"{point.value:,.{digits}f}"
    return f"{point.value:,.{digits}f} ({point.low:,.{digits}f} – {point.high:,.{digits}f})"


def _cross(x: float, y: float, size: float) -> str:
    first = path([(x - size, y - size), (x + size, y + size)])
    return first + path([(x - size, y + size), (x + size, y - size)])


def _bar(lines: Sequence[Line], column: int, when: When, axis: Axis, along: Runs) -> Markup:
    share = _BAR if along.pitch > _NARROW else 1.0  # of many bars the gaps would only flicker
    width = min(along.pitch * share, _WIDEST_BAR)
    left = along.x(column) - width / 2
    parts, stacked, told = list[Markup](), 0.0, list[str]()
    for line, value in zip(lines, _values(lines, column), strict=True):
        if value:
            low, high = axis.y(stacked), axis.y(stacked + value)
            box = {"x": left, "y": high, "width": width, "height": low - high}
            parts.append(element("rect", class_=line.name, **box))
            told.append(f"{value:,.0f} {line.name}")
        stacked += value
    if not told:
        box = {"x": left, "y": axis.y(0) - _EMPTY, "width": width, "height": _EMPTY}
        parts.append(element("rect", class_="none", **box))
    said = element("title", f"{when.name}: {', '.join(told) or 'no flags'}")
    return element("g", said, *parts, class_="bar")


def _values(lines: Sequence[Line], column: int) -> list[float]:
    points = (line.points[column] for line in lines)
    return [0.0 if point is None else point.value for point in points]
