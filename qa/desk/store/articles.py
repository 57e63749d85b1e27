"""Tables of articles: their texts, segments, flags, and what editors did with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa.desk.store.columns import Moment, Table, now
from qa.desk.words import FlagState, State

_NAME, _WORD, _KEY = 300, 40, 64


class Article(Table):
    """A machine translation that is to be printed.

    `name` is what the sender calls the story; another translation of it has the same name and the
    next `round`. `origin` is where it came from (an agency, a feed), `desk` who it is for. `rank`
    orders the queue (see `qa.desk.queue.ranking`), None before the check. `estimated` are the words
    an editor is estimated to change in the machine's text, `edits` those of them that are left,
    `points` the estimated MQM points, `weight` the open flags'.
    `held_by` is the editor who has it open, `seen` when their page last said so, `seconds` how long
    editors worked on it. `hter` is what was changed, in edits a word of the final text. `checks`
    counts finished checks; `version` grows with every change, `changed` says when that was.
    """

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("name", "round"),
        # The queue is filtered and ordered in it, without a look at the rows.
        Index(None, "state", "rank", "language", "origin", "desk", "received"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(_NAME))
    round: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(_NAME))
    system: Mapped[str] = mapped_column(String(_NAME), default="")
    origin: Mapped[str] = mapped_column(String(_NAME), default="", index=True)
    desk: Mapped[str] = mapped_column(String(_NAME), default="", index=True)
    language: Mapped[str | None] = mapped_column(String(_WORD), index=True)
    source_language: Mapped[str | None] = mapped_column(String(_WORD))
    state: Mapped[str] = mapped_column(String(_WORD), default=State.CHECKING)
    note: Mapped[str] = mapped_column(default="")
    received: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    checked: Mapped[datetime | None] = mapped_column(Moment)
    checks: Mapped[int] = mapped_column(default=0)
    words: Mapped[int] = mapped_column(default=0)
    weight: Mapped[float] = mapped_column(default=0.0)
    estimated: Mapped[float | None]
    edits: Mapped[float | None]
    points: Mapped[float | None]
    scores: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    critical: Mapped[int] = mapped_column(default=0)
    major: Mapped[int] = mapped_column(default=0)
    minor: Mapped[int] = mapped_column(default=0)
    neutral: Mapped[int] = mapped_column(default=0)
    rank: Mapped[float | None]
    held_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    held_since: Mapped[datetime | None] = mapped_column(Moment)
    seen: Mapped[datetime | None] = mapped_column(Moment, index=True)
    seconds: Mapped[float] = mapped_column(default=0.0)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signed: Mapped[datetime | None] = mapped_column(Moment, index=True)
    hter: Mapped[float | None]
    version: Mapped[int] = mapped_column(default=1)
    changed: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    # Long texts stand last: SQLite then finds all else without reading through them.
    mt: Mapped[str]
    source: Mapped[str | None]
    reference: Mapped[str | None]
    folded: Mapped[str] = mapped_column(default="")


class SegmentRow(Table):
    """A segment: `machine` is what the machine wrote, `text` what stands there now.

    `points` and `hter` are what the model estimates of the machine's text, None where it cannot.
    """

    __tablename__ = "segment"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    number: Mapped[int]
    paragraph: Mapped[int] = mapped_column(default=0)
    machine: Mapped[str]
    text: Mapped[str]
    source: Mapped[str | None]
    reference: Mapped[str | None]
    realigned: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[float] = mapped_column(default=1.0)
    points: Mapped[float | None]
    hter: Mapped[float | None]


class FlagRow(Table):
    """A flag. `start` and `end` count code points of the segment's text as it is now.

    `first_start` and `first_end` count in the machine's text, None where an editor's words raised
    it. `words` are those flagged. `touched` is when `state` last changed, `by` who did it. `chance`
    is how likely an editor is to agree, from the rule's confidence and from what editors did.
    """

    __tablename__ = "flag"
    __table_args__ = (Index(None, "article_id", "segment"), Index(None, "rule", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    segment: Mapped[int]
    rule: Mapped[str] = mapped_column(String(_NAME))
    severity: Mapped[int]
    category: Mapped[str] = mapped_column(String(_NAME))
    confidence: Mapped[float]
    chance: Mapped[float]
    message: Mapped[str]
    suggestion: Mapped[str | None]
    side: Mapped[str] = mapped_column(String(_WORD))
    start: Mapped[int]
    end: Mapped[int]
    first_start: Mapped[int | None]
    first_end: Mapped[int | None]
    words: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(String(_KEY), index=True)
    alias: Mapped[str] = mapped_column(String(_KEY), default="")
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    also: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(_WORD), default=FlagState.OPEN)
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    touched: Mapped[datetime | None] = mapped_column(Moment)


_DECIDED = FlagRow.by.is_not(None)
# Editors' decisions are counted in it, in its order and without a look at the rows.
Index(
    "ix_flag_decisions",
    FlagRow.rule,
    FlagRow.article_id,
    FlagRow.fingerprint,
    FlagRow.state,
    FlagRow.by,
    sqlite_where=_DECIDED,
    postgresql_where=_DECIDED,
)


class Action(Table):
    """What an editor did, and all that is needed to take it back.

    `key` is the client's name for the action: the same one sent twice is done once. `detail` holds
    `layers` (what it, and the rules after it, changed of the flags: see `qa.desk.editing.layers`),
    and of an edit `before` and `after`. `undone` is when it stood no longer: it was taken back, or
    had changed nothing from the first.
    """

    __tablename__ = "action"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    kind: Mapped[str] = mapped_column(String(_WORD))
    segment: Mapped[int | None]
    flag_id: Mapped[int | None] = mapped_column(ForeignKey("flag.id", ondelete="CASCADE"))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    key: Mapped[str] = mapped_column(String(_KEY), unique=True)
    undone: Mapped[datetime | None] = mapped_column(Moment)
