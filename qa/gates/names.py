"""What a requirement is called in the verdict: the same words however it was written."""

from __future__ import annotations

from metrics.significance import Procedure
from qa.asked import Asked
from qa.gates.requirements import (
    Coverage,
    Covered,
    FlagLimit,
    NeedLimit,
    NoWorse,
    Requirement,
    ScoreLimit,
    SmallFall,
)


def name_of(requirement: Requirement) -> str:
    """A requirement in words: `chrF2 no worse than main (p < 0.05)`."""
    if isinstance(requirement, ScoreLimit):
        return f"{_label(requirement.metric)} {requirement.bound} {_number(requirement.limit)}"
    if isinstance(requirement, NoWorse):
        return _no_worse(requirement)
    if isinstance(requirement, SmallFall):
        what = f"loses at most {_number(requirement.most)} points to {requirement.against}"
        return f"{_label(requirement.metric)} {what}"
    if isinstance(requirement, FlagLimit):
        return _flags(requirement)
    if isinstance(requirement, NeedLimit):
        return f"no article above {_number(requirement.most)}"
    return _coverage(requirement)


def _number(value: float) -> str:
    """All digits, and none of them in powers of ten."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _label(metric: str) -> str:
    asked = Asked.of(metric)
    return metric if asked.parameters else asked.metric.label


def _no_worse(wanted: NoWorse) -> str:
    margin = f"more than {_number(wanted.margin)} points " if wanted.margin else ""
    test = ", randomisation" if wanted.test is Procedure.RANDOMISATION else ""
    limit = f"(p < {_number(wanted.p)}{test})"
    return f"{_label(wanted.metric)} no {margin}worse than {wanted.against} {limit}"


def _flags(wanted: FlagLimit) -> str:
    new = "new " if wanted.is_new else ""
    heavy = f" of severity {wanted.severity.word} or worse" if wanted.severity is not None else ""
    rule = f" of rule {wanted.rule}" if wanted.rule is not None else ""
    if not wanted.most and not wanted.per_1000_words:
        return f"no {new}flag{rule}{heavy}"
    per = " per 1,000 words" if wanted.per_1000_words else ""
    return f"at most {_number(wanted.most)} {new}flags{rule}{heavy}{per}"


def _coverage(wanted: Coverage) -> str:
    article = "an" if wanted.what is Covered.ESTIMATE else "a"
    return f"every article has {article} {wanted.what}"
