"""What the HTML template sees: a result laid out for reading, as plain frozen values.

Flags are numbered through the page in reading order; the numbers make the anchors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpora.text import Severity
from metrics.score import Score
from reports.marks import Piece
from reports.result import DocumentResult, FlagResult, Result, RuleResult
from reports.scoreboard import Scoreboard, metrics_of
from reports.since import History, is_old

_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"))
_SCRIPT = 4
_HEADING = re.compile(r"^(#+ .*)$", re.MULTILINE)
_BREAK = re.compile(r"\n\s*\n")
_SOFT_BREAK = re.compile(r"\n(?![\s*-])")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as HTML wants it: an empty `code` says that it is unknown."""

    code: str
    direction: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many flags are of one severity."""

    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A flagged piece of text with its worst severity; `anchor` is where cards point to."""

    piece: Piece
    severity: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a segment: plain text and marks in turn."""

    label: str
    tongue: Tongue
    parts: tuple[str | Mark, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A flag to show; `target` is the anchor of its mark, `rule` the number of its rule.

    `also` are the other segments with the same fault: anchor and number.
    """

    number: int
    flag: FlagResult
    severity: str
    side: str
    tongue: Tongue
    target: str
    rule: int
    also: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A segment: the translation, the other sides, its scores and its flags."""

    anchor: str
    number: int
    translation: Cell
    others: tuple[Cell, ...]
    realigned: bool
    confidence: float
    scores: tuple[tuple[str, float], ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The segments of one paragraph, which counts from 1."""

    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A document: what it is, how it did, and its paragraphs."""

    anchor: str
    document: DocumentResult
    tallies: tuple[Tally, ...]
    weight: int
    paragraphs: tuple[Paragraph, ...]
    scores: tuple[Score | None, ...]

    @property
    def has_others(self) -> bool:
        """Whether there is a source or a reference to show."""
        return any(row.others for paragraph in self.paragraphs for row in paragraph.rows)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading of a rule's page; every other part is code, the second first."""

    heading: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that flagged or is explained, numbered from 1, with its count of flags."""

    number: int
    result: RuleResult
    count: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page. `ranked` holds the sections with the most weight first.

    `history` is what became of the flags since the baseline, None where there is none.
    """

    result: Result
    scores: Scoreboard
    history: History | None
    tallies: tuple[Tally, ...]
    segments: int
    sections: tuple[Section, ...]
    ranked: tuple[Section, ...]
    rules: tuple[Rule, ...]

    @property
    def flags(self) -> int:
        """How many flags there are."""
        return sum(tally.count for tally in self.tallies)

    @property
    def new(self) -> int:
        """How many flags the baseline does not have."""
        return sum(not is_old(flag) for flag in self.result.flags)

    @property
    def metrics(self) -> tuple[Score, ...]:
        """A score of each metric."""
        return metrics_of(self.result)

    @property
    def edits(self) -> int | None:
        """How many words an editor is estimated to change; None where nothing was estimated."""
        needs = [s.document.need.edits for s in self.sections if s.document.need]
        return round(sum(needs)) if needs else None

    @property
    def first(self) -> Card | None:
        """The first flag in reading order."""
        rows = (row for s in self.sections for p in s.paragraphs for row in p.rows)
        return next((card for row in rows for card in row.cards), None)


def blocks_of(page: str) -> Iterator[Block]:
    """A rule's page, its lines joined to paragraphs; list items and indented lines stay apart."""
    for chunk in _BREAK.split(_HEADING.sub(r"\n\1\n", page).strip()):
        text = _SOFT_BREAK.sub(" ", chunk)
        heading = _HEADING.fullmatch(text) is not None
        yield Block(heading, tuple(_CODE.split(text.lstrip("# ") if heading else text)))


def tongue_of(code: str | None) -> Tongue:
    """The language as HTML wants it.

    A browser guesses the direction by a text's first letter. That fails for an Arabic sentence that
    begins with a Latin name, so languages known to run from right to left are laid out so.
    """
    first, *rest = (code or "").lower().replace("_", "-").split("-")
    scripts = [part for part in rest if len(part) == _SCRIPT and part.isalpha()]
    backwards = _RIGHT_TO_LEFT_SCRIPTS.intersection(scripts) if scripts else first in _RIGHT_TO_LEFT
    return Tongue((code or "").replace("_", "-"), "rtl" if backwards else "auto")


def tallies_of(flags: Iterable[FlagResult]) -> tuple[Tally, ...]:
    """The flags by severity, the worst first; a severity that no flag has is left out."""
    severities = [flag.severity for flag in flags]
    counts = ((severity, severities.count(severity)) for severity in sorted(Severity, reverse=True))
    return tuple(Tally(severity.word, count) for severity, count in counts if count)
