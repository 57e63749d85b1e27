"""The pictures of a corpus with what is to be said of them, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from metrics.score import Score
from reports.corpus.charts import Reach, Spread, reach_chart, shown, spread_chart
from reports.corpus.lines import MOST, labels_of, lines_of, told_apart
from reports.corpus.result import CorpusPart, Distribution
from reports.corpus.shape import summary_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, what is to be said of it, and its numbers: heads, and a row a part."""

    title: str
    picture: Markup
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def score_figures(parts: Sequence[CorpusPart], metrics: Sequence[Score]) -> Iterator[Figure]:
    """A picture a metric of all the parts that have its score."""
    for number, metric in enumerate(metrics, start=1):
        found = [(p, score) for p in parts for score in p.scores if score.metric == metric.metric]
        labels = labels_of([part for part, _ in found])
        reaches = [
            _reach(label, part, score) for label, (part, score) in zip(labels, found, strict=True)
        ]
        arrow = "↑ higher is better" if metric.higher_is_better else "↓ lower is better"
        picture = reach_chart(f"s{number}", metric.label, reaches[:MOST])
        note = f"the first {MOST} of {len(found):,}" if len(found) > MOST else ""
        yield Figure(f"{metric.label} {arrow}", picture, note, (), ())


def _reach(label: str, part: CorpusPart, score: Score) -> Reach:
    bounds = score.interval
    ends = (bounds.low, bounds.high) if bounds else (None, None)
    return Reach(label, part.name, score.value, *ends)


def spread_figures(parts: Sequence[CorpusPart]) -> Iterator[Figure]:
    """A picture of each distribution, with a line a part or, of very many, a sum of parts."""
    lines = lines_of(parts)
    labels = told_apart({one.name: one.label for part in parts for one in part.distributions})
    for number, (name, label) in enumerate(labels.items(), start=1):
        found = [
            (part, one)
            for part in lines.parts
            for one in part.distributions
            if one.name == name and one.sketch.count
        ]
        if found:
            yield _spread_figure(f"d{number}", label, found, lines.how)


def _spread_figure(
    name: str, title: str, found: Sequence[tuple[CorpusPart, Distribution]], how: str
) -> Figure:
    labels = labels_of([part for part, _ in found])
    unit = found[0][1].unit
    spreads = [
        Spread(label, part.name, one.sketch)
        for label, (part, one) in zip(labels, found, strict=True)
    ]
    picture = spread_chart(name, f"{title}, by {unit}", unit, spreads)
    heads = (f"{unit}s", "mean", "5 %", "25 %", "median", "75 %", "95 %")
    return Figure(title, picture, how, heads, tuple(_numbers(spreads)))


def _numbers(spreads: Sequence[Spread]) -> Iterator[tuple[str, ...]]:
    found = [summary_of(one.sketch) for one in spreads]
    write = shown([value for one in found for value in one.quantiles])
    for one, its in zip(spreads, found, strict=True):
        yield (one.name, f"{its.count:,}", write(its.mean), *map(write, its.quantiles))
