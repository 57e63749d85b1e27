"""The desk in the reader's language: messages from `locales/`, numbers and dates by CLDR (babel).

A catalogue is a text file (gettext's PO) that is read at start; there is no build step.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from fastapi import Request

ENGLISH = "en"
LOCALES = {ENGLISH: "English", "id": "Bahasa Indonesia"}
"""The languages of the pages, as they call themselves; the templates are written in English."""
COOKIE = "locale"


def locale_of(request: Request) -> str:
    """The language a browser is answered in: what its cookie says, else what it asks for."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return chosen
    asked = list(_asked(request.headers.get("accept-language", "")))
    return negotiate_locale(asked, list(LOCALES), sep="-") or ENGLISH


@cache
def translations(locale: str) -> NullTranslations:
    """The messages of a language; English ones are as the templates have them."""
    if locale == ENGLISH:
        return NullTranslations()
    catalogue = read_po(catalogue_of(locale), locale=locale)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def catalogue_of(locale: str) -> IO[bytes]:
    """The catalogue of a language, opened to be read."""
    folder = resources.files("qa.desk.web") / "locales" / locale / "LC_MESSAGES"
    return io.BytesIO((folder / "desk.po").read_bytes())


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of a language as jinja wants them.

    Jinja formats what it gets. A text that is no message (an error's line may quote what was sent)
    keeps its per cent signs.
    """

    spoken: NullTranslations
    known: frozenset[str]

    def gettext(self, message: str) -> str:
        """A message of the templates, translated."""
        told = self.spoken.gettext(message)
        return told if message in self.known else told.replace("%", "%%")


def messages(locale: str) -> Messages:
    """The messages of a language."""
    return Messages(translations(locale), _known())


@cache
def _known() -> frozenset[str]:
    """What the templates say, as any catalogue lists it."""
    other = next(locale for locale in LOCALES if locale != ENGLISH)
    ids = (message.id for message in read_po(catalogue_of(other), locale=other))
    return frozenset(one for one in ids if isinstance(one, str))


def _asked(header: str) -> Iterator[str]:
    """The languages of an Accept-Language header; browsers name the best first."""
    for part in header.split(","):
        code = part.partition(";")[0].strip()
        if code and code != "*":
            yield code
