"""The sheet of a comparison: one table of scores, then where the systems differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from metrics.significance import Procedure
from reports.comparison import Comparison, Contested, Contrast, Group
from reports.sheets import columns, digits_of
from reports.table import Cell, Column, Sheet, Table

SCHEMA = "copydesk-comparison-1"
_SIGNIFICANT = 0.05
_FEW = 20
"""With fewer segments no test keeps what its p promises."""
_MOST = 10
_WORTH = (
    "people agree: how often people confirm a difference of this size, in a large study (Kocmi "
    "et al. 2024, aclanthology.org/2024.acl-long.110), whatever the language pair"
)


def sheet(found: Comparison) -> Sheet:
    """All tables of a comparison, its records and its data."""
    tables = [_scores(found), *_details(found)]
    tables += [_contrasts(found, system) for system in found.systems[1:]]
    shown = tuple(table for table in tables if table.rows)
    data = {"schema": SCHEMA, **msgspec.to_builtins(found)}
    return Sheet(shown, _records(found), data)


def _scores(found: Comparison) -> Table:
    shown = (
        Column("metric"), Column("system"), Column("score", 2), Column("±", 2),
        Column("delta", 2), Column("±", 2), Column("p", 3), Column("corrected", 3), Column(""),
        Column("effect", 2, is_signed=True), Column("won", 0), Column("lost", 0),
        Column("people agree", 0, is_percent=True),
    )  # fmt: skip
    rows = [row for one in found.contests for row in _contest(one)]
    return Table("", shown, tuple(rows), tuple(_notes(found)))


def _contest(one: Contested) -> Iterator[tuple[Cell, ...]]:
    digits = digits_of([system.score for system in one.systems])
    for system in one.systems:
        score = f"{system.score:.{digits}f}"
        head = (one.label, system.system, score, f"{system.interval.margin:.{digits}f}")
        apart = system.apart
        if apart is None:
            yield (*head, *[None] * 4, "baseline", *[None] * 4)
            continue
        delta = (f"{apart.delta:+.{digits}f}", f"{apart.interval.margin:.{digits}f}")
        is_better = (apart.delta > 0) == one.higher_is_better
        verdict = _verdict(apart.adjusted, one.segments, better=is_better)
        yield (
            *head, *delta, apart.p, apart.adjusted, verdict,
            apart.effect, apart.won, apart.lost, apart.worth,
        )  # fmt: skip


def _verdict(p: float, segments: int, *, better: bool) -> str:
    if segments < _FEW:
        return "too few segments"
    if p >= _SIGNIFICANT:
        return "no clear difference"
    return "better" if better else "worse"


def _notes(found: Comparison) -> Iterator[str]:
    how = f"paired {found.test}"
    drawn = found.resamples if found.test == Procedure.BOOTSTRAP else found.trials
    corrected = "; corrected by Holm" if len(found.systems) > 2 else ""  # noqa: PLR2004
    yield f"±: half the 95 % interval; p: two-sided, {how}, {drawn:,} draws{corrected}"
    yield "effect: the mean gain of a segment, in standard deviations; won, lost: segments"
    if any(s.apart and s.apart.worth is not None for c in found.contests for s in c.systems):
        yield _WORTH
    for one in found.contests:
        yield f"{one.label}|{one.signature}"


def _details(found: Comparison) -> Iterator[Table]:
    yield _groups(found, f"{found.metric} by length", found.lengths)
    spread = sorted(found.documents, key=lambda g: min(g.scores) - max(g.scores))[:_MOST]
    more = f", the {_MOST} that differ most" if len(found.documents) > _MOST else ""
    yield _groups(found, f"{found.metric} by document{more}", spread)
    rules = found.rules[:_MOST]
    rows: list[tuple[Cell, ...]] = [
        (one.rule, one.severity, *one.counts, _range(one.counts)) for one in rules
    ]
    title = "Flags by rule, where they differ most"
    counts = (Column(system, 0) for system in found.systems)
    yield Table(title, (*columns("rule", "at worst"), *counts, Column("apart", 0)), tuple(rows))


def _groups(found: Comparison, title: str, groups: Sequence[Group]) -> Table:
    digits = digits_of([score for group in groups for score in group.scores])
    scores = (Column(system, digits) for system in found.systems)
    apart = Column("apart", digits)
    shown = (Column(""), Column("segments", 0), *scores, apart)
    rows: list[tuple[Cell, ...]] = [
        (g.name, g.segments, *g.scores, _range(g.scores)) for g in groups
    ]
    return Table(title, shown, tuple(rows))


def _range(values: Sequence[float]) -> float:
    return max(values) - min(values)


def _contrasts(found: Comparison, system: str) -> Table:
    """The segments on which a system and the baseline differ most, with what each wrote."""
    own = [one for one in found.contrasts if one.system == system]
    rows = tuple(row for one in own for row in _contrast(found.systems[0], one))
    title = f"Where {system} and {found.systems[0]} differ most, by {found.metric}"
    return Table(title, columns("", ""), rows)


def _contrast(baseline: str, one: Contrast) -> Iterator[tuple[Cell, ...]]:
    yield None, f"{one.place} ({one.delta:+.{digits_of([one.delta])}f})"
    yield baseline, one.baseline_mt
    yield one.system, one.mt
    if one.reference is not None:
        yield "reference", one.reference


_RECORD = columns(
    "metric", "system", "baseline", "score", "low", "high", "delta", "delta_low", "delta_high",
    "p", "p_corrected", "effect", "won", "lost", "tied", "people_agree", "segments", "signature",
)  # fmt: skip


def _records(found: Comparison) -> Table:
    rows = []
    for one in found.contests:
        for system in one.systems:
            apart, ends = system.apart, system.interval
            head = (one.metric, system.system, found.systems[0], system.score, ends.low, ends.high)
            between = (
                (None,) * 10
                if apart is None
                else (
                    apart.delta, apart.interval.low, apart.interval.high, apart.p, apart.adjusted,
                    apart.effect, apart.won, apart.lost, apart.tied, apart.worth,
                )
            )  # fmt: skip
            rows.append((*head, *between, one.segments, one.signature))
    return Table("", _RECORD, tuple(rows))
