"""Sentences that say what a gate requires.

    chrf >= 55                            bleu at least 30          ter <= 45
    chrf no worse than main               also: …, p < 0.01          …, randomisation
    chrf no worse than baseline, p < 0.05; and no more than 0.5 points
    chrf loses at most 0.5 points to baseline
    chrf no more than 0.3 worse than main, p < 0.05
    no new major                          no critical               no flags
    at most 5 per 1,000 words             at most 2 new minor flags
    rule number-mismatch = 0              no new rule accuracy
    no article above 0.6
    every article has a reference         (or a source, an estimate)

Letter case and the words `flag`, `flags`, `points` don't matter; `≤` is `<=`, `≥` is `>=`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from corpora.errors import UsageError
from corpora.text import Severity
from metrics.significance import Procedure
from qa.asked import metric_names
from qa.config.chosen import unknown_rule
from qa.gates.requirements import (
    LEAST_P,
    Bound,
    Coverage,
    Covered,
    FlagLimit,
    NeedLimit,
    NoWorse,
    Requirement,
    ScoreLimit,
    SmallFall,
)
from qa.plugins import CHECKS, METRICS, discover, names

FORMS = (
    "chrf >= 55",
    "chrf no worse than baseline, p < 0.05; no more than 0.5 points",
    "no new major",
    "at most 5 per 1,000 words",
    "rule number-mismatch = 0",
    "no article above 0.6",
    "every article has a reference",
)
_NUMBER = r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)"
_BOUNDS = {
    ">=": Bound.AT_LEAST, "≥": Bound.AT_LEAST, "at least": Bound.AT_LEAST,
    "<=": Bound.AT_MOST, "≤": Bound.AT_MOST, "at most": Bound.AT_MOST,
    ">": Bound.OVER, "over": Bound.OVER, "<": Bound.UNDER, "under": Bound.UNDER,
}  # fmt: skip
_BOUND = "(?P<bound>" + "|".join(sorted(map(re.escape, _BOUNDS), key=len, reverse=True)) + ")"
_SEVERITIES = "|".join(one.word for one in Severity)
_COUNTED = (
    rf"(?P<new>new )?(?:(?P<severity>{_SEVERITIES})(?: or worse)?|any)? ?(?:flags?)?"
    rf"(?: of rule (?P<rule>[\w/-]+))?(?: of severity (?P<heavy>{_SEVERITIES})(?: or worse)?)?"
)
_PER = r"(?P<per> ?(?:per|/) ?1,?000 words)?"
_RULE = r"(?P<new>new )?rule (?P<rule>[\w/-]+)"
_TESTS = {
    "bootstrap": Procedure.BOOTSTRAP,
    "paired bootstrap": Procedure.BOOTSTRAP,
    "randomisation": Procedure.RANDOMISATION,
    "approximate randomisation": Procedure.RANDOMISATION,
}


def parse(text: str) -> tuple[Requirement, ...]:
    """What a sentence requires, one thing or two. Raises UsageError for what nobody understands."""
    plain = " ".join(text.split())
    clauses = [part.strip(" )") for part in re.split(r"; ?|, | \((?=p)", plain)]
    head = clauses[0].rstrip(".")
    for pattern, build in _SENTENCES:
        if found := re.fullmatch(pattern, head, re.IGNORECASE):
            requirement = build(found, text)
            return tuple(_with_clauses(requirement, clauses[1:], text))
    comma = "write a point, as in 45.5; " if re.search(r"\d,\d", head) else ""
    what = f"is not understood; {comma}write such as: {' | '.join(FORMS)}"
    raise UsageError(f"the gate '{text}' {what}")


def _with_clauses(first: Requirement, clauses: list[str], text: str) -> Iterator[Requirement]:
    """The first requirement as the clauses behind it change it, and what they add."""
    more: list[Requirement] = []
    for clause in clauses:
        plain = re.sub(r"^and ", "", clause.casefold()).rstrip(".")
        if not isinstance(first, NoWorse):
            raise UsageError(f"the gate '{text}': '{clause}' goes with 'no worse than' only")
        if found := re.fullmatch(rf"p ?<=? ?{_NUMBER}", plain):
            first = replace(first, p=_probability(found, text))
        elif plain in _TESTS:
            first = replace(first, test=_TESTS[plain])
        elif found := re.fullmatch(
            rf"(?:by )?(?:no more than|at most) {_NUMBER}(?: points?)?", plain
        ):
            more.append(SmallFall(first.metric, first.against, _number(found, text)))
        else:
            known = "p < 0.05, paired bootstrap, randomisation, no more than 0.5 points"
            raise UsageError(f"the gate '{text}': '{clause}' is not understood; there is: {known}")
    if isinstance(first, NoWorse) and first.margin and first.test is not Procedure.BOOTSTRAP:
        raise UsageError(f"the gate '{text}': a margin can be tested by the bootstrap only")
    yield first
    yield from more


def _probability(found: re.Match[str], text: str) -> float:
    value = _number(found, text)
    if not LEAST_P <= value < 1:
        least = f"{LEAST_P:g}, below which 1,000 resamples tell nothing, and 1"
        raise UsageError(f"the gate '{text}': p lies between {least}")
    return value


def _number(found: re.Match[str], text: str) -> float:
    try:
        return float(found["number"].replace(",", ""))
    except ValueError:
        raise UsageError(f"the gate '{text}': a number is missing") from None


def _metric(found: re.Match[str]) -> str:
    (name,) = metric_names([found["metric"].removesuffix(":")])
    return name


def _score(found: re.Match[str], text: str) -> Requirement:
    bound = _BOUNDS[found["bound"].casefold()]
    return ScoreLimit(_metric(found), bound, _number(found, text))


def _no_worse(found: re.Match[str], _text: str) -> Requirement:
    return NoWorse(_metric(found), found["against"])


def _margin(found: re.Match[str], text: str) -> Requirement:
    margin = _number(found, text)
    if margin < 0:
        raise UsageError(f"the gate '{text}': a margin is not negative")
    return NoWorse(_metric(found), found["against"], margin=margin)


def _below(found: re.Match[str], text: str) -> Requirement:
    return SmallFall(_metric(found), found["against"], _number(found, text))


def _rule(name: str | None, text: str) -> str | None:
    """A rule's id or an MQM kind. Raises UsageError, with the nearest one, for anything else."""
    rule = name and name.casefold()
    is_metric = rule in names(METRICS)  # one that marks errors is a rule of that name
    if rule and not is_metric and (said := unknown_rule(rule, discover(CHECKS))):
        raise UsageError(f"the gate '{text}': {said}")
    return rule


