"""How each requirement is judged. What its evidence lacks makes it an error, never a pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.score import Score
from qa.gates.evidence import Demand, Evidence, Fact, Looked, kinds_of
from qa.gates.falls import Tested, tested
from qa.gates.requirements import (
    Coverage,
    Covered,
    FlagLimit,
    NeedLimit,
    NoWorse,
    ScoreLimit,
    SmallFall,
)
from reports.result import Age, Condition, DocumentResult, Outcome, SegmentResult

_PER = 1000
_SHOWN = 3
Judged = tuple[Outcome, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is demanded of a portion, and its evidence."""

    demand: Demand
    evidence: Evidence


def judge(asked: Sequence[Asked]) -> tuple[Condition, ...]:
    """A condition for each demand; p is corrected for the number of tests among them (Holm)."""
    tests = tested([(one.demand, one.evidence) for one in asked])
    return tuple(
        Condition(one.demand.name, outcome, said, one.evidence.name)
        for number, one in enumerate(asked)
        for outcome, said in [_judged(one, tests.get(number))]
    )


def _judged(asked: Asked, test: Tested | None) -> Judged:
    demand, evidence = asked.demand, asked.evidence
    requirement = demand.requirement
    if not demand.scope.is_whole and demand.scope.is_empty(evidence):
        return Outcome.ERROR, "no segment is of this kind"
    if isinstance(requirement, ScoreLimit):
        return _score(requirement, demand, evidence)
    if isinstance(requirement, NoWorse | SmallFall):
        return (Outcome.ERROR, "there is nothing to test") if test is None else _fall(test)
    if isinstance(requirement, FlagLimit):
        return _flags(requirement, demand, evidence)
    if isinstance(requirement, NeedLimit):
        return _need(requirement, demand, evidence)
    return _coverage(requirement, demand, evidence)


def _outcome(passed: bool) -> Outcome:  # noqa: FBT001 — the one thing it is about
    return Outcome.PASS if passed else Outcome.FAIL


def _score(wanted: ScoreLimit, demand: Demand, evidence: Evidence) -> Judged:
    measure = evidence.measures.get(wanted.metric)
    if measure is None:
        return Outcome.ERROR, f"there is no {wanted.metric}: no reference, or not for this language"
    numbers = demand.scope.rows(evidence, measure.rows)
    if not len(numbers):
        return Outcome.ERROR, "no segment of this kind could be scored"
    score: Score = measure.counted.of(numbers.tolist())
    said = f"{score.label} is {score.value:.2f} ({len(numbers):,} segments)"
    return _outcome(wanted.bound.holds(score.value, wanted.limit)), said


def _fall(test: Tested) -> Judged:
    if test.passed is None:
        return Outcome.ERROR, test.said
    return _outcome(test.passed), test.said


def _flags(wanted: FlagLimit, demand: Demand, evidence: Evidence) -> Judged:
    if wanted.is_new and not evidence.baseline:
        return Outcome.ERROR, "there is no baseline: what is new cannot be told; give --baseline"
    if missing := _blind(wanted, demand, evidence):
        return Outcome.ERROR, missing
    bad = [one for one in demand.scope.facts(evidence) if _counts(wanted, one)]
    new = "new " if wanted.is_new else ""
    what = f"{len(bad):,} {new}{'flag' if len(bad) == 1 else 'flags'}"
    if not wanted.per_1000_words:
        return _outcome(len(bad) <= wanted.most), what + _since(evidence, wanted)
    words = demand.scope.words(evidence)
    if not words:
        return Outcome.ERROR, "there are no words"
    density = _PER * len(bad) / words
    said = f"{what} in {words:,} words: {density:.1f} per 1,000"
    return _outcome(density <= wanted.most), said


def _since(evidence: Evidence, wanted: FlagLimit) -> str:
    return f" since {evidence.baseline}" if wanted.is_new else ""


def _counts(wanted: FlagLimit, fact: Fact) -> bool:
    named = wanted.rule is None or wanted.rule in (*fact.rules, *fact.kinds)
    heavy = wanted.severity is None or fact.severity >= wanted.severity
    return named and heavy and (not wanted.is_new or fact.age is not Age.OLD)


def _blind(wanted: FlagLimit, demand: Demand, evidence: Evidence) -> str:
    """Why a rule or a kind of rules cannot be vouched for; empty where it looked at everything."""
    if wanted.rule is None:
        return ""
    documents = [evidence.documents[number] for number in sorted(demand.scope.documents)]
    unseen = [one.result.id for one in documents if not _looked(wanted.rule, one)]
    if not unseen:
        return ""
    share = f"{len(unseen):,} of {len(documents):,} articles"
    return f"{wanted.rule} could not look at {share}, such as {unseen[0]}: off, or no source for it"


def _looked(name: str, document: Looked) -> bool:
    """Whether the rule, or any of the kind, looked at all of a document."""
    return any(
        name in (rule, *kinds_of(document.kinds[rule])) for rule in document.ran & {*document.kinds}
    )


def _need(wanted: NeedLimit, demand: Demand, evidence: Evidence) -> Judged:
    if demand.has_lengths:
        return Outcome.ERROR, "need is known of whole articles only: leave out the lengths"
    documents = [evidence.documents[number].result for number in sorted(demand.scope.documents)]
    unknown = [one.id for one in documents if one.need is None]
    if unknown:
        share = f"{len(unknown):,} of {len(documents):,} articles"
        return Outcome.ERROR, f"no estimate for {share}, such as {unknown[0]}"
    needs = sorted(((_share(one), one.id) for one in documents), key=lambda n: (-n[0], n[1]))
    above = [one for one in needs if one[0] > wanted.most]
    worst = ", ".join(f"{name} {share:.2f}" for share, name in needs[:_SHOWN])
    return _outcome(not above), f"{len(above):,} of {len(needs):,} articles; most: {worst}"


def _share(document: DocumentResult) -> float:
    need = document.need
    return need.edits / need.words if need and need.words else 0.0


def _coverage(wanted: Coverage, demand: Demand, evidence: Evidence) -> Judged:
    numbers = sorted(demand.scope.documents)
    lacking = [
        evidence.documents[number].result.id
        for number in numbers
        if not _has(wanted.what, evidence.documents[number].result, demand, evidence, number)
    ]
    share = f"{len(numbers) - len(lacking):,} of {len(numbers):,} articles have one"
    example = f"; not {', '.join(lacking[:_SHOWN])}" if lacking else ""
    return _outcome(not lacking), share + example


def _has(
    what: Covered, document: DocumentResult, demand: Demand, evidence: Evidence, number: int
) -> bool:
    """Whether all that is meant of an article has a reference, a source or an estimate."""
    if what is Covered.ESTIMATE:
        return document.need is not None
    segments = demand.scope.segments(evidence, number)
    return all(any(text.strip() for text in _sides(what, segment)) for segment in segments)


def _sides(what: Covered, segment: SegmentResult) -> tuple[str, ...]:
    return (segment.source or "",) if what is Covered.SOURCE else segment.references
