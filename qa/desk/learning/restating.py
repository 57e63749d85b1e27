"""Brings flags of waiting articles in line with what was learned since they were checked.

Open flags of a muted rule become `muted`, those of one that is muted no longer open again; flags
that an editor touched stay as the editor left them. The chance of an open flag follows what editors
decide, once it would differ by `STALE`: so a rule that they dismiss sinks in the queue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, update
from sqlalchemy.orm import Session

from qa.desk.editing.tally import tally
from qa.desk.learning.acceptance import STRENGTH, Learned, learned, spoken_in
from qa.desk.learning.muting import Rules, due, muted, review
from qa.desk.learning.rulings import UNKNOWN
from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.words import FlagState, State

STALE = 0.1
BATCH = 25
"""How many articles one transaction changes."""
_LOCK = 0x72657374
"""The number by which only one restates flags of a PostgreSQL database at a time."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What is to become of the flags that a condition holds for."""

    condition: ColumnElement[bool]
    values: dict[str, object]


def apply(
    session: Session,
    language: str | None,
    moment: datetime,
    rules: Rules = None,
    *,
    most: int = BATCH,
) -> int:
    """Review the rules of a language (None: of all), restate flags of up to `most` articles.

    `rules`: only these. Returns how many were restated; with `most` there may be more. It locks
    articles in the order of their ids, so let it have a transaction of its own.
    """
    review(session, language, moment, rules)
    done = 0
    for spoken in list(_waiting(session, language)):
        done += _restated(session, _Task(spoken, moment, rules), most - done)
    return done


def apply_all(
    database: Database,
    language: str | None,
    moment: datetime,
    rules: Rules = None,
    batches: int | None = None,
) -> int:
    """The same to the end, a short transaction a batch. Returns how many articles were restated.

    `batches`: at most so many; whoever comes next goes on. Where there is nothing to do, or another
    is doing it, nothing is locked; with `rules` that costs next to nothing, so it may follow each
    decision.
    """
    total, done = 0, 0
    while done != batches and _is_due(database, language, moment, rules):
        with database.writing() as session:
            if not _is_our_turn(session):
                break
            total += apply(session, language, moment, rules)
        done += 1
    return total


def _is_our_turn(session: Session) -> bool:
    """Whether nobody else restates at the moment; SQLite lets but one write anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))))


@dataclass(frozen=True, slots=True)
class _Task:
    """Whose flags are to be restated, and when: those of waiting articles in one language."""

    language: str
    moment: datetime
    rules: Rules

    def turns(self, session: Session) -> list[_Turn]:
        """What is to become of which flags."""
        hushed = muted(session, self.language)
        is_open, is_muted = FlagRow.state == FlagState.OPEN, FlagRow.rule.in_(hushed)
        ours = true() if self.rules is None else FlagRow.rule.in_(self.rules)
        closing = and_(ours, is_open, is_muted, FlagRow.by.is_(None))
        opening = and_(ours, FlagRow.state == FlagState.MUTED, ~is_muted)
        return [
            _Turn(closing, {"state": FlagState.MUTED, "touched": self.moment}),
            _Turn(opening, {"state": FlagState.OPEN, "touched": self.moment}),
            *(
                _sunk(found)
                for found in learned(session, self.language, self.rules).values()
                if found.rule not in hushed
            ),
        ]

    def concerned(self, turns: Sequence[_Turn]) -> Select[Article]:
        """The articles that have such flags."""
        any_of = or_(*(turn.condition for turn in turns))
        flags = select(FlagRow.id).where(FlagRow.article_id == Article.id, any_of)
        waits = Article.state == State.WAITING
        return select(Article).where(waits, spoken_in(self.language), flags.exists())


def _is_due(database: Database, language: str | None, moment: datetime, rules: Rules) -> bool:
    with database.reading() as session:
        if due(session, language, rules):
            return True
        for spoken in list(_waiting(session, language)):
            task = _Task(spoken, moment, rules)
            if session.scalar(task.concerned(task.turns(session)).limit(1)) is not None:
                return True
    return False


def _waiting(session: Session, language: str | None) -> Iterator[str]:
    """The languages of the articles that wait."""
    found = select(Article.language).where(Article.state == State.WAITING, spoken_in(language))
    yield from sorted(one or UNKNOWN for one in session.scalars(found.distinct()))


def _restated(session: Session, task: _Task, most: int) -> int:
    if most <= 0:
        return 0
    turns = task.turns(session)
    wanted = task.concerned(turns).order_by(Article.id).limit(most)
    articles = session.scalars(wanted.with_for_update()).all()
    _turn(session, turns, [article.id for article in articles])
    for article in articles:
        tally(session, article, task.moment)
    return len(articles)


def _turn(session: Session, turns: Sequence[_Turn], ids: Sequence[int]) -> None:
    for turn in turns if ids else ():
        session.execute(
            update(FlagRow)
            .where(FlagRow.article_id.in_(ids), turn.condition)
            .values(turn.values)
            .execution_options(synchronize_session="fetch")
        )


def _sunk(found: Learned) -> _Turn:
    """Flags whose chance is stale: the database computes what `acceptance.chance` says."""
    now = (STRENGTH * FlagRow.confidence + found.agreed) / (STRENGTH + found.decided)
    is_open = and_(FlagRow.state == FlagState.OPEN, FlagRow.rule == found.rule)
    return _Turn(and_(is_open, func.abs(FlagRow.chance - now) > STALE), {"chance": now})
