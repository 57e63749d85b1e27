"""From one article to the next: once through the queue, and from its top again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from qa.desk.people.person import Person
from qa.desk.queue.claims import claim, holder_of, next_article, release
from qa.desk.queue.filters import Filters
from qa.desk.store.articles import Action, Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import ActionKind, State
from tests.desk.conftest import person
from tests.desk.queue.made import waiting

pytestmark = pytest.mark.desk


def _next(database: Database, who: Person, after: int | None, desk: str = "") -> int | None:
    with database.writing() as session:
        found = next_article(session, who, now(), Filters(desk=desk), after)
        return found and found.id


def _holder(database: Database, article_id: int) -> int | None:
    with database.reading() as session:
        return holder_of(session.get_one(Article, article_id), now())


@pytest.fixture
def queue(database: Database) -> list[int]:
    """Articles, the worst first; two of them equally bad."""
    ranks = (4.0, 3.0, 3.0, 2.0)
    return [waiting(database, f"n{number}", rank=rank) for number, rank in enumerate(ranks)]


def test_next_goes_through_the_queue_and_begins_again(
    database: Database, editor: Person, queue: list[int]
) -> None:
    at, found = None, list[int | None]()
    for _ in range(2 * len(queue)):
        at = _next(database, editor, at)
        found.append(at)
    assert found == [*queue, *queue]


def test_an_article_that_was_only_looked_at_is_free_again(
    database: Database, editor: Person, queue: list[int]
) -> None:
    first, second = queue[:2]
    assert _next(database, editor, None) == first
    assert _next(database, editor, first) == second
    assert (_holder(database, first), _holder(database, second)) == (None, editor.id)


def test_an_article_that_was_worked_on_is_kept(
    database: Database, editor: Person, queue: list[int]
) -> None:
    _next(database, editor, None)
    with database.writing() as session:
        act = Action(article_id=queue[0], user_id=editor.id, kind=ActionKind.EDIT, key="k")
        session.add(act)
    _next(database, editor, queue[0])
    assert _holder(database, queue[0]) == editor.id


def test_what_was_done_in_an_earlier_claim_does_not_count(
    database: Database, editor: Person, queue: list[int]
) -> None:
    with database.writing() as session:
        claim(session, editor, queue[0], now())
        act = Action(article_id=queue[0], user_id=editor.id, kind=ActionKind.EDIT, key="k")
        session.add(act)
        session.flush()
        release(session, editor, queue[0], now())
    assert _next(database, editor, None) == queue[0]
    _next(database, editor, queue[0])
    assert _holder(database, queue[0]) is None


def test_another_editors_article_stays_theirs(
    database: Database, editor: Person, queue: list[int]
) -> None:
    other = person(database, "Budi")
    _next(database, other, None)
    assert _next(database, editor, queue[0]) == queue[1]
    assert _holder(database, queue[0]) == other.id


def test_from_what_does_not_wait_or_is_not_there(
    database: Database, editor: Person, queue: list[int]
) -> None:
    signed = waiting(database, "signed", rank=3.5, state=State.SIGNED)
    assert _next(database, editor, signed) == queue[1]
    assert _next(database, editor, 10_000) == queue[0]
    unranked = waiting(database, "checking", rank=None, state=State.CHECKING)
    assert _next(database, editor, unranked) == queue[2]


def test_the_only_one_is_kept(database: Database, editor: Person) -> None:
    alone = waiting(database, "alone")
    assert _next(database, editor, None) == alone
    assert _next(database, editor, alone) is None
    assert _holder(database, alone) == editor.id


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(ranks=st.lists(st.integers(0, 3), min_size=1, max_size=7))
def test_each_comes_once_before_one_comes_twice(
    database: Database, editor: Person, ranks: list[int]
) -> None:
    with database.reading() as session:
        desk = f"desk {session.scalar(select(func.count()).select_from(Article))}"
    for number, rank in enumerate(ranks):
        waiting(database, f"{desk} {number}", rank=float(rank), desk=desk)
    at, found = None, list[int | None]()
    for _ in ranks:
        at = _next(database, editor, at, desk)
        found.append(at)
    assert None not in found
    assert len(set(found)) == len(ranks)
