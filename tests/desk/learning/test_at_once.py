from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.learning import muting
from qa.desk.learning.muting import Limit, limit, set_limit, set_mode
from qa.desk.learning.news import news
from qa.desk.learning.restating import apply_all
from qa.desk.people.person import Person
from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.store.work import RuleMute
from qa.desk.words import FlagState, Mute, State
from tests.desk.learning.made import NOON, article, flag, votes
from tests.desk.together.meeting import MOMENT, meeting_before_they_write

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


def _said(database: Database, acts: Iterable[Callable[[Session], None]]) -> None:
    """Two admins say something at the same moment, each in a transaction."""

    def say(act: Callable[[Session], None]) -> None:
        with database.writing() as session:
            act(session)

    with meeting_before_they_write(), ThreadPoolExecutor(2) as pool:
        list(pool.map(say, acts))


def _rule(session: Session, admin: Person, mode: Mute) -> None:
    set_mode(session, admin, "calque", "id", mode, "so it is")


def test_two_rulings_on_one_rule_at_once_leave_the_last(
    database: Database, editor: Person, admin: Person
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 1)
    modes = (Mute.ON, Mute.OFF)
    _said(database, (partial(_rule, admin=admin, mode=mode) for mode in modes))
    with database.reading() as session:
        assert session.scalars(select(RuleMute.mode)).one() in modes


def test_two_first_limits_at_once_leave_the_last(database: Database, admin: Person) -> None:
    wanted = (Limit(0.5, 5), Limit(0.1, 50))
    _said(database, (partial(set_limit, person=admin, wanted=one) for one in wanted))
    with database.reading() as session:
        assert limit(session) in wanted


def test_a_ruling_in_the_midst_of_a_review_stands(
    database: Database, editor: Person, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 30, state=State.SIGNED)
    real = muting._turn

    def rule() -> None:
        with database.writing() as session:
            _rule(session, admin, Mute.OFF)

    with ThreadPoolExecutor(1) as pool:

        def turn(*found: object) -> None:
            """The review has seen what is due."""
            wait([pool.submit(rule)], MOMENT)
            real(*found)  # type: ignore[arg-type]

        monkeypatch.setattr(muting, "_turn", turn)
        apply_all(database, "id", NOON, batches=1)
    with database.reading() as session:
        assert session.scalars(select(RuleMute.mode)).all() == [Mute.OFF]
