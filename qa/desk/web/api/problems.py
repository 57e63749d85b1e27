"""What the API answers when it refuses: one sentence, as JSON, with the HTTP status."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from corpora.errors import CopydeskError
from qa.desk.errors import DeskError

_NO_NAMES = frozenset({"body", "query", "path", "header", "one", "feed-of"})
_FEW = 300
_OURS = "Value error, "
"""What pydantic puts before our own words."""


class Problem(BaseModel):
    """Why something was refused."""

    detail: str


_WHY = {
    HTTPStatus.BAD_REQUEST: "The request is not JSON, or not a form, where one is due.",
    HTTPStatus.UNAUTHORIZED: "Nobody is known by this request: it needs a token.",
    HTTPStatus.FORBIDDEN: "The person may not do this.",
    HTTPStatus.NOT_FOUND: "There is no such thing.",
    HTTPStatus.CONFLICT: "Somebody was quicker, or it is not in the state for it.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More was sent than the desk takes.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "What was sent is compressed.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "What was sent makes no sense here.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests; Retry-After says how long to wait.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The database is busy; Retry-After says how long to wait.",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    int(status): {"model": Problem, "description": why} for status, why in _WHY.items()
}
"""The answers that every part of the API may give besides its own."""


def problems(app: FastAPI) -> None:
    """Have an application answer errors with a `Problem`. Pages have their own way."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(CopydeskError, _refused)
    app.add_exception_handler(DeskError, _refused)


def _refused(_request: Request, error: Exception) -> JSONResponse:
    status = error.status if isinstance(error, DeskError) else HTTPStatus.UNPROCESSABLE_ENTITY
    return _problem(status, str(error))


def _http(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    answer = _problem(error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    """The first thing that is wrong; never what was sent, which may be long or in confidence."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in _NO_NAMES)
    told = str(first["msg"]).removeprefix(_OURS)
    line = f"{place[:_FEW]}: {told}" if place else told
    return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, line)


def _problem(status: int, line: str) -> JSONResponse:
    sayable = line.encode("utf-8", "replace").decode()  # it may name a key with half a character
    return JSONResponse({"detail": sayable}, status)
