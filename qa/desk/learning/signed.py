"""Articles that editors signed off, one by one: what exports are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa.desk.errors import InvalidError
from qa.desk.learning.rulings import UNKNOWN
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.people import User
from qa.desk.words import State

BATCH = 25
"""How many articles are in memory at once."""
_FIRST_HALF, _LAST_HALF = "\ud800", "\udfff"
"""Halves of characters: Python has them where bytes were no UTF-8."""
Reading = Callable[[], AbstractContextManager[Session]]
"""Opens a reading; what it finds may be used when it has ended."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signed articles: `since` counts, `until` does not; None stands for any.

    `edited`: only the segments whose text an editor changed. The language `und` stands for unknown.
    Raises InvalidError for what no database keeps as a text.
    """

    since: datetime | None = None
    until: datetime | None = None
    source_language: str | None = None
    language: str | None = None
    desk: str | None = None
    system: str | None = None
    edited: bool = False

    def __post_init__(self) -> None:
        for text in (self.source_language, self.language, self.desk, self.system):
            if text is not None and not _is_sayable(text):
                raise InvalidError("a name is text in UTF-8, without NUL")

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What holds for the articles."""
        yield Article.state == State.SIGNED
        if self.since is not None:
            yield Article.signed >= self.since
        if self.until is not None:
            yield Article.signed < self.until
        codes = {Article.source_language: self.source_language, Article.language: self.language}
        for column, code in codes.items():
            if code is not None:
                yield column.is_(None) if code == UNKNOWN else column == code
        for name, text in ((Article.desk, self.desk), (Article.system, self.system)):
            if text is not None:
                yield name == text


def _is_sayable(text: str) -> bool:
    """Whether a text is whole characters, none of them NUL."""
    return "\0" not in text and not any(_FIRST_HALF <= sign <= _LAST_HALF for sign in text)


@dataclass(frozen=True, slots=True)
class Signed:
    """An article, its segments (those that are wanted) and all of its flags, in reading order."""

    article: Article
    segments: Sequence[SegmentRow]
    flags: Sequence[FlagRow]


def signed_articles(reading: Reading, wanted: Wanted) -> Iterator[Signed]:
    """The articles in the order in which they came; a few at a time are in memory.

    Each few are a reading of their own, which has ended when they are there.
    """
    last = 0
    while True:
        with reading() as session:
            batch = list(_batch(session, wanted, last))
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1].article.id


def _batch(session: Session, wanted: Wanted, last: int) -> Iterator[Signed]:
    articles = session.scalars(
        select(Article)
        .where(Article.id > last, *wanted.conditions())
        .order_by(Article.id)
        .limit(BATCH)
    ).all()
    for article in articles:
        yield _whole(session, article, wanted)


def _whole(session: Session, article: Article, wanted: Wanted) -> Signed:
    segments = select(SegmentRow).where(SegmentRow.article_id == article.id)
    if wanted.edited:
        segments = segments.where(SegmentRow.text != SegmentRow.machine)
    flags = select(FlagRow).where(FlagRow.article_id == article.id)
    return Signed(
        article,
        session.scalars(segments.order_by(SegmentRow.number)).all(),
        session.scalars(flags.order_by(FlagRow.segment, FlagRow.start, FlagRow.id)).all(),
    )


@dataclass(frozen=True, slots=True)
class People:
    """What editors are called outside: `editor-7`, or by name where that is asked for."""

    names: Mapping[int, str]
    by_name: Mapping[str, str]

    def of(self, user: int | None) -> str:
        """The name of a user; empty for none."""
        return "" if user is None else self.names.get(user, _pseudonym(user))


def people(session: Session, *, named: bool) -> People:
    """All editors."""
    users = session.execute(select(User.id, User.name)).all()
    names = {number: name if named else _pseudonym(number) for number, name in users}
    return People(names, {name: names[number] for number, name in users})


def _pseudonym(user: int) -> str:
    return f"editor-{user}"
