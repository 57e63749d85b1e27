"""Sessions of browsers: a random cookie, of which only a digest is kept (OWASP's cheat sheet).

One ends after 12 hours without a request, 30 days after login whatever happens, at logout, when
its person is made inactive, and when their password changes elsewhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from qa.desk.people.digests import digest, new_secret
from qa.desk.people.person import Person
from qa.desk.store.database import Database
from qa.desk.store.people import Login, User
from qa.desk.words import Role

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=30)
_FRESH = timedelta(minutes=5)
"""How exactly we know when a session was last used: it is not written at each request."""


def begin(session: Session, user_id: int, moment: datetime) -> str:
    """Begin a session, and forget those that are over. Returns what its cookie holds."""
    over = or_(Login.ends <= moment, Login.seen <= moment - IDLE)
    session.execute(delete(Login).where(over))
    secret = new_secret()
    login = Login(
        digest=digest(secret), user_id=user_id, made=moment, seen=moment, ends=moment + ABSOLUTE
    )
    session.add(login)
    return secret


def person_by_session(database: Database, secret: str, moment: datetime) -> Person | None:
    """Whose session it is; None if it is over, or never was."""
    with database.reading() as session:
        asked = select(Login, User).join(User, User.id == Login.user_id)
        row = session.execute(asked.where(Login.digest == digest(secret))).first()
    if row is None:
        return None
    login, user = row
    if not user.active or login.ends <= moment or login.seen <= moment - IDLE:
        return None
    if moment - login.seen > _FRESH:
        with database.writing() as session:  # who logs out meanwhile leaves no row, and no error
            session.execute(update(Login).where(Login.id == login.id).values(seen=moment))
    return Person(user.id, user.name, Role(user.role))


def end(session: Session, secret: str) -> None:
    """End a session, if there is one."""
    session.execute(delete(Login).where(Login.digest == digest(secret)))


def end_all(session: Session, user_id: int, but: str = "") -> None:
    """End a person's sessions, all but the one of a cookie."""
    ended = delete(Login).where(Login.user_id == user_id)
    session.execute(ended.where(Login.digest != digest(but)) if but else ended)
