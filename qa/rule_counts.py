"""How many flags of each rule the translations of each system get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpora.text import Severity
from qa.flagger import Flagger
from qa.merge import merge
from qa.progress import Progress
from qa.systems import Translated
from reports.comparison import RuleCount


def rule_counts(
    systems: Sequence[Translated], flagger: Flagger, progress: Progress
) -> tuple[RuleCount, ...]:
    """The rules whose flags differ in number, those that differ most first."""
    counts: list[Counter[str]] = []
    severities: dict[str, Severity] = {}
    for system in progress(systems, "checking"):
        flags = [f for d in system.documents for f in merge(d, flagger.flags(d))]
        counts.append(Counter(flag.rule for flag in flags))
        for flag in flags:
            severities[flag.rule] = max(flag.severity, severities.get(flag.rule, flag.severity))
    found = [
        RuleCount(rule, severity.word, tuple(count[rule] for count in counts))
        for rule, severity in severities.items()
    ]
    apart = [one for one in found if len(set(one.counts)) > 1]
    return tuple(sorted(apart, key=lambda one: (min(one.counts) - max(one.counts), one.rule)))
