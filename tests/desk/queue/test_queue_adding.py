from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from qa.desk.errors import ForbiddenError, InvalidError
from qa.desk.people.person import Person
from qa.desk.queue.adding import NewArticle, add_article, add_intake
from qa.desk.queue.texts import LONGEST_TEXT
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.people import Record
from qa.desk.store.work import Intake, Job
from qa.desk.words import JobKind, Role, State

pytestmark = pytest.mark.desk

_NEW = NewArticle("Judul\nIsi berita.", name="berita-1")


def _add(database: Database, person: Person, new: NewArticle) -> Article:
    with database.writing() as session:
        return add_article(session, person, new)


def test_an_article_waits_for_its_check(database: Database, editor: Person) -> None:
    article = _add(database, editor, replace(_NEW, language="Indonesian", desk=" dunia "))
    with database.reading() as session:
        job = session.scalars(select(Job)).one()
        line = session.scalars(select(Record)).one()
    assert (article.state, article.round, article.title) == (State.CHECKING, 1, "Judul")
    assert (article.language, article.desk) == ("id", "dunia")
    assert (job.kind, job.article_id) == (JobKind.CHECK, article.id)
    assert (line.who, line.about) == (editor.name, "berita-1")


def test_the_first_line_is_the_title_and_the_title_the_name(
    database: Database, editor: Person
) -> None:
    article = _add(database, editor, NewArticle("\n \n  " + "kata " * 50 + "\nlagi"))
    assert article.title.startswith("kata kata")
    assert len(article.title) == 120
    assert article.title.endswith("…")
    assert article.name == article.title


def test_another_translation_is_the_next_round(database: Database, editor: Person) -> None:
    first = _add(database, editor, _NEW)
    second = _add(database, editor, replace(_NEW, mt="Judul\nLain."))
    with database.reading() as session:
        states = session.scalars(select(Article.state).order_by(Article.round)).all()
    assert (first.round, second.round) == (1, 2)
    assert states == [State.REPLACED, State.CHECKING]


def test_a_signed_round_stays_signed(database: Database, editor: Person) -> None:
    first = _add(database, editor, _NEW)
    with database.writing() as session:
        session.get_one(Article, first.id).state = State.SIGNED
    _add(database, editor, replace(_NEW, mt="Lain."))
    with database.reading() as session:
        assert session.get_one(Article, first.id).state == State.SIGNED


def test_the_very_same_texts_change_nothing(database: Database, editor: Person) -> None:
    first, again = _add(database, editor, _NEW), _add(database, editor, _NEW)
    with database.reading() as session:
        assert len(session.scalars(select(Job)).all()) == 1
    assert first.id == again.id


def test_what_failed_may_be_sent_again(database: Database, editor: Person) -> None:
    first = _add(database, editor, _NEW)
    with database.writing() as session:
        session.get_one(Article, first.id).state = State.FAILED
    assert _add(database, editor, _NEW).round == 2


def test_many_who_send_the_same_story_at_once_each_get_a_round(
    database: Database, editor: Person
) -> None:
    news = [replace(_NEW, mt=f"Versi {number}.") for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(lambda new: _add(database, editor, new), news))
    with database.reading() as session:
        states = session.scalars(select(Article.state)).all()
    assert sorted(article.round for article in added) == list(range(1, 9))
    assert states.count(State.CHECKING) == 1


def test_nothing_comes_from_the_future(database: Database, editor: Person) -> None:
    article = _add(database, editor, replace(_NEW, received=now() + timedelta(days=9)))
    assert article.received <= now()
    old = datetime(2020, 1, 1, tzinfo=UTC)
    assert _add(database, editor, replace(_NEW, name="lama", received=old)).received == old


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"mt": " \n\u200b\ufeff"}, "translation is empty"),
        ({"mt": "x" * (LONGEST_TEXT + 1)}, "200,001 characters"),
        ({"mt": "a\0b"}, "NUL"),
        ({"source": "a\ud800b"}, "lone surrogate"),
        ({"title": "a\nb"}, "line breaks"),
        ({"name": "x" * 301}, "301 characters"),
        ({"language": "no such language"}, "no language"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    database: Database, editor: Person, wrong: dict[str, str], why: str
) -> None:
    with pytest.raises(InvalidError, match=why):
        _add(database, editor, replace(_NEW, **wrong))  # type: ignore[arg-type]


def test_readers_add_nothing(database: Database, editor: Person) -> None:
    reader = replace(editor, role=Role.READER)
    with pytest.raises(ForbiddenError):
        _add(database, reader, _NEW)
    with pytest.raises(ForbiddenError), database.writing() as session:
        add_intake(session, reader, "a.txt", b"Teks.", {})


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(mt=st.text(), title=st.text(max_size=310), source=st.none() | st.text())
def test_any_text_is_kept_as_it_is_or_refused(
    database: Database, editor: Person, mt: str, title: str, source: str | None
) -> None:
    try:
        article = _add(database, editor, NewArticle(mt, title=title, source=source))
    except InvalidError:
        return
    with database.reading() as session:
        kept = session.get_one(Article, article.id)
        assert kept.mt == mt
        assert kept.name
        assert kept.title


def test_a_file_and_a_feed_are_put_to_a_worker(database: Database, editor: Person) -> None:
    with database.writing() as session:
        file = add_intake(session, editor, "a.txt", b"Teks.", {"language": "ind", "desk": ""})
        feed = add_intake(session, editor, "", "https://news.example/rss", {"origin": "Antara"})
    with database.reading() as session:
        jobs = session.scalars(select(Job).order_by(Job.id)).all()
        kept = session.get_one(Intake, file.id)
    assert [(job.kind, job.intake_id) for job in jobs] == [
        (JobKind.IMPORT, file.id),
        (JobKind.IMPORT, feed.id),
    ]
    assert (kept.payload, kept.fields, kept.url) == (b"Teks.", {"language": "id"}, None)
    assert (feed.url, feed.payload, feed.name) == ("https://news.example/rss", None, "feed")


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "http://", "ftp://a.example/", "x"])
def test_only_web_addresses_are_feeds(database: Database, editor: Person, url: str) -> None:
    with pytest.raises(InvalidError), database.writing() as session:
        add_intake(session, editor, "feed", url, {})


def test_an_empty_file_and_unknown_fields_are_refused(database: Database, editor: Person) -> None:
    with pytest.raises(InvalidError, match="empty"), database.writing() as session:
        add_intake(session, editor, "a.txt", b"", {})
    with pytest.raises(InvalidError, match="unknown field: colour"), database.writing() as session:
        add_intake(session, editor, "a.txt", b"x", {"colour": "red"})
