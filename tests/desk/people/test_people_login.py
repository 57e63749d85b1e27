"""The story of coming in and going out, over the real application."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.desk.people import tokens
from qa.desk.people.accounts import set_active, set_role
from qa.desk.store.database import Database
from qa.desk.web.guard.paths import safe_next
from qa.desk.words import Role
from tests.desk.people.doors import (
    ACCOUNTS,
    LOCAL,
    PASSWORD,
    SECURE,
    browser,
    csrf,
    desk_app,
    log_in,
    somebody,
)

pytestmark = pytest.mark.desk


def test_a_page_leads_to_the_login_and_back(database: Database) -> None:
    somebody(database, "Sari")
    client = browser(desk_app(database, ACCOUNTS))
    sent = client.get("/stats?days=7")
    assert sent.status_code == 303
    assert sent.headers["location"] == "/login?next=%2Fstats%3Fdays%3D7"
    form = client.get(sent.headers["location"])
    assert 'name="next" value="/stats?days=7"' in form.text
    token = csrf(client)
    filled = {"csrf": token, "name": "Sari", "password": PASSWORD, "next": "/stats?days=7"}
    back = client.post("/login", data=filled)
    assert (back.status_code, back.headers["location"]) == (303, "/stats?days=7")
    assert client.get("/account").status_code == 200
    assert "Sari" in client.get("/account").text
    assert client.get("/login").headers["location"] == "/"


def test_programs_are_told_in_json_and_htmx_is_led_away(database: Database) -> None:
    client = browser(desk_app(database, ACCOUNTS))
    answer = client.get("/api/queue")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {"detail": "log in first"}
    headers = {"HX-Request": "true", "HX-Current-URL": "http://desk.example/articles/3"}
    swapped = client.get("/live", headers=headers)
    assert swapped.status_code == 401
    assert swapped.headers["hx-redirect"] == "/login?next=%2Farticles%2F3"
    fetched = client.post("/articles/3/presence", headers={"Sec-Fetch-Mode": "cors"})
    assert fetched.status_code == 401


def test_logging_out_ends_the_session_itself(database: Database) -> None:
    somebody(database, "Sari")
    app = desk_app(database, ACCOUNTS)
    client = browser(app)
    assert log_in(client, "Sari") == 303
    kept = dict(client.cookies)
    out = client.post("/logout", data={"csrf": csrf(client, "/account")})
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    thief = browser(app)
    thief.cookies.update(kept)
    assert thief.get("/account").status_code == 303


def test_a_session_that_was_planted_is_never_used(database: Database) -> None:
    somebody(database, "Sari")
    somebody(database, "Mallory")
    app = desk_app(database, ACCOUNTS)
    session = app.state.guard.cookies.session
    mallory, victim = browser(app), browser(app)
    log_in(mallory, "Mallory")
    planted = mallory.cookies[session]
    victim.cookies.set(session, planted, domain="desk.example")
    form = {"csrf": csrf(victim, "/account"), "name": "Sari", "password": PASSWORD}
    assert victim.post("/login", data=form).status_code == 303
    after = victim.cookies.get(session, domain="desk.example") or victim.cookies.get(session)
    assert after not in (None, planted)
    assert mallory.get("/account").status_code == 303


def test_each_login_is_another_session(database: Database) -> None:
    somebody(database, "Sari")
    app = desk_app(database, ACCOUNTS)
    found = set()
    for _ in range(3):
        client = browser(app)
        log_in(client, "Sari")
        found.add(client.cookies[app.state.guard.cookies.session])
    assert len(found) == 3
    assert min(map(len, found)) >= 43


@pytest.mark.parametrize(("settings", "secure"), [(ACCOUNTS, False), (SECURE, True)])
def test_cookies_are_for_this_desk_alone(
    database: Database, settings: object, secure: bool
) -> None:
    somebody(database, "Sari")
    client = browser(desk_app(database, settings))  # type: ignore[arg-type]
    form = client.get("/login")
    filled = {"csrf": csrf(client), "name": "Sari", "password": PASSWORD}
    done = client.post("/login", data=filled)
    for header in (form.headers["set-cookie"], done.headers["set-cookie"]):
        lowered = header.lower()
        assert "httponly" in lowered
        assert "samesite=lax" in lowered
        assert "path=/" in lowered
        assert "domain" not in lowered
        assert ("secure" in lowered) is secure
        assert header.startswith("__Host-") is secure


def test_two_desks_on_one_host_do_not_share_cookies(database: Database) -> None:
    first = desk_app(database, LOCAL).state.guard.cookies
    again = desk_app(database, ACCOUNTS).state.guard.cookies
    assert first.session == again.session  # a restart keeps everybody in
    other = type(first)(b"another desk's key", secure=False)
    assert other.session != first.session


REFUSED = [
    ("Sari", "wrong horse battery"),
    ("nobody", PASSWORD),
    ("' OR '1'='1", "' OR '1'='1"),
    ("Sari'; DROP TABLE user; --", PASSWORD),
    ("Sari\x00", "wrong horse battery"),
    ("", ""),
    ("\U0001f600" * 3000, "a" * 5000),
]


def test_all_who_are_refused_get_the_same_answer(database: Database) -> None:
    somebody(database, "Sari")
    client = browser(desk_app(database, ACCOUNTS))
    token = csrf(client)
    for name, password in REFUSED:
        filled = {"csrf": token, "name": name, "password": password}
        answer = client.post("/login", data=filled)
        assert answer.status_code == 401, name
        assert "Name or password is wrong." in answer.text
        assert not password or f'"{password}"' not in answer.text
    assert log_in(client, "Sari") == 303


def test_rights_change_at_once(database: Database) -> None:
    somebody(database, "Chief", Role.ADMIN)
    sari = somebody(database, "Sari", Role.ADMIN)
    client = browser(desk_app(database, ACCOUNTS))
    log_in(client, "Sari")
    assert client.get("/people").status_code == 200
    set_role(database, "test", sari.id, Role.EDITOR)
    assert client.get("/people").status_code == 403
    set_active(database, "test", sari.id, active=False)
    assert client.get("/account").status_code == 303


def test_a_token_opens_the_api_alone(database: Database) -> None:
    sari = somebody(database, "Sari")
    token = tokens.make(database, sari, "script")
    client = browser(desk_app(database, ACCOUNTS))
    shown = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/openapi.json", headers=shown).status_code == 200
    assert client.get("/account", headers=shown).status_code == 303
    for wrong in ("Bearer cdk_wrong", f"Bearer {token}x", f"Basic {token}", "Bearer ", token):
        answer = client.get("/api/openapi.json", headers={"Authorization": wrong})
        assert answer.status_code == 401, wrong


def test_a_local_desk_needs_no_login(database: Database) -> None:
    client = browser(desk_app(database, LOCAL))
    assert client.get("/login").headers["location"] == "/"
    assert client.get("/account").status_code == 200
    assert client.get("/people").status_code == 200
    token = csrf(client, "/account")
    for address in ("/account/tokens", "/account/password"):
        assert client.post(address, data={"csrf": token, "label": "x"}).status_code == 403
    assert client.post("/logout", data={"csrf": token}).headers["location"] == "/"


ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "\n//evil.example",
    "/a\r\nSet-Cookie: x=y",
    "evil",
    "",
    "/login",
    "/" + "a" * 2000,
]


def test_nobody_is_led_elsewhere(database: Database) -> None:
    somebody(database, "Sari")
    app = desk_app(database, ACCOUNTS)
    for target in ELSEWHERE:
        client = browser(app)
        filled = {"csrf": csrf(client), "name": "Sari", "password": PASSWORD, "next": target}
        assert client.post("/login", data=filled).headers["location"] == "/", target


@given(st.text())
def test_whatever_is_led_back_to_is_a_path_of_ours(address: str) -> None:
    found = safe_next("/" + address)
    assert found.startswith("/")
    assert found[1:2] not in ("/", "\\")
    assert not set(found) & set("\\\r\n\t\x00")
