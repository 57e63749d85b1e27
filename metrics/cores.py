"""How many processors this process may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_limit: ContextVar[int | None] = ContextVar("limit", default=None)


def cores() -> int:
    """Those that it is allowed to, which may be fewer than there are."""
    if (limit := _limit.get()) is not None:
        return limit
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """Within it, so many: where other processes beside this one do the same work."""
    token = _limit.set(number)
    try:
        yield
    finally:
        _limit.reset(token)
