"""What people do at the same moment, in threads or in processes of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Table as Rows
from sqlalchemy import delete, event, select

from qa.desk.errors import ConflictError, InvalidError, NotThereError
from qa.desk.people import accounts, sessions, tokens
from qa.desk.people.entering import Attempt, enter
from qa.desk.people.person import Person
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.people import Login, Record, Token, User
from tests.desk.people.doors import PASSWORD, somebody
from tests.desk.together.meeting import meeting_before_they_write

pytestmark = pytest.mark.desk

NEW, GIVEN = "new horse battery", "another horse battery"
ONLY_THERE = [pytest.param("postgresql", marks=pytest.mark.postgresql)]
"""SQLite lets nobody write while another does."""


def both(*acts: Callable[[], object]) -> list[BaseException | None]:
    """What became of two acts that were done at once."""
    with meeting_before_they_write(), ThreadPoolExecutor(2) as pool:
        done = [pool.submit(act) for act in acts]
        return [one.exception() for one in done]


def test_the_person_of_a_local_desk_is_made_once(database: Database) -> None:
    assert both(*[lambda: accounts.local_person(database)] * 2) == [None, None]
    with database.reading() as session:
        assert session.scalars(select(User.id)).all() == [accounts.local_person(database).id]


def test_people_added_at_once_are_not_called_alike(database: Database) -> None:
    first, second = both(
        lambda: somebody(database, "Sari"),
        lambda: somebody(database, "sari"),
    )
    assert sorted(map(type, (first, second)), key=str) == [type(None), ConflictError]


def _given(database: Database, person: Person) -> None:
    accounts.set_password(database, "test", person.id, GIVEN)


def _shut_out(database: Database, person: Person) -> None:
    accounts.set_active(database, "test", person.id, active=False)


@pytest.mark.parametrize(("act", "then"), [(_given, GIVEN), (_shut_out, PASSWORD)])
def test_what_an_admin_does_to_a_password_meanwhile_stands(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Database, Person], None],
    then: str,
) -> None:
    sari, real = somebody(database, "Sari"), accounts.checked_password

    def checked(name: str, password: str) -> str:
        """The old one is right, the new one not yet written."""
        monkeypatch.setattr(accounts, "checked_password", real)
        act(database, sari)
        return real(name, password)

    monkeypatch.setattr(accounts, "checked_password", checked)
    with pytest.raises(InvalidError, match="the old password is wrong"):
        accounts.change_password(database, sari, PASSWORD, NEW)
    accounts.set_active(database, "test", sari.id, active=True)
    assert enter(database, Attempt("Sari", then), now()) is not None
    with database.reading() as session:
        assert "change-password" not in session.scalars(select(Record.what)).all()


@pytest.mark.parametrize("kind", ONLY_THERE, indirect=True)
@pytest.mark.parametrize("table", [Login.__table__, Token.__table__])
def test_what_ends_while_its_use_is_written_is_no_fault(database: Database, table: Rows) -> None:
    sari, later = somebody(database, "Sari"), now() + timedelta(hours=1)
    token = tokens.make(database, sari, "script")
    with database.writing() as session:
        cookie = sessions.begin(session, sari.id, now())
    ended = list[str]()

    def end(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE"):
            ended.append(statement)
            with database.writing() as session:
                session.execute(delete(table))

    event.listen(database.engine, "before_cursor_execute", end)
    if table is Login.__table__:
        assert sessions.person_by_session(database, cookie, later) == sari
        assert sessions.person_by_session(database, cookie, later) is None
    else:
        assert tokens.person_by_token(database, token, later) == sari
        assert tokens.person_by_token(database, token, later) is None
    assert len(ended) == 1


def test_a_token_is_revoked_once(database: Database) -> None:
    sari = somebody(database, "Sari")
    tokens.make(database, sari, "script")
    with database.reading() as session:
        (line,) = tokens.tokens_of(session, sari)
    done = both(*[lambda: tokens.revoke(database, sari, line.id)] * 2)
    assert sorted(map(type, done), key=str) == [type(None), NotThereError]
    with database.reading() as session:
        assert session.scalars(select(Record.what)).all().count("revoke-token") == 1
