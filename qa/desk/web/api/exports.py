"""What leaves the desk: an article as a report, and what editors wrote as data for training."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import UTC, date, datetime, time
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from qa.desk.errors import NotThereError
from qa.desk.learning.exports import Format, Wanted, media_type, stream
from qa.desk.store.articles import Article
from qa.desk.web.api.report import TYPES, report_of, suffix_of, type_of
from qa.desk.web.api.shared import ArticleId, Day, Line, part_of_api
from qa.desk.web.api.streams import FewAtOnce
from qa.desk.web.context import Desk, Editor, Reader, TheDesk
from qa.desk.web.guard.guard import guard_of
from qa.plugins import WRITERS, names

router = part_of_api("export")
_FORMATS = tuple(names(WRITERS))
_PART = 64 * 1024


def _known(name: str) -> str:
    if name not in _FORMATS:
        raise ValueError(f"there are {', '.join(_FORMATS)}")
    return name


def _answers(types: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The file.", "content": {one: {} for one in sorted(set(types))}}}


ReportFormat = Annotated[
    str,
    AfterValidator(_known),
    Query(json_schema_extra={"enum": list(_FORMATS)}, examples=["xliff"]),
]


class Signed(BaseModel):
    """Which signed articles; empty is all of them."""

    model_config = ConfigDict(extra="forbid")

    format: Format = Format.JSONL
    since: Day | None = Field(None, examples=["2025-12-31"])
    until: Day | None = None
    language: Line | None = None
    source_language: Line | None = None
    desk: Line | None = None
    system: Line | None = None

    def wanted(self) -> Wanted:
        """The same for the desk; days are UTC's, and the last one does not count."""
        return Wanted(
            since=_begin(self.since),
            until=_begin(self.until),
            language=self.language,
            source_language=self.source_language,
            desk=self.desk,
            system=self.system,
        )


def _begin(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


@router.get(
    "/articles/{article_id}/export",
    response_class=Response,
    responses=_answers(TYPES.values()),
)
def one(
    article_id: ArticleId,
    desk: TheDesk,
    person: Reader,  # noqa: ARG001 — somebody must be known
    format: ReportFormat = "json",  # noqa: A002 — its name in the address
) -> Response:
    """An article as it is now, in any format of copydesk's reports."""
    with desk.database.reading() as session:
        article = session.get(Article, article_id)
        if article is None:
            raise NotThereError("there is no such article; it may have been removed")
        content = report_of(session, article)
    name = f"article-{article_id}{suffix_of(format)}"
    return Response(content(format), HTTPStatus.OK, _as_file(name), type_of(format))


@router.get(
    "/export",
    response_class=Response,
    responses=_answers(media_type(one) for one in Format),
)
def signed(
    request: Request,
    desk: TheDesk,
    person: Editor,  # noqa: ARG001 — who may edit
    asked: Annotated[Signed, Query()],
) -> Response:
    """The signed articles, for those who train translation systems; few exports at a time."""
    headers = _as_file(f"signed{asked.format.suffix}")
    room = guard_of(request).exports
    parts = _parts(desk, asked.format, asked.wanted())
    return FewAtOnce(parts, room, headers, media_type(asked.format))


def _parts(desk: Desk, kind: Format, wanted: Wanted) -> Generator[bytes]:
    """An export in parts that are worth sending: each costs a change of threads."""
    part = bytearray()
    for piece in stream(desk.database, kind, wanted):
        part += piece
        if len(part) >= _PART:
            yield bytes(part)
            part.clear()
    yield bytes(part)


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
