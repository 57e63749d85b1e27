"""Tables of work: what the worker is to do, what came in, and what was learned of rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa.desk.store.columns import Moment, Table, now
from qa.desk.words import JobState, Mute

_NAME, _WORD, _KEY = 300, 40, 64


class Intake(Table):
    """A file or a feed's address that came in; a worker makes articles of it.

    `key` is the sender's name for sending it: what is sent twice with one comes in once.

    `fields` are what the sender said of it: desk, origin, system, languages. `kept` is how many of
    its articles have been dealt with, `outcome` how. `note` is what became of it, or why nothing
    did. The payload is dropped when it is done.
    """

    __tablename__ = "intake"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(_NAME))
    url: Mapped[str | None]
    payload: Mapped[bytes | None]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made: Mapped[datetime] = mapped_column(Moment, default=now)
    state: Mapped[str] = mapped_column(String(_WORD), default=JobState.QUEUED)
    kept: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    note: Mapped[str] = mapped_column(default="")
    key: Mapped[str | None] = mapped_column(String(_KEY), unique=True)


class Job(Table):
    """Something for a worker. `lease` is until when `worker` has it; then another may take it.

    `batch`: it is about one of many articles that came in together, and lets others go first.
    """

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(_WORD))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    intake_id: Mapped[int | None] = mapped_column(ForeignKey("intake.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(_WORD), default=JobState.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    batch: Mapped[bool] = mapped_column(default=False)
    worker: Mapped[str | None] = mapped_column(String(_NAME))
    lease: Mapped[datetime | None] = mapped_column(Moment)
    made: Mapped[datetime] = mapped_column(Moment, default=now)
    ended: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(default="")


class RuleMute(Table):
    """Whether a rule is muted for a language (empty: for all), and who said so."""

    __tablename__ = "rule_mute"
    __table_args__ = (UniqueConstraint("rule", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(_NAME))
    language: Mapped[str] = mapped_column(String(_WORD), default="")
    mode: Mapped[str] = mapped_column(String(_WORD), default=Mute.AUTO)
    by: Mapped[str] = mapped_column(String(_NAME), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    reason: Mapped[str] = mapped_column(default="")
