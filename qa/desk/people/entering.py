"""Entering by name and password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from qa.desk.people import passwords, sessions
from qa.desk.people.log import record
from qa.desk.people.names import typed_name
from qa.desk.people.person import Person
from qa.desk.store.database import Database
from qa.desk.store.people import User
from qa.desk.words import Role

NOBODY = "nobody who is known"
"""In the log instead of an unknown name: some type their password there."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who entered, and what the cookie of their new session holds."""

    person: Person
    cookie: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed, from which address, and the cookie of the session before, if any."""

    name: str
    password: str
    address: str = ""
    cookie: str = ""


def enter(database: Database, attempt: Attempt, moment: datetime) -> Entered | None:
    """Begin a session; None unless name and password are those of somebody active.

    The work is the same for an unknown name, one without a password, and a wrong password. The
    session is always a new one; the one before ends.
    """
    with database.reading() as session:
        user = session.scalar(select(User).where(User.name == typed_name(attempt.name)))
    kept = user.password if user is not None else None
    right = passwords.vault().matches(kept, attempt.password)
    if user is None or kept is None or not right or not user.active:
        with database.writing() as session:
            name = NOBODY if user is None else user.name
            record(session, name, "login-refused", name, address=attempt.address)
        return None
    dated = passwords.vault().is_dated(kept)
    renewed = passwords.vault().hashed(attempt.password) if dated else None
    return _begun(database, _Known(user.id, kept, renewed), attempt, moment)


@dataclass(frozen=True, slots=True)
class _Known:
    """Whose password was right: the hash that it was compared with, and one that replaces it."""

    id: int
    kept: str
    renewed: str | None


def _begun(database: Database, known: _Known, attempt: Attempt, moment: datetime) -> Entered | None:
    """In one transaction; None if the account changed since the password was compared."""
    with database.writing() as session:
        user = session.get(User, known.id, with_for_update=True)
        if user is None or not user.active or user.password != known.kept:
            return None
        user.password = known.renewed or known.kept
        if attempt.cookie:
            sessions.end(session, attempt.cookie)
        record(session, user.name, "login", user.name, address=attempt.address)
        person = Person(user.id, user.name, Role(user.role))
        return Entered(person, sessions.begin(session, user.id, moment))


def leave(database: Database, person: Person, cookie: str) -> None:
    """End the session of a cookie."""
    with database.writing() as session:
        sessions.end(session, cookie)
        record(session, person, "logout", person.name)
