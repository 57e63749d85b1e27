"""The portions of a run: what each system did on each test set, read and looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpora.load import Inputs
from corpora.text import Severity
from metrics.score import Score
from qa.baseline.entries import Entry
from qa.baseline.stored import StoredPortion
from qa.examine import Examined
from qa.flagger import Origin
from qa.gates.rows import Rows, rows_of
from qa.language_choice import Languages
from reports.portion import Change, Portion, PortionScore, Since, Tallied
from reports.result import DocumentResult


@dataclass(frozen=True, slots=True)
class Part:
    """What to read and measure for one portion; `set` and `system` are empty without names.

    `is_judged`: the gates are about it; else it is only there to be compared with.
    """

    inputs: Inputs
    languages: Languages = field(default_factory=Languages)
    metrics: tuple[str, ...] = ()
    set: str = ""
    system: str = ""
    domain: str = ""
    is_judged: bool = True

    @property
    def name(self) -> str:
        """As people call it: `news, new`."""
        return ", ".join(part for part in (self.set, self.system) if part)

    @property
    def origin(self) -> Origin:
        """What the rules are chosen by."""
        return Origin(self.set, self.domain)


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A part that was looked at: its results with all flags, and what became of earlier ones.

    `before` is what an earlier run kept of it, `entries` what a baseline of now would keep,
    `gone` what nothing answers to. `is_idle`: nothing of it changed, so that nothing was looked at.
    """

    part: Part
    examined: Examined
    results: tuple[DocumentResult, ...] = ()
    rows: Mapping[str, Rows] = field(default_factory=dict)
    since: Since | None = None
    before: StoredPortion | None = None
    entries: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    is_idle: bool = False

    @property
    def scores(self) -> tuple[Score, ...]:
        """The scores of all of it."""
        return tuple(one.corpus for one in self.examined.measured)


def rows_by_metric(examined: Examined) -> dict[str, Rows]:
    """What each metric counted, with the keys of the segments."""
    return {
        one.corpus.metric: rows_of(examined.counted[one.corpus.metric], one, examined.documents)
        for one in examined.measured
        if one.corpus.metric in examined.counted
    }


def portion_of(taken: Taken, changes: Mapping[str, Change]) -> Portion:
    """A portion as writers see it."""
    part, documents = taken.part, taken.examined.documents
    first = documents[0] if documents else None
    return Portion(
        set=part.set,
        system=part.system,
        domain=part.domain,
        source_language=first.source_language if first else None,
        language=first.language if first else None,
        documents=len(documents),
        segments=sum(len(document.segments) for document in documents),
        words=sum(result.words for result in taken.results),
        scores=tuple(PortionScore(score, changes.get(score.metric)) for score in taken.scores),
        tallies=tuple(tallies_of(taken.results)),
        since=taken.since,
        is_judged=part.is_judged,
    )


def tallies_of(results: Iterable[DocumentResult]) -> Sequence[Tallied]:
    """The flags of documents, counted by rule and severity."""
    counts = Counter((flag.rule, flag.severity) for one in results for flag in one.flags)
    return [Tallied(rule, Severity(severity), counts[rule, severity])
            for rule, severity in sorted(counts)]  # fmt: skip
