"""A person at an article's page: what they ask for, and how they are answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.editing.editor import Editor as Editing
from qa.desk.errors import DeskError
from qa.desk.learning.acceptance import learned_lately
from qa.desk.people.person import Person
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.web.context import Desk, Editor, Reader, TheDesk
from qa.desk.web.errors import refused
from qa.desk.web.render import page
from qa.desk.web.views.article import sheet_of

_MOST = 2**31 - 1
EXPORTS = ("html", "docx", "xliff", "tmx", "mqm", "json", "csv")
"""The formats that the page offers; the API has more."""
Number = Annotated[int, Path(ge=0, le=_MOST)]
"""What counts the rows of a table; larger numbers PostgreSQL would refuse."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A person who asks for something at an article's page."""

    request: Request
    desk: Desk
    person: Person
    id: int

    @property
    def address(self) -> str:
        """Where the article's page is."""
        return f"/articles/{self.id}"

    @property
    def by_htmx(self) -> bool:
        """Whether a part of the page is asked for, not a page."""
        return "hx-request" in self.request.headers

    def shown(self) -> Response:
        """The page; for htmx its main part. Raises NotThereError."""
        database = self.desk.database
        with database.reading() as session:
            language = session.scalar(select(Article.language).where(Article.id == self.id))
        known = learned_lately(database, language)
        with database.reading() as session:
            sheet = sheet_of(session, self.id, self.person, now(), known)
        template = "sheet.html.j2" if self.by_htmx else "article.html.j2"
        return page(self.request, template, sheet=sheet, exports=EXPORTS)

    def act(self, deed: Callable[[Editing], object], kept: str = "") -> Response:
        """Do something to the article; `kept` is what the person typed, if it cannot be done."""
        try:
            deed(Editing(self.desk.database, self.desk.live))
        except DeskError as error:
            return refused(self.request, error, kept=kept, back=self.address)
        return self.answer()

    def move(self, deed: Callable[[Session], object]) -> Response:
        """Open the article, or let go of it, in a transaction."""
        try:
            with self.desk.database.writing() as session:
                deed(session)
        except DeskError as error:
            return refused(self.request, error, back=self.address)
        return self.answer()

    def answer(self) -> Response:
        """What follows an act: the part of the page that changed, or the way back to the page."""
        if self.by_htmx:
            return self.shown()
        return RedirectResponse(self.address, HTTPStatus.SEE_OTHER)


def _looking(request: Request, desk: TheDesk, person: Reader, article_id: Number) -> Visit:
    return Visit(request, desk, person, article_id)


def _editing(request: Request, desk: TheDesk, person: Editor, article_id: Number) -> Visit:
    return Visit(request, desk, person, article_id)


Looking = Annotated[Visit, Depends(_looking)]
"""Anybody who is known."""
Working = Annotated[Visit, Depends(_editing)]
"""Who may edit; others are refused."""
