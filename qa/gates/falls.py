"""Scores beside earlier ones: is a system worse than what it is compared with?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from metrics.regression import FEWEST, Fall, corrected, fall
from metrics.significance import Contest, Procedure, System
from qa.gates.evidence import Demand, Evidence
from qa.gates.requirements import BASELINE, NoWorse, SmallFall
from qa.gates.rows import Paired, Rows, paired

_RESAMPLES, _RESAMPLES_A_TEST = 1000, 50
_LEAST_SHARE, _LEAST_LEFT = 0.5, 0.8
"""How many of the segments of now must have been there, and of the earlier ones still be there."""


@dataclass(frozen=True, slots=True)
class Tested:
    """How a test ended and on what evidence; `passed` is None where it could not be made."""

    passed: bool | None
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A demand whose system lies beside an earlier one."""

    number: int
    wanted: NoWorse | SmallFall
    label: str
    fall: Fall


def tested(asked: Sequence[tuple[Demand, Evidence]]) -> dict[int, Tested]:
    """The demands that compare, by their place among all.

    The tests of significance are one family: Holm's correction keeps the chance that any of them
    fires without cause at the limit.
    """
    found: dict[int, Tested] = {}
    cases: list[_Case] = []
    tests = sum(isinstance(demand.requirement, NoWorse) for demand, _ in asked)
    # So many that p can fall below its limit though it is corrected for all of them.
    resamples = max(_RESAMPLES, _RESAMPLES_A_TEST * tests)
    for number, (demand, evidence) in enumerate(asked):
        if isinstance(demand.requirement, NoWorse | SmallFall) and demand.scope.documents:
            case = _case(number, demand.requirement, demand, evidence, resamples)
            if isinstance(case, Tested):
                found[number] = case
            else:
                cases.append(case)
    family = [case for case in cases if isinstance(case.wanted, NoWorse)]
    adjusted = dict(
        zip((c.number for c in family), corrected([c.fall.p for c in family]), strict=True)
    )
    for case in cases:
        found[case.number] = _verdict(case, adjusted.get(case.number), len(family))
    return found


def _case(
    number: int,
    wanted: NoWorse | SmallFall,
    demand: Demand,
    evidence: Evidence,
    resamples: int,
) -> _Case | Tested:
    pair = _pair(wanted, demand, evidence)
    if isinstance(pair, Tested):
        return pair
    contest = replace(_contest(evidence, wanted), resamples=resamples)
    margin = wanted.margin if isinstance(wanted, NoWorse) else 0.0
    systems = System(wanted.against, pair.before), System("", pair.now)
    found = fall(*systems, contest, margin, pair.articles)
    if found.segments < FEWEST and isinstance(wanted, NoWorse) and found.worse > margin:
        said = f"{found.delta:+.2f} over {found.segments} segments; a test needs {FEWEST}"
        return Tested(None, said)
    return _Case(number, wanted, evidence.measures[wanted.metric].counted.metric.label, found)


def _pair(wanted: NoWorse | SmallFall, demand: Demand, evidence: Evidence) -> Paired | Tested:
    """The rows of now and before, side by side, or why they cannot be compared."""
    measure = evidence.measures.get(wanted.metric)
    if measure is None:
        return Tested(None, f"there is no {wanted.metric}: no reference, or not for this language")
    earlier = earlier_rows(evidence, wanted.against, wanted.metric)
    if isinstance(earlier, Tested):
        return earlier
    if earlier.signature != measure.rows.signature:
        both = f"{earlier.signature} and {measure.rows.signature}"
        return Tested(None, f"counted differently: {both}; write it anew")
    pair = paired(earlier, measure.rows, demand.scope.rows(evidence, measure.rows))
    among = len(earlier.keys) if demand.scope.is_whole else 0
    problem = _problem(pair, among, wanted)
    return Tested(None, problem) if problem else pair


def _contest(evidence: Evidence, wanted: NoWorse | SmallFall) -> Contest:
    counted = evidence.measures[wanted.metric].counted
    test = wanted.test if isinstance(wanted, NoWorse) else Procedure.BOOTSTRAP
    return Contest(counted.scorer, counted.metric.higher_is_better, test, _RESAMPLES)


def earlier_rows(evidence: Evidence, against: str, metric: str) -> Rows | Tested:
    """The rows to compare with, or why there are none."""
    is_baseline = against == BASELINE and BASELINE not in evidence.before
    name = evidence.baseline if is_baseline else against
    if not name:
        return Tested(None, "there is no baseline; give --baseline FILE or git:REF")
    if name not in evidence.before:
        known = ", ".join(evidence.before) or "nothing"
        return Tested(None, f"'{against}' is neither a system nor the baseline; there is: {known}")
    rows = evidence.before[name].get(metric)
    return Tested(None, f"{name} holds no {metric}") if rows is None else rows


def _problem(pair: Paired, among: int, wanted: NoWorse | SmallFall) -> str:
    """Why two sets of rows cannot be compared; empty where they can.

    `among` is how many there were before, 0 where that does not matter.
    """
    count = len(pair.now)
    if count < _LEAST_LEFT * among:
        return f"only {count:,} of the {among:,} segments of {wanted.against} are here, too"
    if count < _LEAST_SHARE * pair.among or not count:
        return f"only {count:,} of {pair.among:,} segments are in {wanted.against}, too"
    return ""


def _verdict(case: _Case, adjusted: float | None, tests: int) -> Tested:
    found = case.fall
    now = found.before + found.delta
    low, high = found.interval.low, found.interval.high
    said = f"{case.label} was {found.before:.2f}, is {now:.2f}: {found.delta:+.2f}"
    if isinstance(case.wanted, SmallFall):
        return Tested(found.worse <= case.wanted.most, f"{said} ({found.segments:,} segments)")
    p = found.p if adjusted is None else adjusted
    corrected = f" (corrected for {tests} tests)" if tests > 1 else ""
    size = f"{found.segments:,} segments"
    size += f" of {found.articles:,} articles" if found.articles else ""
    said = f"{said} [{low:+.2f}, {high:+.2f}], p = {p:.3f}{corrected}, {size}"
    return Tested(p >= case.wanted.p, said)
