"""The sheet of a corpus: its parts, rules, worst articles, rejects, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from metrics.score import Score
from reports.corpus.result import Change, CorpusPart, CorpusResult, WorstArticle
from reports.sheets import digits_of
from reports.table import Cell, Column, Sheet, Table

SCHEMA = "copydesk-corpus-1"
_MOST_RULES, _MOST_ARTICLES = 15, 10
_PER = 1_000
_BAD = ("critical", "major")


def sheet(result: CorpusResult) -> Sheet:
    """All tables of a corpus, its records and its data."""
    tables = (
        _parts(result), _rules(result), _worst(result), _rejected(result), _changes(result),
        _verdict(result),
    )  # fmt: skip
    shown = tuple(table for table in tables if table.rows or table.notes)
    return Sheet(shown, _records(result), {"schema": SCHEMA, **msgspec.to_builtins(result)})


def _parts(result: CorpusResult) -> Table:
    metrics = _metrics(result)
    labels = {score.metric: score.label for part in result.parts for score in part.scores}
    columns = [
        Column("system and pair"), Column("articles", 0), Column("segments", 0),
        Column("words", 0), Column("flags/1,000 words", 1), Column("major or worse", 1),
    ]  # fmt: skip
    for metric in metrics:
        digits = _digits(result, metric)
        columns += [Column(labels[metric], digits), Column("±", digits)]
    rows = [(*_head(part), *_scores(part, metrics)) for part in result.parts]
    noted = {f"{s.label}|{s.signature}": None for part in result.parts for s in part.scores}
    return _less(Table("", tuple(columns), tuple(rows), tuple(noted)))


def _less(table: Table) -> Table:
    """A table without the columns in which nothing stands."""
    kept = [n for n in range(len(table.columns)) if any(row[n] is not None for row in table.rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[n] for n in kept), rows=rows)


def _head(part: CorpusPart) -> tuple[Cell, ...]:
    flags, bad = sum(part.flags.values()), sum(part.flags.get(word, 0) for word in _BAD)
    rates = (_rate(flags, part.words), _rate(bad, part.words))
    return (part.name, part.documents, part.segments, part.words, *rates)


def _scores(part: CorpusPart, metrics: Sequence[str]) -> Iterator[Cell]:
    found = {score.metric: score for score in part.scores}
    for metric in metrics:
        score = found.get(metric)
        yield score.value if score else None
        yield score.interval.margin if score and score.interval else None


def _metrics(result: CorpusResult) -> tuple[str, ...]:
    """The metrics of any part, in order."""
    return tuple(dict.fromkeys(s.metric for part in result.parts for s in part.scores))


def _digits(result: CorpusResult, metric: str) -> int:
    return digits_of([s.value for p in result.parts for s in p.scores if s.metric == metric])


def _rules(result: CorpusResult) -> Table:
    counts = Counter[tuple[str, str]]()
    for part in result.parts:
        counts.update({(one.rule, one.severity): one.count for one in part.rules})
    words = sum(part.words for part in result.parts)
    order = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    rows = [(*key, count, _rate(count, words)) for key, count in order[:_MOST_RULES]]
    more = len(order) - len(rows)
    notes = (f"{more:,} more are in the table of flags",) if more > 0 else ()
    columns = (Column("rule"), Column("severity"), Column("flags", 0), Column("a 1,000 words", 2))
    return Table("Flags by rule", columns, tuple(rows), notes)


def _worst(result: CorpusResult) -> Table:
    rows = [_article(one) for one in result.worst[:_MOST_ARTICLES]]
    columns = (
        Column("where"), Column("article"), Column("words", 0), Column("flags", 0),
        Column("weight", 0), Column("words to edit", 0), Column("begins"),
    )  # fmt: skip
    return _less(Table("Articles that need most work", columns, tuple(rows)))


def _article(one: WorstArticle) -> tuple[Cell, ...]:
    edits = one.need.edits if one.need else None
    return (
        f"{one.path}:{one.row}",
        one.document,
        one.words,
        one.flags,
        one.weight,
        edits,
        one.beginning,
    )


def _rejected(result: CorpusResult) -> Table:
    rows = tuple((one.reason, one.count, one.example) for one in result.rejected)
    columns = (Column("reason"), Column("rows", 0), Column("the first"))
    return Table("Rejected rows", columns, rows)


def _changes(result: CorpusResult) -> Table:
    if result.drift is None:
        return Table("", (), ())
    sure = [one for one in result.drift.changes if one.tone]
    rows = tuple(
        (one.part, one.what, one.before, one.now, _bounds(one), one.p, one.tone) for one in sure
    )
    columns = (
        Column("system and pair"), Column("what"), Column("before", 2), Column("now", 2),
        Column("difference (95 %)"), Column("p, corrected", 3), Column(""),
    )  # fmt: skip
    gone = [f"{name}: only in {result.drift.against}" for name in result.drift.gone]
    added = [f"{name}: not in {result.drift.against}" for name in result.drift.added]
    nothing = [] if sure else [f"nothing surely changed since {result.drift.against}"]
    notes = (*nothing, *gone, *added, *result.drift.notes)
    return Table(f"Since {result.drift.against}", columns if rows else (), rows, notes)


def _bounds(one: Change) -> str:
    return "" if one.low is None or one.high is None else f"{one.low:+.2f} to {one.high:+.2f}"


def _verdict(result: CorpusResult) -> Table:
    rows = tuple(
        (one.outcome.value, one.portion, one.name, one.evidence)
        for one in result.verdict.conditions
    )
    columns = (Column(""), Column("system and pair"), Column("condition"), Column("evidence"))
    verdict = (f"verdict: {result.verdict.outcome}",)
    return Table("", columns if rows else (), rows, verdict)


def _records(result: CorpusResult) -> Table:
    columns = (
        Column("system"), Column("source_language"), Column("language"), Column("what"),
        Column("value"), Column("low"), Column("high"), Column("signature"),
    )  # fmt: skip
    rows = [row for part in result.parts for row in _part_records(part)]
    return Table("", columns, tuple(rows))


def _part_records(part: CorpusPart) -> Iterator[tuple[Cell, ...]]:
    head = (part.system, part.source_language, part.language)
    for what in ("documents", "segments", "words"):
        yield (*head, what, getattr(part, what), None, None, None)
    for severity, count in part.flags.items():
        yield (*head, f"flags {severity}", count, None, None, None)
    for rule in part.rules:
        yield (*head, f"{rule.rule} {rule.severity}", rule.count, None, None, None)
    yield from ((*head, *_record(score)) for score in part.scores)


def _record(score: Score) -> tuple[Cell, ...]:
    bounds = score.interval
    low, high = (bounds.low, bounds.high) if bounds else (None, None)
    return (score.metric, score.value, low, high, score.signature)


def _rate(count: int, words: int) -> float | None:
    return count * _PER / words if words else None
