"""What no type can tell: names that nothing bears, and tables that contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from corpora.errors import ConfigError, CopydeskError
from corpora.languages import parse
from corpora.text import Severity
from qa.asked import metric_names
from qa.config.chosen import Available, unknown_rule
from qa.config.conversion import Fault
from qa.config.hints import nearest
from qa.config.lines import KeyPath
from qa.config.rule_tables import Rules, Scope
from qa.config.scopes import Lengths, pair_pattern
from qa.config.set_faults import set_faults, system_faults
from qa.config.tables import GateTable, Settings

GIT = "git:"
GateCheck = Callable[[str], object]
"""Reads the sentence of a gate. Raises CopydeskError where it does not understand."""


def parse_gate(text: str) -> object:
    """The requirements of a gate's sentence; read by what only those need who have gates."""
    language: Any = import_module("qa.gates.language")
    return language.parse(text)


@dataclass(frozen=True, slots=True)
class Known:
    """What names may stand for: the file itself, the rules there are, the gates' language."""

    settings: Settings
    rules: Available
    check_gate: GateCheck


def faults(known: Known) -> Iterator[Fault]:
    """All that is wrong."""
    settings = known.settings
    if settings.baseline in ("", GIT):
        yield Fault(("baseline",), "write a file's name, or git:REF")
    yield from _metric_faults(settings.metrics, ("metrics",))
    yield from _rule_faults(settings.rules, ("rules",), known.rules)
    for number, scope in enumerate(settings.rules.for_):
        at = ("rules", "for", number)
        yield from _rule_faults(scope, at, known.rules)
        yield from _scope_faults(scope, at, settings)
        yield from _each(scope.languages, (*at, "languages"), parse)
    yield from set_faults(settings)
    for name, one in settings.sets.items():
        yield from _metric_faults(one.metrics, ("sets", name, "metrics"))
    yield from system_faults(settings)
    for number, gate in enumerate(settings.gates):
        yield from _gate_faults(gate, ("gates", number), known)


def _metric_faults(names: Sequence[str] | None, at: KeyPath) -> Iterator[Fault]:
    """The metrics that there are not, or that are asked for wrongly."""
    yield from _each(names or (), at, lambda name: metric_names([name]))


def _each(texts: Iterable[str], at: KeyPath, read: Callable[[str], object]) -> Iterator[Fault]:
    """What a reader says of those texts that it does not understand."""
    for number, text in enumerate(texts):
        try:
            read(text)
        except CopydeskError as error:
            yield Fault((*at, number), str(error))


def _rule_faults(table: Rules | Scope, at: KeyPath, available: Available) -> Iterator[Fault]:
    for key, names in (("select", table.select), ("ignore", table.ignore)):
        for number, name in enumerate(names):
            if said := unknown_rule(name, available):
                yield Fault((*at, key, number), said)
    for rule, word in table.severity.items():
        if said := unknown_rule(rule, available):
            yield Fault((*at, "severity", rule), said)
        if word.upper() not in Severity.__members__:
            hint = nearest(word.lower(), [one.word for one in Severity], "")
            yield Fault((*at, "severity", rule), f"no severity is called '{word}'; {hint}")


def _scope_faults(scope: Scope | GateTable, at: KeyPath, settings: Settings) -> Iterator[Fault]:
    """What scopes of rules and gates share."""
    yield from _each(scope.pairs, (*at, "pairs"), pair_pattern)
    yield from _unknown_names(scope.sets, settings.sets, "set", (*at, "sets"))
    yield from _unknown_names(scope.domains, settings.domain_names, "domain", (*at, "domains"))
    if scope.lengths is not None:
        try:
            Lengths.of(scope.lengths)
        except ConfigError as error:
            yield Fault((*at, "lengths"), str(error))


def _unknown_names(
    names: Sequence[str], known: Iterable[str], what: str, at: KeyPath
) -> Iterator[Fault]:
    """The names that nothing of this kind bears."""
    there = list(known)
    for number, name in enumerate(names):
        if name not in there:
            hint = nearest(name, there, f"there is none: write a table [{what}s]")
            yield Fault((*at, number), f"no {what} is called '{name}'; {hint}")


def _gate_faults(gate: str | GateTable, at: KeyPath, known: Known) -> Iterator[Fault]:
    if isinstance(gate, str):
        yield from _sentence_faults(gate, at, known)
        return
    here = (*at, "require")
    for number, sentence in enumerate(gate.requirements):
        place = here if isinstance(gate.require, str) else (*here, number)
        yield from _sentence_faults(sentence, place, known)
    if not gate.requirements:
        yield Fault(here, "write what is required: a sentence, such as 'no new major'")
    yield from _scope_faults(gate, at, known.settings)
    systems = known.settings.systems
    yield from _unknown_names(gate.systems, systems, "system", (*at, "systems"))
    for number, name in enumerate(gate.systems):
        if name in systems and not systems[name].judged:
            what = f"'{name}' is there to be compared with only (judged = false)"
            yield Fault((*at, "systems", number), what)


def _sentence_faults(sentence: str, at: KeyPath, known: Known) -> Iterator[Fault]:
    try:
        known.check_gate(sentence)
    except CopydeskError as error:
        yield Fault(at, str(error))
