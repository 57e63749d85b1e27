"""How far a batch is: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import TracebackType
from typing import Any, Self

import click

_PAUSE = 30.0
"""Seconds between two lines in a log."""
_MINUTE, _HOUR = 60, 3600


@dataclass
class Watch:
    """Is told after each shard how many rows are done; says it, with the rate and the time left.

    The rate is that of this run: what an earlier one did does not count.
    """

    options: dict[str, Any]
    started: float = field(default_factory=time.monotonic)
    said: float = field(default_factory=time.monotonic)
    before: int | None = None
    bar: Any = None
    task: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()
        if kind is KeyboardInterrupt and not self.options["quiet"]:
            click.echo("copydesk: interrupted; the same command goes on there", err=True)

    def __call__(self, done: int, rows: int) -> None:
        """So many rows of all are done."""
        if self.options["quiet"]:
            return
        if self.before is None:
            self.before, self.started = done, time.monotonic()
            if done == rows:
                click.echo(f"copydesk: all {rows:,} rows were done already", err=True)
            elif done:
                click.echo(f"copydesk: going on after {done:,} of {rows:,} rows", err=True)
        if sys.stderr.isatty():
            self._draw(done, rows)
        elif self._is_due():
            click.echo(f"copydesk: {self._line(done, rows)}", err=True)

    def cutting(self, path: str, rows: int) -> None:
        """So many rows of a table were gone through to cut it into shards."""
        if self.options["quiet"]:
            return
        told = f"cutting {path}: {rows:,} rows"
        if sys.stderr.isatty():
            self._bar().update(self.task, description=told)
        elif self._is_due():
            click.echo(f"copydesk: {told}", err=True)

    def _is_due(self) -> bool:
        """Whether it is time for a line in a log, again."""
        if time.monotonic() - self.said < _PAUSE:
            return False
        self.said = time.monotonic()
        return True

    def _bar(self) -> Any:  # noqa: ANN401 — rich's, imported for a terminal alone
        if self.bar is None:
            self.bar = import_module("qa.bar").bar()
            self.bar.start()
            self.task = self.bar.add_task("", total=None)
        return self.bar

    def _draw(self, done: int, rows: int) -> None:
        told = " ".join(("checking", *self._pace(done, rows)))
        self._bar().update(self.task, completed=done, total=rows, description=told)

    def _line(self, done: int, rows: int) -> str:
        share = f"{done:,} of {rows:,} rows ({100 * done / rows if rows else 100:.0f} %)"
        return ", ".join((share, *self._pace(done, rows)))

    def _pace(self, done: int, rows: int) -> Iterator[str]:
        """The rate and the time left, once there is something to tell them from."""
        if rate := self._rate(done):
            yield f"{rate:,.0f} rows/s"
            yield f"{_lasting((rows - done) / rate)} left"

    def _rate(self, done: int) -> float:
        """Rows a second; 0 while there is nothing to tell it from."""
        passed = time.monotonic() - self.started
        return (done - (self.before or 0)) / passed if passed > 0 else 0.0


def _lasting(seconds: float) -> str:
    """A time as people say it."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"
