"""What is sent twice; the way through the queue; and exports, which are few at a time."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from qa.desk.learning.exports import Format
from qa.desk.people import tokens
from qa.desk.people.accounts import add_user
from qa.desk.settings import Access, Settings
from qa.desk.store.database import Database
from qa.desk.store.work import Intake
from qa.desk.web.api import exports
from qa.desk.web.api.report import suffix_of
from qa.desk.web.app import create_app
from qa.desk.web.context import Desk
from qa.desk.words import Role
from qa.plugins import WRITERS, names
from tests.desk.api.apps import HOST
from tests.desk.editing.toy import Toy, put

pytestmark = pytest.mark.desk

_KEY = {"Idempotency-Key": "k-1"}


def _ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def _intakes(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Intake)) or 0


def test_a_file_or_a_feed_that_is_sent_twice_comes_in_once(
    client: TestClient, database: Database
) -> None:
    file = {"files": {"file": ("a.txt", b"Teks.")}, "headers": _KEY}
    first, again = (_ok(client.post("/api/files", **file), 202) for _ in range(2))
    assert first == again
    feed = {"json": {"feed": "https://news.example/rss"}, "headers": {"Idempotency-Key": "k-2"}}
    first, again = (_ok(client.post("/api/articles", **feed), 202) for _ in range(2))
    assert first == again
    assert _intakes(database) == 2
    clash = client.post("/api/articles", **{**feed, "headers": _KEY})
    assert (clash.status_code, "this key" in clash.json()["detail"]) == (409, True)
    for _ in range(2):
        _ok(client.post("/api/files", files=file["files"]), 202)
    assert _intakes(database) == 4


def test_a_feeds_secret_is_told_to_nobody(client: TestClient) -> None:
    sent = {"feed": "https://news.example/rss?token=SECRET123"}
    taken = client.post("/api/articles", json=sent)
    looked_up = client.get(f"/api/intakes/{_ok(taken, 202)['id']}")
    assert _ok(looked_up)["url"].startswith("https://news.example/rss")
    assert "SECRET" not in taken.text + looked_up.text


def test_an_article_without_a_name_replaces_none(client: TestClient) -> None:
    said = [{"mt": f"Cuaca hari ini\n{text}."} for text in ("Hujan", "Cerah", "Hujan")]
    added = [_ok(client.post("/api/articles", json=one), 201) for one in said]
    assert [one["name"] for one in added] == [
        "Cuaca hari ini",
        "Cuaca hari ini (2)",
        "Cuaca hari ini",
    ]
    assert added[0]["id"] == added[2]["id"]


def test_next_goes_on_behind_the_article_one_comes_from(
    client: TestClient, database: Database
) -> None:
    for number in range(3):
        put(database, "Kucing itu duduk duduk.", name=f"story-{number}")
    first = _ok(client.post("/api/next", json={}))["id"]
    at, seen = first, [first]
    for _ in range(3):
        at = _ok(client.post("/api/next", params={"after": at}, json={}))["id"]
        seen.append(at)
    assert len(set(seen)) == 3
    assert seen[3] == first
    held = _ok(client.get("/api/queue", params={"state": "held"}))["rows"]
    assert [row["id"] for row in held] == [first]
    assert client.post("/api/next?after=0", json={}).status_code == 422


def test_files_are_called_as_their_format(client: TestClient, database: Database) -> None:
    article = put(database, "Kucing itu duduk duduk.")
    for name, suffix in (("docx", "docx"), ("gitlab", "json"), ("terminal", "txt")):
        answer = client.get(f"/api/articles/{article}/export?format={name}")
        assert f'"article-{article}.{suffix}"' in answer.headers["content-disposition"]
    assert all(re.fullmatch(r"(\.[a-z]+){1,2}", suffix_of(name)) for name in names(WRITERS))


def test_few_export_at_a_time(client: TestClient) -> None:
    room = client.app.state.guard.exports  # type: ignore[attr-defined]
    with room, room:
        busy = client.get("/api/export")
    assert (busy.status_code, busy.headers["retry-after"]) == (429, "10")
    assert "try again" in busy.json()["detail"]
    assert [client.get(f"/api/export?format={kind}").status_code for kind in Format] == [200] * 3


def test_an_export_that_breaks_makes_room_and_lets_go_of_the_database(
    client: TestClient,
) -> None:
    closed = []

    def broken(*_: object) -> Any:
        try:
            yield b"x" * 100_000
            raise RuntimeError("the disk is gone")
        finally:
            closed.append(True)

    for _ in range(3):
        with patch.object(exports, "stream", broken), pytest.raises(RuntimeError):
            client.get("/api/export")
    assert closed == [True] * 3
    assert client.get("/api/export").status_code == 200


def test_readers_export_nothing(database: Database) -> None:
    settings = Settings(access=Access.ACCOUNTS, hosts=(HOST,))
    app = create_app(Desk(database, settings, Toy()))
    status = []
    for name, role in (("Budi", Role.READER), ("Sari", Role.EDITOR)):
        person = add_user(database, "test", name, None, role)
        shown = {"Authorization": f"Bearer {tokens.make(database, person, 'script')}"}
        client = TestClient(app, base_url=f"http://{HOST}")
        status.append(client.get("/api/export", headers=shown).status_code)
    assert status == [403, 200]
