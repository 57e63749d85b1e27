"""How the pages look to a reader: the language and the colours, kept in cookies."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from qa.desk.web.context import TheDesk
from qa.desk.web.guard.paths import safe_next
from qa.desk.web.i18n import COOKIE, LOCALES
from qa.desk.web.render import SYSTEM, THEME, THEMES
from qa.desk.web.views.said import Said, Text

router = APIRouter()
_YEAR = 365 * 24 * 3600


@router.post("/looks")
def looks(
    desk: TheDesk,
    theme: Annotated[Text | None, Form()] = None,
    locale: Annotated[Text | None, Form()] = None,
    back: Said = "/",
) -> Response:
    """Keep what the reader chose, and lead back; the theme may be the system's."""
    answer = RedirectResponse(safe_next(back), HTTPStatus.SEE_OTHER)
    secure = desk.settings.secure
    if locale in LOCALES:
        answer.set_cookie(COOKIE, locale, _YEAR, httponly=True, samesite="lax", secure=secure)
    if theme in THEMES:
        answer.set_cookie(THEME, theme, _YEAR, httponly=True, samesite="lax", secure=secure)
    elif theme == SYSTEM:
        answer.delete_cookie(THEME)
    return answer
