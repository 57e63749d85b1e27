"""What the parts of the API share: parameters, and the names that actions go by."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path
from pydantic import AfterValidator, BeforeValidator, Field

from qa.desk.errors import InvalidError
from qa.desk.queue.adding import language_of
from qa.desk.queue.texts import LINE, LONGEST_NAME, TEXT
from qa.desk.web.api.problems import PROBLEMS

MOST = 2**31 - 1
"""The greatest whole number that the tables keep."""
_LONGEST_KEY = 64
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LANGUAGE = "language-tag"
"""The format of a language in JSON Schema; nobody has registered one."""


def part_of_api(tag: str) -> APIRouter:
    """A router for a part of the API, with the problems that all parts have."""
    return APIRouter(tags=[tag], responses=PROBLEMS)


def _named(
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            pattern=r"^[!-~]+$",
            max_length=_LONGEST_KEY,
            description="Your name for the action, such as a UUID: sent twice, it is done once.",
        ),
    ] = None,
) -> str:
    return key or str(uuid.uuid4())


def _day(value: Any) -> Any:  # noqa: ANN401 — whatever was sent
    """A date as ISO 8601 writes it, not the seconds that pydantic would take as well."""
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise ValueError("a day is written as 2025-12-31")
    return value


def _language(value: str) -> str:
    try:
        tag = language_of(value)
    except InvalidError as error:
        raise ValueError(str(error)) from None
    if tag is None:
        raise ValueError("no language is named; leave it out where the text shall tell")
    return tag


ArticleId = Annotated[int, Path(ge=1, le=MOST, description="The article's number.", examples=[1])]
FlagId = Annotated[int, Path(ge=1, le=MOST, description="The flag's number.", examples=[1])]
SegmentNumber = Annotated[
    int, Path(ge=0, le=MOST, description="Which segment, from 0.", examples=[0])
]
IntakeId = Annotated[int, Path(ge=1, le=MOST, description="The intake's number.", examples=[1])]
Key = Annotated[str, Depends(_named)]
Line = Annotated[str, Field(pattern=LINE, max_length=LONGEST_NAME)]
Words = Annotated[str, Field(pattern=TEXT, max_length=LONGEST_NAME)]
Day = Annotated[date, BeforeValidator(_day)]
Language = Annotated[
    str,
    AfterValidator(_language),
    Field(
        json_schema_extra={"format": LANGUAGE},
        description="A language as BCP 47 writes it (`id`, `pt-BR`); without it, the text tells.",
    ),
]
