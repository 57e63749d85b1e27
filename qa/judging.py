"""From portions to the verdict: what is demanded of each, and by what it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.text import Document
from qa.changes import earlier_rows
from qa.config.scopes import Lengths, fits_pair
from qa.flagger import Flagger
from qa.gate import Gate, tally_of
from qa.gates.evidence import Demand, Evidence, Fact, Looked, Measure, Scope, kinds_of
from qa.gates.judge import Asked, judge
from qa.gates.names import name_of
from qa.gates.requirements import NoWorse, Requirement, SmallFall
from qa.lengths import length_of
from qa.portions import Part, Taken
from reports.result import Condition, Outcome, Verdict

_EVERY = Lengths(0, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement, and what it is about; empty lists are about everything.

    `name` is what the user calls it, empty for the requirement's own words.
    """

    requirement: Requirement
    name: str = ""
    sets: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    lengths: Lengths = _EVERY

    def concerns(self, part: Part) -> bool:
        """Whether it is about a portion; it never compares a system with itself."""
        wanted = self.requirement
        if isinstance(wanted, NoWorse | SmallFall) and wanted.against == part.system:
            return False
        here = not self.sets or part.set in self.sets
        return here and (part.system in self.systems if self.systems else part.is_judged)

    def fits(self, document: Document, domain: str) -> bool:
        """Whether a document's languages and domain are meant."""
        languages = document.source_language, document.language
        pair = not self.pairs or fits_pair(self.pairs, *languages)
        return pair and (not self.domains or domain in self.domains)

    @property
    def title(self) -> str:
        """Its name in the verdict."""
        about = [*self.pairs, *self.domains]
        about += [] if self.lengths == _EVERY else [f"segments of {_spelt(self.lengths)} words"]
        own = name_of(self.requirement)
        named = f"{self.name}: {own}" if self.name else own
        return f"{named} [{', '.join(about)}]" if about else named


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What judges a run: the short options, the sentences, who flagged, and the portions."""

    gate: Gate
    wanted: Sequence[Wanted]
    flagger: Flagger
    portions: Sequence[Taken]

    def verdict(self) -> Verdict:
        """Judge the run. Of a portion in which nothing changed there is nothing to say."""
        conditions: list[Condition] = []
        asked: list[Asked] = []
        for taken in self.portions:
            if taken.is_idle:
                continue
            if taken.part.is_judged:
                tally = tally_of(taken.results, is_dated=taken.since is not None)
                conditions += self.gate.judge(tally, taken.scores, taken.part.name).conditions
            mine = [wanted for wanted in self.wanted if self._is_about(wanted, taken)]
            evidence = self._evidence(taken) if mine else None
            asked += [Asked(_demand(one, evidence, taken), evidence) for one in mine if evidence]
        return Verdict((*conditions, *judge(asked), *self._idle()))

    def _idle(self) -> Iterator[Condition]:
        """Gates that are about no portion at all: they have no evidence."""
        said = "nothing that it is about was judged: no such article, test set, system"
        for wanted in self.wanted:
            if not any(self._is_about(wanted, taken) for taken in self.portions):
                yield Condition(wanted.title, Outcome.ERROR, said)

    def _is_about(self, wanted: Wanted, taken: Taken) -> bool:
        """Whether a gate is about a portion, and about any document there."""
        if not wanted.concerns(taken.part):
            return False
        origin, documents = taken.part.origin, taken.examined.documents
        return taken.is_idle or any(
            wanted.fits(document, self.flagger.domain(document, origin)) for document in documents
        )

    def _evidence(self, taken: Taken) -> Evidence:
        kinds = {rule: one.value.category for rule, one in taken.examined.known.items()}
        looked = [
            Looked(
                result=result,
                domain=self.flagger.domain(heard.document, taken.part.origin),
                lengths=tuple(map(length_of, heard.document.segments)),
                ran=heard.saw_all,
                kinds=kinds,
            )
            for heard, result in zip(taken.examined.heard, taken.results, strict=True)
        ]
        return Evidence(
            set=taken.part.set,
            system=taken.part.system,
            documents=tuple(looked),
            facts=tuple(_facts(looked)),
            measures={
                name: Measure(taken.examined.counted[name], rows)
                for name, rows in taken.rows.items()
            },
            before=earlier_rows(taken, self.portions),
            baseline=taken.since.baseline if taken.since else "",
        )


def _spelt(lengths: Lengths) -> str:
    if lengths.high is None:
        return f"{lengths.low} or more"
    return f"{lengths.low} to {lengths.high}"


def _facts(looked: Sequence[Looked]) -> Iterator[Fact]:
    for number, one in enumerate(looked):
        for flag in one.result.flags:
            places = (flag.segment, *(other.segment for other in flag.also))
            categories = (flag.category, *(one.kinds.get(rule, "") for rule in flag.rules))
            yield Fact(
                document=number,
                words=tuple(one.lengths[segment] for segment in places),
                severity=flag.severity,
                rules=flag.rules,
                kinds=tuple(kind for category in categories for kind in kinds_of(category)),
                age=flag.age,
            )


def _demand(wanted: Wanted, evidence: Evidence, taken: Taken) -> Demand:
    inside = frozenset(
        number
        for number, one in enumerate(evidence.documents)
        if wanted.fits(taken.examined.documents[number], one.domain)
    )
    has_lengths = wanted.lengths != _EVERY
    is_whole = not has_lengths and len(inside) == len(evidence.documents)
    scope = Scope(inside, wanted.lengths.holds, is_whole)
    return Demand(wanted.title, wanted.requirement, scope, has_lengths)
