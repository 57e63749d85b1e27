"""Tables of people: who they are, what they carry to be known by, and what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from qa.desk.store.columns import Moment, Table, now
from qa.desk.words import Role

_NAME, _DIGEST, _WORD = 200, 64, 40


class User(Table):
    """A person. Without a password only a reverse proxy, or the local desk, can vouch for them."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(_NAME), unique=True)
    password: Mapped[str | None]
    role: Mapped[str] = mapped_column(String(_WORD), default=Role.EDITOR)
    active: Mapped[bool] = mapped_column(default=True)
    made: Mapped[datetime] = mapped_column(Moment, default=now)


class Login(Table):
    """A session of a browser. Only a digest of what its cookie holds is kept."""

    __tablename__ = "login"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(_DIGEST), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    made: Mapped[datetime] = mapped_column(Moment, default=now)
    seen: Mapped[datetime] = mapped_column(Moment, default=now)
    ends: Mapped[datetime] = mapped_column(Moment)


class Token(Table):
    """What a program shows to be known by. Only its digest is kept."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(_DIGEST), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(_NAME), default="")
    made: Mapped[datetime] = mapped_column(Moment, default=now)
    used: Mapped[datetime | None] = mapped_column(Moment)


class Record(Table):
    """A line of the audit log: who did what, to what. Lines are only ever added."""

    __tablename__ = "record"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    who: Mapped[str] = mapped_column(String(_NAME))
    what: Mapped[str] = mapped_column(String(_WORD))
    about: Mapped[str] = mapped_column(String(_NAME), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Setting(Table):
    """A value of the whole desk, by its name."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(_NAME), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
