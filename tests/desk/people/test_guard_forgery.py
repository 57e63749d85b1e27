"""What a person did not send from a page of ours is refused."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from qa.desk.people import tokens
from qa.desk.settings import Settings
from qa.desk.store.database import Database
from tests.desk.people.doors import (
    ACCOUNTS,
    LOCAL,
    PROXY,
    browser,
    csrf,
    desk_app,
    log_in,
    somebody,
)

pytestmark = pytest.mark.desk

BY_PROXY = {"X-Remote-User": "Sari"}
FORM = {"theme": "dark"}
MODES = pytest.mark.parametrize("settings", [LOCAL, ACCOUNTS, PROXY], ids=lambda one: one.access)


def known(database: Database, settings: Settings) -> TestClient:
    """A browser in which somebody is known."""
    client = browser(desk_app(database, settings), "10.0.0.7")
    if settings is ACCOUNTS:
        somebody(database, "Sari")
        assert log_in(client, "Sari") == 303
    if settings is PROXY:
        client.headers.update(BY_PROXY)
    return client


@MODES
def test_a_form_of_ours_is_taken(database: Database, settings: Settings) -> None:
    client = known(database, settings)
    token = csrf(client, "/account")
    assert client.post("/looks", data=FORM | {"csrf": token}).status_code == 303
    assert client.post("/looks", data=FORM, headers={"X-CSRF-Token": token}).status_code == 303
    parts = {"csrf": (None, token), "theme": (None, "dark")}
    assert client.post("/looks", files=parts).status_code == 303


@MODES
def test_without_the_token_nothing_happens(database: Database, settings: Settings) -> None:
    client = known(database, settings)
    csrf(client, "/account")
    for token in (None, "", "0" * 64, "\u00e9", "a,b"):
        form = FORM if token is None else FORM | {"csrf": token}
        answer = client.post("/looks", data=form)
        assert answer.status_code == 403, token
        assert "theme" not in answer.cookies
    for method in ("PUT", "PATCH", "DELETE"):
        assert client.request(method, "/looks", data=FORM).status_code == 403, method
    assert client.post("/looks").status_code == 403
    assert client.post(f"/looks?csrf={csrf(client, '/account')}", data=FORM).status_code == 403


@MODES
def test_another_browsers_token_is_none(database: Database, settings: Settings) -> None:
    client = known(database, settings)
    other = browser(client.app, "10.0.0.8")  # type: ignore[arg-type]
    if settings is PROXY:
        other.headers.update({"X-Remote-User": "Mallory"})
    theirs = csrf(other, "/login" if settings is ACCOUNTS else "/account")
    csrf(client, "/account")
    assert client.post("/looks", data=FORM | {"csrf": theirs}).status_code == 403


def test_a_seed_that_we_did_not_sign_is_none(database: Database) -> None:
    client = known(database, LOCAL)
    name = client.app.state.guard.cookies.seed  # type: ignore[attr-defined]
    answer = client.get("/account", headers={"Cookie": f"{name}=planted.by-somebody"})
    assert name in answer.headers["set-cookie"]


def test_the_token_of_before_login_is_void_after(database: Database) -> None:
    somebody(database, "Sari")
    client = browser(desk_app(database, ACCOUNTS))
    before = csrf(client)
    log_in(client, "Sari")
    assert csrf(client, "/account") != before
    assert client.post("/looks", data=FORM | {"csrf": before}).status_code == 403


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "http://["},
]


@MODES
def test_even_with_the_token_other_sites_are_refused(
    database: Database, settings: Settings
) -> None:
    client = known(database, settings)
    form = FORM | {"csrf": csrf(client, "/account")}
    for headers in FOREIGN:
        assert client.post("/looks", data=form, headers=headers).status_code == 403, headers
        assert client.post("/api/articles", json={}, headers=headers).status_code == 403, headers


def test_our_own_pages_may(database: Database) -> None:
    client = known(database, LOCAL)
    form = FORM | {"csrf": csrf(client, "/account")}
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": str(client.base_url)}):
        assert client.post("/looks", data=form, headers=headers).status_code == 303


@MODES
def test_other_sites_may_link_to_us_but_not_embed_us(
    database: Database, settings: Settings
) -> None:
    client = known(database, settings)
    away = {"Sec-Fetch-Site": "cross-site"}
    link = away | {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/account", headers=link).status_code == 200
    for mode, kind in (("navigate", "iframe"), ("no-cors", "image"), ("no-cors", "script")):
        how = away | {"Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": kind}
        assert client.get("/account", headers=how).status_code == 403, kind
        assert client.get("/api/openapi.json", headers=how).status_code == 403, kind


def test_a_script_on_this_machine_needs_no_token_for_the_api(database: Database) -> None:
    client = known(database, LOCAL)
    assert client.post("/api/nothing", json={}).status_code in (404, 405)
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/nothing", json={}, headers=ours).status_code == 403
    assert client.post("/looks", json={}).status_code == 403
    assert client.post("/apiary", json={}).status_code == 403


def test_elsewhere_a_script_shows_a_token_of_its_own(database: Database) -> None:
    client = known(database, ACCOUNTS)
    assert client.post("/api/nothing", json={}).status_code == 403
    script = browser(client.app)  # type: ignore[arg-type]
    token = tokens.make(database, somebody(database, "Budi"), "script")
    shown = {"Authorization": f"Bearer {token}"}
    assert script.post("/api/nothing", json={}, headers=shown).status_code in (404, 405)


def test_a_garbled_form_is_refused(database: Database) -> None:
    client = known(database, LOCAL)
    csrf(client, "/account")
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data"):
        for body in (b"--x\r\ngarbage", b"--x--", b"\xff\xfe", b"--x\r\n\r\n\r\n--x"):
            answer = client.post("/looks", content=body, headers={"Content-Type": kind})
            assert answer.status_code in (400, 403), (kind, body)


@pytest.mark.parametrize("charset", ["undefined", "nonsense", "utf-7"])
@pytest.mark.parametrize("in_header", [False, True])
def test_a_form_in_no_known_writing_is_refused(
    database: Database, charset: str, in_header: bool
) -> None:
    client = known(database, ACCOUNTS)
    token = csrf(client, "/account")
    body = (
        '--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n'
        f'{token}\r\n--x\r\nContent-Disposition: form-data; name="theme"\r\n\r\ndark\r\n--x--\r\n'
    )
    headers = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    if in_header:
        headers["X-CSRF-Token"] = token
    answer = client.post("/looks", content=body.encode(), headers=headers)
    assert answer.status_code in {303, 400, 422}
