"""The page of statistics: what came in, what was done, how long it took, what goes wrong most."""

from __future__ import annotations

from typing import Annotated

from babel.dates import format_skeleton
from fastapi import APIRouter, Query, Request, Response

from qa.desk.learning import charts
from qa.desk.learning.counting import LONGEST, stats
from qa.desk.learning.stats import SPANS, USUAL
from qa.desk.store.columns import now
from qa.desk.web.context import Reader, TheDesk
from qa.desk.web.i18n import locale_of
from qa.desk.web.render import page
from qa.desk.words import Role

router = APIRouter()
MOST_DOTS = 200
"""So many articles, the latest, are shown one by one."""
_DAY = "MMMd"
Days = Annotated[int, Query(ge=1, le=LONGEST)]


@router.get("/stats")
def show(request: Request, desk: TheDesk, person: Reader, days: Days = USUAL) -> Response:
    """The page. What each editor did is for admins alone: nobody is to be ranked in public."""
    with desk.database.reading() as session:
        found = stats(session, now(), days, people=person.role.includes(Role.ADMIN))
    locale = locale_of(request)
    return page(
        request,
        "stats.html.j2",
        stats=found,
        charts=charts,
        spans=SPANS,
        efforts=found.efforts[:MOST_DOTS],
        labels=[format_skeleton(_DAY, one.day, locale=locale) for one in found.days],
    )
