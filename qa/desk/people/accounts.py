"""People's accounts: made, changed, and entered by name and password.

A password is hashed before the transaction begins: hashing is slow, and others wait to write.
`by` is who does it: a person, or a word for what does (the command line).
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa.desk.errors import N_, ConflictError, InvalidError, NotThereError
from qa.desk.people import passwords, sessions
from qa.desk.people.log import record
from qa.desk.people.names import clean_name, folded
from qa.desk.people.passwords import checked_password
from qa.desk.people.person import Person
from qa.desk.store.database import Database
from qa.desk.store.people import Token, User
from qa.desk.store.turns import one_by_one
from qa.desk.words import Role

_TAKEN = N_("somebody has that name already")
_WRONG = N_("the old password is wrong")
_LOCK = 0x6E616D65
"""The number by which those who add people to a PostgreSQL database wait for each other."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as an admin sees them. `enters`: has a password."""

    id: int
    name: str
    role: Role
    active: bool
    enters: bool
    made: datetime


def local_person(database: Database) -> Person:
    """The one person of a local desk, named as the machine knows them; made at the first start."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "editor"
    user = _made(database, User(name=name, role=Role.ADMIN))
    return Person(user.id, user.name, Role.ADMIN)


def users(session: Session) -> tuple[Account, ...]:
    """All accounts, by name; who is not active comes last."""
    found = map(_account, session.scalars(select(User)))
    return tuple(sorted(found, key=lambda account: (not account.active, folded(account.name))))


def named(session: Session, name: str) -> Account:
    """The account of a name. Raises NotThereError."""
    user = session.scalar(select(User).where(User.name == clean_name(name)))
    if user is None:
        raise NotThereError("there is nobody of that name")
    return _account(user)


def add_user(
    database: Database, by: Person | str, name: str, password: str | None, role: Role
) -> Person:
    """A new account; without a password only a proxy can vouch for the person.

    Raises ConflictError where the name is taken (in any case), InvalidError for a bad name or
    password.
    """
    name = clean_name(name)
    kept = None if password is None else passwords.vault().hashed(checked_password(name, password))
    try:
        with database.writing() as session:
            one_by_one(session, _LOCK)  # the database itself tells "Sari" from "sari"
            if any(folded(other) == folded(name) for other in session.scalars(select(User.name))):
                raise ConflictError(_TAKEN)
            user = User(name=name, password=kept, role=role)
            session.add(user)
            record(session, by, "add-person", name, role=role)
            session.flush()
            return Person(user.id, user.name, role)
    except IntegrityError:
        raise ConflictError(_TAKEN) from None


def set_password(database: Database, by: Person | str, user_id: int, password: str) -> None:
    """Give a person a new password and end their sessions. Raises InvalidError, NotThereError."""
    with database.reading() as session:
        name = _user(session, user_id).name
    kept = passwords.vault().hashed(checked_password(name, password))
    with database.writing() as session:
        _user(session, user_id).password = kept
        sessions.end_all(session, user_id)
        record(session, by, "reset-password", name)


def change_password(
    database: Database, person: Person, old: str, new: str, cookie: str = ""
) -> None:
    """Change one's own password and end one's other sessions; the one of `cookie` goes on.

    Raises InvalidError where the old one is wrong, or the new one a bad one. What changed while
    that was looked at stands: another password, or that the person is shut out.
    """
    with database.reading() as session:
        kept = _user(session, person.id).password
    if not passwords.vault().matches(kept, old):
        raise InvalidError(_WRONG)
    hashed = passwords.vault().hashed(checked_password(person.name, new))
    with database.writing() as session:
        user = session.get(User, person.id, with_for_update=True)
        if user is None or not user.active or user.password != kept:
            raise InvalidError(_WRONG)
        user.password = hashed
        sessions.end_all(session, person.id, but=cookie)
        record(session, person, "change-password", person.name)


def set_role(database: Database, by: Person | str, user_id: int, role: Role) -> None:
    """Change what a person may do. Raises ConflictError for the last admin who can enter."""
    with database.writing() as session:
        user = _user(session, user_id)
        if role is not Role.ADMIN:
            _keep_an_admin(session, user)
        record(session, by, "set-role", user.name, role=role, was=user.role)
        user.role = role


def set_active(database: Database, by: Person | str, user_id: int, *, active: bool) -> None:
    """Let a person in or not; who is not let in loses all sessions and tokens at once.

    Raises ConflictError for the last admin who can enter.
    """
    with database.writing() as session:
        user = _user(session, user_id)
        if not active:
            _keep_an_admin(session, user)
        user.active = active
        session.flush()  # first, so that who enters at this moment waits, and is then refused
        if not active:
            sessions.end_all(session, user_id)
            session.execute(delete(Token).where(Token.user_id == user_id))
        record(session, by, "activate" if active else "deactivate", user.name)


def newcomer(database: Database, name: str, role: Role) -> Person | None:
    """Whom a proxy vouches for: made at first sight, with a role; None if not active.

    Raises InvalidError where the name cannot be one.
    """
    name = clean_name(name)
    with database.reading() as session:
        user = session.scalar(select(User).where(User.name == name))
    if user is None:
        user = _made(database, User(name=name, role=role), "first-seen")
    return Person(user.id, user.name, Role(user.role)) if user.active else None


def _made(database: Database, new: User, what: str | None = None) -> User:
    """The person of a name, made unless there; `what` the log then calls that, if anything."""
    asked = select(User).where(User.name == new.name)
    try:
        with database.writing() as session:
            if (user := session.scalar(asked)) is not None:
                return user
            session.add(new)
            if what is not None:
                record(session, new.name, what, new.name, role=new.role)
            session.flush()
            return new
    except IntegrityError:  # another was quicker
        with database.reading() as session:
            return session.scalars(asked).one()


def _keep_an_admin(session: Session, user: User) -> None:
    """Locks the admins' rows: two who demote each other at once wait for one another.

    Where one with a password goes, one with a password must stay: only behind a proxy do others
    enter, and there nobody needs a password.
    """
    asked = select(User).where(User.role == Role.ADMIN, User.active).order_by(User.id)
    admins = session.scalars(asked.with_for_update()).all()
    others = [admin for admin in admins if admin.id != user.id]
    if len(others) == len(admins):
        return
    if not others:
        raise ConflictError("the last admin stays: make another one first")
    if user.password is not None and all(admin.password is None for admin in others):
        raise ConflictError("the last admin with a password stays: give another one a password")


def _user(session: Session, user_id: int) -> User:
    if (user := session.get(User, user_id)) is None:
        raise NotThereError("there is no such person")
    return user


def _account(user: User) -> Account:
    has = user.password is not None
    return Account(user.id, user.name, Role(user.role), user.active, has, user.made)
