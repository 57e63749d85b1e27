"""Checks again what editors write, beside the server's own process."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Condition, Thread, Timer
from typing import TYPE_CHECKING, Protocol

from qa.config.environment import NO_ESTIMATE
from qa.desk.work.sides import Again, Sides

if TYPE_CHECKING:
    from qa.desk.work.checking import Checker

PATIENCE = 3.0
"""Seconds that an editor waits for the rules; then the page goes on without them."""
_HANGS = 2
"""So many times as long, and the process beside counts as hung."""
_START = 60.0
_log = logging.getLogger(__name__)
_spawning = multiprocessing.get_context("spawn")


class Live(Protocol):
    """Whatever can look again at an article that was edited."""

    def again(
        self,
        name: str,
        segments: Sequence[Sides],
        language: str | None,
        source_language: str | None,
        *,
        passing: bool = False,
    ) -> Again | None:
        """What the rules say now; None if they could not be asked in time.

        `passing`: it is being typed, so that whatever is asked of this article next takes its
        place. Others give way only to those that do not pass, either.
        """

    def close(self) -> None:
        """Stop whatever runs beside."""


@dataclass(frozen=True, slots=True)
class LiveHere:
    """Looks in this very process, however long that takes."""

    checker: Checker

    def again(
        self,
        name: str,
        segments: Sequence[Sides],
        language: str | None,
        source_language: str | None,
        *,
        passing: bool = False,  # noqa: ARG002 — nobody waits here
    ) -> Again | None:
        """What the rules say now."""
        return self.checker.again(name, segments, language, source_language)

    def close(self) -> None:
        """There is nothing to stop."""


@dataclass(frozen=True, slots=True)
class _Request:
    """What somebody waits for, until when; `passing`: a newer one takes its place."""

    work: tuple[str, tuple[Sides, ...], str | None, str | None]
    until: float
    passing: bool
    answer: Future[Again | None] = field(default_factory=Future)

    def gives_way_to(self, other: _Request) -> bool:
        """Whether nobody needs this answer once the other one is asked for."""
        return self.work[0] == other.work[0] and (self.passing or not other.passing)


class LiveProcess:
    """Looks in one process beside this one, which is started again when it dies or hangs.

    Any number of threads may ask. Who has waited for `patience` seconds, or whose text is asked for
    again before its turn has come, is answered None.
    """

    def __init__(self, config: str | None = None, patience: float = PATIENCE) -> None:
        self._config, self._patience = config, patience
        self._waiting: deque[_Request] = deque()
        self._changed, self._closed = Condition(), False
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._thread = Thread(target=self._serve, name="live", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process beside; None where none is there."""
        process = self._process
        return process.pid if process is not None and process.is_alive() else None

    def again(
        self,
        name: str,
        segments: Sequence[Sides],
        language: str | None,
        source_language: str | None,
        *,
        passing: bool = False,
    ) -> Again | None:
        """What the rules say now; None if they could not be asked in time."""
        work = (name, tuple(segments), language, source_language)
        request = _Request(work, time.monotonic() + self._patience, passing)
        with self._changed:
            if self._closed:
                return None
            for older in [one for one in self._waiting if one.gives_way_to(request)]:
                self._waiting.remove(older)
                older.answer.set_result(None)
            self._waiting.append(request)
            self._changed.notify()
        try:
            return request.answer.result(self._patience)
        except TimeoutError:
            return None

    def close(self) -> None:
        """Stop the process beside; whoever still waits is answered None."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._kill()
        self._thread.join()
        self._kill()

    def _serve(self) -> None:
        """One request after the other; this thread alone talks to the process."""
        self._is_there()
        while (request := self._next()) is not None:
            late = time.monotonic() > request.until
            request.answer.set_result(None if late else self._answer(request))

    def _next(self) -> _Request | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting)
            if not self._closed:
                return self._waiting.popleft()
            for request in self._waiting:
                request.answer.set_result(None)
            self._waiting.clear()
            return None

    def _answer(self, request: _Request) -> Again | None:
        if not self._is_there() or self._pipe is None or self._process is None:
            return None
        hangs = Timer(_HANGS * self._patience, self._process.kill)
        hangs.start()
        try:
            self._pipe.send(request.work)
            found: Again | None = self._pipe.recv()
        except (OSError, EOFError):
            self._kill()
            return None
        finally:
            hangs.cancel()
        return found

    def _is_there(self) -> bool:
        """Whether the process is there and ready; started if need be."""
        if self._process is not None and self._process.is_alive():
            return True
        self._kill()
        with self._changed:
            if self._closed:
                return False
            self._pipe, theirs = _spawning.Pipe()
            arguments = (theirs, self._config)
            self._process = _spawning.Process(target=_look, args=arguments, daemon=True)
            self._process.start()
            theirs.close()
        try:
            return self._pipe.poll(_START) and bool(self._pipe.recv())
        except (OSError, EOFError):
            return False

    def _kill(self) -> None:
        if (process := self._process) is not None:
            process.kill()
            process.join()


def _look(pipe: Connection, config: str | None) -> None:
    """What the process beside does, until its pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it stops it
    os.environ[NO_ESTIMATE] = "1"  # nobody who types waits for a model
    from qa.desk.work.checking import warmed_for_edits  # noqa: PLC0415 — the server needs none of it

    checker = warmed_for_edits(config)
    with suppress(EOFError, OSError):
        pipe.send(True)  # noqa: FBT003 — a message
        while True:
            pipe.send(_found(checker, pipe.recv()))


def _found(
    checker: Checker, work: tuple[str, tuple[Sides, ...], str | None, str | None]
) -> Again | None:
    try:
        return checker.again(*work)
    except Exception:  # noqa: BLE001 — a rule's fault must not end the process for all
        _log.exception("an edited article could not be looked at")
        return None
