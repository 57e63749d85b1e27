"""How many processors this process may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import ceil
from pathlib import Path, PurePosixPath

_SYSTEM = Path("/")
_CONTROLLERS = Path("sys/fs/cgroup")
_limit: ContextVar[int | None] = ContextVar("limit", default=None)


def cores(system: Path = _SYSTEM) -> int:
    """Those that it is allowed to, which may be fewer than there are.

    A container may have a quota of their time instead: rounded up, as Go and Java do. `system` is
    the folder that Linux's /proc and /sys lie in.
    """
    if (limit := _limit.get()) is not None:
        return limit
    if hasattr(os, "sched_getaffinity"):
        return max(1, min([len(os.sched_getaffinity(0)), *_quotas(system)]))
    return os.cpu_count() or 1


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """Within it, so many: where other processes beside this one do the same work."""
    token = _limit.set(number)
    try:
        yield
    finally:
        _limit.reset(token)


def _quotas(system: Path) -> Iterator[int]:
    """What this process's control group and those that it is within allow, in processors.

    Where a container sees its own group as the root, the path in /proc may or may not lead to it:
    files that are not there count as no quota (cgroups(7)).
    """
    for line in _text(system / "proc" / "self" / "cgroup").splitlines():
        _, controllers, name = (*line.split(":", 2), "", "")[:3]
        path = PurePosixPath(name.lstrip("/"))
        for group in (path, *path.parents):
            if not controllers:
                yield from _quota(_text(system / _CONTROLLERS / group / "cpu.max"))
            elif "cpu" in controllers.split(","):
                folder = system / _CONTROLLERS / controllers / group
                files = (folder / f"cpu.cfs_{what}_us" for what in ("quota", "period"))
                yield from _quota(" ".join(map(_text, files)))


def _quota(text: str) -> Iterator[int]:
    """A quota and its period, in microseconds: `200000 100000`; none is `max` or -1."""
    try:
        quota, period = map(int, text.split())
    except ValueError:
        return
    if quota > 0 and period > 0:
        yield ceil(quota / period)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except (OSError, ValueError):
        return ""
