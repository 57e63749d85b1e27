from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from qa.desk.errors import InvalidError
from qa.desk.people.person import Person
from qa.desk.queue.claims import claim
from qa.desk.queue.counts import queue_version
from qa.desk.queue.filters import Filters
from qa.desk.queue.listing import Listing, entry_of, listing
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database, opened
from qa.desk.words import Role, State
from tests.desk.queue.made import waiting

pytestmark = pytest.mark.desk

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def _listing(
    database: Database, person: Person, moment: datetime | None = None, **filters: Any
) -> Listing:
    with database.reading() as session:
        return listing(session, Filters(**filters), person, moment or now())


def _names(database: Database, person: Person, **filters: Any) -> list[str]:
    return [row.name for row in _listing(database, person, **filters).rows]


def _claim(
    database: Database, person: Person, article_id: int, moment: datetime | None = None
) -> None:
    with database.writing() as session:
        claim(session, person, article_id, moment or now())


def test_the_worst_comes_first_and_age_counts(database: Database, editor: Person) -> None:
    waiting(database, "mild", 1)
    waiting(database, "bad", 30)
    waiting(database, "bad but old", 30, hours=24 * 5 + 1)
    waiting(database, "perfect", 0)
    waiting(database, "unchecked", state=State.CHECKING, rank=None)
    found = _listing(database, editor)
    assert [row.name for row in found.rows] == ["bad", "mild", "bad but old", "perfect"]
    values = [row.worth.value for row in found.rows]
    assert values == sorted(values, reverse=True)
    assert found.total == 4


def test_filters_narrow_down(database: Database, editor: Person) -> None:
    waiting(database, "a", language="id", origin="Antara", desk="dunia")
    waiting(database, "b", language="kk", origin="Antara", desk="ekonomi", hours=30)
    waiting(database, "c", language="id", origin="BBC", desk="dunia", hours=3)
    assert set(_names(database, editor, language="id")) == {"a", "c"}
    assert set(_names(database, editor, origin="Antara")) == {"a", "b"}
    assert _names(database, editor, origin="Antara", desk="ekonomi") == ["b"]
    assert set(_names(database, editor, hours=24)) == {"a", "c"}
    found = _listing(database, editor).choices
    assert found.languages == ("id", "kk")
    assert found.origins == ("Antara", "BBC")
    assert found.desks == ("dunia", "ekonomi")


def test_states_are_counted_and_shown(database: Database, editor: Person, admin: Person) -> None:
    held, free = waiting(database, "held"), waiting(database, "free")
    for name, said in {
        "failed": {"state": State.FAILED},
        "today": {"state": State.SIGNED, "signed": NOON, "signed_by": admin.id},
        "earlier": {
            "state": State.SIGNED,
            "signed": NOON - timedelta(days=3),
            "signed_by": editor.id,
        },
        "checking": {"state": State.CHECKING},
        "replaced": {"state": State.REPLACED},
    }.items():
        waiting(database, name, **said)
    _claim(database, editor, held, NOON)
    counts = _listing(database, editor, NOON).counts
    assert (counts.checking, counts.waiting, counts.held) == (1, 2, 1)
    assert (counts.signed_today, counts.failed) == (1, 1)
    assert set(_names(database, admin, moment=NOON)) == {"held", "free"}
    assert _names(database, admin, moment=NOON, state="held") == ["held"]
    assert _names(database, admin, moment=NOON, state="signed") == ["today", "earlier"]
    assert _names(database, editor, moment=NOON, state="signed", mine=True) == ["earlier"]
    assert _names(database, editor, moment=NOON, mine=True) == ["held"]
    assert set(_names(database, editor, moment=NOON, state="all", mine=True)) == {"held", "earlier"}
    assert len(_names(database, editor, moment=NOON, state="all")) == 7
    assert free


def test_who_holds_an_article_is_shown(database: Database, editor: Person, admin: Person) -> None:
    article = waiting(database, "a")
    _claim(database, editor, article)
    with database.reading() as session:
        mine = entry_of(session, article, editor, now())
        theirs = entry_of(session, article, admin, now())
        late = entry_of(session, article, admin, now() + timedelta(hours=1))
    assert mine is not None
    assert theirs is not None
    assert late is not None
    assert (mine.holder, mine.mine) == (editor.name, True)
    assert (theirs.holder, theirs.mine) == (editor.name, False)
    assert (late.holder, late.held_since) == (None, None)


def test_pages_follow_each_other(database: Database, editor: Person) -> None:
    for number in range(7):
        waiting(database, f"n{number}", 10 - number)
    pages = [_names(database, editor, page=page, size=3) for page in (1, 2, 3, 9)]
    assert pages[0] == ["n0", "n1", "n2"]
    assert [len(page) for page in pages] == [3, 3, 1, 1]
    assert pages[3] == pages[2]
    assert _listing(database, editor, size=3).pages == 3
    assert _listing(database, editor, words="nothing of the kind").pages == 1


@pytest.mark.parametrize(
    "wrong", [{"state": "lost"}, {"page": 0}, {"size": 201}, {"hours": 0}, {"hours": 10**9}]
)
def test_nonsense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        Filters(**wrong)


def test_the_version_changes_with_each_change(database: Database, editor: Person) -> None:
    versions = []

    def look() -> None:
        with database.reading() as session:
            versions.append(queue_version(session))

    look()
    first = waiting(database, "a")
    look()
    second = waiting(database, "b", changed=now() - timedelta(seconds=20))  # committed late
    look()
    _claim(database, editor, first)
    look()
    with database.writing() as session:
        session.delete(session.get_one(Article, second))
    look()
    assert len(set(versions)) == len(versions)
    look()
    assert versions[-1] == versions[-2]


def test_sqlite_finds_the_queue_in_its_index(migrated_file: Path) -> None:
    database = opened(str(migrated_file))
    wanted = Filters(language="id", origin="Antara", hours=24)
    asked = select(Article.id).order_by(Article.rank.desc())
    with database.reading() as session:
        conditions = wanted.conditions(session, Person(1, "Sari", Role.EDITOR), now())
        literal = {"literal_binds": True}
        query = asked.where(*conditions).compile(database.engine, compile_kwargs=literal)
        plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    database.close()
    assert len(plan) == 1
    assert "USING COVERING INDEX ix_article_state_rank" in plan[0]
