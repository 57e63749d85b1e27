"""Which articles are the same story: those that the sender gives one name, and no others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from qa.desk.errors import ConflictError, ForbiddenError
from qa.desk.people.person import Person
from qa.desk.queue.adding import NewArticle, add_article, add_intake
from qa.desk.store.articles import Article
from qa.desk.store.database import Database
from qa.desk.store.people import User
from qa.desk.store.work import Intake, Job
from qa.desk.words import State
from tests.desk.conftest import person

pytestmark = pytest.mark.desk

_TITLE = "Prakiraan cuaca hari ini"
_NEW = NewArticle(f"{_TITLE}\nHujan di Jakarta.", language="id", desk="A")


def _add(database: Database, who: Person, new: NewArticle) -> Article:
    with database.writing() as session:
        return add_article(session, who, new)


def _send(database: Database, who: Person, data: bytes | str, **said: Any) -> Intake:
    with database.writing() as session:
        return add_intake(session, who, said.pop("name", "a.txt"), data, said, "k-1")


def test_a_title_is_no_name(database: Database, editor: Person) -> None:
    malay = replace(_NEW, mt=f"{_TITLE}\nHujan di Kuala Lumpur.", language="ms", desk="B")
    today = replace(_NEW, mt=f"{_TITLE}\nCerah.")
    added = [_add(database, editor, new) for new in (_NEW, malay, today)]
    assert [one.name for one in added] == [_TITLE, f"{_TITLE} (2)", f"{_TITLE} (3)"]
    assert {one.round for one in added} == {1}
    with database.reading() as session:
        assert set(session.scalars(select(Article.state))) == {State.CHECKING}


def test_the_very_same_texts_without_a_name_change_nothing(
    database: Database, editor: Person
) -> None:
    first = _add(database, editor, _NEW)
    other = _add(database, editor, replace(_NEW, mt=f"{_TITLE}\nCerah."))
    again = [_add(database, editor, _NEW), _add(database, editor, replace(_NEW, mt=other.mt))]
    assert [one.id for one in again] == [first.id, other.id]
    retitled = _add(database, editor, replace(_NEW, title="Cuaca"))
    assert retitled.name == "Cuaca"


def test_a_story_with_a_name_is_not_replaced_by_a_title(database: Database, editor: Person) -> None:
    named = _add(database, editor, replace(_NEW, name=_TITLE))
    assert _add(database, editor, replace(_NEW, mt=f"{_TITLE}\nCerah.")).name == f"{_TITLE} (2)"
    assert _add(database, editor, _NEW).id == named.id
    with database.reading() as session:
        assert session.get_one(Article, named.id).state == State.CHECKING


def test_what_failed_without_a_name_may_be_sent_again(database: Database, editor: Person) -> None:
    first = _add(database, editor, _NEW)
    with database.writing() as session:
        session.get_one(Article, first.id).state = State.FAILED
    assert _add(database, editor, _NEW).name == f"{_TITLE} (2)"


def test_titles_of_any_length_and_number_stay_apart(database: Database, editor: Person) -> None:
    long = "x" * 300
    news = [NewArticle(f"Teks {number}.", title=long) for number in range(60)]
    names = [_add(database, editor, new).name for new in news]
    assert len(set(names)) == len(news)
    assert max(map(len, names)) == 300
    assert names[-1].endswith("x (60)")
    assert _add(database, editor, news[-1]).name == names[-1]


def test_many_who_send_the_same_title_at_once_replace_nothing(
    database: Database, editor: Person
) -> None:
    news = [replace(_NEW, mt=f"{_TITLE}\nVersi {number}.") for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(lambda new: _add(database, editor, new), news))
    assert len({one.name for one in added}) == len(news)


def test_what_is_sent_twice_with_one_key_comes_in_once(database: Database, editor: Person) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: _send(database, editor, b"Teks.").id, range(6)))
    assert len(set(found)) == 1
    with database.reading() as session:
        assert len(session.scalars(select(Job)).all()) == 1


def test_a_key_names_one_thing(database: Database, editor: Person) -> None:
    _send(database, editor, b"Teks.")
    for who, data, said in (
        (person(database, "Budi"), b"Teks.", {}),
        (editor, "https://news.example/rss", {}),
        (editor, b"Teks.", {"desk": "dunia"}),
        (editor, b"Teks.", {"name": "b.txt"}),
    ):
        with pytest.raises(ConflictError, match="this key"):
            _send(database, who, data, **said)


def test_who_is_shut_out_sends_nothing(database: Database, editor: Person) -> None:
    with database.writing() as session:
        session.get_one(User, editor.id).active = False
    with pytest.raises(ForbiddenError, match="Sari is shut out"):
        _add(database, editor, _NEW)
    with pytest.raises(ForbiddenError, match="Sari is shut out"):
        _send(database, editor, b"Teks.")
