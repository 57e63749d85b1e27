"""What leaves the desk: an article as a report, and what editors wrote as data for training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from qa.desk.errors import NotThereError
from qa.desk.learning.exports import Format, Wanted, export, media_type
from qa.desk.store.articles import Article
from qa.desk.web.api.report import TYPES, report_of, type_of
from qa.desk.web.api.shared import ArticleId, Day, Line, part_of_api
from qa.desk.web.context import Reader, TheDesk
from qa.plugins import WRITERS, names

router = part_of_api("export")
_FORMATS = tuple(names(WRITERS))
_IN_MEMORY, _CHUNK = 1024 * 1024, 64 * 1024


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
    name = f"article-{article_id}-{format}"
    return Response(content(format), HTTPStatus.OK, _as_file(name), type_of(format))


@router.get(
    "/export",
    response_class=Response,
    responses=_answers(media_type(one) for one in Format),
)
def signed(desk: TheDesk, person: Reader, asked: Annotated[Signed, Query()]) -> Response:  # noqa: ARG001
    """The signed articles, for those who train translation systems."""
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 — closed when it has been sent
    with desk.database.reading() as session:
        file.writelines(part.encode() for part in export(session, asked.format, asked.wanted()))
    file.seek(0)
    name = f"signed{asked.format.suffix}"
    kind = media_type(asked.format)
    return StreamingResponse(_parts(file), HTTPStatus.OK, _as_file(name), kind)


def _parts(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_CHUNK):
            yield part


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
