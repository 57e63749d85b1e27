"""From stored runs to trends: a column a commit, a trend a portion, a line a measure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpora.errors import UsageError
from corpora.text import Severity
from qa.history.run import KeptPortion, KeptScore
from qa.history.store import StoredRun
from reports.trend import Kind, Line, Point, RuleLine, Trend, Trends, When

FLAGS = "flags"
"""What `metrics` names to have the flags, too, beside chosen metrics."""
RATE = "flags-per-1000-words"
NEW = "new"
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show; empty stands for all, `last` counts columns from the end."""

    sets: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    last: int | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    """A commit: when it was first recorded, and its portions as they were last."""

    when: When
    portions: Mapping[_Key, KeptPortion]


@dataclass(frozen=True, slots=True, order=True)
class _Key:
    """What makes a portion the same one from run to run."""

    set: str
    system: str


def trends_of(runs: Sequence[StoredRun], wanted: Wanted) -> Trends:
    """The trends of what is wanted, over the columns that have any of it.

    Of a commit that was recorded several times, each portion's last run counts. Raises UsageError
    for a name that no run has.
    """
    _check(runs, wanted)
    chosen = [one for one in runs if not wanted.branches or one.when.branch in wanted.branches]
    columns = [column for column in _columns(chosen, wanted) if column.portions]
    columns = columns[-wanted.last :] if wanted.last else columns
    keys = sorted({key for column in columns for key in column.portions})
    portions = tuple(_trend([one.portions.get(key) for one in columns], wanted) for key in keys)
    if not portions:
        raise UsageError("no run has all of that: a set, a system and a branch of these names")
    return Trends(tuple(column.when for column in columns), portions)


def _check(runs: Sequence[StoredRun], wanted: Wanted) -> None:
    portions = [portion for one in runs for portion in one.run.portions]
    metrics = {score.metric for portion in portions for score in portion.scores}
    _known("--set", wanted.sets, {one.set for one in portions})
    _known("--system", wanted.systems, {one.system for one in portions})
    _known("--metric", wanted.metrics, metrics | {FLAGS})
    _known("--branch", wanted.branches, {one.when.branch for one in runs})


def _known(option: str, wanted: Iterable[str], found: Collection[str]) -> None:
    for name in wanted:
        if name not in found:
            there = ", ".join(sorted(filter(None, found))) or "none"
            raise UsageError(f"{option} {name}: no run has it; there are: {there}")


def _columns(runs: Sequence[StoredRun], wanted: Wanted) -> Iterable[_Column]:
    groups = defaultdict[str | int, list[StoredRun]](list)
    for one in runs:
        groups[one.when.commit or one.number].append(one)
    for group in groups.values():
        portions = {
            _Key(portion.set, portion.system): portion
            for one in group
            for portion in one.run.portions
            if _is_wanted(portion, wanted)
        }
        yield _Column(replace(group[-1].when, at=group[0].when.at), portions)


def _is_wanted(portion: KeptPortion, wanted: Wanted) -> bool:
    in_set = not wanted.sets or portion.set in wanted.sets
    return in_set and (not wanted.systems or portion.system in wanted.systems)


def _trend(portions: Sequence[KeptPortion | None], wanted: Wanted) -> Trend:
    last = next(one for one in reversed(portions) if one is not None)
    with_flags = not wanted.metrics or FLAGS in wanted.metrics
    lines = [line for line in _score_lines(portions) if _has(wanted.metrics, line.name)]
    return Trend(
        set=last.set,
        system=last.system,
        domain=last.domain,
        source_language=last.source_language,
        language=last.language,
        outcomes=tuple(one.outcome if one else None for one in portions),
        lines=(*lines, *(_flag_lines(portions) if with_flags else ())),
        rules=tuple(_rule_lines(portions)) if with_flags else (),
    )


def _has(names: Collection[str], name: str) -> bool:
    return not names or name in names


def _score_lines(portions: Sequence[KeptPortion | None]) -> Iterable[Line]:
    """A line a metric, in the order of the last run that has them."""
    scores = [{s.metric: s for s in one.scores} if one else {} for one in portions]
    latest = dict[str, KeptScore]()
    for found in reversed(scores):
        latest = {**latest, **{name: one for name, one in found.items() if name not in latest}}
    for name, last in latest.items():
        points = tuple(_point(found.get(name)) for found in scores)
        yield Line(Kind.SCORE, name, last.label, last.higher_is_better, points)


def _point(score: KeptScore | None) -> Point | None:
    if score is None:
        return None
    return Point(score.value, score.low, score.high, score.segments, score.signature)


def _flag_lines(portions: Sequence[KeptPortion | None]) -> Iterable[Line]:
    """The flags of each severity that any run has, the worst first; those new; and their rate."""
    for severity in sorted(Severity, reverse=True):
        line = _counted(portions, severity.word, f"{severity.word} flags", _count_of(severity))
        if any(point.value for _, point in line.present):
            yield line
    new = _counted(portions, NEW, "new flags", lambda one: one.since.new if one.since else None)
    if new.present:
        yield new
    rate = _counted(portions, RATE, "flags per 1,000 words", _rate)
    if rate.present:
        yield replace(rate, kind=Kind.RATE)


def _counted(
    portions: Sequence[KeptPortion | None],
    name: str,
    label: str,
    count: Callable[[KeptPortion], float | None],
) -> Line:
    values = [None if one is None else count(one) for one in portions]
    points = tuple(None if value is None else Point(value) for value in values)
    return Line(Kind.FLAGS, name, label, higher_is_better=False, points=points)


def _count_of(severity: Severity) -> Callable[[KeptPortion], float]:
    return lambda one: sum(tally.count for tally in one.tallies if tally.severity is severity)


def _rate(portion: KeptPortion) -> float | None:
    flags = sum(one.count for one in portion.tallies)
    return _THOUSAND * flags / portion.words if portion.words else None


def _rule_lines(portions: Sequence[KeptPortion | None]) -> Iterable[RuleLine]:
    counts = [_by_rule(one) if one else None for one in portions]
    rules = {pair for found in counts if found is not None for pair in found}
    for severity, rule in sorted(rules, key=lambda pair: (-pair[0], pair[1])):
        values = tuple(None if c is None else c[severity, rule] for c in counts)
        yield RuleLine(rule, severity, values)


def _by_rule(portion: KeptPortion) -> Counter[tuple[Severity, str]]:
    counts = Counter[tuple[Severity, str]]()
    for one in portion.tallies:
        counts[one.severity, one.rule] += one.count
    return counts
