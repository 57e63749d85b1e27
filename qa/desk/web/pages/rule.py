"""A rule's page of the manual, with what editors make of the rule."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from qa.desk.errors import NotThereError
from qa.desk.learning.acceptance import Learned, learned
from qa.desk.web.context import Reader, TheDesk
from qa.desk.web.render import page
from qa.manual import page as manual_page
from qa.plugins import CHECKS, discover
from reports.page import Block, blocks_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Manual:
    """A rule's page: its name, its parts, and how often editors agree, a line a language."""

    rule: str
    blocks: tuple[Block, ...]
    learned: tuple[Learned, ...]


@router.get("/rules/{rule}")
def rule(request: Request, desk: TheDesk, person: Reader, rule: str) -> Response:  # noqa: ARG001
    """The page; for htmx what a dialog shows. Raises NotThereError for an unknown rule."""
    plugin = discover(CHECKS).get(rule)
    if plugin is None:
        raise NotThereError("the manual has no page for this rule; another tool may have set it")
    with desk.database.reading() as session:
        known = learned(session, rules=(rule,))
    of_rule = tuple(one for one in known.values() if one.decided)
    first, *rest = blocks_of(manual_page(plugin))
    manual = Manual("".join(first.parts), tuple(rest), of_rule)
    part = "hx-request" in request.headers
    return page(request, "manual.html.j2" if part else "rule.html.j2", manual=manual, part=part)
