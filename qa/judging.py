"""From portions to the verdict: what is demanded of each, and by what it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora.text import Document
from qa.changes import earlier_rows
from qa.check import Check
from qa.config.scopes import Lengths, fits_pair
from qa.flagger import Flagger
from qa.gate import Gate, tally_of
from qa.gates.evidence import Demand, Evidence, Fact, Looked, Measure, Scope
from qa.gates.judge import Asked, judge
from qa.gates.names import name_of
from qa.gates.requirements import Requirement
from qa.lengths import length_of
from qa.plugins import Plugin
from qa.portions import Taken
from reports.result import Condition, DocumentResult, Outcome, Verdict

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

    def concerns(self, taken: Taken) -> bool:
        """Whether it is about a portion."""
        part = taken.part
        here = not self.sets or part.set in self.sets
        return here and (part.system in self.systems if self.systems else part.is_judged)

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
            mine = [wanted for wanted in self.wanted if wanted.concerns(taken)]
            evidence = self._evidence(taken) if mine else None
            asked += [Asked(_demand(one, evidence, taken), evidence) for one in mine if evidence]
        return Verdict((*conditions, *judge(asked), *self._idle()))

    def _idle(self) -> Iterator[Condition]:
        """Gates that are about no portion at all: they have no evidence."""
        said = "no test set and system that it is about was judged"
        for wanted in self.wanted:
            if not any(wanted.concerns(taken) for taken in self.portions):
                yield Condition(wanted.title, Outcome.ERROR, said)

    def _evidence(self, taken: Taken) -> Evidence:
        documents = taken.examined.documents
        looked = [
            self._looked(taken, document, result)
            for document, result in zip(documents, taken.results, strict=True)
        ]
        return Evidence(
            set=taken.part.set,
            system=taken.part.system,
            documents=tuple(looked),
            facts=tuple(_facts(looked, taken.examined.known)),
            measures={
                name: Measure(taken.examined.counted[name], rows)
                for name, rows in taken.rows.items()
            },
            before=earlier_rows(taken, self.portions),
            baseline=taken.since.baseline if taken.since else "",
        )

    def _looked(self, taken: Taken, document: Document, result: DocumentResult) -> Looked:
        origin = taken.part.origin
        return Looked(
            result=result,
            domain=self.flagger.domain(document, origin),
            lengths=tuple(map(length_of, document.segments)),
            ran=self.flagger.ran(document, origin),
            known=frozenset(taken.examined.known),
        )


def _spelt(lengths: Lengths) -> str:
    if lengths.high is None:
        return f"{lengths.low} or more"
    return f"{lengths.low} to {lengths.high}"


def _facts(looked: Sequence[Looked], known: Mapping[str, Plugin[Check]]) -> Iterator[Fact]:
    for number, one in enumerate(looked):
        for flag in one.result.flags:
            kind = known[flag.rule].value.category if flag.rule in known else flag.category
            yield Fact(
                number, one.lengths[flag.segment], flag.severity, flag.rules,
                (kind, kind.partition("/")[0]), flag.age,
            )  # fmt: skip


def _demand(wanted: Wanted, evidence: Evidence, taken: Taken) -> Demand:
    inside = frozenset(
        number
        for number, one in enumerate(evidence.documents)
        if _is_about(wanted, one, taken.examined.documents[number])
    )
    is_whole = wanted.lengths == _EVERY and len(inside) == len(evidence.documents)
    return Demand(wanted.title, wanted.requirement, Scope(inside, wanted.lengths.holds, is_whole))


def _is_about(wanted: Wanted, looked: Looked, document: Document) -> bool:
    pair = not wanted.pairs or fits_pair(wanted.pairs, document.source_language, document.language)
    return pair and (not wanted.domains or looked.domain in wanted.domains)
