from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from qa.desk.store.database import Database
from tests.desk.editing.toy import put

pytestmark = pytest.mark.desk

_BIG = 2**31
_FILE = {"file": ("a.txt", b"Teks.")}
_JSON = {"Content-Type": "application/json"}


class Case(NamedTuple):
    """A request that is refused with a status, and what the answer says of it."""

    method: str
    path: str
    sent: dict[str, Any]
    status: int
    why: str


_REFUSED: tuple[Case, ...] = (
    Case("POST", "articles", {"json": {"mt": " "}}, 422, "mt: "),
    Case("POST", "articles", {"json": {"mt": "a\0"}}, 422, "mt: "),
    Case("POST", "articles", {"json": {}}, 422, "mt: "),
    Case("POST", "articles", {"json": {"mt": "a", "colour": 1}}, 422, "colour: "),
    Case("POST", "articles", {"json": {"mt": "a", "feed": "http://a.b"}}, 422, "mt: "),
    Case("POST", "articles", {"json": {"feed": "file:///etc/passwd"}}, 422, "feed: "),
    Case("POST", "articles", {"json": {"mt": "a", "language": "zzzz"}}, 422, "language: 'zzzz' is"),
    Case("POST", "articles", {"content": b'{"mt": "\\ud800"}', "headers": _JSON}, 422, "mt: "),
    Case("POST", "articles", {"content": b'{"\\ud800": 1}', "headers": _JSON}, 422, "unicode"),
    Case("POST", "articles", {"content": b"{", "headers": _JSON}, 422, ""),
    Case("POST", "articles", {"content": b"\xff", "headers": _JSON}, 400, ""),
    Case("POST", "articles", {"content": b"[" * 100_000, "headers": _JSON}, 400, ""),
    Case("POST", "files", {"files": {"file": ("a.txt", b"")}}, 422, "the file is empty"),
    Case("POST", "files", {"data": {"desk": "a"}}, 422, "file: "),
    Case("POST", "files", {"files": _FILE, "data": {"desk": "a\x85"}}, 422, "desk: "),
    Case("POST", "files", {"files": _FILE, "data": {"desk": "a" * 301}}, 422, "desk: "),
    Case("POST", "files", {"files": _FILE, "data": {"language": "zzzz"}}, 422, "language: "),
    Case("POST", "files", {"files": _FILE, "data": {"colour": "red"}}, 422, "colour: "),
    Case("GET", "articles/7", {}, 404, "there is no such article"),
    Case("GET", f"articles/{_BIG}", {}, 422, "article_id: "),
    Case("GET", "articles/%2e%2e%2f%2e%2e%2fetc%2fpasswd", {}, 404, ""),
    Case("GET", "articles/7/export?format=docx", {}, 404, "there is no such article"),
    Case("GET", "articles/1/export?format=exe", {}, 422, "format: there are "),
    Case("GET", "export?format=exe", {}, 422, "format: "),
    Case("GET", "export?since=yesterday", {}, 422, "since: "),
    Case("GET", "queue?state=lost", {}, 422, "state: "),
    Case("GET", "queue?page=0", {}, 422, "page: "),
    Case("GET", "queue?words=%00", {}, 422, "words: "),
    Case("GET", "queue?order=random", {}, 422, "order: "),
    Case("GET", "stats?days=9999", {}, 422, "days: "),
    Case("GET", "intakes/7", {}, 404, "nothing came in"),
    Case("GET", "nothing", {}, 404, ""),
    Case("DELETE", "queue", {}, 405, ""),
    Case("POST", "articles/1/flags/99/accept", {}, 404, "no such flag"),
    Case("PUT", "articles/1/segments/9", {"json": {"text": "a"}}, 404, "no such segment"),
    Case("POST", "articles/1/undo", {}, 409, "nothing of yours to undo"),
    Case("POST", "articles/1/take-back", {}, 409, "signed off"),
    Case("POST", "articles/1/sign-off", {"headers": {"Idempotency-Key": "a b"}}, 422, "Idempot"),
    Case("POST", "articles/1/sign-off", {"headers": {"Idempotency-Key": "x" * 65}}, 422, "Idempot"),
)


def test_what_is_refused_is_told_in_one_sentence(database: Database, client: TestClient) -> None:
    put(database, "Kucing itu duduk duduk.")
    for case in _REFUSED:
        answer = client.request(case.method, f"/api/{case.path}", **case.sent)
        assert answer.status_code == case.status, (case, answer.text)
        detail = answer.json()["detail"]
        assert case.why in detail, case
        assert "\n" not in detail


def test_who_comes_second_is_told(database: Database, client: TestClient) -> None:
    article = put(database, "Kucing itu duduk duduk.")
    assert client.post(f"/api/articles/{article}/sign-off").status_code == 200
    again = client.post(f"/api/articles/{article}/claim", json={})
    assert again.status_code == 409
    assert "signed off" in again.json()["detail"]


def test_another_sites_page_may_do_nothing(client: TestClient) -> None:
    answer = client.post(
        "/api/articles", json={"mt": "a"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


def test_health_tells_whether_the_database_answers(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/health").json() == {"status": "ok"}

    def broken(_database: Database) -> None:
        raise OperationalError("SELECT 1", {}, Exception("secret address"))

    monkeypatch.setattr(type(database), "reading", broken)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert "secret" not in answer.text
