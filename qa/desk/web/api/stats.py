"""What the desk did, as numbers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from qa.desk.learning.counting import stats
from qa.desk.learning.stats import USUAL, Stats
from qa.desk.store.columns import now
from qa.desk.web.api.shared import part_of_api
from qa.desk.web.context import Reader, TheDesk

router = part_of_api("learning")
_LONGEST = 366
Days = Annotated[
    int, Query(ge=1, le=_LONGEST, description="Of how many days, today among them.", examples=[28])
]


@router.get("/stats")
def get(desk: TheDesk, person: Reader, days: Days = USUAL) -> Stats:  # noqa: ARG001
    """Articles by day, minutes against need, top faults by system, what was learned of rules."""
    with desk.database.reading() as session:
        return stats(session, now(), days)
