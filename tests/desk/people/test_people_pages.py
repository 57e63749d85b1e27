"""The pages of people, accounts and the log, and hostile text in them."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from lxml.html import document_fromstring

from qa.desk.people import accounts, tokens
from qa.desk.people.log import PAGE, record
from qa.desk.people.person import Person
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import Role
from tests.desk.people.doors import ACCOUNTS, PASSWORD, browser, csrf, desk_app, log_in, somebody

pytestmark = pytest.mark.desk

ANOTHER, SHORT = "another horse battery", "short"
SCRIPT = "<script>alert(1)</script>"
HOSTILE = [
    SCRIPT,
    '" autofocus onfocus="alert(1)',
    "'; DROP TABLE user; --",
    "' OR 1=1 --",
    "{{7*7}}{% raw %}",
    "%(name)s %s %",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
]


@pytest.fixture
def admin_client(database: Database) -> TestClient:
    somebody(database, "Chief", Role.ADMIN)
    client = browser(desk_app(database, ACCOUNTS))
    assert log_in(client, "Chief") == 303
    return client


def sent(client: TestClient, path: str, **form: object) -> int:
    filled = {"csrf": csrf(client, "/account"), **form}
    return client.post(path, data=filled).status_code


def account(database: Database, name: str) -> accounts.Account:
    with database.reading() as session:
        return accounts.named(session, name)


def test_an_admin_looks_after_people(database: Database, admin_client: TestClient) -> None:
    client = admin_client
    assert sent(client, "/people", name="Sari", password=PASSWORD, role="reader") == 303
    sari = account(database, "Sari")
    assert (sari.role, sari.active, sari.enters) == (Role.READER, True, True)
    assert sent(client, f"/people/{sari.id}/role", role="editor") == 303
    assert sent(client, f"/people/{sari.id}/password", password=ANOTHER) == 303
    assert log_in(browser(client.app), "Sari", ANOTHER) == 303  # type: ignore[arg-type]
    assert sent(client, f"/people/{sari.id}/active", active="no") == 303
    sari = account(database, "Sari")
    assert (sari.role, sari.active) == (Role.EDITOR, False)
    assert sent(client, f"/people/{sari.id}/active", active="yes") == 303
    listed = client.get("/people?done=active").text
    assert "Sari" in listed
    assert "That is changed, as of now." in listed


def test_what_cannot_be_is_said_on_the_page(database: Database, admin_client: TestClient) -> None:
    client = admin_client
    chief = account(database, "Chief")
    assert sent(client, "/people", name="chief", password=PASSWORD, role="reader") == 409
    assert sent(client, "/people", name="Sari", password=SHORT, role="reader") == 422
    assert sent(client, "/people", name="", password=PASSWORD, role="reader") == 422
    assert sent(client, "/people", name="Sari", password=PASSWORD, role="owner") == 422
    assert sent(client, f"/people/{chief.id}/role", role="editor") == 409
    assert sent(client, f"/people/{chief.id}/active", active="no") == 409
    assert sent(client, "/people/999/role", role="editor") == 404
    for number in ("0", "-1", "x", "9" * 30):
        assert sent(client, f"/people/{number}/role", role="editor") in (404, 422)


def test_everybody_has_a_page_of_their_own(database: Database) -> None:
    somebody(database, "Sari", Role.READER)
    client, elsewhere = (browser(app := desk_app(database, ACCOUNTS)), browser(app))
    log_in(client, "Sari")
    log_in(elsewhere, "Sari")
    assert sent(client, "/account/password", old="wrong", new="new horse battery") == 422
    assert sent(client, "/account/password", old=PASSWORD, new="short") == 422
    assert sent(client, "/account/password", old=PASSWORD, new="new horse battery") == 303
    assert client.get("/account?done=password").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_a_token_is_shown_once(database: Database) -> None:
    sari = somebody(database, "Sari")
    client = browser(desk_app(database, ACCOUNTS))
    log_in(client, "Sari")
    filled = {"csrf": csrf(client, "/account"), "label": "wire script"}
    shown = re.search(r'value="(cdk_[^"]+)"', client.post("/account/tokens", data=filled).text)
    assert shown is not None
    assert tokens.person_by_token(database, shown[1], now()) == sari
    after = client.get("/account").text
    assert "wire script" in after
    assert shown[1] not in after
    assert sent(client, "/account/tokens", label="") == 422
    with database.reading() as session:
        number = tokens.tokens_of(session, sari)[0].id
    assert sent(client, f"/account/tokens/{number}/revoke") == 303
    assert sent(client, f"/account/tokens/{number}/revoke") == 404
    assert tokens.person_by_token(database, shown[1], now()) is None


def test_nobody_revokes_anothers_token(database: Database) -> None:
    budi = somebody(database, "Budi")
    somebody(database, "Sari", Role.ADMIN)
    token = tokens.make(database, budi, "script")
    client = browser(desk_app(database, ACCOUNTS))
    log_in(client, "Sari")
    assert sent(client, "/account/tokens/1/revoke") == 404
    assert tokens.person_by_token(database, token, now()) == budi


def test_the_log_is_read_page_by_page(database: Database, admin_client: TestClient) -> None:
    with database.writing() as session:
        for number in range(PAGE + 10):
            record(session, "Sari", "sign-off", f"article {number}", seconds=3)
        record(session, "Budi", "mute", "doubled-word")
    first = admin_client.get("/log").text
    assert first.index("doubled-word") < first.index(f"article {PAGE + 9}")
    assert "article 3<" not in first
    second = admin_client.get("/log?page=2").text
    assert "article 3<" in second
    assert "seconds: 3" in second
    assert "doubled-word" not in admin_client.get("/log?who=Sari").text
    muted = admin_client.get("/log?what=mute").text
    assert "doubled-word" in muted
    assert "article 3<" not in muted
    assert "Nothing." in admin_client.get("/log?who=Nobody").text
    assert admin_client.get("/log?page=999999").status_code == 200
    for page in ("0", "-1", "x", "9" * 30):
        assert admin_client.get(f"/log?page={page}").status_code == 422


def test_hostile_text_is_shown_as_text(database: Database, admin_client: TestClient) -> None:
    client = admin_client
    token = csrf(client, "/account")
    for text in HOSTILE:
        form = {"csrf": token, "name": text, "password": PASSWORD, "role": "editor"}
        assert client.post("/people", data=form).status_code == 303
        with database.writing() as session:
            record(session, text, "mute", text, reason=text)
    pages = [client.get("/people"), client.get("/log")]
    assert all("{{7*7}}{% raw %}" in answer.text for answer in pages)
    stranger = browser(client.app)  # type: ignore[arg-type]
    for text in HOSTILE:
        with database.reading() as session:
            found = accounts.named(session, text)
        person = Person(found.id, found.name, found.role)
        tokens.make(database, person, text)
        pages.append(client.get("/log", params={"who": text, "what": text}))
        pages.append(stranger.get("/login", params={"next": "/" + text}))
    other = browser(client.app)  # type: ignore[arg-type]
    assert log_in(other, SCRIPT) == 303
    pages += [other.get("/account", params={"done": SCRIPT}), other.get("/people?done=" + SCRIPT)]
    pages.append(client.get("/people", params={"done": SCRIPT}))
    for answer in pages:
        assert answer.status_code in (200, 403)
        assert SCRIPT not in answer.text
        for element in document_fromstring(answer.text).iter():
            assert element.tag != "script" or "/static/" in element.get("src", "")
            assert not [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118
            assert not (element.get("href") or "").startswith("javascript:")
    assert account(database, "Chief").role is Role.ADMIN


def test_long_and_odd_texts_fit_into_the_log(database: Database, admin_client: TestClient) -> None:
    with database.writing() as session:
        record(session, "a" * 500, "b" * 500, "c\x00\ud800" * 500, text="d" * 5000, none=None)
    assert admin_client.get("/log").status_code == 200
