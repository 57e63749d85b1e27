"""What became of rules lately: muted, unmuted, ruled on by an admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.learning.muting import MUTED, RULED, UNMUTED
from qa.desk.store.people import Record
from qa.desk.words import Mute

LINES = 10


@dataclass(frozen=True, slots=True)
class News:
    """One line: what happened to a rule in a language (empty: all languages), when, and why.

    `mode` is what an admin set, None where the desk itself did it. Then editors agreed with
    `agreed` of `decided` flags.
    """

    at: datetime
    rule: str
    language: str
    is_muted: bool
    mode: Mute | None = None
    who: str = ""
    reason: str = ""
    agreed: int = 0
    decided: int = 0


def news(session: Session, most: int = LINES) -> tuple[News, ...]:
    """The latest lines, newest first, out of the log."""
    kinds = (MUTED, UNMUTED, RULED)
    rows = session.scalars(
        select(Record).where(Record.what.in_(kinds)).order_by(Record.id.desc()).limit(most)
    )
    return tuple(map(_line, rows))


def _line(row: Record) -> News:
    told, language = row.detail, str(row.detail.get("language", ""))
    if row.what != RULED:
        agreed, decided = int(told.get("agreed", 0)), int(told.get("decided", 0))
        muted = row.what == MUTED
        return News(row.at, row.about, language, muted, agreed=agreed, decided=decided)
    mode = Mute(told.get("mode", Mute.AUTO))
    reason = str(told.get("reason", ""))
    return News(row.at, row.about, language, mode is Mute.ON, mode, row.who, reason)
