"""Tokens by which programs are known: `cdk_` and a secret, shown once; only its digest is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa.desk.errors import ForbiddenError, InvalidError, NotThereError
from qa.desk.people.digests import digest, new_secret
from qa.desk.people.log import record
from qa.desk.people.names import clean_name
from qa.desk.people.person import Person
from qa.desk.store.database import Database
from qa.desk.store.people import Token, User
from qa.desk.words import Role

PREFIX = "cdk_"
MOST = 20
"""Tokens a person."""
_FRESH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as its owner sees it: the token itself is not kept."""

    id: int
    label: str
    made: datetime
    used: datetime | None


def make(database: Database, person: Person, label: str) -> str:
    """A new token, which can be seen this once. `label` is what its owner knows it by.

    Raises InvalidError without a label, or when the person has too many, ForbiddenError where the
    person is shut out.
    """
    label = clean_name(label)
    secret = PREFIX + new_secret()
    with database.writing() as session:
        user = session.get(User, person.id, with_for_update=True)
        if user is None or not user.active:
            raise ForbiddenError(f"{person.name} is shut out, and gets no token")
        mine = select(func.count()).select_from(Token).where(Token.user_id == person.id)
        if (session.scalar(mine) or 0) >= MOST:
            raise InvalidError(f"a person has at most {MOST} tokens; revoke one first")
        session.add(Token(digest=digest(secret), user_id=person.id, label=label))
        record(session, person, "make-token", label)
    return secret


def revoke(database: Database, person: Person, token_id: int) -> None:
    """Make a token of one's own worthless. Raises NotThereError if it is not one's own."""
    with database.writing() as session:
        found = session.get(Token, token_id, with_for_update=True)
        if found is None or found.user_id != person.id:
            raise NotThereError("you have no such token")
        record(session, person, "revoke-token", found.label)
        session.delete(found)


def tokens_of(session: Session, person: Person) -> tuple[TokenLine, ...]:
    """A person's tokens, newest first."""
    mine = select(Token).where(Token.user_id == person.id).order_by(Token.id.desc())
    return tuple(TokenLine(row.id, row.label, row.made, row.used) for row in session.scalars(mine))


def person_by_token(database: Database, token: str, moment: datetime) -> Person | None:
    """Whose token it is; None if it is nobody's."""
    if not token.startswith(PREFIX):
        return None
    with database.reading() as session:
        asked = select(Token, User).join(User, User.id == Token.user_id)
        row = session.execute(asked.where(Token.digest == digest(token))).first()
    if row is None or not row[1].active:
        return None
    kept, user = row
    if kept.used is None or moment - kept.used > _FRESH:
        with database.writing() as session:  # one revoked meanwhile leaves no row, and no error
            session.execute(update(Token).where(Token.id == kept.id).values(used=moment))
    return Person(user.id, user.name, Role(user.role))
