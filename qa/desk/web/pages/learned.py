"""The page of what was learned of rules, and where an admin overrules it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from qa.desk.learning import charts
from qa.desk.learning.acceptance import Learned, learned
from qa.desk.learning.interval import Share
from qa.desk.learning.muting import (
    LONGEST_REASON,
    Limit,
    for_everywhere,
    limit,
    set_limit,
    set_mode,
)
from qa.desk.learning.news import news
from qa.desk.learning.restating import apply_all
from qa.desk.learning.rulings import EVERYWHERE, Ruling, rulings
from qa.desk.queue.texts import LINE, LONGEST_NAME
from qa.desk.store.columns import now
from qa.desk.web.context import Admin, Reader, TheDesk
from qa.desk.web.render import page
from qa.desk.words import Mute

router = APIRouter(prefix="/learned")
_HUNDRED = 100
Percent = Annotated[float, Form(ge=0, le=_HUNDRED)]
Count = Annotated[int, Form(ge=1, le=1_000_000)]


class Said(BaseModel):
    """What an admin's form says of a rule."""

    rule: str = Field(min_length=1, max_length=LONGEST_NAME, pattern=LINE)
    mode: Mute
    language: str = Field(EVERYWHERE, max_length=40, pattern=LINE)
    reason: str = Field("", max_length=LONGEST_REASON, pattern=LINE)


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in a language, and what holds for it."""

    found: Learned
    ruling: Ruling | None

    @property
    def share(self) -> Share:
        """How many decisions agreed with it."""
        return Share(self.found.agreed, self.found.decided)


@router.get("")
def show(request: Request, desk: TheDesk, _person: Reader) -> Response:
    """The page."""
    with desk.database.reading() as session:
        return page(
            request,
            "learned.html.j2",
            rows=list(_rows(session)),
            everywhere=list(for_everywhere(session)),
            limit=limit(session),
            news=news(session),
            charts=charts,
            modes=list(Mute),
            longest=LONGEST_REASON,
        )


@router.post("")
def rule_on(desk: TheDesk, person: Admin, said: Annotated[Said, Form()]) -> Response:
    """Mute a rule, never do so, or leave it to the desk."""
    with desk.database.writing() as session:
        set_mode(session, person, said.rule, said.language, said.mode, said.reason)
    apply_all(desk.database, said.language or None, now())
    return _back()


@router.post("/limit")
def set_bounds(desk: TheDesk, person: Admin, percent: Percent, decisions: Count) -> Response:
    """Set below which precision, after how many decisions, the desk mutes a rule."""
    with desk.database.writing() as session:
        set_limit(session, person, Limit(percent / _HUNDRED, decisions))
    apply_all(desk.database, None, now())
    return _back()


def _rows(session: Session) -> Iterator[Row]:
    """Those that are muted first, then by how often editors decided."""
    known = rulings(session)
    found = sorted(
        learned(session).values(), key=lambda one: (not one.muted, -one.decided, one.rule)
    )
    yield from (Row(one, known.on(one.rule, one.language)) for one in found)


def _back() -> Response:
    return RedirectResponse("/learned", HTTPStatus.SEE_OTHER)
