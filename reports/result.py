"""All that a writer may see: a run's result, as plain frozen values.

Nothing here depends on the time, the machine or the number of cores: the same input gives the
same result.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpora.text import Disposition, Evidence, FileRange, Severity, Side, Span
from metrics.score import Score
from reports.portion import Portion


class Outcome(StrEnum):
    """How a gate ended. `error` means that it could not judge."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the gate: its name, how it ended, and on what evidence.

    `portion` is the name of the portion of the run that it is about, empty where there is but one.
    """

    name: str
    outcome: Outcome
    evidence: str
    portion: str = ""


class Age(StrEnum):
    """Whether a flag stood there already when the baseline was written."""

    NEW = "new"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: the worst of its conditions (error, then fail, then pass)."""

    conditions: tuple[Condition, ...]

    @property
    def outcome(self) -> Outcome:
        """The verdict as one word."""
        found = {condition.outcome for condition in self.conditions}
        order = (Outcome.ERROR, Outcome.FAIL)
        return next((outcome for outcome in order if outcome in found), Outcome.PASS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a flag stands: code points of the file as read; line and column count from 1."""

    path: str
    range: FileRange
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """Where else the same fault stands."""

    segment: int
    span: Span
    place: Place


@dataclass(frozen=True, slots=True)
class FlagResult:
    """A flag as it is shown: `text` is the flagged text, `span` counts within the segment.

    `safe`: the suggestion may be written unread. `evidence` is what other rules say of the same
    words, `also` where else the same fault stands. A flag that came with the file may have an
    `author`, and a `disposition`: what became of it. `realigned`: so is its segment.
    `alias` is its fingerprint by the words around it in the document, whatever the segments;
    `age` is None where there is no baseline.
    """

    rule: str
    severity: Severity
    category: str
    confidence: float
    message: str
    suggestion: str | None
    fingerprint: str
    segment: int
    span: Span
    text: str
    place: Place
    safe: bool = False
    evidence: tuple[Evidence, ...] = ()
    also: tuple[OtherPlace, ...] = ()
    author: str = ""
    disposition: Disposition | None = None
    realigned: bool = False
    alias: str = ""
    age: Age | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """The rule that speaks and those that it speaks for."""
        return (self.rule, *(one.rule for one in self.evidence))


@dataclass(frozen=True, slots=True)
class SegmentScore:
    """A metric's score of one segment."""

    metric: str
    value: float


@dataclass(frozen=True, slots=True)
class SegmentResult:
    """A segment as it is shown; `paragraph` counts from 0.

    `confidence` is how sure it is that a realigned segment's sides belong together; `name` is what
    the file calls it, `state` how far it is, `notes` what the file says beside it.
    """

    index: int
    paragraph: int
    mt: str
    source: str | None
    references: tuple[str, ...]
    realigned: bool
    scores: tuple[SegmentScore, ...] = ()
    confidence: float = 1.0
    name: str | None = None
    state: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileResult:
    """A file that was read: its bytes decoded with `encoding` are what offsets count in.

    `extracted`: its bytes are no text, and offsets count in the text taken out of it.
    """

    path: str
    side: Side
    encoding: str
    extracted: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """The work that an article is estimated to need: `edits` are words an editor would change."""

    edits: float
    words: int


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """An article: its files, segments, flags (in reading order) and scores.

    `hidden` counts the flags of less use that are not shown; the gate has counted them. `need` is
    None where nothing was estimated. `portion` is the index of the portion that it is part of.
    """

    id: str
    language: str | None
    source_language: str | None
    system: str | None
    words: int
    files: tuple[FileResult, ...]
    segments: tuple[SegmentResult, ...]
    flags: tuple[FlagResult, ...]
    scores: tuple[Score, ...]
    hidden: int = 0
    need: Need | None = None
    portion: int = 0


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule that spoke: its id, what it is about in one line, and how it is explained in full."""

    id: str
    summary: str
    page: str


@dataclass(frozen=True, slots=True)
class Result:
    """A run: its documents, their scores, the rules that spoke, the verdict.

    `portions` are what each system did on each test set, one where a run has no such parts;
    `scores` are those of all portions, in order.
    """

    version: str
    documents: tuple[DocumentResult, ...]
    scores: tuple[Score, ...]
    rules: tuple[RuleResult, ...]
    verdict: Verdict
    portions: tuple[Portion, ...] = ()

    @property
    def flags(self) -> tuple[FlagResult, ...]:
        """The flags of all documents."""
        return tuple(flag for document in self.documents for flag in document.flags)

    @property
    def words(self) -> int:
        """The words of all translations."""
        return sum(document.words for document in self.documents)
