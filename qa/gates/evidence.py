"""What a gate judges by, a portion of a run at a time, and which part of it a gate is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from corpora.text import Severity
from corpora.words import count_words
from metrics.evaluate import Counted
from metrics.ngrams import Integers
from qa.gates.requirements import Requirement
from qa.gates.rows import Rows
from reports.result import Age, DocumentResult


@dataclass(frozen=True, slots=True)
class Fact:
    """A flag as the gates see it: `rules` are the one that speaks and those it speaks for.

    `kinds` are the MQM categories of the rule that speaks, `words` those of the flag's segment.
    """

    document: int
    words: int
    severity: Severity
    rules: tuple[str, ...]
    kinds: tuple[str, ...]
    age: Age | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A document as the gates see it: its domain, the words of each segment.

    `ran` are the rules that looked at it, `known` all that there are.
    """

    result: DocumentResult
    domain: str
    lengths: tuple[int, ...]
    ran: frozenset[str]
    known: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A metric of a portion: what it counted, and the rows with their places."""

    counted: Counted
    rows: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A portion: its documents, all their flags, what was measured; and earlier rows.

    `before` are rows by the name of what they are compared with (a system, or the baseline), then
    by metric. `baseline` is the baseline's name, empty for none.
    """

    set: str
    system: str
    documents: tuple[Looked, ...]
    facts: tuple[Fact, ...]
    measures: Mapping[str, Measure]
    before: Mapping[str, Mapping[str, Rows]] = field(default_factory=dict)
    baseline: str = ""

    @property
    def name(self) -> str:
        """As people call it: `news, new`."""
        return ", ".join(part for part in (self.set, self.system) if part)


Segmental = Callable[[int], bool]


def _every(_words: int) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a portion that a gate is about: these documents, segments of such lengths.

    `is_whole` says that nothing is left out.
    """

    documents: frozenset[int]
    holds: Segmental = _every
    is_whole: bool = True

    def facts(self, evidence: Evidence) -> list[Fact]:
        """The flags in it."""
        return [f for f in evidence.facts if f.document in self.documents and self.holds(f.words)]

    def rows(self, evidence: Evidence, rows: Rows) -> Integers:
        """The numbers of the rows in it."""
        lengths = [one.lengths for one in evidence.documents]
        return np.asarray(
            [
                number
                for number, place in enumerate(rows.places)
                if place.document in self.documents
                and self.holds(lengths[place.document][place.segment])
            ],
            dtype=np.int64,
        )

    def words(self, evidence: Evidence) -> int:
        """The words of the translations in it."""
        documents = [evidence.documents[number] for number in sorted(self.documents)]
        if self.is_whole:
            return sum(one.result.words for one in documents)
        return sum(
            count_words(segment.mt)
            for one in documents
            for segment, length in zip(one.result.segments, one.lengths, strict=True)
            if self.holds(length)
        )


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement with its name and the part that it is about, of one portion."""

    name: str
    requirement: Requirement
    scope: Scope
