"""What a browser is told when something goes wrong: a page, or a line for htmx to show."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as WaitedError
from starlette.exceptions import HTTPException

from corpora.errors import CopydeskError
from qa.desk.errors import N_, DeskError
from qa.desk.web.render import page

API = "/api"
_INVALID = N_("what was sent makes no sense here; go back and try again")
_LINES = {
    HTTPStatus.NOT_FOUND: N_("there is no such page"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("this address does not answer that"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("what was sent is too large"),
}
_BROKEN = N_("copydesk made a mistake, and has written it to its log; nothing was changed")
_BUSY = N_("the database is busy or cannot be reached; nothing was changed, try again in a moment")
_UNUSABLE = "the database could not be used (%s)"
_UNREACHABLE = (OperationalError, WaitedError)
_LATER = {"Retry-After": "5"}
"""In how many seconds to try again."""
_log = logging.getLogger(__name__)
Handler = Callable[[Request, Any], Response | Awaitable[Response]]


def error_pages(app: FastAPI) -> None:
    """Have an application answer errors with a page; `/api` keeps the answers it has so far."""
    own: dict[type[Exception], Handler] = {
        RequestValidationError: _invalid,
        HTTPException: _http,
        CopydeskError: refused,
        DeskError: refused,
        OperationalError: _busy,
        WaitedError: _busy,
        Exception: _broken,
    }
    for kind, handler in own.items():
        earlier = app.exception_handlers.get(kind)
        app.add_exception_handler(kind, _either(handler, earlier))


def told(
    request: Request, status: int, line: str, *, kept: str = "", back: str = "/"
) -> HTMLResponse:
    """An error for a person: one line; for htmx a notice beside the page, which stays as it is.

    `kept` is what the person had written, so that it is not lost; `back` leads on.
    """
    if "hx-request" in request.headers:
        answer = page(request, "notice.html.j2", status, line=line, back=back, kind="bad")
        answer.headers["HX-Retarget"] = "#notice"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer
    return page(request, "error.html.j2", status, line=line, code=status, kept=kept, back=back)


def refused(request: Request, error: CopydeskError, *, kept: str = "", back: str = "/") -> Response:
    """What a person is told of a refusal."""
    status = error.status if isinstance(error, DeskError) else HTTPStatus.BAD_REQUEST
    return told(request, status, str(error), kept=kept, back=back)


def is_api(request: Request) -> bool:
    """Whether a program is asking, which wants no pages."""
    return request.url.path == API or request.url.path.startswith(f"{API}/")


def _either(for_pages: Handler, for_programs: Handler | None) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        handler = for_programs or _problem if is_api(request) else for_pages
        answer = handler(request, error)
        return await answer if inspect.isawaitable(answer) else answer

    return handle


def _problem(_request: Request, error: Exception) -> Response:
    """A program's answer where the API has none of its own."""
    if isinstance(error, _UNREACHABLE):
        _log.warning(_UNUSABLE, getattr(error, "orig", None) or type(error).__name__)
        return JSONResponse({"detail": _BUSY}, HTTPStatus.SERVICE_UNAVAILABLE, _LATER)
    status = error.status if isinstance(error, DeskError) else HTTPStatus.BAD_REQUEST
    if not isinstance(error, CopydeskError):
        return JSONResponse({"detail": _BROKEN}, HTTPStatus.INTERNAL_SERVER_ERROR)
    return JSONResponse({"detail": str(error)}, status)


def _invalid(request: Request, error: RequestValidationError) -> Response:
    wrong_address = any(part["loc"][:1] == ("path",) for part in error.errors())
    status = HTTPStatus.NOT_FOUND if wrong_address else HTTPStatus.UNPROCESSABLE_ENTITY
    return told(request, status, _LINES.get(status, _INVALID))


def _http(request: Request, error: HTTPException) -> Response:
    line = _LINES.get(HTTPStatus(error.status_code), str(error.detail))
    answer = told(request, error.status_code, line)
    answer.headers.update(error.headers or {})
    return answer


def _busy(request: Request, error: Exception) -> Response:
    _log.warning(_UNUSABLE, getattr(error, "orig", None) or type(error).__name__)
    answer = told(request, HTTPStatus.SERVICE_UNAVAILABLE, _BUSY)
    answer.headers.update(_LATER)
    return answer


def _broken(request: Request, error: Exception) -> Response:
    if isinstance(error, _UNREACHABLE):  # before anybody was let in
        return _busy(request, error)
    return told(request, HTTPStatus.INTERNAL_SERVER_ERROR, _BROKEN)
