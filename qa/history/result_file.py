"""A run from a JSON report that `copydesk check --report json=PATH` wrote, here or elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from corpora.errors import InputError
from corpora.text import Severity
from qa.history.run import KeptPortion, KeptRun, KeptScore, KeptSince, only, outcome_of
from reports.portion import Tallied
from reports.result import Condition, Outcome

_SCHEMA = "copydesk-result-1"
_FIX = "name a report of 'copydesk check --report json=PATH'"
_SEVERITIES = {severity.word: severity for severity in Severity}


class _Interval(msgspec.Struct, frozen=True):
    low: float
    high: float


class _Score(msgspec.Struct, frozen=True):
    metric: str
    label: str
    value: float
    higher_is_better: bool
    signature: str
    segments: int
    interval: _Interval | None = None


class _Flag(msgspec.Struct, frozen=True):
    rule: str
    severity: str


class _Document(msgspec.Struct, frozen=True):
    words: int
    segments: list[msgspec.Raw]
    flags: list[_Flag]
    language: str | None = None
    source_language: str | None = None
    system: str | None = None


class _Condition(msgspec.Struct, frozen=True):
    name: str
    outcome: Outcome
    portion: str | None = None


class _Verdict(msgspec.Struct, frozen=True):
    conditions: list[_Condition]


class _Tally(msgspec.Struct, frozen=True):
    rule: str
    severity: str
    count: int


class _Since(msgspec.Struct, frozen=True):
    baseline: str
    new: int
    old: int
    fixed: list[msgspec.Raw]


class _Portion(msgspec.Struct, frozen=True):
    set: str | None
    system: str | None
    documents: int
    segments: int
    words: int
    scores: list[_Score]
    flags: list[_Tally]
    domain: str | None = None
    source_language: str | None = None
    language: str | None = None
    since: _Since | None = None
    judged: bool = True


class _Report(msgspec.Struct, frozen=True):
    schema: str
    version: str
    verdict: _Verdict
    scores: list[_Score]
    documents: list[_Document]
    portions: list[_Portion] = []


def read_run(path: str) -> KeptRun:
    """The run that a JSON report tells of.

    A report without portions counts as one that has no name; of its flags those that it shows
    count. Raises InputError for a file that cannot be read, or is something else.
    """
    try:
        report = msgspec.json.decode(Path(path).read_bytes(), type=_Report)
        if report.schema != _SCHEMA:
            raise InputError(path, f"a report of the kind '{report.schema}'", fix=_FIX)
        return KeptRun(report.version, _portions(report))
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(path, f"no JSON report of copydesk's ({error})", fix=_FIX) from None


def _portions(report: _Report) -> tuple[KeptPortion, ...]:
    judged = [
        Condition(one.name, one.outcome, "", one.portion or "") for one in report.verdict.conditions
    ]
    if not report.portions:
        return (_whole(report, judged),)
    return tuple(_portion(one, judged) for one in report.portions if one.judged)


def _portion(portion: _Portion, conditions: Sequence[Condition]) -> KeptPortion:
    name = ", ".join(part for part in (portion.set, portion.system) if part)
    return KeptPortion(
        set=portion.set or "",
        system=portion.system or "",
        domain=portion.domain or "",
        source_language=portion.source_language,
        language=portion.language,
        documents=portion.documents,
        segments=portion.segments,
        words=portion.words,
        outcome=outcome_of(name, conditions),
        scores=tuple(map(_kept, portion.scores)),
        tallies=tuple(Tallied(t.rule, _severity(t.severity), t.count) for t in portion.flags),
        since=_since(portion.since),
    )


def _whole(report: _Report, conditions: Sequence[Condition]) -> KeptPortion:
    documents = report.documents
    counts = Counter((flag.rule, _severity(flag.severity)) for d in documents for flag in d.flags)
    return KeptPortion(
        set="",
        system=only(one.system for one in documents) or "",
        domain="",
        source_language=only(one.source_language for one in documents),
        language=only(one.language for one in documents),
        documents=len(documents),
        segments=sum(len(one.segments) for one in documents),
        words=sum(one.words for one in documents),
        outcome=outcome_of("", conditions),
        scores=tuple(map(_kept, report.scores)),
        tallies=tuple(Tallied(*pair, count) for pair, count in sorted(counts.items())),
    )


def _kept(score: _Score) -> KeptScore:
    ends = score.interval
    return KeptScore(
        metric=score.metric,
        label=score.label,
        value=score.value,
        low=ends.low if ends else None,
        high=ends.high if ends else None,
        higher_is_better=score.higher_is_better,
        segments=score.segments,
        signature=score.signature,
    )


def _severity(word: str) -> Severity:
    if word not in _SEVERITIES:
        raise msgspec.ValidationError(f"there is no severity '{word}'")
    return _SEVERITIES[word]


def _since(since: _Since | None) -> KeptSince | None:
    if since is None:
        return None
    return KeptSince(since.baseline, since.new, since.old, len(since.fixed))
