"""What the API answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpora.opening import shown
from corpora.text import Severity
from qa.desk.queue.listing import Entry, Listing
from qa.desk.store.articles import Action, Article, FlagRow, SegmentRow
from qa.desk.store.work import Intake

_MEANING = (
    "What a small model expects of the machine's text: the MQM points a professional would take "
    "off (0 is best; a minor error costs 1, a major one 5), and the words an editor would change. "
    "It is an estimate, None where it was not measured to be better than chance."
)


class Answer(BaseModel):
    """What is read off the desk's own values."""

    model_config = ConfigDict(from_attributes=True)


class NeedAnswer(Answer):
    """The work that an article needs: `value` orders the queue, `formula` says how it comes."""

    value: float
    weight: float
    edits: float
    words: int
    hours: float
    formula: str


class EntryAnswer(Answer):
    """An article in the queue. Counts are of open flags; `holder` is who has it open."""

    id: int
    name: str
    round: int
    title: str
    system: str
    origin: str
    desk: str
    language: str | None
    source_language: str | None
    state: str
    note: str
    received: datetime
    words: int
    critical: int
    major: int
    minor: int
    neutral: int
    need: NeedAnswer = Field(validation_alias="worth")
    holder: str | None
    held_since: datetime | None
    mine: bool
    signer: str | None
    signed: datetime | None
    hter: float | None
    seconds: float
    version: int


class CountsAnswer(Answer):
    """How many articles are in which state; `held` ones wait, too."""

    checking: int
    waiting: int
    held: int
    signed_today: int
    failed: int


class QueueAnswer(Answer):
    """A page of the queue, the worst first."""

    rows: Sequence[EntryAnswer]
    total: int
    page: int
    pages: int
    counts: CountsAnswer


class SegmentAnswer(Answer):
    """A segment: what the machine wrote, and what stands there now."""

    number: int
    paragraph: int
    machine: str
    text: str
    source: str | None
    reference: str | None
    realigned: bool
    confidence: float
    points: float | None
    hter: float | None


class FlagAnswer(Answer):
    """A flag: `start` and `end` count code points of the segment's text on its side."""

    id: int
    segment: int
    rule: str
    severity: str
    category: str
    confidence: float
    chance: float
    message: str
    suggestion: str | None
    side: str
    start: int
    end: int
    words: str
    fingerprint: str
    evidence: Sequence[dict[str, Any]]
    also: Sequence[dict[str, Any]]
    state: str
    reason: str
    touched: datetime | None


class EstimateAnswer(BaseModel):
    """What is expected of the machine's text, and what that means."""

    points: float | None
    edits: float | None
    meaning: str = _MEANING


class ArticleAnswer(EntryAnswer):
    """An article with all that is known of it."""

    estimate: EstimateAnswer
    scores: Sequence[dict[str, Any]]
    segments: Sequence[SegmentAnswer]
    flags: Sequence[FlagAnswer]


class AddedAnswer(BaseModel):
    """An article that came in, and where to look for it."""

    id: int
    name: str
    round: int
    title: str
    state: str


class IntakeAnswer(Answer):
    """A file or a feed that came in; `note` says what became of it.

    Of a feed's address the parts that may be secret (query, password) are left out.
    """

    id: int
    name: str
    url: str | None
    state: str
    note: str
    made: datetime


class ActionAnswer(Answer):
    """What was done; `undone` is when it was taken back, or made if it changed nothing."""

    id: int
    article: int = Field(validation_alias="article_id")
    kind: str
    segment: int | None
    flag: int | None = Field(validation_alias="flag_id")
    key: str
    at: datetime
    undone: datetime | None


class LiveAnswer(BaseModel):
    """A word that changes whenever an article does."""

    version: str


class HealthAnswer(BaseModel):
    """Whether the desk works."""

    status: Literal["ok"] = "ok"


def queue_answer(found: Listing) -> QueueAnswer:
    """A page of the queue."""
    return QueueAnswer.model_validate(found)


def entry_answer(found: Entry) -> EntryAnswer:
    """A row of it."""
    return EntryAnswer.model_validate(found)


def article_answer(
    entry: Entry, article: Article, segments: Sequence[SegmentRow], flags: Sequence[FlagRow]
) -> ArticleAnswer:
    """A whole article."""
    return ArticleAnswer.model_validate(
        {
            **entry_answer(entry).model_dump(exclude={"need"}),
            "worth": entry.worth,
            "estimate": EstimateAnswer(points=article.points, edits=article.edits),
            "scores": article.scores,
            "segments": segments,
            "flags": [_flag_answer(row) for row in flags],
        }
    )


def added_answer(article: Article) -> AddedAnswer:
    """An article that came in."""
    names = AddedAnswer.model_fields
    return AddedAnswer(**{name: getattr(article, name) for name in names})


def intake_answer(intake: Intake) -> IntakeAnswer:
    """A file or a feed that came in."""
    answer = IntakeAnswer.model_validate(intake)
    return answer.model_copy(update={"url": intake.url and shown(intake.url)})


def action_answer(action: Action) -> ActionAnswer:
    """What was done."""
    return ActionAnswer.model_validate(action)


def _flag_answer(row: FlagRow) -> FlagAnswer:
    names = FlagAnswer.model_fields
    values = {name: getattr(row, name) for name in names}
    return FlagAnswer(**{**values, "severity": Severity(row.severity).word})
