"""Charts of statistics as SVG, without script or style: the page's style sheet dresses them.

Each is an image with a title and a description for who cannot see it; the page has its numbers in a
table beside it. All words come from the caller, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from qa.desk.learning.interval import Share
from reports.trend_axis import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Axis, Runs, count_axis
from reports.trend_svg import element, path

_FLOOR = HEIGHT - BOTTOM
_LABEL_GAP, _BASELINE = 12, 4
_FIRST_LABEL, _SECOND_LABEL = 16, 36
_BAR, _WIDEST = 0.76, 30.0
_DOT = 4.0
_HEAD = 12
_STRIP_WIDTH, _STRIP_HEIGHT = 160, 20
_STRIP_EDGE = 6.0
_RATE_HEIGHT = 12
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart is called and what it shows, in words; what stands at its axes."""

    name: str
    title: str
    told: str
    below: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one kind, a column each; `kind` is how the style sheet knows them."""

    kind: str
    label: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a scatter chart."""

    x: float
    y: float
    label: str


def bars(words: Words, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Columns, side by side where there are several series; as many labels as there is room for."""
    along = Runs(len(labels))
    axis = count_axis(max((value for one in series for value in one.values), default=0))
    marks = [element("g", *_grid(axis), *_columns(along, labels), class_="frame")]
    width = min(along.pitch * _BAR, _WIDEST) / len(series)
    for column, label in enumerate(labels):
        left = along.x(column) - width * len(series) / 2
        for place, one in enumerate(series):
            value, x = one.values[column], left + place * width
            said = element("title", f"{label}: {value:,.0f} {one.label}")
            box = {"x": x, "y": axis.y(value), "width": width, "height": _FLOOR - axis.y(value)}
            marks += [element("rect", said, class_=one.kind, **box)] if value else []
    return _picture(words, marks)


def scatter(words: Words, dots: Sequence[Dot]) -> Markup:
    """A dot an article."""
    up = count_axis(max((one.y for one in dots), default=0.0), whole=False)
    along = count_axis(max((one.x for one in dots), default=0.0), whole=False)
    ticks = (_foot(_across(along, tick), along.shown(tick)) for tick in along.ticks)
    marks = [element("g", *_grid(up), *(part for tick in ticks for part in tick), class_="frame")]
    for one in dots:
        said = element("title", one.label)
        place = {"cx": _across(along, one.x), "cy": up.y(one.y), "r": _DOT}
        marks.append(element("circle", said, class_="dot", **place))
    return _picture(words, marks)


def strip(name: str, label: str, share: Share, limit: float) -> Markup:
    """A share of 1 with its interval, and the limit below which a rule is muted."""
    middle = _STRIP_HEIGHT / 2
    track = path([(_strip_x(0.0), middle), (_strip_x(1.0), middle)])
    span = path([(_strip_x(share.low), middle), (_strip_x(share.high), middle)])
    mark = path([(_strip_x(limit), 2), (_strip_x(limit), _STRIP_HEIGHT - 2)])
    marks = [element("path", d=track, class_="track"), element("path", d=mark, class_="limit")]
    if share.value is not None:
        place = {"cx": _strip_x(share.value), "cy": middle, "r": _DOT + 1}
        marks += [element("path", d=span, class_="span"), element("circle", class_="dot", **place)]
    return _small(name, label, _STRIP_HEIGHT, marks)


def rate(name: str, label: str, value: float, most: float) -> Markup:
    """A bar in a row of a table, as long as the value against the greatest one."""
    width = _STRIP_WIDTH * min(value / most, 1.0) if most > _NOTHING else 0.0
    box = {"x": 0.0, "y": 0.0, "width": width, "height": float(_RATE_HEIGHT)}
    return _small(name, label, _RATE_HEIGHT, [element("rect", class_="rate", **box)])


def _picture(words: Words, marks: Sequence[Markup]) -> Markup:
    name = words.name
    middle = (LEFT + WIDTH - RIGHT) / 2
    feet = element("text", words.below, x=middle, y=_FLOOR + _SECOND_LABEL, text_anchor="middle")
    head = element("text", words.above, x=LEFT, y=_HEAD, text_anchor="start")
    return element(
        "svg",
        element("title", words.title, id=f"{name}-t"),
        element("desc", words.told, id=f"{name}-d"),
        *([feet] if words.below else []),
        *([head] if words.above else []),
        *marks,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        class_="chart",
        role="img",
        direction="ltr",
        aria_labelledby=f"{name}-t {name}-d",
    )


def _small(name: str, label: str, height: int, marks: Sequence[Markup]) -> Markup:
    return element(
        "svg",
        element("title", label, id=name),
        *marks,
        viewBox=f"0 0 {_STRIP_WIDTH} {height}",
        class_="strip",
        role="img",
        aria_labelledby=name,
    )


def _grid(axis: Axis) -> Iterator[Markup]:
    for tick in axis.ticks:
        y = axis.y(tick)
        yield element("path", d=path([(LEFT, y), (WIDTH - RIGHT, y)]))
        place = {"x": float(LEFT - _LABEL_GAP), "y": y + _BASELINE}
        yield element("text", axis.shown(tick), text_anchor="end", **place)


def _columns(along: Runs, labels: Sequence[str]) -> Iterator[Markup]:
    for column in along.labelled:
        yield from _foot(along.x(column), labels[column])


def _foot(x: float, label: str) -> Iterator[Markup]:
    yield element("path", d=path([(x, _FLOOR), (x, _FLOOR + _BASELINE)]))
    yield element("text", label, x=x, y=_FLOOR + _FIRST_LABEL, text_anchor="middle")


def _across(axis: Axis, value: float) -> float:
    """Where a value stands from left to right."""
    share = (value - axis.low) / (axis.high - axis.low)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _strip_x(share: float) -> float:
    return _STRIP_EDGE + share * (_STRIP_WIDTH - 2 * _STRIP_EDGE)
