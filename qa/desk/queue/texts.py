"""What may stand in the texts that come in, said once for the API's schema and for the check.

PostgreSQL keeps no NUL, and nothing keeps half of a surrogate pair. The patterns say their ranges
in full, as white space is not the same in Python, Rust (pydantic) and ECMAScript (JSON Schema).
"""

from __future__ import annotations

import re
import unicodedata

from qa.desk.errors import InvalidError

LONGEST_TEXT = 200_000
"""The most characters of a translation, a source or a reference."""
LONGEST_NAME = 300
LONGEST_TITLE = 120
"""Where a title is cut that is taken from the text."""
LONGEST_ADDRESS = 2_000
_SEEN = (
    r"[^\x00-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f"
    r"\u3000\ufeff]"
)
TEXT = r"^[^\x00]*$"
"""A text without NUL; it may be empty."""
SHOWN = rf"^[^\x00]*{_SEEN}[^\x00]*$"
"""A text of which something can be seen."""
LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"
"""A line without control characters; it may be empty."""
ADDRESS = r"^https?://[^\x00-\x20\x7f-\xa0/?#@:\\\[\]]+(:[0-9]{1,5})?([/?#][!-~]*)?$"
"""The address of a feed."""
_shown = re.compile(_SEEN)
_line = re.compile(LINE)
_control = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_address = re.compile(ADDRESS)


def checked_text(what: str, text: str | None) -> None:
    """Raise InvalidError, naming `what` it is, for a text that cannot be kept; None is none."""
    if text is None:
        return
    if len(text) > LONGEST_TEXT:
        raise InvalidError(f"the {what} has {len(text):,} characters; {LONGEST_TEXT:,} are allowed")
    if "\0" in text:
        raise InvalidError(f"the {what} has a NUL character in it")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidError(f"the {what} has half a character (a lone surrogate) in it") from None


def checked_line(what: str, text: str) -> None:
    """Raise InvalidError, naming `what` it is, for what is no short line."""
    if len(text) > LONGEST_NAME:
        raise InvalidError(f"the {what} has {len(text):,} characters; {LONGEST_NAME} are allowed")
    checked_text(what, text)
    if not _line.search(text):
        raise InvalidError(f"the {what} has line breaks or control characters in it")


def checked_address(url: str) -> None:
    """Raise InvalidError for what is no feed's address."""
    if len(url) > LONGEST_ADDRESS or not _address.search(url):
        raise InvalidError("a feed's address begins with http:// or https:// and names a host")


def is_shown(text: str | None) -> bool:
    """Whether something of the text can be seen."""
    return text is not None and _shown.search(text) is not None


def first_line(text: str, longest: int) -> str:
    """The first line of which something can be seen, cut at a length, without control signs."""
    found = next((line for line in text.splitlines() if is_shown(line)), "")
    line = " ".join(_control.sub(" ", found).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def folded(*texts: str | None) -> str:
    """Texts as they are searched: joined, without letter case or widths (Unicode NFKC)."""
    joined = "\n".join(text for text in texts if text)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", joined).casefold())
