"""Answers with a page: a template, filled in the reader's language, everything in it escaped."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from babel.core import Locale
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from qa.desk.settings import Access
from qa.desk.web.assets import asset
from qa.desk.web.i18n import LOCALES, locale_of, messages, translations
from qa.desk.web.spoken import Spoken
from qa.desk.words import Role
from reports.marks import visible
from reports.page import tongue_of

THEME = "theme"
THEMES = ("light", "dark")
"""What the cookie `theme` may say; without it the page is as the system is."""
SYSTEM = "system"
"""The choice that takes the cookie away."""


def page(
    request: Request, template: str, status: int = HTTPStatus.OK, **values: object
) -> HTMLResponse:
    """A template of `templates/`, filled with values and with what all pages have.

    Those are `person` (None before login), `csrf`, `locale`, `theme`, `path`, `local` (no login).
    """
    locale = locale_of(request)
    text = environment(locale).get_template(template).render(**_shared(request, locale), **values)
    return HTMLResponse(text, status_code=status)


@cache
def environment(locale: str) -> Environment:
    """The templates, for one language."""
    made = Environment(
        loader=PackageLoader("qa.desk.web"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=_finalize,
    )
    spoken = translations(locale)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        messages(locale).gettext, spoken.ngettext, newstyle=True
    )
    made.filters.update(Spoken(Locale.parse(locale)).filters())
    made.filters.update(tongue=tongue_of, unformatted=_unformatted, sentence=_sentence)
    made.filters.update(told=spoken.gettext)
    made.globals.update(asset=asset, locales=LOCALES)
    return made


def theme_of(request: Request) -> str:
    """`light` or `dark` as the reader chose, empty for what the system says."""
    chosen = request.cookies.get(THEME, "")
    return chosen if chosen in THEMES else ""


def _shared(request: Request, locale: str) -> dict[str, object]:
    person = getattr(request.state, "person", None)
    return {
        "person": person,
        "edits": person is not None and person.role.includes(Role.EDITOR),
        "manages": person is not None and person.role.includes(Role.ADMIN),
        "csrf": getattr(request.state, "csrf", ""),
        "locale": locale,
        "theme": theme_of(request),
        "path": request.url.path,
        "here": _here(request),
        "local": request.app.state.desk.settings.access is Access.LOCAL,
    }


def _here(request: Request) -> str:
    """Where a form that changes the page's looks leads back to."""
    if request.method != "GET":
        return "/"
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _finalize(value: object) -> object:
    """Every text on its way to the page, ours excepted, loses what HTML cannot carry."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


def _unformatted(text: str) -> str:
    """A text without the characters that turn its direction: for where nothing can isolate it."""
    turning = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
    return text.translate(dict.fromkeys(turning))


def _sentence(line: str) -> str:
    """A line of an error as a sentence, with a capital and a full stop; never safe HTML."""
    line = str(line)
    ended = line if line.endswith((".", "!", "?", "…")) else f"{line}."
    return ended[:1].upper() + ended[1:]
