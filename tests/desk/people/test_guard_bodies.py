"""Bodies: too large, compressed, and in pieces; from strangers and from people."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import replace

import pytest
from starlette.types import Message

from qa.desk.store.database import Database
from qa.desk.web.guard.bodies import Arrived, arrived
from qa.desk.web.guard.limits import Limits
from tests.desk.people.doors import ACCOUNTS, LOCAL, PASSWORD, browser, csrf, desk_app

pytestmark = pytest.mark.desk

SMALL = replace(LOCAL, upload=10_000)


def test_what_is_too_large_is_refused(database: Database) -> None:
    client = browser(desk_app(database, SMALL))
    token = csrf(client, "/account")
    for size, status in ((9_000, 303), (11_000, 413), (10_000_000, 413)):
        filled = {"csrf": token, "theme": "dark", "pad": "a" * size}
        assert client.post("/looks", data=filled).status_code == status, size
    pieces = (b"a" * 1000 for _ in range(11))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/looks", content=pieces, headers=kind).status_code == 413
    answer = client.post("/api/articles", json={"mt": "a" * 11_000})
    assert answer.status_code == 413
    assert answer.json() == {"detail": "what was sent is too large; 0.00954 MB is the most"}


def test_strangers_may_send_little(database: Database) -> None:
    client = browser(desk_app(database, ACCOUNTS))
    filled = {"csrf": csrf(client), "name": "Sari", "password": PASSWORD, "pad": "a" * 70_000}
    assert client.post("/login", data=filled).status_code == 413


def test_nothing_compressed_is_unpacked(database: Database) -> None:
    client = browser(desk_app(database, LOCAL))
    bomb = gzip.compress(b"\0" * 5_000_000)
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert client.post("/api/articles", content=bomb, headers=headers).status_code == 415


def received(*messages: Message | None, limits: Limits, most: int) -> Arrived:
    """What arrives of messages; None is a client that says no more."""
    waiting = list(messages)

    async def receive() -> Message:
        found = waiting.pop(0) if waiting else None
        if found is None:
            await asyncio.Event().wait()
        return found or {}

    return asyncio.run(arrived(receive, limits, most))


def piece(body: bytes, *, last: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": not last}


def test_pieces_become_one_body() -> None:
    found = received(piece(b"a"), piece(b"b"), piece(b"c", last=True), limits=Limits(), most=3)
    assert (found.status, found.body) == (200, b"abc")


@pytest.mark.parametrize("drained", [0, 10])
def test_more_than_may_come_is_thrown_away_up_to_a_point(drained: int) -> None:
    limits = Limits(drained=drained)
    pieces = [piece(b"12345") for _ in range(20)]
    found = received(*pieces, limits=limits, most=4)
    assert (found.status, found.body) == (413, b"")


def test_who_says_no_more_is_not_waited_for() -> None:
    found = received(piece(b"a"), None, limits=Limits(seconds=0.05, pace=1000), most=10)
    assert found.status == 408


def test_who_has_gone_needs_no_answer() -> None:
    gone: Message = {"type": "http.disconnect"}
    assert received(piece(b"a"), gone, limits=Limits(), most=10).status is None
