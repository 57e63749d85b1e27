"""Flags per rule and part as a table whose cells are the darker, the more flags there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.text import Severity
from reports.corpus.lines import PER, Lines, labels_of, lines_of, ranked
from reports.corpus.result import CorpusPart

STEPS = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Flags per 1,000 words at which a cell gets darker."""
MOST_COLUMNS = 8
"""Parts that have a column each; more of them are rows, so that the table grows downwards."""
_TEN, _ONE, _LEAST = 9.95, 0.95, 0.01
_WORDS = {severity.word: severity for severity in Severity}


@dataclass(frozen=True, slots=True)
class Cell:
    """A rate as it is written, and how dark it is: 0 for none, then by `STEPS`."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a row or column, as it is shown and in full; a rule has a worst severity."""

    label: str
    name: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """The table. `is_turned`: the parts are its rows, the rules its columns."""

    columns: tuple[Head, ...]
    rows: tuple[tuple[Head, tuple[Cell, ...]], ...]
    is_turned: bool
    how: str


def heat_of(parts: Sequence[CorpusPart]) -> Heat | None:
    """Rules, those that speak most first, and parts; None where no rule spoke."""
    lines = lines_of(ranked([part for part in parts if part.words]))
    rules = _rules(lines.parts)
    if not rules:
        return None
    labels = labels_of(lines.parts)
    heads = [Head(label, part.name) for label, part in zip(labels, lines.parts, strict=True)]
    cells = [tuple(_cells(part, rules)) for part in lines.parts]
    if len(heads) > MOST_COLUMNS:
        return _turned(lines, rules, heads, cells)
    across = zip(*cells, strict=True)
    return Heat(
        tuple(heads), tuple(zip(rules, across, strict=True)), is_turned=False, how=lines.how
    )


def _turned(
    lines: Lines, rules: Sequence[Head], heads: Sequence[Head], cells: Sequence[tuple[Cell, ...]]
) -> Heat:
    rows = tuple(zip(heads, cells, strict=True))
    return Heat(tuple(rules), rows, is_turned=True, how=lines.how)


def _rules(parts: Sequence[CorpusPart]) -> tuple[Head, ...]:
    counts, worst = Counter[str](), defaultdict[str, Severity](lambda: Severity.NEUTRAL)
    for part in parts:
        for one in part.rules:
            counts[one.rule] += one.count
            severity = _WORDS.get(one.severity, Severity.NEUTRAL)
            worst[one.rule] = max(worst[one.rule], severity)
    ids = sorted((rule for rule in counts if counts[rule]), key=lambda one: (-counts[one], one))
    return tuple(Head(rule, rule, worst[rule].word) for rule in ids)


def _cells(part: CorpusPart, rules: Sequence[Head]) -> Iterator[Cell]:
    counts = Counter[str]()
    for one in part.rules:
        counts[one.rule] += one.count
    for rule in rules:
        yield cell_of(counts[rule.name], part.words)


def cell_of(count: int, words: int) -> Cell:
    """So many flags in so many words, as a rate per 1,000."""
    if not count:
        return Cell("0", 0)
    rate = PER * count / words
    return Cell(written(rate), 1 + sum(rate >= step for step in STEPS))


def written(rate: float) -> str:
    """A rate with two digits that tell something."""
    if rate >= _TEN:
        return f"{rate:,.0f}"
    if rate >= _ONE:
        return f"{rate:.1f}"
    return f"{rate:.2f}" if rate >= _LEAST else f"<{_LEAST}"
