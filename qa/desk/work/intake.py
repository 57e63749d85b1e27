"""Makes articles of a file or a feed that came in, a few in a transaction: editors write, too.

How far it got is kept with what was added, so that another worker goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpora.errors import InputError
from qa.desk.errors import DeskError, ForbiddenError
from qa.desk.people.person import Person
from qa.desk.queue.adding import NewArticle, add_article
from qa.desk.store.articles import Article
from qa.desk.store.database import Database
from qa.desk.store.people import User
from qa.desk.store.work import Intake
from qa.desk.words import JobState, Role
from qa.desk.work.feeds import feed_of
from qa.desk.work.fetching import fetch
from qa.desk.work.files import MOST_ARTICLES, Sent, articles_of
from qa.desk.work.jobs import Lost, Taken, after_others, done, still_mine

BATCH, SIZE = 10, 60_000
"""So many articles are added in one transaction, of so many characters unless one has more."""
_PAUSE = 0.12
"""Seconds between two transactions, for SQLite: others look every 0.1 s whether they can write."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came in: a file's bytes, or a feed's address; who sent it and what they said of it."""

    name: str
    url: str | None
    payload: bytes | None
    fields: dict[str, str]
    person: Person


def came_in(database: Database, taken: Taken) -> Came:
    """What a job is about.

    Raises Lost where it is gone, with its job, ForbiddenError where its sender was shut out since.
    """
    with database.reading() as session:
        intake = session.get(Intake, taken.intake_id or 0)
        user = session.get(User, intake.user_id) if intake is not None else None
        if intake is None or user is None:
            raise Lost
        if not user.active:
            raise ForbiddenError(f"{user.name} is shut out, and sends nothing")
        person = Person(user.id, user.name, Role(user.role))
        return Came(intake.name, intake.url, intake.payload, dict(intake.fields), person)


@dataclass(frozen=True, slots=True)
class Read:
    """The articles in a file or a feed; `left_out` says how many a feed offered beyond those."""

    articles: tuple[NewArticle, ...]
    left_out: int = 0


def articles_in(came: Came, *, private: bool) -> Read:
    """The articles in a file or a feed, with what the sender said of all of them.

    Of a feed those that come first, `MOST_ARTICLES` of them. `private`: feeds may be fetched from
    private addresses. Raises CopydeskError.
    """
    if came.url is not None:
        found: tuple[NewArticle, ...] = feed_of(fetch(came.url, private=private)).articles
        if not found:
            raise InputError(came.name, "the feed holds no text")
    else:
        found = articles_of(Sent(came.name, came.payload or b"", came.fields))
    articles = tuple(_as_said(article, came.fields) for article in found[:MOST_ARTICLES])
    return Read(articles, len(found) - len(articles))


def _as_said(article: NewArticle, said: Mapping[str, str]) -> NewArticle:
    """An article, but what its sender says goes before what its file says."""
    return replace(
        article,
        system=said.get("system") or article.system,
        origin=said.get("origin") or article.origin,
        desk=said.get("desk") or article.desk,
        language=said.get("language") or article.language,
        source_language=said.get("source_language") or article.source_language,
    )


@dataclass(slots=True)
class _Outcome:
    """What became of articles so far; `last` was the newest one before the first of them came."""

    last: int
    left_out: int = 0
    new: int = 0
    old: int = 0
    refused: int = 0
    why: str = ""

    def note(self) -> str:
        """The same in one line."""
        told = [f"{_articles(self.new)} added"]
        if self.old:
            told.append(f"{_articles(self.old)} here already")
        if self.refused:
            told.append(f"{_articles(self.refused)} refused ({self.why})")
        if self.left_out:
            told.append(f"{_articles(self.left_out)} left out")
        return ", ".join(told)


def keep_articles(database: Database, taken: Taken, came: Came, read: Read) -> None:
    """Add the articles that are new or have changed, and end the job. Raises Lost.

    One that cannot be taken is told of in the note, and keeps none of the others out.
    """
    left = read.articles[_begun(database, taken, came, read) :]
    parts = list(_parts(left)) or [()]
    for number, part in enumerate(parts, start=1):
        is_last = number == len(parts)
        with database.writing() as session:
            (done if is_last else still_mine)(session, taken)
            intake = _intake(session, taken)
            outcome = _Outcome(**intake.outcome)
            _add(session, came.person, part, outcome, together=len(read.articles) > 1)
            intake.kept, intake.outcome = intake.kept + len(part), asdict(outcome)
            if is_last:
                _end(intake, outcome)
        if database.is_sqlite and not is_last:
            time.sleep(_PAUSE)


def _begun(database: Database, taken: Taken, came: Came, read: Read) -> int:
    """How many articles an earlier try has dealt with; a feed may offer others now."""
    with database.writing() as session:
        still_mine(session, taken)
        intake = _intake(session, taken)
        if not intake.outcome:
            last = session.scalar(select(func.max(Article.id))) or 0
            intake.outcome = asdict(_Outcome(last, read.left_out))
        elif came.url is not None:
            intake.kept = 0
            intake.outcome = asdict(_Outcome(intake.outcome["last"], read.left_out))
        return intake.kept


def _intake(session: Session, taken: Taken) -> Intake:
    intake = session.get(Intake, taken.intake_id or 0, with_for_update=True)
    if intake is None:
        raise Lost
    return intake


def _parts(articles: Sequence[NewArticle]) -> Iterator[Sequence[NewArticle]]:
    """Articles in order, so many at a time as one transaction may add."""
    part, size = list[NewArticle](), 0
    for article in articles:
        own = sum(len(text or "") for text in (article.mt, article.source, article.reference))
        if part and (len(part) == BATCH or size + own > SIZE):
            yield part
            part, size = [], 0
        part.append(article)
        size += own
    if part:
        yield part


def _add(
    session: Session,
    person: Person,
    articles: Sequence[NewArticle],
    outcome: _Outcome,
    *,
    together: bool,
) -> None:
    new = list[int]()
    for article in articles:
        try:
            added = add_article(session, person, article)
        except DeskError as error:
            outcome.refused += 1
            outcome.why = outcome.why or str(error)
            continue
        if added.id > outcome.last:
            outcome.new += 1
            new.append(added.id)
        else:
            outcome.old += 1
    if together and new:
        after_others(session, new)


def _end(intake: Intake, outcome: _Outcome) -> None:
    nothing = outcome.refused and not outcome.new and not outcome.old
    intake.state = JobState.FAILED if nothing else JobState.DONE
    intake.note, intake.payload = outcome.note(), None


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"
