"""The audit log: who did what, to what, and when. Lines are only ever added.

No secret goes in, and no text of an article: names, numbers and words of our own alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from qa.desk.people.person import Person
from qa.desk.store.people import Record

PAGE = 50
"""Lines a page."""
_WHO, _WHAT, _SHORT = 200, 40, 200
_DETAILS = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log. `detail` are its further facts, as `name: value`."""

    at: datetime
    who: str
    what: str
    about: str
    detail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of the log, newest first. `kinds` are all the words that `what` can be."""

    lines: tuple[Line, ...]
    kinds: tuple[str, ...]
    page: int
    pages: int
    total: int


def record(
    session: Session, who: Person | str, what: str, about: str = "", **detail: object
) -> None:
    """Add a line: who did what, and to what. Long texts are cut."""
    name = who.name if isinstance(who, Person) else who
    facts = dict(list(detail.items())[:_DETAILS])
    session.add(
        Record(
            who=_short(name, _WHO),
            what=_short(what, _WHAT),
            about=_short(about, _SHORT),
            detail={key: _plain(value) for key, value in facts.items()},
        )
    )


def lines(session: Session, *, who: str = "", what: str = "", page: int = 1) -> Lines:
    """A page of the log; `who` and `what` narrow it down. Pages count from 1."""
    found = _narrowed(select(Record), who, what)
    total = session.scalar(_narrowed(select(func.count()).select_from(Record), who, what)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    ordered = found.order_by(Record.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    kinds = session.scalars(select(Record.what).distinct().order_by(Record.what))
    return Lines(tuple(map(_line, session.scalars(ordered))), tuple(kinds), page, pages, total)


def _narrowed(query: Select[Any], who: str, what: str) -> Select[Any]:
    if who:
        query = query.where(Record.who == _clean(who))
    return query.where(Record.what == _clean(what)) if what else query


def _line(row: Record) -> Line:
    detail = tuple(f"{key}: {value}" for key, value in row.detail.items())
    return Line(row.at, row.who, row.what, row.about, detail)


def _plain(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    return _short(str(value), _SHORT)


def _short(text: str, most: int) -> str:
    text = _clean(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def _clean(text: str) -> str:
    """Without what PostgreSQL cannot keep."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
