"""What changed since another run over a corpus: scores, flags per 1,000 words, distributions.

Both runs are known by their summaries alone. Each part (a system and its languages) is laid beside
the same part of the run before; all that can be tested is one family, corrected by Holm. A change
has a tone only where that p is at most .05 and its interval excludes 0; a distribution's only where
its index is not little either. How it is counted: `metrics/shift.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from corpora.errors import UsageError
from metrics.score import Score
from metrics.shift import (
    Bounded,
    Rate,
    difference,
    dispersion,
    mean_of,
    p_of_difference,
    p_of_rates,
    stability,
)
from metrics.significance import holm
from qa.batch.counting import FLAGS
from qa.batch.lock import SUMMARY
from qa.gates.rows import plain
from reports.corpus.lines import told_apart
from reports.corpus.result import Change, CorpusPart, CorpusResult, Distribution, Drift, Kind

_PER = 1000
_SURE = 0.05
_LITTLE = 0.1
_BETTER, _WORSE = "better", "worse"
_OTHERWISE = "measured otherwise: its signature differs"
_NO_INTERVAL = "no interval"
_VERSIONS = "made by copydesk {}, this run by {}: rules and metrics may have changed themselves"


def earlier(folder: Path) -> CorpusResult:
    """The result of an earlier run, from its output folder. Raises UsageError."""
    path = folder / SUMMARY
    try:
        return msgspec.json.decode(path.read_bytes(), type=CorpusResult)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    except (msgspec.MsgspecError, ValueError):
        raise UsageError(f"{path}: is no summary of a batch run of this version") from None


def drift_of(before: CorpusResult, now: CorpusResult) -> Drift:
    """What changed, part by part in the order of now."""
    old, new = _by_key(before), _by_key(now)
    found = [one for key, part in new.items() if key in old for one in _changes(old[key], part)]
    rejected = _rejected(before, now)
    other = before.version != now.version
    return Drift(
        against=before.out,
        changes=(*_judged(found), *([rejected] if rejected else [])),
        gone=tuple(part.name for key, part in old.items() if key not in new),
        added=tuple(part.name for key, part in new.items() if key not in old),
        notes=(_VERSIONS.format(before.version, now.version),) if other else (),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A change before it is judged; `chance` is None where there is nothing to test."""

    change: Change
    higher_is_better: bool | None
    chance: float | None = None


_Key = tuple[str | None, str | None, str | None]


def _by_key(result: CorpusResult) -> dict[_Key, CorpusPart]:
    return {(one.system, one.source_language, one.language): one for one in result.parts}


def _changes(before: CorpusPart, now: CorpusPart) -> Iterator[_Found]:
    yield from _scores(before, now)
    if before.words and now.words:
        yield from _rates(before, now)
    yield from _distributions(before, now)


def _scores(before: CorpusPart, now: CorpusPart) -> Iterator[_Found]:
    old = {score.metric: score for score in before.scores}
    labels = told_apart({score.metric: score.label for score in now.scores})
    for score in now.scores:
        if score.metric in old:
            label = labels[score.metric]
            yield _score(now.name, old[score.metric], replace(score, label=label))


def _score(part: str, before: Score, now: Score) -> _Found:
    change = Change(part, now.label, before.value, now.value, kind=Kind.SCORE)
    if plain(before.signature) != plain(now.signature):
        return _Found(replace(change, note=_OTHERWISE), None)
    if before.interval is None or now.interval is None:
        return _Found(replace(change, note=_NO_INTERVAL), None)
    ends = [
        Bounded(one.value, min(bounds.low, one.value), max(bounds.high, one.value))
        for one, bounds in ((before, before.interval), (now, now.interval))
    ]
    delta = difference(*ends)
    bounded = replace(change, low=delta.low, high=delta.high)
    return _Found(bounded, now.higher_is_better, p_of_difference(delta))


