"""What a person may be called."""

from __future__ import annotations

import unicodedata

from qa.desk.errors import InvalidError

LONGEST = 80
"""In characters."""
_SPACE, _SPACES = " ", "Zs"


def clean_name(text: str) -> str:
    """A name as it is kept: NFC, one plain space between its parts.

    Raises InvalidError where it is empty, too long, or has characters that cannot be seen: with
    them one person could look like another.
    """
    signs = unicodedata.normalize("NFC", text)
    plain = "".join(_SPACE if unicodedata.category(sign) == _SPACES else sign for sign in signs)
    name = _SPACE.join(part for part in plain.split(_SPACE) if part)
    if not name:
        raise InvalidError("a person needs a name")
    if len(name) > LONGEST:
        raise InvalidError(f"a name has at most {LONGEST} characters")
    if not name.isprintable():
        raise InvalidError("a name is of characters that can be seen")
    return name


def typed_name(text: str) -> str:
    """A name as somebody typed it who wants to enter: as it is kept, or empty where it is no name.

    Whatever asks whose name it is, or counts tries of it, goes by this.
    """
    try:
        return clean_name(text)
    except InvalidError:
        return ""


def folded(name: str) -> str:
    """A name for comparing: what a reader would take for the same is the same (NFKC, caseless)."""
    return unicodedata.normalize("NFKC", name).casefold()
