"""What was read of a database a moment ago, kept for those who can do with that."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A value, and when it was asked for."""

    at: float
    value: Any


@dataclass(slots=True)
class Lately:
    """Values by name, each read anew by one thread once it is too old.

    The others are given the old one in the meantime, and wait only where there is none yet.
    """

    _found: dict[str, _Kept] = field(default_factory=dict)
    _locks: dict[str, Lock] = field(default_factory=dict)

    def of(self, name: str, age: float, read: Callable[[], _Value]) -> _Value:
        """The value of a name, at most `age` seconds old, or as old as a reading takes longer."""
        kept = self._found.get(name)
        if kept is not None and time.monotonic() - kept.at < age:
            return cast("_Value", kept.value)
        lock = self._locks.setdefault(name, Lock())
        if not lock.acquire(blocking=kept is None):
            return cast("_Value", kept.value if kept else read())
        try:
            return self._read(name, age, read)
        finally:
            lock.release()

    def _read(self, name: str, age: float, read: Callable[[], _Value]) -> _Value:
        at, kept = time.monotonic(), self._found.get(name)
        if kept is None or at - kept.at >= age:  # else another thread was quicker
            kept = self._found[name] = _Kept(at, read())
        return cast("_Value", kept.value)

    def forget(self) -> None:
        """Have all values read anew."""
        self._found.clear()
