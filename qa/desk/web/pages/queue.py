"""The queue: what waits, the worst first; and the way to the worst that is free."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from qa.desk.queue.claims import next_article
from qa.desk.store.columns import now
from qa.desk.web.context import Editor, Reader, TheDesk
from qa.desk.web.render import page
from qa.desk.web.views.queue import AGES, filters_of, queue_of, seen_of

router = APIRouter()
_MOST = 2**31 - 1
NOTHING_LEFT = "/?nothing=1"
"""Where whoever asks for the next article ends up when none is free."""


@router.api_route("/", methods=["GET", "HEAD"])
def queue(request: Request, desk: TheDesk, person: Reader) -> Response:
    """The queue's page."""
    with desk.database.reading() as session:
        found = queue_of(session, request, person, now())
    template = "empty.html.j2" if found.empty else "queue.html.j2"
    nothing = "nothing" in request.query_params
    return page(request, template, queue=found, ages=AGES, nothing=nothing)


@router.get("/live")
def live(request: Request, desk: TheDesk, person: Reader, seen: str = "") -> Response:
    """The queue's rows, if they are no longer those that were seen; else 204."""
    with desk.database.reading() as session:
        if seen_of(session, person, now()) == seen:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        found = queue_of(session, request, person, now())
    return page(request, "rows.html.j2", queue=found)


@router.post("/next")
def worst(
    request: Request,
    desk: TheDesk,
    person: Editor,
    after: Annotated[int | None, Form(ge=0, le=_MOST)] = None,
) -> Response:
    """Open the worst article that is free; `after` one, the worst that stands behind it."""
    with desk.database.writing() as session:
        found = next_article(session, person, now(), filters_of(request), after)
    to = NOTHING_LEFT if found is None else f"/articles/{found.id}"
    return RedirectResponse(to, HTTPStatus.SEE_OTHER)
