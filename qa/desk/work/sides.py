"""What a check is given and what it finds, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.score import Score
from reports.result import FlagResult, Need, SegmentResult


@dataclass(frozen=True, slots=True)
class Texts:
    """An article as it came in: whole texts, each a paragraph a line; languages may be unknown."""

    name: str
    mt: str
    source: str | None = None
    reference: str | None = None
    language: str | None = None
    source_language: str | None = None
    system: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What the whole check found.

    `points` are the estimated MQM points of the article, `need` the words an editor would change;
    both None where nothing could be estimated. `hter` is the share of words that an editor would
    change in each segment, estimated; empty where nothing could be.
    """

    language: str | None
    source_language: str | None
    words: int
    segments: tuple[SegmentResult, ...]
    flags: tuple[FlagResult, ...]
    scores: tuple[Score, ...]
    need: Need | None
    points: float | None
    notes: tuple[str, ...]
    hter: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """A segment as it is now: the translation may have been edited."""

    number: int
    paragraph: int
    mt: str
    source: str | None
    reference: str | None
    realigned: bool


@dataclass(frozen=True, slots=True)
class Again:
    """What the rules say of an edited article. `looked` are the rules that were asked."""

    flags: tuple[FlagResult, ...]
    looked: frozenset[str]
