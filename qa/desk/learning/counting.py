"""Counts what a desk did: sums are the database's, all of them of one moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from corpora.text import Side
from qa.desk.errors import InvalidError
from qa.desk.learning.acceptance import DECIDED, counts_of, learned, votes
from qa.desk.learning.interval import Share
from qa.desk.learning.stats import USUAL, Day, Effort, Fault, Stats, Totals
from qa.desk.queue.ranking import Worth
from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.people import User
from qa.desk.words import FlagState, State

LONGEST = 366
MOST_SYSTEMS, MOST_RULES = 8, 5
_MINUTE = 60.0
_THOUSAND = 1_000
_CHECKED = (State.WAITING, State.SIGNED, State.REPLACED)
_NO_FAULT = (FlagState.DISMISSED, FlagState.SILENT, FlagState.MUTED)


def stats(session: Session, moment: datetime, span: int = USUAL, *, people: bool = False) -> Stats:
    """What was done in the last `span` days, today (UTC) among them.

    `people` tells what each editor did, which is for admins alone. Raises InvalidError for a span
    of no days, or of more than `LONGEST`.
    """
    if not 0 < span <= LONGEST:
        raise InvalidError(f"ask for 1 to {LONGEST} days")
    first = moment.astimezone(UTC).date() - timedelta(days=span - 1)
    since = datetime.combine(first, time(), UTC)
    return Stats(
        moment=moment,
        span=span,
        days=tuple(_days(session, first, since, span)),
        efforts=tuple(_efforts(session, since)),
        suggestions=_suggestions(session, since),
        faults=tuple(_faults(session, since)),
        rules=tuple(one for one in learned(session).values() if one.decided),
        people=tuple(_people(session, since)) if people else (),
    )


def _days(session: Session, first: date, since: datetime, span: int) -> Iterator[Day]:
    signed_off = Article.state == State.SIGNED
    received = dict(_daily(session, Article.received, Article.received >= since))
    signed = dict(_daily(session, Article.signed, signed_off, Article.signed >= since))
    for day in (first + timedelta(days=n) for n in range(span)):
        yield Day(day, received.get(day.isoformat(), 0), signed.get(day.isoformat(), 0))


def _daily(
    session: Session,
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    *conditions: ColumnElement[bool],
) -> Iterator[tuple[str, int]]:
    """Articles by day, as ISO 8601 writes it; of SQLite it is a text already."""
    day = func.date(moment)
    rows = session.execute(select(day, func.count()).where(*conditions).group_by(day))
    yield from ((str(when), count) for when, count in rows)


def _efforts(session: Session, since: datetime) -> Iterator[Effort]:
    """What editors' work was against the need of which they were told.

    The need at the first check is that of all flags that the machine's words raised and that were
    not silent, whatever became of them: the stored weight sinks as flags are dealt with.
    """
    rows = session.scalars(_signed(since).order_by(Article.signed.desc(), Article.id.desc())).all()
    weights = {article: float(weight) for article, weight in session.execute(_weights(since))}
    for row in rows:
        need = Worth(weights.get(row.id, 0.0), row.estimated or 0.0, row.words, 0.0).value
        minutes = row.seconds / _MINUTE
        yield Effort(row.id, row.title, row.words, need, minutes, row.hter or 0.0)


def _signed(since: datetime) -> Select[Article]:
    return select(Article).where(Article.state == State.SIGNED, Article.signed >= since)


def _weights(since: datetime) -> Select[int, float]:
    is_machines = or_(FlagRow.first_start.is_not(None), FlagRow.side != Side.TRANSLATION)
    return (
        select(FlagRow.article_id, func.sum(FlagRow.severity * FlagRow.chance))
        .join(Article, Article.id == FlagRow.article_id)
        .where(Article.state == State.SIGNED, Article.signed >= since)
        .where(FlagRow.state != FlagState.SILENT, is_machines)
        .group_by(FlagRow.article_id)
    )


def _suggestions(session: Session, since: datetime) -> Share:
    """How many of the suggestions that editors decided on they took as they were."""
    cast = votes(FlagRow.suggestion.is_not(None), FlagRow.touched >= since).subquery()
    taken, *others = map(int, session.execute(select(*counts_of(cast.c.vote))).one())
    return Share(taken, taken + sum(others))


def _faults(session: Session, since: datetime) -> Iterator[Fault]:
    """The commonest faults of the systems that wrote most."""
    checked = (Article.state.in_(_CHECKED), Article.received >= since)
    total = func.sum(Article.words)
    systems = session.execute(
        select(Article.system, total)
        .where(*checked)
        .group_by(Article.system)
        .having(total > 0)
        .order_by(total.desc(), Article.system)
        .limit(MOST_SYSTEMS)
    ).all()
    for system, words in systems:
        count = func.count()
        rows = session.execute(
            select(FlagRow.rule, count)
            .join(Article, Article.id == FlagRow.article_id)
            .where(*checked, Article.system == system, FlagRow.state.not_in(_NO_FAULT))
            .group_by(FlagRow.rule)
            .order_by(count.desc(), FlagRow.rule)
            .limit(MOST_RULES)
        )
        for rule, flags in rows:
            yield Fault(system, rule, flags, int(words), _THOUSAND * flags / int(words))


def _people(session: Session, since: datetime) -> Iterator[Totals]:
    """What each editor did, by name."""
    signed = session.execute(
        select(Article.signed_by, func.count(), func.sum(Article.seconds))
        .where(Article.state == State.SIGNED, Article.signed >= since)
        .group_by(Article.signed_by)
    )
    articles = {user: (count, float(seconds or 0.0)) for user, count, seconds in signed}
    touched = session.execute(
        select(FlagRow.by, func.count())
        .where(FlagRow.state.in_(DECIDED), FlagRow.touched >= since)
        .group_by(FlagRow.by)
    )
    decisions = {user: int(count) for user, count in touched}
    for number, name in session.execute(select(User.id, User.name).order_by(User.name)):
        count, seconds = articles.get(number, (0, 0.0))
        if count or decisions.get(number):
            yield Totals(name, count, decisions.get(number, 0), seconds / _MINUTE)
