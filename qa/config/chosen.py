"""The rules for a document, and what is asked of its short and its long segments only."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpora.errors import ConfigError
from corpora.text import Document, Flag, Severity
from qa.check import Check
from qa.config.rule_tables import DEFAULT, Rules, Scope
from qa.config.scopes import Lengths
from qa.lengths import length_of
from qa.plugins import Plugin

ALL = "ALL"
Available = Mapping[str, Plugin[Check]]


@dataclass(frozen=True, slots=True)
class Step:
    """What one table asks, of segments of these lengths (None: of all)."""

    selected: frozenset[str]
    ignored: frozenset[str]
    severities: Mapping[str, Severity]
    lengths: Lengths | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rules for a document, and the severities that replace their own.

    Where some tables are about segments of some lengths, `checks` are all the rules that may run
    for any, and `by_length` is what all tables ask, in order; otherwise it is empty.
    """

    checks: Available
    severities: Mapping[str, Severity]
    by_length: tuple[Step, ...] = ()

    def fitted(self, flag: Flag, words: int) -> Flag | None:
        """A flag as a segment of so many words has it; None where its rule is off for those."""
        if not self.by_length or flag.rule not in self.checks:
            return flag
        is_on, severity = False, None
        for step in self.by_length:
            if step.lengths is None or step.lengths.holds(words):
                is_on = (is_on or flag.rule in step.selected) and flag.rule not in step.ignored
                severity = step.severities.get(flag.rule, severity)
        if not is_on:
            return None
        return flag if severity in (None, flag.severity) else replace(flag, severity=severity)

    def fit_in(self, document: Document) -> Callable[[Flag], Flag | None]:
        """How a flag of a document becomes what the length of its segment asks."""

        def fit(flag: Flag) -> Flag | None:
            if not self.by_length:
                return flag
            return self.fitted(flag, length_of(document.segments[flag.segment]))

        return fit


def choose(rules: Rules, scopes: Sequence[Scope], available: Available) -> Chosen:
    """What the general table and then these scopes ask."""
    steps = tuple(_steps(rules, scopes, available))
    on, severities = frozenset[str](), dict[str, Severity]()
    for step in steps:
        on |= step.selected
        if step.lengths is None:
            on -= step.ignored
            severities |= step.severities
    checks = {rule: available[rule] for rule in available if rule in on}
    is_plain = all(step.lengths is None for step in steps)
    return Chosen(checks, severities, () if is_plain else steps)


def _steps(rules: Rules, scopes: Sequence[Scope], available: Available) -> Iterator[Step]:
    tables: tuple[Rules | Scope, ...] = (rules, *scopes)
    for one in tables:
        named = {rule: Severity[word.upper()] for rule, word in one.severity.items()}
        lengths = one.lengths if isinstance(one, Scope) else None
        yield Step(
            _those(one.select, available),
            _those(one.ignore, available),
            named,
            None if lengths is None else Lengths.of(lengths),
        )


def _those(names: Sequence[str], available: Available) -> frozenset[str]:
    """The rules that these names mean."""
    return frozenset(
        rule
        for rule, plugin in available.items()
        if any(_means(name, rule, plugin.value) for name in names)
    )


def _means(name: str, rule: str, check: Check) -> bool:
    if name in {ALL, rule, check.category}:
        return True
    kind = check.category.partition("/")[0]
    return not check.optional and name in {DEFAULT, kind}


def unknown_rule(name: str, available: Available) -> str | None:
    """What is to be said of a name, with the nearest one, if it is no rule and no kind."""
    kinds = {plugin.value.category for plugin in available.values()}
    known = {ALL, DEFAULT, *available, *kinds, *(kind.partition("/")[0] for kind in kinds)}
    if name in known:
        return None
    near = difflib.get_close_matches(name, sorted(known), n=1)
    hint = f"did you mean '{near[0]}'?" if near else "'copydesk rules' lists them"
    return f"no rule or kind is called '{name}'; {hint}"


def check_name(name: str, available: Available, where: str) -> None:
    """Raise ConfigError, with the nearest name, for one that is no rule and no kind."""
    if said := unknown_rule(name, available):
        raise ConfigError(f"{where}: {said}")
