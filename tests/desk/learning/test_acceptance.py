from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text

from qa.desk.learning.acceptance import learned, learned_lately
from qa.desk.learning.acceptance import votes as decisions
from qa.desk.people.person import Person
from qa.desk.store.articles import FlagRow
from qa.desk.store.database import Database
from qa.desk.store.work import RuleMute
from qa.desk.words import FlagState, Mute, State
from tests.desk.learning.made import article, flag, votes

pytestmark = pytest.mark.desk


def test_accepted_and_fixed_flags_agree_and_dismissed_ones_do_not(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        one = article(session)
        for state in (FlagState.ACCEPTED, FlagState.FIXED, FlagState.FIXED, FlagState.DISMISSED):
            flag(session, one, "calque", state, editor)
        found = learned(session)["calque", "id"]
    assert (found.accepted, found.fixed, found.dismissed) == (1, 2, 1)
    assert (found.agreed, found.decided, found.share) == (3, 4, 0.75)
    assert found.low < 0.75 < found.high
    assert not found.muted
    assert found.mode is Mute.AUTO


def test_what_no_editor_decided_counts_as_nothing(database: Database, editor: Person) -> None:
    with database.writing() as session:
        signed = article(session, state=State.SIGNED)
        flag(session, signed, "calque", FlagState.OPEN)
        flag(session, signed, "calque", FlagState.SILENT)
        flag(session, signed, "calque", FlagState.MUTED)
        flag(session, signed, "calque", FlagState.FIXED)
        flag(session, signed, "calque", FlagState.OPEN, editor)
        assert learned(session) == {}


def test_a_fault_that_stands_in_several_places_is_one_vote(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        one, other = article(session), article(session)
        for _ in range(3):
            flag(session, one, "calque", FlagState.DISMISSED, editor, fingerprint="same")
        flag(session, other, "calque", FlagState.DISMISSED, editor, fingerprint="same")
        assert learned(session)["calque", "id"].dismissed == 2


def test_of_decisions_that_differ_on_one_fault_the_one_in_favour_counts(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        one = article(session)
        flag(session, one, "calque", FlagState.DISMISSED, editor, fingerprint="same")
        flag(session, one, "calque", FlagState.ACCEPTED, editor, fingerprint="same")
        found = learned(session)["calque", "id"]
    assert (found.accepted, found.dismissed) == (1, 0)


def test_each_language_has_its_own_count(database: Database, editor: Person) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 3, 1)
        votes(session, editor, "calque", 0, 2, language="de")
        votes(session, editor, "calque", 1, 0, language=None)
        assert {key: one.decided for key, one in learned(session).items()} == {
            ("calque", "de"): 2,
            ("calque", "id"): 4,
            ("calque", "und"): 1,
        }
        assert list(learned(session, "de")) == [("calque", "de")]
        assert list(learned(session, "und")) == [("calque", "und")]


def test_a_rule_that_somebody_ruled_on_is_known_without_decisions(database: Database) -> None:
    with database.writing() as session:
        session.add(RuleMute(rule="calque", language="id", mode=Mute.ON, by="Ibu", reason="noise"))
        session.flush()
        found = learned(session)["calque", "id"]
    assert (found.share, found.low, found.high) == (None, 0.0, 1.0)
    assert found.muted
    assert found.mode is Mute.ON


def test_counting_takes_two_queries_however_many_rules(database: Database, editor: Person) -> None:
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    with database.writing() as session:
        for number in range(20):
            votes(session, editor, f"rule-{number}", 1, 1)
        event.listen(database.engine, "before_cursor_execute", hear)
        assert len(learned(session)) == 20
        event.remove(database.engine, "before_cursor_execute", hear)
    assert len(asked) == 2


def test_what_was_learned_lately_is_not_counted_again(database: Database, editor: Person) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 3, 1)
        votes(session, editor, "calque", 0, 2, language=None)
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    assert learned_lately(database, "id")["calque", "id"].decided == 4
    event.listen(database.engine, "before_cursor_execute", hear)
    assert list(learned_lately(database, "id")) == [("calque", "id")]
    assert list(learned_lately(database, None)) == [("calque", "und")]
    assert learned_lately(database, "de") == {}
    event.remove(database.engine, "before_cursor_execute", hear)
    assert asked == []


def test_decisions_on_some_rules_are_found_by_an_index(database: Database) -> None:
    cast = decisions(FlagRow.rule.in_(["calque"]))
    said = cast.compile(database.engine, compile_kwargs={"literal_binds": True})
    how = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with database.writing() as session:
        if not database.is_sqlite:  # it reads small tables as they are
            session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = session.execute(text(f"{how} {said}")).all()
    assert "ix_flag_decisions" in " ".join(map(str, plan))
