"""Where admins read who did what."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from qa.desk.people.log import lines
from qa.desk.web.context import Admin, TheDesk
from qa.desk.web.render import page

router = APIRouter()
_LAST = 1_000_000
Page = Annotated[int, Query(alias="page", ge=1, le=_LAST)]


@router.get("/log")
def show(  # noqa: PLR0913, PLR0917
    request: Request,
    desk: TheDesk,
    person: Admin,  # noqa: ARG001
    who: str = "",
    what: str = "",
    number: Page = 1,
) -> Response:
    """A page of the audit log, newest first, of one person or one kind if asked."""
    with desk.database.reading() as session:
        found = lines(session, who=who.strip(), what=what, page=number)
    asked = {name: value for name, value in (("who", who), ("what", what)) if value}
    narrowed = f"&{urlencode(asked)}" if asked else ""
    return page(request, "log.html.j2", found=found, who=who, what=what, narrowed=narrowed)
