"""Which addresses are for everybody, and which may be led back to."""

from __future__ import annotations

from urllib.parse import urlsplit

API = "/api"
ASSETS = "/static/"
HEALTH = "/health"
LOGIN = "/login"
PUBLIC = frozenset({LOGIN, "/looks"})
"""Pages that need no person, but a browser."""
HOME = "/"
_LONGEST = 1000
_FIRST_VISIBLE = "!"


def is_asset(path: str) -> bool:
    """Whether a path is one of the files that make up the pages."""
    return path.startswith(ASSETS)


def is_api(path: str) -> bool:
    """Whether a path is for programs."""
    return path == API or path.startswith(f"{API}/")


def is_open(path: str) -> bool:
    """Whether anybody may ask for it, and nobody needs to be known."""
    return is_asset(path) or path == HEALTH


def safe_next(address: str) -> str:
    """Where to go after login: a path of this desk, else the queue.

    Browsers take two slashes, backslashes and control characters for the way to another host.
    """
    if not address.startswith("/") or address.startswith("//") or len(address) > _LONGEST:
        return HOME
    if "\\" in address or any(sign < _FIRST_VISIBLE for sign in address):
        return HOME
    try:
        parts = urlsplit(address)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc or parts.path == LOGIN else address
