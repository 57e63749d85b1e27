"""Where a browser finds a style or script: its address changes with its content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

_DIGITS = 12


@cache
def asset(name: str) -> str:
    """The address of a file of `static/`, which a browser may keep for good."""
    content = (resources.files("qa.desk.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:_DIGITS]}"
