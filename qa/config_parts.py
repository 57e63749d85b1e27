"""From a configuration's tables to the portions of a run and to its gates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from corpora.errors import UsageError
from corpora.load import Inputs
from corpora.opening import is_url
from qa.asked import metric_names
from qa.changes import names_of
from qa.config import Config, GateTable, Lengths, SetTable, Settings
from qa.gates.language import parse
from qa.gates.requirements import (
    BASELINE,
    Coverage,
    Covered,
    FlagLimit,
    NeedLimit,
    NoWorse,
    Requirement,
    ScoreLimit,
    SmallFall,
)
from qa.judging import Wanted
from qa.language_choice import Languages
from qa.portions import Part


@dataclass(frozen=True, slots=True)
class Metrics:
    """What is measured in general, and what gates ask for whatever a test set names."""

    general: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Each once."""
        return tuple(dict.fromkeys((*self.general, *self.asked)))

    def of(self, table: SetTable) -> tuple[str, ...]:
        """What is measured of a test set."""
        own = self.general if table.metrics is None else metric_names(table.metrics)
        return tuple(dict.fromkeys((*own, *self.asked)))


def parts_of(
    config: Config, metrics: Metrics, sets: Sequence[str], systems: Sequence[str]
) -> tuple[Part, ...]:
    """A portion for each system on each test set; only the named ones, if any are named.

    Systems that are not judged stay, to be compared with. Raises UsageError for unknown names.
    """
    settings = config.settings
    _check_names(sets, settings.sets, "--set")
    _check_names(systems, settings.systems, "--system")
    if not settings.sets:
        raise UsageError("name a file, or test sets in copydesk.toml ('copydesk init' writes one)")
    found = tuple(
        part
        for name, table in settings.sets.items()
        if not sets or name in sets
        for part in _of_set(config, name, table, metrics)
        if not systems or part.system in systems or not part.is_judged
    )
    if not any(part.is_judged for part in found):
        raise UsageError("no system is judged: those that are named are there to be compared with")
    return found


def _check_names(wanted: Sequence[str], known: Collection[str], option: str) -> None:
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, list(known), n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known) or '-'}"
            raise UsageError(f"{option} {name}: the configuration has none of this name; {hint}")


def _of_set(config: Config, name: str, table: SetTable, metrics: Metrics) -> Iterator[Part]:
    systems = config.settings.systems_of(name)
    if not table.has_systems and len(systems) != 1:
        systems = ("",)
    for system in systems:
        yield Part(
            inputs=_inputs(config, table, system),
            languages=Languages(table.lang, table.source_lang),
            metrics=metrics.of(table),
            set=name,
            system=system,
            domain=table.domain or "",
            is_judged=not system or config.settings.systems[system].judged,
        )


def _inputs(config: Config, table: SetTable, system: str) -> Inputs:
    source = table.source
    return Inputs(
        (_near(config, table.mt_of(system)),),
        None if source is None else _near(config, source),
        tuple(_near(config, one) for one in table.references),
        table.format,
        table.encoding,
    )


def _near(config: Config, name: str) -> str:
    """A file that the configuration names, from here if it lies below: so reports show it."""
    path, here = config.file(name) or name, Path.cwd()
    if is_url(path) or not Path(path).is_relative_to(here):
        return path
    return str(Path(path).relative_to(here))


def gates_of(settings: Settings, more: Sequence[str]) -> tuple[Wanted, ...]:
    """The gates of a configuration, and those of the command line."""
    tables = (*settings.gate_tables, *(GateTable(require=sentence) for sentence in more))
    found = (
        _wanted(table, requirement)
        for table in tables
        for sentence in table.requirements
        for requirement in parse(sentence)
    )
    return tuple(dict.fromkeys(found))


def _wanted(table: GateTable, requirement: Requirement) -> Wanted:
    return Wanted(
        requirement,
        table.name or "",
        table.sets,
        table.systems,
        table.pairs,
        table.domains,
        Lengths() if table.lengths is None else Lengths.of(table.lengths),
    )


def of_paths(wanted: Sequence[Wanted], baseline: str) -> tuple[Wanted, ...]:
    """The gates that can be about files named on the command line: of no set, no system."""
    names = {BASELINE, *names_of(baseline)}
    return tuple(
        one
        for one in wanted
        if not (one.sets or one.systems)
        and (
            not isinstance(one.requirement, NoWorse | SmallFall) or one.requirement.against in names
        )
    )


def of_chosen(
    wanted: Sequence[Wanted], sets: Sequence[str], systems: Sequence[str]
) -> tuple[Wanted, ...]:
    """The gates that can be about these test sets and systems; of all, where none is named."""
    return tuple(
        one
        for one in wanted
        if (not (sets and one.sets) or {*sets} & {*one.sets})
        and (not (systems and one.systems) or {*systems} & {*one.systems})
    )


def needs_baseline(requirement: Requirement) -> bool:
    """Whether there must be a baseline to judge it."""
    if isinstance(requirement, NoWorse | SmallFall):
        return requirement.against == BASELINE
    return isinstance(requirement, FlagLimit) and requirement.is_new


def needs_estimate(requirement: Requirement) -> bool:
    """Whether it asks the estimator."""
    if isinstance(requirement, Coverage):
        return requirement.what is Covered.ESTIMATE
    return isinstance(requirement, NeedLimit)


def metrics_of(wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """The metrics that gates ask for."""
    found = (
        one.requirement.metric
        for one in wanted
        if isinstance(one.requirement, ScoreLimit | NoWorse | SmallFall)
    )
    return tuple(dict.fromkeys(found))
