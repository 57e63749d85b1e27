"""Who has which article open, so that two editors do not work on the same one.

A claim lives as long as the editor's page says so now and then (`presence`); after half an hour
without a sign of life the article is free again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from qa.desk.editing.locked import locked
from qa.desk.errors import N_, ConflictError
from qa.desk.people.log import record
from qa.desk.people.person import Person
from qa.desk.store.articles import Action, Article
from qa.desk.store.people import User
from qa.desk.words import Role, State

if TYPE_CHECKING:
    from qa.desk.queue.filters import Filters

PATIENCE = timedelta(minutes=30)
"""A claim without a sign of life for so long is free."""
LONGEST_GAP = timedelta(seconds=30)
"""What lies between two signs of life counts as work up to this much."""
WHY_NOT = {
    State.CHECKING: N_("the rules have not looked at this article yet"),
    State.SIGNED: N_("this article is signed off; take that back to go on with it"),
    State.FAILED: N_("this article could not be checked; send it again"),
    State.REPLACED: N_("a newer translation of this article is here; open that one"),
}
"""Why an article that does not wait for an editor cannot be opened."""


class HeldError(ConflictError):
    """Somebody else has the article open: their `holder` name, and `since` when."""

    def __init__(self, holder: str, since: datetime) -> None:
        self.holder, self.since = holder, since
        super().__init__(f"{holder} has had this article open since {since:%Y-%m-%d %H:%M} UTC")


def holder_of(article: Article, moment: datetime) -> int | None:
    """The id of who has an article open at a moment; None if it is free."""
    if article.seen is None or article.seen <= moment - PATIENCE:
        return None
    return article.held_by


def is_held(moment: datetime) -> ColumnElement[bool]:
    """The condition that somebody has an article open."""
    return and_(Article.held_by.is_not(None), Article.seen > moment - PATIENCE)


def is_free(moment: datetime) -> ColumnElement[bool]:
    """The condition that nobody has an article open."""
    return or_(Article.held_by.is_(None), Article.seen.is_(None), Article.seen <= moment - PATIENCE)


def may_take_over(person: Person, article: Article, moment: datetime) -> bool:
    """Whether a person may have an article that another had: an admin always, an editor if free."""
    if person.role.includes(Role.ADMIN):
        return True
    return person.role.includes(Role.EDITOR) and holder_of(article, moment) is None


def claim(
    session: Session, person: Person, article_id: int, moment: datetime, *, force: bool = False
) -> Article:
    """Open an article, so that no other editor does; again by the same person changes nothing.

    With `force` an admin takes it over from another. Editors wait until the other is done, or has
    given no sign of life for `PATIENCE`. Raises HeldError, ConflictError if it does not wait for an
    editor, NotThereError, ForbiddenError.
    """
    person.need(Role.EDITOR)
    article = locked(session, article_id)
    holder = holder_of(article, moment)
    if article.state != State.WAITING:
        raise ConflictError(WHY_NOT[State(article.state)])
    if holder == person.id:
        article.seen = moment
        return article
    if holder is not None:
        held = _held(session, article)
        if not force or not may_take_over(person, article, moment):
            raise held
        record(session, person, "article taken over", article.name, holder=held.holder)
    else:
        record(session, person, "article claimed", article.name)
    return _given(article, person, moment)


def release(session: Session, person: Person, article_id: int, moment: datetime) -> Article:
    """Let others open an article; admins may do so for another. One that is free stays so.

    Raises HeldError, NotThereError, ForbiddenError.
    """
    person.need(Role.EDITOR)
    article = locked(session, article_id)
    holder = holder_of(article, moment)
    if holder not in (None, person.id) and not person.role.includes(Role.ADMIN):
        raise _held(session, article)
    if article.held_by is not None:
        _freed(session, person, article, moment)
    return article


def presence(session: Session, person: Person, article_id: int, moment: datetime) -> Article:
    """A sign of life from who has an article open: keeps the claim, and counts the time.

    Raises HeldError if another has it now, ConflictError if nobody has, NotThereError.
    """
    article = locked(session, article_id)
    if article.held_by != person.id:
        if holder_of(article, moment) is not None:
            raise _held(session, article)
        raise ConflictError("you do not have this article open any more; open it again")
    if article.seen is not None:
        gap = min(max(moment - article.seen, timedelta()), LONGEST_GAP)
        article.seconds += gap.total_seconds()
    article.seen = moment
    return article


def next_article(
    session: Session,
    person: Person,
    moment: datetime,
    filters: Filters,
    after: int | None = None,
) -> Article | None:
    """Open the worst article that waits and is free; None if there is none.

    With `after`, the article that the person comes from: the worst that stands behind it, after the
    last one the first again; and others may have it, if the person has it open but did nothing.
    Of the filters, state and page do not count. What another transaction is just taking is passed
    over (SKIP LOCKED). Raises ForbiddenError.
    """
    person.need(Role.EDITOR)
    waiting = replace(filters, state=State.WAITING, mine=False)
    asked = (
        select(Article)
        .where(*waiting.conditions(session, person, moment), is_free(moment))
        .order_by(Article.rank.desc(), Article.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    article = _behind(session, asked, after) or session.scalar(asked)
    if article is None:
        return None
    record(session, person, "article claimed", article.name)
    _given(article, person, moment)
    if after is not None and after != article.id:
        _let_go_untouched(session, person, after, moment)
    return article


def _behind(session: Session, asked: Select[Article], after: int | None) -> Article | None:
    """What is asked for, of what stands behind an article in the queue's order."""
    rank = (
        None if after is None else session.scalar(select(Article.rank).where(Article.id == after))
    )
    if rank is None:
        return None
    tied = and_(Article.rank == rank, Article.id > after)
    return session.scalar(asked.where(or_(Article.rank < rank, tied)))


def _let_go_untouched(session: Session, person: Person, article_id: int, moment: datetime) -> None:
    """Who waits for its row could wait for each other; so one that is in use stays as it is."""
    mine = select(Article).where(Article.id == article_id, Article.held_by == person.id)
    article = session.scalar(mine.with_for_update(skip_locked=True))
    if article is None:
        return
    acts = select(Action.id).where(Action.article_id == article_id, Action.user_id == person.id)
    if article.held_since is not None:
        acts = acts.where(Action.at >= article.held_since)
    if session.scalar(acts.limit(1)) is None:
        _freed(session, person, article, moment)


def _freed(session: Session, person: Person, article: Article, moment: datetime) -> None:
    article.held_by = article.held_since = article.seen = None
    _changed(article, moment)
    record(session, person, "article released", article.name)


def _given(article: Article, person: Person, moment: datetime) -> Article:
    article.held_by = person.id
    article.held_since = article.seen = moment
    _changed(article, moment)
    return article


def _changed(article: Article, moment: datetime) -> None:
    article.version += 1
    article.changed = moment


def _held(session: Session, article: Article) -> HeldError:
    user = session.get(User, article.held_by)
    name = "somebody" if user is None else user.name
    return HeldError(name, article.held_since or article.changed)
