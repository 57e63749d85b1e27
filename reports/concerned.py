"""Which flags a condition of the gate is about, as its name says it."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpora.text import Severity
from reports.result import Condition, FlagResult, Result
from reports.since import Found, is_old, worst_first

_FLAGS = re.compile(r"\bflags?\b")
_NEW = re.compile(r"\bnew\b")
_RULE = re.compile(r"\brule ([\w/-]+)")
_SEVERITY = re.compile(r"\bseverity (\w+)")
_WEIGHTS = {severity.word: severity for severity in Severity}


def concerned(result: Result, condition: Condition) -> tuple[Found, ...]:
    """The flags that a condition counts, the worst first; none for one about something else."""
    if not _FLAGS.search(condition.name):
        return ()
    counts = _counting(condition.name)
    return worst_first(
        Found(document, flag)
        for document in result.documents
        if _name(result, document.portion) == condition.portion or not condition.portion
        for flag in document.flags
        if counts(flag)
    )


def _name(result: Result, number: int) -> str:
    return result.portions[number].name if number < len(result.portions) else ""


def _counting(name: str) -> Callable[[FlagResult], bool]:
    """Whether a flag is of the kind that a condition's name speaks of."""
    rule, severity = _RULE.search(name), _SEVERITY.search(name)
    least = _WEIGHTS.get(severity[1], Severity.NEUTRAL) if severity else Severity.NEUTRAL
    is_new = _NEW.search(name) is not None

    def counts(flag: FlagResult) -> bool:
        spoken = rule is None or rule[1] in flag.rules or flag.category.startswith(rule[1])
        return spoken and flag.severity >= least and not (is_new and is_old(flag))

    return counts
