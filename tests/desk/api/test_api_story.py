from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.desk.learning.exports import Format
from qa.desk.store.database import Database
from qa.plugins import WRITERS, names
from tests.desk.editing.toy import put

pytestmark = pytest.mark.desk

_TEXTS = ("Kucing itu duduk duduk.", "Lalu ia ia pergi.")


def _ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.fixture
def article(database: Database) -> int:
    return put(database, *_TEXTS)


def test_an_article_is_sent_and_looked_up(client: TestClient) -> None:
    sent = {"mt": "Satu.\nDua.", "source": "One.\nTwo.", "name": "n-1", "language": "ind"}
    added = _ok(client.post("/api/articles", json=sent), 201)
    found = _ok(client.get(f"/api/articles/{added['id']}"))
    assert (added["state"], added["round"], added["title"]) == ("checking", 1, "Satu.")
    assert (found["language"], found["segments"], found["flags"]) == ("id", [], [])
    assert "MQM points" in found["estimate"]["meaning"]
    assert _ok(client.post("/api/articles", json=sent), 201)["id"] == added["id"]
    assert _ok(client.post("/api/articles", json={**sent, "mt": "Tiga."}), 201)["round"] == 2


def test_a_feed_and_a_file_are_taken(client: TestClient) -> None:
    feed = _ok(client.post("/api/articles", json={"feed": "https://news.example/rss"}), 202)
    file = _ok(
        client.post(
            "/api/files",
            files={"file": ("../../berita.txt", b"Teks.")},
            data={"desk": "dunia", "language": "id"},
        ),
        202,
    )
    assert (feed["state"], feed["url"]) == ("queued", "https://news.example/rss")
    assert _ok(client.get(f"/api/intakes/{file['id']}")) == file
    assert file["name"] == "berita.txt"


def test_an_editor_works_through_an_article(client: TestClient, article: int) -> None:
    here = f"/api/articles/{article}"
    assert [row["id"] for row in _ok(client.get("/api/queue"))["rows"]] == [article]
    taken = _ok(client.post("/api/next", json={}))
    assert (taken["id"], taken["mine"], taken["major"]) == (article, True, 2)
    assert client.post("/api/next", json={}).status_code == 204
    first, second = (flag["id"] for flag in _ok(client.get(here))["flags"])

    accepted = _ok(client.post(f"{here}/flags/{first}/accept"))
    assert (accepted["kind"], accepted["flag"]) == ("accept", first)
    _ok(client.post(f"{here}/flags/{second}/dismiss", json={"reason": "a name"}))
    _ok(client.post(f"{here}/flags/{second}/reopen"))
    edit = {"text": "Lalu ia pergi jauh.", "before": _TEXTS[1]}
    _ok(client.put(f"{here}/segments/1", json=edit))
    _ok(client.post(f"{here}/undo"))
    found = _ok(client.get(here))
    assert [one["text"] for one in found["segments"]] == ["Kucing itu duduk.", _TEXTS[1]]
    assert [one["state"] for one in found["flags"]] == ["accepted", "open"]
    assert found["flags"][0]["severity"] == "major"

    _ok(client.put(f"{here}/segments/1", json=edit))
    _ok(client.post(f"{here}/sign-off"))
    signed = _ok(client.get("/api/queue?state=signed&mine=true"))["rows"]
    assert [row["id"] for row in signed] == [article]
    assert signed[0]["hter"] > 0
    _ok(client.post(f"{here}/take-back"))
    assert _ok(client.post(f"{here}/release"))["holder"] is None
    assert _ok(client.post(f"{here}/claim", json={}))["mine"] is True


def test_an_act_that_is_sent_twice_is_done_once(client: TestClient, article: int) -> None:
    here, named = f"/api/articles/{article}", {"Idempotency-Key": "k-1"}
    flag = _ok(client.get(here))["flags"][0]["id"]
    first = _ok(client.post(f"{here}/flags/{flag}/accept", headers=named))
    again = _ok(client.post(f"{here}/flags/{flag}/accept", headers=named))
    assert first == again
    unnamed = client.post(f"{here}/flags/{flag}/accept")
    other = client.post(f"{here}/sign-off", headers=named)
    assert (unnamed.status_code, other.status_code) == (409, 409)


def test_an_edit_of_a_text_that_has_changed_is_refused(client: TestClient, article: int) -> None:
    answer = client.put(
        f"/api/articles/{article}/segments/0", json={"text": "Lain.", "before": "Dulu."}
    )
    assert answer.status_code == 409
    assert "changed" in answer.json()["detail"]


def test_an_article_leaves_in_every_format(client: TestClient, article: int) -> None:
    for name in names(WRITERS):
        answer = client.get(f"/api/articles/{article}/export?format={name}")
        assert answer.status_code == 200, (name, answer.text)
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.content
    found = _ok(client.get(f"/api/articles/{article}/export?format=json"))
    assert len(found["documents"][0]["flags"]) == 2


def test_an_edited_article_leaves_in_every_format(client: TestClient, article: int) -> None:
    here = f"/api/articles/{article}"
    first = _ok(client.get(here))["flags"][0]["id"]
    _ok(client.post(f"{here}/flags/{first}/accept"))
    _ok(client.put(f"{here}/segments/1", json={"text": "Pergilah ia.\r\nJauh."}))
    for name in names(WRITERS):
        answer = client.get(f"{here}/export?format={name}")
        assert answer.status_code == 200, (name, answer.text)
    flags = _ok(client.get(f"{here}/export?format=json"))["documents"][0]["flags"]
    decisions = [flag["disposition"]["decision"] for flag in flags]
    assert decisions == ["accepted", "fixed"]
    assert flags[0]["text"] == "duduk"


def test_control_characters_break_no_format(client: TestClient, database: Database) -> None:
    article = put(database, "Kucing\x08 itu\x0b duduk duduk \ufffe\u202e.", name="a\u2028b")
    for name in names(WRITERS):
        answer = client.get(f"/api/articles/{article}/export?format={name}")
        assert answer.status_code == 200, (name, answer.text)


def test_what_was_signed_leaves_for_training(
    client: TestClient, article: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2026, 11, 27, 12, tzinfo=UTC)
    monkeypatch.setattr("qa.desk.editing.editor.now", lambda: noon)
    today = noon.date()
    tomorrow = today + timedelta(days=1)
    here = f"/api/articles/{article}"
    nothing = {kind: client.get(f"/api/export?format={kind}").text for kind in Format}
    _ok(client.put(f"{here}/segments/0", json={"text": "Kucing itu sedang duduk."}))
    _ok(client.post(f"{here}/sign-off"))
    for kind in Format:
        asked = f"/api/export?format={kind}"
        found = client.get(f"{asked}&since={today}&until={tomorrow}").text
        assert client.get(f"{asked}&since={tomorrow}").text == nothing[kind]
        assert ("duduk" in found) == (kind is not Format.TMX)  # no source: no unit of a memory


def test_stats_and_live(client: TestClient, article: int) -> None:
    assert len(_ok(client.get("/api/stats?days=7"))["days"]) == 7
    seen = _ok(client.get("/api/live"))["version"]
    assert client.get("/api/live", params={"seen": seen}).status_code == 204
    _ok(client.post(f"/api/articles/{article}/claim", json={}))
    assert _ok(client.get("/api/live", params={"seen": seen}))["version"] != seen
