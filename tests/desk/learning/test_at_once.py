from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from qa.desk.learning.news import news
from qa.desk.learning.restating import apply_all
from qa.desk.people.person import Person
from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.store.work import RuleMute
from qa.desk.words import FlagState, State
from tests.desk.learning.made import NOON, article, flag, votes

pytestmark = pytest.mark.desk

WAITING = 30
AT_ONCE = 6


def test_those_who_review_at_once_mute_a_rule_once(database: Database, editor: Person) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 30, state=State.SIGNED)
        for _ in range(WAITING):
            flag(session, article(session), "calque")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(lambda _: apply_all(database, "id", NOON), range(AT_ONCE)))
    with database.reading() as session:
        assert len(session.scalars(select(RuleMute)).all()) == 1
        assert len(news(session)) == 1
        waits = select(FlagRow.state).join(Article).where(Article.state == State.WAITING)
        assert list(session.scalars(waits)) == [FlagState.MUTED] * WAITING
    assert sum(done) >= WAITING
