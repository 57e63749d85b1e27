"""The pictures of a corpus: how numbers are spread, and scores with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from metrics.sketch import Sketch
from reports.corpus.canvas import Axes, Line, Picture, drawn, gid
from reports.corpus.shape import edges_of, shares_of, summary_of
from reports.legible import counted

_HIGHEST = 0.8
_FLOOR = 0.9
_MIDDLE = 0.5
_PAD = 0.05
_FLAT = 1e-9
_ONE = 1.0


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number is spread in one part: its short name, its whole one, its values."""

    label: str
    name: str
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Reach:
    """A number of one part with its interval, None where there is none."""

    label: str
    name: str
    value: float
    low: float | None
    high: float | None

    @property
    def ends(self) -> tuple[float, ...]:
        """What there must be room for."""
        return tuple(end for end in (self.value, self.low, self.high) if end is not None)


def shown(values: Sequence[float]) -> Callable[[float], str]:
    """How numbers like these are written: with more digits where they are small."""
    digits = 3 if all(abs(value) <= _ONE for value in values) else 1

    def written(value: float) -> str:
        return f"{round(value, digits) + 0.0:,.{digits}f}"

    return written


def spread_chart(name: str, title: str, unit: str, spreads: Sequence[Spread]) -> Markup:
    """Histograms below each other, each as high as its highest bar; the median is a stroke.

    The bar below a histogram spans the middle half. Where there is but one, it has no name.
    """
    found = [summary_of(one.sketch) for one in spreads]
    write = shown([value for one in found for value in one.quantiles])
    told = [
        f"{one.name}: median {write(its.median)}, middle half {write(its.half[0])} to "
        f"{write(its.half[1])}, {counted(its.count, unit)}"
        for one, its in zip(spreads, found, strict=True)
    ]
    several = len(spreads) > 1
    medians = sorted((its.median, one.name) for one, its in zip(spreads, found, strict=True))
    (low, least), (high, most) = medians[0], medians[-1]
    summed = f"Medians from {write(low)} ({least}) to {write(high)} ({most})"
    lines = [
        Line(one.label if several else "", text) for one, text in zip(spreads, told, strict=True)
    ]
    picture = Picture(name, title, summed if several else told[0], tuple(lines))
    return drawn(picture, lambda axes: _histograms(axes, [one.sketch for one in spreads]))


def _histograms(axes: Axes, sketches: Sequence[Sketch]) -> None:
    edges = edges_of(sketches)
    axes.set_xlim(edges[0], edges[-1])
    for place, sketch in enumerate(sketches):
        shares, floor = shares_of(sketch, edges), place + _FLOOR
        highest = max(shares)
        tops = [floor - _HIGHEST * share / highest for share in shares]
        xs = [x for pair in pairwise(edges) for x in pair]
        ys = [y for top in tops for y in (top, top)]
        outline = ([edges[0], *xs, edges[-1]], [floor, *ys, floor])
        axes.fill(*outline, gid=gid("shape", place), clip_on=False)
        its = summary_of(sketch)
        ends = (*its.half, its.median)
        low, high, middle = (min(max(end, edges[0]), edges[-1]) for end in ends)
        axes.plot([low, high], [floor, floor], gid=gid("half", place), clip_on=False)
        axes.plot([middle] * 2, [floor - _HIGHEST, floor], gid=gid("median", place), clip_on=False)


def reach_chart(name: str, title: str, reaches: Sequence[Reach], *, zero: bool = False) -> Markup:
    """A dot a part with its interval; `zero` is drawn where they are differences."""
    write = shown([one.value for one in reaches])
    lines = tuple(Line(one.label, f"{one.name}: {told(one, write)}") for one in reaches)
    ranked = sorted(reaches, key=lambda one: one.value)
    low, high = ranked[0], ranked[-1]
    summed = f"From {write(low.value)} ({low.name}) to {write(high.value)} ({high.name})"
    picture = Picture(name, title, summed, lines)
    return drawn(picture, lambda axes: _dots(axes, reaches, zero=zero))


def told(reach: Reach, write: Callable[[float], str]) -> str:
    """A number and its interval, as people read them."""
    if reach.low is None or reach.high is None:
        return write(reach.value)
    return f"{write(reach.value)} ({write(reach.low)} – {write(reach.high)})"


def _dots(axes: Axes, reaches: Sequence[Reach], *, zero: bool) -> None:
    ends = [end for one in reaches for end in one.ends] + [0.0] * zero
    low, high = min(ends), max(ends)
    pad = (high - low) * _PAD if high - low > _FLAT else abs(low) * _PAD or _ONE
    axes.set_xlim(low - pad, high + pad)
    if zero:
        axes.axvline(0.0, gid="zero")
    for place, one in enumerate(reaches):
        y = place + _MIDDLE
        if one.low is not None and one.high is not None:
            axes.plot([one.low, one.high], [y, y], gid=gid("whisker", place), clip_on=False)
        axes.plot([one.value, one.value + _FLAT], [y, y], gid=gid("dot", place), clip_on=False)
