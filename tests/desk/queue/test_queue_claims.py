from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from qa.desk.errors import ConflictError, ForbiddenError, NotThereError
from qa.desk.people.person import Person
from qa.desk.queue.claims import (
    LONGEST_GAP,
    PATIENCE,
    HeldError,
    claim,
    holder_of,
    may_take_over,
    next_article,
    presence,
    release,
)
from qa.desk.queue.filters import Filters
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.people import Record
from qa.desk.words import Role, State
from tests.desk.conftest import person
from tests.desk.queue.made import held_since, waiting

pytestmark = pytest.mark.desk

_MINUTE = timedelta(minutes=1)


def _claim(database: Database, who: Person, article_id: int, *, force: bool = False) -> Article:
    with database.writing() as session:
        return claim(session, who, article_id, now(), force=force)


def _holder(database: Database, article_id: int) -> int | None:
    with database.reading() as session:
        return holder_of(session.get_one(Article, article_id), now())


@pytest.fixture
def other(database: Database) -> Person:
    return person(database, "Budi")


@pytest.fixture
def article(database: Database) -> int:
    return waiting(database, "berita")


def test_who_comes_second_is_told_who_was_first(
    database: Database, editor: Person, other: Person, article: int
) -> None:
    _claim(database, editor, article)
    _claim(database, editor, article)
    with pytest.raises(HeldError, match="Sari has had this article open since 2") as told:
        _claim(database, other, article)
    with pytest.raises(HeldError):
        _claim(database, other, article, force=True)
    assert told.value.holder == "Sari"
    assert _holder(database, article) == editor.id


def test_a_claim_without_a_sign_of_life_is_free(
    database: Database, editor: Person, other: Person, article: int
) -> None:
    _claim(database, editor, article)
    then = now() - PATIENCE - _MINUTE
    held_since(database, article, since=then, seen=then)
    assert _holder(database, article) is None
    _claim(database, other, article)
    assert _holder(database, article) == other.id


def test_who_works_for_hours_is_not_taken_over(
    database: Database, editor: Person, other: Person, admin: Person, article: int
) -> None:
    _claim(database, editor, article)
    held_since(database, article, since=now() - 3 * PATIENCE, seen=now() - _MINUTE)
    with database.reading() as session:
        found = session.get_one(Article, article)
        may = [may_take_over(who, found, now()) for who in (other, admin)]
        later = may_take_over(other, found, now() + PATIENCE)
    assert [*may, later] == [False, True, True]
    with pytest.raises(HeldError):
        _claim(database, other, article, force=True)
    _claim(database, admin, article, force=True)
    with database.reading() as session:
        lines = session.scalars(select(Record).order_by(Record.id)).all()
    assert [(line.who, line.what) for line in lines] == [
        ("Sari", "article claimed"),
        ("Ibu Ketua", "article taken over"),
    ]
    assert lines[1].detail == {"holder": "Sari"}


def test_an_admin_takes_over_at_once(
    database: Database, editor: Person, admin: Person, article: int
) -> None:
    _claim(database, editor, article)
    with pytest.raises(HeldError):
        _claim(database, admin, article)
    _claim(database, admin, article, force=True)
    assert _holder(database, article) == admin.id


@pytest.mark.parametrize("state", [one for one in State if one is not State.WAITING])
def test_only_what_waits_is_claimed(database: Database, editor: Person, state: State) -> None:
    with pytest.raises(ConflictError):
        _claim(database, editor, waiting(database, "a", state=state))


def test_readers_claim_nothing_and_nobody_what_is_not_there(
    database: Database, editor: Person, article: int
) -> None:
    with pytest.raises(ForbiddenError):
        _claim(database, replace(editor, role=Role.READER), article)
    with pytest.raises(NotThereError):
        _claim(database, editor, article + 1)


def test_release_lets_others_in(
    database: Database, editor: Person, other: Person, admin: Person, article: int
) -> None:
    _claim(database, editor, article)
    with pytest.raises(HeldError), database.writing() as session:
        release(session, other, article, now())
    with database.writing() as session:
        release(session, admin, article, now())
        release(session, other, article, now())
    _claim(database, other, article)


def test_presence_counts_time_but_no_long_gaps(
    database: Database, editor: Person, other: Person, article: int
) -> None:
    start = _claim(database, editor, article).held_since
    assert start is not None
    moments = [timedelta(seconds=10), timedelta(seconds=25), timedelta(minutes=20)]
    for after in moments:
        with database.writing() as session:
            presence(session, editor, article, start + after)
    with database.reading() as session:
        found = session.get_one(Article, article)
        assert found.seconds == pytest.approx(25 + LONGEST_GAP.total_seconds())
        assert holder_of(found, start + timedelta(minutes=49)) == editor.id
    with pytest.raises(HeldError), database.writing() as session:
        presence(session, other, article, start)


def test_presence_without_a_claim_is_told(database: Database, editor: Person, article: int) -> None:
    with pytest.raises(ConflictError, match="any more"), database.writing() as session:
        presence(session, editor, article, now())


def test_next_is_the_worst_that_is_free(database: Database, editor: Person, other: Person) -> None:
    for name, weight in {"mild": 1, "bad": 20, "worse": 40, "signed": 90}.items():
        state = State.SIGNED if name == "signed" else State.WAITING
        waiting(database, name, weight, state=state, desk="dunia" if name == "mild" else "")
    found = []
    for who, filters in (
        (editor, Filters(desk="dunia", state="signed", page=9)),
        (other, Filters()),
        (editor, Filters()),
        (other, Filters()),
    ):
        with database.writing() as session:
            article = next_article(session, who, now(), filters)
            found.append(article and article.name)
    assert found == ["mild", "worse", "bad", None]


def test_no_two_editors_get_the_same(database: Database) -> None:
    people = [person(database, f"editor {number}") for number in range(6)]
    for number in range(24):
        waiting(database, f"n{number}", number + 1)

    def take(who: Person) -> list[int]:
        found = []
        for _ in range(5):
            with database.writing() as session:
                article = next_article(session, who, now(), Filters())
                found += [] if article is None else [article.id]
        return found

    with ThreadPoolExecutor(len(people)) as pool:
        taken = [article for found in pool.map(take, people) for article in found]
    assert len(taken) == 24
    assert set(Counter(taken).values()) == {1}
