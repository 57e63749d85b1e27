from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpora.text import Severity
from qa.desk.learning.acceptance import chance, learned
from qa.desk.learning.muting import set_mode
from qa.desk.learning.restating import BATCH, apply, apply_all
from qa.desk.people.person import Person
from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.words import FlagState, Mute, State
from tests.desk.learning.made import NOON, article, flag, votes

pytestmark = pytest.mark.desk

LATER = NOON + timedelta(hours=1)


def states(session: Session, of: Article) -> list[str]:
    found = select(FlagRow.state).where(FlagRow.article_id == of.id).order_by(FlagRow.id)
    return list(session.scalars(found))


def test_a_rule_that_is_muted_leaves_the_articles_that_wait(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 20, state=State.SIGNED)
        waiting = article(session, major=2, weight=5.0, version=7)
        flag(session, waiting, "calque", severity=Severity.MAJOR)
        flag(session, waiting, "spacing", severity=Severity.MAJOR)
        other = article(session, language="de")
        flag(session, other, "calque")
    assert apply_all(database, "id", LATER) == 1
    with database.reading() as session:
        now = session.get_one(Article, waiting.id)
        assert states(session, waiting) == [FlagState.MUTED, FlagState.OPEN]
        assert states(session, other) == [FlagState.OPEN]
    assert (now.major, now.weight, now.version, now.changed) == (1, 2.5, 8, LATER)


def test_muted_flags_open_again_with_their_rule(database: Database, admin: Person) -> None:
    with database.writing() as session:
        waiting = article(session)
        flag(session, waiting, "calque")
        set_mode(session, admin, "calque", "id", Mute.ON, "noise")
        assert apply(session, "id", NOON) == 1
        assert states(session, waiting) == [FlagState.MUTED]
        set_mode(session, admin, "calque", "id", Mute.AUTO, "")
        assert apply(session, None, NOON) == 1
        assert states(session, waiting) == [FlagState.OPEN]
        assert apply(session, None, NOON) == 0


def test_what_an_editor_did_stays(database: Database, editor: Person, admin: Person) -> None:
    with database.writing() as session:
        waiting = article(session)
        flag(session, waiting, "calque", FlagState.OPEN, editor)
        flag(session, waiting, "calque", FlagState.DISMISSED, editor)
        flag(session, waiting, "calque", FlagState.SILENT)
        before = states(session, waiting)
        set_mode(session, admin, "calque", "id", Mute.ON, "noise")
        assert apply(session, "id", NOON) == 0
        assert states(session, waiting) == before


def test_articles_that_do_not_wait_are_left_alone(database: Database, admin: Person) -> None:
    with database.writing() as session:
        for state in set(State) - {State.WAITING}:
            flag(session, article(session, state=state), "calque")
        set_mode(session, admin, "calque", "id", Mute.ON, "noise")
        assert apply(session, "id", NOON) == 0
        assert set(session.scalars(select(FlagRow.state))) == {FlagState.OPEN}


def test_a_rule_that_editors_dismiss_sinks(database: Database, editor: Person) -> None:
    with database.writing() as session:
        waiting = article(session)
        one = flag(session, waiting, "calque", confidence=0.6, chance=0.6)
        votes(session, editor, "calque", 0, 1, state=State.SIGNED)
        assert apply(session, "id", NOON) == 0
        votes(session, editor, "calque", 0, 4, state=State.SIGNED)
        before = waiting.rank
        assert apply(session, "id", NOON) == 1
        session.refresh(one)
        assert one.chance == pytest.approx(chance(0.6, learned(session)["calque", "id"]))
        assert waiting.weight == pytest.approx(one.chance)
        assert before is None or (waiting.rank or 0.0) < before
        assert apply(session, "id", NOON) == 0


def test_many_articles_are_restated_a_batch_a_transaction(
    database: Database, admin: Person
) -> None:
    with database.writing() as session:
        for _ in range(BATCH + 3):
            flag(session, article(session), "calque")
        set_mode(session, admin, "calque", "id", Mute.ON, "noise")
    with database.writing() as session:
        assert apply(session, "id", NOON) == BATCH
    assert apply_all(database, "id", NOON) == 3
    with database.reading() as session:
        assert set(session.scalars(select(FlagRow.state))) == {FlagState.MUTED}


def test_articles_of_unknown_language_are_restated_too(database: Database, admin: Person) -> None:
    with database.writing() as session:
        one = article(session, language=None)
        flag(session, one, "calque")
        set_mode(session, admin, "calque", "", Mute.ON, "noise")
    assert apply_all(database, None, NOON) == 1
    with database.reading() as session:
        assert states(session, one) == [FlagState.MUTED]


def test_only_the_rules_that_are_named_are_looked_at(database: Database, editor: Person) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 25, state=State.SIGNED)
        votes(session, editor, "awkward", 0, 25, state=State.SIGNED)
        waiting = article(session)
        flag(session, waiting, "calque")
        flag(session, waiting, "awkward")
    assert apply_all(database, "id", NOON, ["calque"]) == 1
    with database.reading() as session:
        assert states(session, waiting) == [FlagState.MUTED, FlagState.OPEN]
        assert list(learned(session, "id", ["awkward"])) == [("awkward", "id")]
    assert apply_all(database, "id", NOON, ["calque"]) == 0


def test_where_there_is_nothing_to_do_nothing_is_locked(database: Database, editor: Person) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 1, 1, state=State.SIGNED)
        flag(session, article(session), "calque")
        session.flush()
    with database.writing() as session:
        flag(session, article(session), "calque")
        assert apply_all(database, "id", NOON) == 0
