"""Names of articles and files, made of what files and feeds say."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_DIGITS = 8
_SUFFIX = re.compile(r"(?:\.[A-Za-z0-9]{1,8}){1,2}\Z")


def a_line(text: str, most: int) -> str:
    """A text as one line of so many characters; one that is cut ends in a digest of the whole."""
    signs = ("\ufffd" if unicodedata.category(sign) == "Cs" else sign for sign in text)
    plain = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in signs)
    line = " ".join(plain.split())
    if len(line) <= most:
        return line
    digest = hashlib.sha256(line.encode()).hexdigest()[:_DIGITS]
    return f"{line[: most - _DIGITS - 1]}…{digest}"


def safe_suffix(name: str) -> str:
    """The suffix of a file's name that tells its format (`.tsv`, `.tsv.gz`), or nothing."""
    found = _SUFFIX.search(name)
    return found[0].lower() if found else ""
