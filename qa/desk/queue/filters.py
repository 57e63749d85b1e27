"""Which articles of the queue are asked for, as conditions of the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from qa.desk.errors import InvalidError
from qa.desk.people.person import Person
from qa.desk.queue.claims import is_held
from qa.desk.queue.search import holds
from qa.desk.store.articles import Article
from qa.desk.words import State

PAGE_SIZE = 50
MOST_ROWS = 200
"""The most rows of a page."""
LAST_PAGE = 100_000
OLDEST = 87_600
"""The most hours that an age is asked for: ten years."""


class Shown(StrEnum):
    """The states by which the queue is filtered: an article's, and two of our own.

    `held`: it waits, but somebody has it open. `all`: any.
    """

    WAITING = "waiting"
    HELD = "held"
    CHECKING = "checking"
    SIGNED = "signed"
    FAILED = "failed"
    REPLACED = "replaced"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the queue; empty is everything. Raises InvalidError for nonsense.

    `state` is one of `Shown`; waiting includes what is held. `hours` is the greatest age, `words`
    what to search for. `mine`: what the person holds or has signed off. `page` counts from 1.
    """

    language: str = ""
    origin: str = ""
    desk: str = ""
    state: str = Shown.WAITING
    hours: int | None = None
    words: str = ""
    mine: bool = False
    page: int = 1
    size: int = PAGE_SIZE

    def __post_init__(self) -> None:
        if self.state not in list(Shown):
            known = ", ".join(Shown)
            raise InvalidError(f"'{self.state[:40]}' is no state; there are {known}")
        if not 1 <= self.page <= LAST_PAGE or not 1 <= self.size <= MOST_ROWS:
            raise InvalidError(f"pages count from 1, and have 1 to {MOST_ROWS} rows")
        if self.hours is not None and not 1 <= self.hours <= OLDEST:
            raise InvalidError(f"an age is 1 to {OLDEST:,} hours")

    def conditions(
        self, session: Session, person: Person, moment: datetime
    ) -> tuple[ColumnElement[bool], ...]:
        """What articles must fulfil to be among those asked for."""
        return tuple(self._conditions(session, person, moment))

    def _conditions(
        self, session: Session, person: Person, moment: datetime
    ) -> Iterator[ColumnElement[bool]]:
        if self.state != Shown.ALL:
            yield self._of_state(moment)
        if self.language:
            yield Article.language == self.language
        if self.origin:
            yield Article.origin == self.origin
        if self.desk:
            yield Article.desk == self.desk
        if self.hours is not None:
            yield Article.received >= moment - timedelta(hours=self.hours)
        if self.mine:
            yield self._of_person(person, moment)
        if self.words.strip():
            yield holds(self.words, is_sqlite=session.get_bind().dialect.name == "sqlite")

    def _of_state(self, moment: datetime) -> ColumnElement[bool]:
        if self.state != Shown.HELD and not self._is_mine_waiting:
            return Article.state == self.state
        # Few are held: their index shall be used, not the one that begins with the state.
        return and_(Article.state.concat("") == State.WAITING, is_held(moment))

    def _of_person(self, person: Person, moment: datetime) -> ColumnElement[bool]:
        held = Article.held_by == person.id
        if self.state == Shown.HELD or self._is_mine_waiting:
            return held
        return or_(and_(held, is_held(moment)), Article.signed_by == person.id)

    @property
    def _is_mine_waiting(self) -> bool:
        return self.mine and self.state == Shown.WAITING
