"""A bar for what takes long: on standard error, on a terminal only, and only after a while."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from importlib import import_module
from threading import Timer
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

T = TypeVar("T")
_PATIENCE = 1.0


class Progress(Protocol):
    """Passes items on, and shows how many have passed."""

    def __call__(self, items: Iterable[T], doing: str, /) -> Iterable[T]:
        """The same items, one by one."""


class Meter:
    """A bar for one metric that tells by itself how far it is."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int | None) -> None:
        """Show that so many of so many are done; None: nobody knows of how many."""
        if not sys.stderr.isatty():
            return
        if self._bar is None or self._task is None:
            self._bar = import_module("qa.bar").bar()
            self._bar.start()
            self._task = self._bar.add_task(self._doing, total=total)
        self._bar.update(self._task, completed=done, total=total)
        if total is not None and done >= total:
            self.close()

    def close(self) -> None:
        """Take the bar away; also where the work was interrupted."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = None


def silent(items: Iterable[T], _doing: str, /) -> Iterable[T]:
    """No bar at all."""
    return items


def bars(items: Iterable[T], doing: str, /) -> Iterator[T]:
    """A bar once a second has gone by, if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    total = len(items) if isinstance(items, Sized) else None
    bar = import_module("qa.bar").bar()  # only a terminal waits for rich to be imported
    task = bar.add_task(doing, total=total)
    patience = Timer(_PATIENCE, bar.start)  # a single item may take long, too
    patience.daemon = True
    patience.start()
    try:
        for item in items:
            yield item
            bar.advance(task)
    finally:
        patience.cancel()
        patience.join()
        if bar.live.is_started:
            bar.stop()
