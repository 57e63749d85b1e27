"""A database that is locked or gone is told of as such: try again, and nothing was changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from qa.desk.people.person import Person
from qa.desk.store.database import Database
from tests.desk.api.apps import HOST, api_app

pytestmark = pytest.mark.desk

UNAVAILABLE = 503


@pytest.fixture
def client(database: Database, editor: Person) -> Iterator[TestClient]:  # noqa: ARG001
    """A client of a desk that waits for nobody."""
    app = api_app(database)
    event.listen(database.engine, "connect", _never_wait)
    database.engine.dispose()
    with TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False) as found:
        found.get("/add")
        yield found


def _never_wait(connection: Any, _entry: object) -> None:
    connection.execute("PRAGMA busy_timeout = 0")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_locked_database_is_busy(client: TestClient, address: str) -> None:
    article = {"mt": "Rumah itu besar."}
    with closing(sqlite3.connect(address, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/api/articles", json=article)
        other.execute("ROLLBACK")
    assert (answer.status_code, answer.headers["Retry-After"]) == (UNAVAILABLE, "5")
    assert "busy" in answer.json()["detail"]
    assert client.post("/api/articles", json=article).is_success


@pytest.mark.parametrize("path", ["/", "/api/queue"])
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_database_that_is_gone_is_told_of(
    client: TestClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    lost = OperationalError("SELECT 1", None, Exception("connection lost"))
    with patch.object(Database, "reading", side_effect=lost):
        answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (UNAVAILABLE, "5")
    assert "database is busy" in answer.text
    assert "connection lost" in caplog.text
    assert "connection lost" not in answer.text
