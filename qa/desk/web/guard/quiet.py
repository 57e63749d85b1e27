"""Keeps secrets out of the server's own log of requests."""

from __future__ import annotations

import logging
import re
from urllib.parse import parse_qsl

from qa.desk.people.tokens import PREFIX

_LOG = "uvicorn.access"
_PATH = 2
"""Where uvicorn's access log has the path among what it tells."""
_GONE = "…"
_TOKENS = re.compile(re.escape(PREFIX) + r"[\w%.~-]+", re.ASCII)
_HARMLESS = re.compile(r"[\w-]{0,20}", re.ASCII)
_OPEN = frozenset({"page", "state", "language", "desk", "origin", "hours", "size", "mine", "v"})
"""Fields of addresses that say nothing in confidence; others may hold words of an article."""


class Discreet(logging.Filter):
    """Takes from each line what may be a secret: tokens, and what addresses carry."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change a record in place; it is always written."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _discreet_path(arg) if place == _PATH else _discreet(arg)
                for place, arg in enumerate(record.args)
            )
        if isinstance(record.msg, str):
            record.msg = _discreet(record.msg)
        return True


def keep_quiet() -> None:
    """Have uvicorn's log of requests keep secrets; once is enough."""
    logger = logging.getLogger(_LOG)
    if not any(isinstance(found, Discreet) for found in logger.filters):
        logger.addFilter(Discreet())


def _discreet(value: object) -> object:
    return _TOKENS.sub(PREFIX + _GONE, value) if isinstance(value, str) else value


def _discreet_path(value: object) -> object:
    path, mark, query = str(value).partition("?")
    if not mark:
        return _discreet(value)
    told = [
        f"{name}={value if _HARMLESS.fullmatch(value) else _GONE}" if name in _OPEN else _GONE
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    return f"{_discreet(path)}?{'&'.join(told)}"