def _flags(found: re.Match[str], text: str) -> Requirement:
    groups = found.groupdict()
    severity = groups.get("severity") or groups.get("heavy")
    number = groups.get("number")
    return FlagLimit(
        0.0 if number is None else _number(found, text),
        Severity[severity.upper()] if severity else None,
        _rule(groups.get("rule"), text),
        bool(groups.get("new")),
        bool(groups.get("per")),
    )


def _need(found: re.Match[str], text: str) -> Requirement:
    value = _number(found, text)
    if not 0 <= value <= 1:
        raise UsageError(f"the gate '{text}': need is a share of the words, between 0 and 1")
    return NeedLimit(value)


def _coverage(found: re.Match[str], _text: str) -> Requirement:
    return Coverage(Covered(found["what"].casefold()))


_METRIC = r"(?P<metric>(?!new\b|rule\b|at\b|no\b|every\b|need\b)\S+?)"
_MOST = rf"(?:at most|no more than|<=|≤|=) ?{_NUMBER}"
_AGAINST = r"(?P<against>\S+)"
_FALLS = r"(?:loses|falls by) (?:no more than|at most)"
Build = Callable[[re.Match[str], str], Requirement]
_SENTENCES: tuple[tuple[str, Build], ...] = (
    (r"every (?:article|segment) has an? (?P<what>reference|source|estimate)", _coverage),
    (rf"no article (?:needs more than|above|over) {_NUMBER}", _need),
    (rf"need (?:at most|<=|≤) ?{_NUMBER}", _need),
    (rf"no {_RULE}", _flags),
    (rf"{_RULE} {_MOST}(?: flags?)?{_PER}", _flags),
    (rf"no {_COUNTED}", _flags),
    (rf"(?:at most|no more than|<=|≤) ?{_NUMBER} ?{_COUNTED}{_PER}", _flags),
    (rf"{_METRIC}:? no worse than {_AGAINST}", _no_worse),
    (rf"{_METRIC}:? no more than {_NUMBER} (?:points? )?worse than {_AGAINST}", _margin),
    (rf"{_METRIC}:? (?:no more than|at most) {_NUMBER} (?:points? )?below {_AGAINST}", _below),
    (rf"{_METRIC}:? {_FALLS} {_NUMBER} (?:points? )?(?:to|from) {_AGAINST}", _below),
    (rf"{_METRIC}:? ?{_BOUND} ?{_NUMBER}(?: points?)?", _score),
)
