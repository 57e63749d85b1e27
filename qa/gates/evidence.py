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
from reports.result import Age, DocumentResult, SegmentResult


@dataclass(frozen=True, slots=True)
class Fact:
    """A flag as the gates see it: `rules` are the one that speaks and those it speaks for.

    `kinds` are the MQM categories of these rules, `words` the lengths of the segments that have the
    fault.
    """

    document: int
    words: tuple[int, ...]
    severity: Severity
    rules: tuple[str, ...]
    kinds: tuple[str, ...]
    age: Age | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A document as the gates see it: its domain, the words of each segment.

    `ran` are the rules that looked at all of it; `kinds` gives the MQM category of each rule that
    there is.
    """

    result: DocumentResult
    domain: str
    lengths: tuple[int, ...]
    ran: frozenset[str]
    kinds: Mapping[str, str]


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
        return [
            fact
            for fact in evidence.facts
            if fact.document in self.documents and any(map(self.holds, fact.words))
        ]

    def segments(self, evidence: Evidence, document: int) -> list[SegmentResult]:
        """The segments of a document in it."""
        looked = evidence.documents[document]
        pairs = zip(looked.result.segments, looked.lengths, strict=True)
        return [segment for segment, length in pairs if self.holds(length)]

    def is_empty(self, evidence: Evidence) -> bool:
        """Whether no segment is in it."""
        return not any(self.segments(evidence, number) for number in self.documents)

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
        if self.is_whole:
            return sum(evidence.documents[number].result.words for number in self.documents)
        return sum(
            count_words(segment.mt)
            for number in self.documents
            for segment in self.segments(evidence, number)
        )


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement with its name and the part that it is about, of one portion.

    `has_lengths`: it is about segments of some lengths only.
    """

    name: str
    requirement: Requirement
    scope: Scope
    has_lengths: bool = False


def kinds_of(category: str) -> tuple[str, ...]:
    """The names under which a gate may ask for an MQM category: itself, and what it is part of."""
    return category, category.partition("/")[0]
