from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from qa.desk.errors import ConflictError, InvalidError, NotThereError
from qa.desk.people import accounts, passwords, sessions, tokens
from qa.desk.people.entering import Attempt, Entered, enter
from qa.desk.people.passwords import Vault
from qa.desk.people.person import Person
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.people import Login, Record, Token, User
from qa.desk.words import Role
from tests.desk.people.doors import PASSWORD, somebody

pytestmark = pytest.mark.desk

_PARAMETERS = len("$argon2id$v=19$m=8,t=1,p=1$")


def entered(database: Database, name: str, password: str = PASSWORD) -> Entered | None:
    return enter(database, Attempt(name, password), now())


def begun(database: Database, person: Person) -> str:
    with database.writing() as session:
        return sessions.begin(session, person.id, now())


def is_in(database: Database, cookie: str) -> bool:
    return sessions.person_by_session(database, cookie, now()) is not None


def test_passwords_and_secrets_are_kept_as_digests_alone(database: Database) -> None:
    sari = somebody(database, "Sari")
    cookie, token = begun(database, sari), tokens.make(database, sari, "script")
    with database.reading() as session:
        user, login = session.get(User, sari.id), session.scalars(select(Login)).one()
        kept = session.scalars(select(Token)).one()
    assert user is not None
    assert (user.password or "").startswith("$argon2id$")
    assert token.startswith("cdk_")
    assert len(login.digest) == len(kept.digest) == 64
    assert cookie not in login.digest
    assert token not in kept.digest


def test_entering_needs_the_right_password_of_somebody_active(database: Database) -> None:
    sari = somebody(database, "Sari")
    accounts.add_user(database, "test", "Proxied", None, Role.EDITOR)
    assert entered(database, "Sari") is not None
    assert entered(database, "Sari", "wrong horse battery") is None
    assert entered(database, "nobody at all") is None
    assert entered(database, "Proxied") is None
    assert entered(database, "Proxied", "nobody's password") is None
    somebody(database, "Chief", Role.ADMIN)
    accounts.set_active(database, "test", sari.id, active=False)
    assert entered(database, "Sari") is None


