"""The desk, opened: the server, the workers beside it, and the process for what is being typed."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from qa.desk.settings import Settings
from qa.desk.store.database import Database
from qa.desk.web.app import create_app
from qa.desk.web.context import Desk
from qa.desk.web.guard.prompt import PromptProtocol
from qa.desk.work.crew import Crew
from qa.desk.work.live import LiveProcess

_KEEP_ALIVE, _GOODBYE = 30, 5
_CONNECTIONS = 1_000


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served where.

    `address` is the database's, `workers` is how many check articles, `config` is the path of the
    configuration by which they do.
    """

    address: str
    settings: Settings
    workers: int
    config: str | None = None


def serve(
    serving: Serving, database: Database, listening: socket.socket, ready: Callable[[], None]
) -> None:
    """Serve until Ctrl+C or SIGTERM; `ready` is called once requests are answered.

    The database is open; nothing that was started here goes on afterwards. Raises
    KeyboardInterrupt at the end.
    """
    with _interrupted_by_sigterm():
        _serve(serving, database, listening, ready)


def _serve(
    serving: Serving, database: Database, listening: socket.socket, ready: Callable[[], None]
) -> None:
    live = LiveProcess(serving.config)
    private = serving.settings.private_feeds
    crew = Crew(serving.address, serving.workers, serving.config, private=private)
    try:
        app = create_app(Desk(database, serving.settings, live))
        crew.start()
        asyncio.run(_Announcing(_config(app), ready).serve(sockets=[listening]))
    finally:
        crew.stop()
        live.close()


@contextmanager
def _interrupted_by_sigterm() -> Iterator[None]:
    """Let what stops a service (SIGTERM) end the desk as Ctrl+C does: it closes what it started."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=PromptProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # the guard looks at who is really connected
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GOODBYE,
        limit_concurrency=_CONNECTIONS,
    )


class _Announcing(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self._ready()
