"""What every page needs: the desk that is served, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from qa.desk.people.person import Person
from qa.desk.settings import Settings
from qa.desk.store.database import Database
from qa.desk.words import Role
from qa.desk.work.live import Live


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk that is served. `live` checks again what editors write."""

    database: Database
    settings: Settings
    live: Live


def desk_of(request: Request) -> Desk:
    """The desk that is served."""
    desk: Desk = request.app.state.desk
    return desk


def person_of(request: Request) -> Person:
    """Who is asking; the guard has let nobody else through."""
    person: Person = request.state.person
    return person


def _editor(request: Request) -> Person:
    person = person_of(request)
    person.need(Role.EDITOR)
    return person


def _admin(request: Request) -> Person:
    person = person_of(request)
    person.need(Role.ADMIN)
    return person


TheDesk = Annotated[Desk, Depends(desk_of)]
Reader = Annotated[Person, Depends(person_of)]
"""Anybody who is known."""
Editor = Annotated[Person, Depends(_editor)]
"""Who may edit; others are refused."""
Admin = Annotated[Person, Depends(_admin)]
"""Who may manage people and rules; others are refused."""
