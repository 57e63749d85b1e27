"""Languages as files name them."""

from __future__ import annotations

from corpora.errors import LanguageError
from corpora.languages import parse


def language_of(tag: str | None) -> str | None:
    """The BCP 47 tag of what a file says its language is; None where that is nothing known."""
    if not tag or not tag.strip():
        return None
    try:
        return parse(tag)
    except LanguageError:
        return None