def test_an_unknown_name_costs_the_same_work(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody(database, "Sari")
    accounts.add_user(database, "test", "Proxied", None, Role.EDITOR)
    gone = somebody(database, "Gone")
    accounts.set_active(database, "test", gone.id, active=False)
    asked: list[str] = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str) -> bool:
        asked.append(kept[:_PARAMETERS])
        return real(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for name in ("Sari", "nobody", "Proxied", "Gone", "", "a" * 5000, "'; --"):
        asked.clear()
        assert entered(database, name, "wrong horse battery") is None
        assert asked == [passwords.vault().decoy[:_PARAMETERS]], name


def test_a_dated_hash_is_renewed_at_login(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sari = somebody(database, "Sari")
    stronger = Vault.of(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    monkeypatch.setattr(passwords, "vault", lambda: stronger)
    assert entered(database, "Sari") is not None
    with database.reading() as session:
        user = session.get(User, sari.id)
    assert user is not None
    assert "m=16,t=2" in (user.password or "")
    assert entered(database, "Sari") is not None


def test_a_session_ends_when_idle_and_after_a_month(database: Database) -> None:
    cookie = begun(database, somebody(database, "Sari"))
    start, idle = now(), sessions.IDLE - timedelta(minutes=1)
    assert sessions.person_by_session(database, cookie, start + idle) is not None
    moment = start + idle
    while moment < start + sessions.ABSOLUTE:
        assert sessions.person_by_session(database, cookie, moment) is not None
        moment += idle
    assert sessions.person_by_session(database, cookie, moment) is None
    other = begun(database, somebody(database, "Budi"))
    assert sessions.person_by_session(database, other, start + sessions.IDLE * 1.01) is None


def test_sessions_that_are_over_are_forgotten(database: Database) -> None:
    sari = somebody(database, "Sari")
    with database.writing() as session:
        sessions.begin(session, sari.id, now() - timedelta(days=2))
        sessions.begin(session, sari.id, now())
        assert session.scalar(select(func.count()).select_from(Login)) == 1


def test_who_is_shut_out_is_out_at_once_and_stays_out(database: Database) -> None:
    somebody(database, "Chief", Role.ADMIN)
    sari = somebody(database, "Sari")
    cookie, token = begun(database, sari), tokens.make(database, sari, "script")
    accounts.set_active(database, "test", sari.id, active=False)
    assert not is_in(database, cookie)
    assert tokens.person_by_token(database, token, now()) is None
    accounts.set_active(database, "test", sari.id, active=True)
    assert not is_in(database, cookie)
    assert tokens.person_by_token(database, token, now()) is None


def test_a_new_password_ends_the_other_sessions(database: Database) -> None:
    sari = somebody(database, "Sari")
    mine, other = begun(database, sari), begun(database, sari)
    with pytest.raises(InvalidError):
        accounts.change_password(database, sari, "wrong horse battery", "new horse battery", mine)
    accounts.change_password(database, sari, PASSWORD, "new horse battery", mine)
    assert is_in(database, mine)
    assert not is_in(database, other)
    accounts.set_password(database, "test", sari.id, "another horse battery")
    assert not is_in(database, mine)
    assert entered(database, "Sari", "another horse battery") is not None


def test_the_last_admin_stays(database: Database) -> None:
    chief = somebody(database, "Chief", Role.ADMIN)
    with pytest.raises(ConflictError):
        accounts.set_role(database, chief, chief.id, Role.EDITOR)
    with pytest.raises(ConflictError):
        accounts.set_active(database, chief, chief.id, active=False)
    second = somebody(database, "Second", Role.ADMIN)
    accounts.set_role(database, chief, chief.id, Role.READER)
    with pytest.raises(ConflictError):
        accounts.set_active(database, chief, second.id, active=False)


def test_two_admins_who_demote_each_other_leave_one(database: Database) -> None:
    pair = [somebody(database, name, Role.ADMIN) for name in ("One", "Two")]
    refused: list[ConflictError] = []
    start = threading.Barrier(2)

    def demote(by: Person, whom: Person) -> None:
        start.wait()
        try:
            accounts.set_role(database, by, whom.id, Role.EDITOR)
        except ConflictError as error:
            refused.append(error)

    threads = [threading.Thread(target=demote, args=order) for order in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        left = [one for one in accounts.users(session) if one.role is Role.ADMIN]
    assert len(left) == len(refused) == 1


def test_two_people_are_not_called_alike(database: Database) -> None:
    somebody(database, "Sari")
    for name in ("Sari", "sari", " SARI ", "Ｓari"):
        with pytest.raises(ConflictError):
            somebody(database, name)


def test_people_are_found_by_name(database: Database) -> None:
    sari = somebody(database, "Sari")
    with database.reading() as session:
        assert accounts.named(session, " Sari ").id == sari.id
        with pytest.raises(NotThereError):
            accounts.named(session, "Budi")
    with pytest.raises(NotThereError):
        accounts.set_role(database, "test", 999, Role.ADMIN)


def test_tokens_are_their_owners_alone(database: Database) -> None:
    sari, budi = somebody(database, "Sari"), somebody(database, "Budi")
    token = tokens.make(database, sari, "script")
    known = tokens.person_by_token(database, token, now())
    assert known == sari
    assert tokens.person_by_token(database, token[:-1], now()) is None
    assert tokens.person_by_token(database, token.removeprefix("cdk_"), now()) is None
    with database.reading() as session:
        line = tokens.tokens_of(session, sari)[0]
    assert line.used is not None
    with pytest.raises(NotThereError):
        tokens.revoke(database, budi, line.id)
    tokens.revoke(database, sari, line.id)
    assert tokens.person_by_token(database, token, now()) is None


def test_there_are_not_too_many_tokens(database: Database) -> None:
    sari = somebody(database, "Sari")
    for number in range(tokens.MOST):
        tokens.make(database, sari, f"script {number}")
    with pytest.raises(InvalidError):
        tokens.make(database, sari, "one more")


def test_the_log_tells_all_and_no_secret(database: Database) -> None:
    chief = somebody(database, "Chief", Role.ADMIN)
    sari = somebody(database, "Sari")
    secrets = [PASSWORD, "new horse battery", "typed-my-password-as-name"]
    entrance = entered(database, "Sari")
    assert entrance is not None
    entered(database, "typed-my-password-as-name", "x")
    entered(database, "Sari", "wrong horse battery")
    secrets += [entrance.cookie, tokens.make(database, sari, "script")]
    accounts.change_password(database, sari, PASSWORD, "new horse battery")
    accounts.set_role(database, chief, sari.id, Role.READER)
    with database.reading() as session:
        rows = list(session.scalars(select(Record).order_by(Record.id)))
    told = " ".join(f"{row.who} {row.what} {row.about} {row.detail}" for row in rows)
    assert not [secret for secret in secrets if secret in told]
    assert [row.what for row in rows] == [
        "add-person",
        "add-person",
        "login",
        "login-refused",
        "login-refused",
        "make-token",
        "change-password",
        "set-role",
    ]
    assert rows[-1].detail == {"role": "reader", "was": "editor"}
