"""A bar for what takes long: on standard error, on a terminal only, and only after a while."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from threading import Timer
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bar

T = TypeVar("T")
_PATIENCE = 1.0
_COLUMNS = (
    SpinnerColumn(),
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


class Progress(Protocol):
    """Passes items on, and shows how many have passed."""

    def __call__(self, items: Iterable[T], doing: str, /) -> Iterable[T]:
        """The same items, one by one."""


def silent(items: Iterable[T], _doing: str, /) -> Iterable[T]:
    """No bar at all."""
    return items


def bars(items: Iterable[T], doing: str, /) -> Iterator[T]:
    """A bar once a second has gone by, if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    total = len(items) if isinstance(items, Sized) else None
    bar = Bar(*_COLUMNS, console=Console(file=sys.stderr), transient=True)
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