def _rates(before: CorpusPart, now: CorpusPart) -> Iterator[_Found]:
    """All flags, those of each severity, those of each rule.

    A rule's flags are taken to be as clustered as all flags together.
    """
    spread = max(_dispersion(before), _dispersion(now))
    counts = [_counts(part) for part in (before, now)]
    for what in dict.fromkeys([*counts[1], *counts[0]]):
        ends = [
            Rate(count[what], part.words / _PER, spread)
            for count, part in zip(counts, (before, now), strict=True)
        ]
        yield _rate(now.name, what, *ends)


def _counts(part: CorpusPart) -> Counter[str]:
    counts = Counter({"all flags": sum(part.flags.values())})
    counts.update({f"{severity} flags": count for severity, count in part.flags.items()})
    for rule in part.rules:
        counts[rule.rule] += rule.count
    return counts


def _rate(part: str, what: str, before: Rate, now: Rate) -> _Found:
    delta = difference(before.bounded, now.bounded)
    change = Change(
        part,
        what,
        before.bounded.value,
        now.bounded.value,
        delta.low,
        delta.high,
        kind=Kind.RATE,
    )
    tested = before.count or now.count
    return _Found(
        change, higher_is_better=False, chance=p_of_rates(before, now) if tested else None
    )


def _dispersion(part: CorpusPart) -> float:
    sketch = next((one.sketch for one in part.distributions if one.name == FLAGS), None)
    if sketch is None or not part.documents:
        return 1.0
    return dispersion(sketch, part.words / part.documents / _PER)


def _distributions(before: CorpusPart, now: CorpusPart) -> Iterator[_Found]:
    """How each is spread. Segments of an article are alike, so as many articles count."""
    old = {one.name: one for one in before.distributions}
    known = {score.metric: plain(score.signature) for score in before.scores}
    other = {
        s.metric
        for s in now.scores
        if known.get(s.metric, plain(s.signature)) != plain(s.signature)
    }
    labels = told_apart({one.name: one.label for one in now.distributions})
    for one in now.distributions:
        if one.name in old and one.sketch.count and old[one.name].sketch.count:
            found = _distribution(before, now, old[one.name], replace(one, label=labels[one.name]))
            note = replace(found.change, low=None, high=None, note=_OTHERWISE)
            yield _Found(note, None) if one.name in other else found


def _distribution(
    before: CorpusPart, now: CorpusPart, old: Distribution, new: Distribution
) -> _Found:
    ends = (min(before.documents, old.sketch.count), min(now.documents, new.sketch.count))
    found = stability(old.sketch, new.sketch)
    change = Change(
        now.name,
        new.label,
        old.sketch.mean,
        new.sketch.mean,
        shift=found.index,
        kind=Kind.DISTRIBUTION,
    )
    means = (mean_of(old.sketch, ends[0]), mean_of(new.sketch, ends[1]))
    if means[0] is not None and means[1] is not None:
        delta = difference(means[0], means[1])
        change = replace(change, low=delta.low, high=delta.high)
    return _Found(change, new.higher_is_better, found.p(*ends))


def _judged(found: Sequence[_Found]) -> Iterator[Change]:
    chances = [one.chance for one in found if one.chance is not None]
    adjusted = iter(holm(chances) if chances else [])
    for one in found:
        p = None if one.chance is None else next(adjusted)
        yield replace(one.change, p=p, tone=_tone(one, p))


def _tone(found: _Found, p: float | None) -> str:
    change = found.change
    if p is None or p > _SURE or found.higher_is_better is None or change.now == change.before:
        return ""
    if change.shift is not None and change.shift < _LITTLE:
        return ""
    if change.low is not None and change.high is not None and change.low <= 0 <= change.high:
        return ""
    return _BETTER if (change.now > change.before) == found.higher_is_better else _WORSE


def _rejected(before: CorpusResult, now: CorpusResult) -> Change | None:
    """The share of rows that were rejected; they come in runs, so that no interval is given."""
    counts = [sum(one.count for one in result.rejected) for result in (before, now)]
    if not any(counts) or not before.rows or not now.rows:
        return None
    shares = (counts[0] / before.rows, counts[1] / now.rows)
    return Change("", "rejected rows", *shares, kind=Kind.REJECTED, note=_NO_INTERVAL)
