"""Makes articles of a file or a feed that came in; all of them in one transaction, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpora.errors import InputError
from qa.desk.errors import DeskError
from qa.desk.people.person import Person
from qa.desk.queue.adding import NewArticle, add_article
from qa.desk.store.articles import Article
from qa.desk.store.database import Database
from qa.desk.store.people import User
from qa.desk.store.work import Intake
from qa.desk.words import JobState, Role
from qa.desk.work.feeds import feed_of
from qa.desk.work.fetching import fetch
from qa.desk.work.files import Sent, articles_of
from qa.desk.work.jobs import Lost, Taken, done


@dataclass(frozen=True, slots=True)
class Came:
    """What came in: a file's bytes, or a feed's address; who sent it and what they said of it."""

    name: str
    url: str | None
    payload: bytes | None
    fields: dict[str, str]
    person: Person


def came_in(database: Database, taken: Taken) -> Came:
    """What a job is about. Raises Lost where it is gone, with its job."""
    with database.reading() as session:
        intake = session.get(Intake, taken.intake_id or 0)
        user = session.get(User, intake.user_id) if intake is not None else None
        if intake is None or user is None:
            raise Lost
        person = Person(user.id, user.name, Role(user.role))
        return Came(intake.name, intake.url, intake.payload, dict(intake.fields), person)


def articles_in(came: Came, *, private: bool) -> tuple[NewArticle, ...]:
    """The articles in a file or a feed, with what the sender said of all of them.

    `private`: feeds may be fetched from private addresses. Raises CopydeskError.
    """
    if came.url is not None:
        found: tuple[NewArticle, ...] = feed_of(fetch(came.url, private=private)).articles
        if not found:
            raise InputError(came.name, "the feed holds no text")
    else:
        found = articles_of(Sent(came.name, came.payload or b"", came.fields))
    return tuple(_as_said(article, came.fields) for article in found)


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


def keep_articles(
    session: Session, taken: Taken, came: Came, articles: Sequence[NewArticle]
) -> None:
    """Add the articles that are new or have changed, and end the job. Raises Lost.

    One that cannot be taken is told of in the note, and keeps none of the others out.
    """
    done(session, taken)
    intake = session.get(Intake, taken.intake_id or 0, with_for_update=True)
    if intake is None:
        raise Lost
    last = session.scalar(select(func.max(Article.id))) or 0
    counts, refusals = Counter[str](), list[str]()
    for article in articles:
        try:
            added = add_article(session, came.person, article)
            counts["new" if added.id > last else "old"] += 1
        except DeskError as error:
            refusals.append(str(error))
    nothing = refusals and not counts
    intake.state = JobState.FAILED if nothing else JobState.DONE
    intake.note, intake.payload = _note(counts, refusals), None


def _note(counts: Counter[str], refusals: Sequence[str]) -> str:
    """What became of the articles, in one line."""
    told = [f"{_articles(counts['new'])} added"]
    if counts["old"]:
        told.append(f"{_articles(counts['old'])} here already")
    if refusals:
        told.append(f"{_articles(len(refusals))} refused ({refusals[0]})")
    return ", ".join(told)


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"
