"""Long answers, sent part by part while they are made, and not too many at a time."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from http import HTTPStatus
from threading import BoundedSemaphore

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from qa.desk.web.guard.answers import refusal

_BUSY = "others are exporting now; try again a little later"
_SECONDS = 10
"""After which to try again."""


class FewAtOnce(StreamingResponse):
    """Sends parts as threads make them; 429 with Retry-After where there is no room."""

    def __init__(
        self,
        parts: Generator[bytes],
        room: BoundedSemaphore,
        headers: Mapping[str, str],
        media_type: str,
    ) -> None:
        super().__init__(parts, HTTPStatus.OK, headers, media_type)
        self._parts, self._room = parts, room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer; its parts are closed whatever happens, with what they have open."""
        if not self._room.acquire(blocking=False):
            later = {"Retry-After": str(_SECONDS)}
            answer = refusal(scope, HTTPStatus.TOO_MANY_REQUESTS, _BUSY, later)
            await answer(scope, receive, send)
            return
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._parts.close()
            self._room.release()
