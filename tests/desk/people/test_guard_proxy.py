"""Who a reverse proxy says is asking, and who may say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from corpora.errors import UsageError
from qa.desk.people import accounts, tokens
from qa.desk.store.database import Database
from qa.desk.store.people import User
from qa.desk.web.guard.limits import Limits, Rate
from qa.desk.words import Role
from tests.desk.people.doors import ACCOUNTS, PROXY, browser, desk_app, log_in, somebody

pytestmark = pytest.mark.desk

HEADER = PROXY.header


@pytest.fixture
def proxy(database: Database) -> TestClient:
    return browser(desk_app(database, PROXY), "10.1.2.3")


def people(database: Database) -> dict[str, str]:
    with database.reading() as session:
        return {user.name: user.role for user in session.scalars(select(User))}


def test_a_person_is_made_at_first_sight(database: Database, proxy: TestClient) -> None:
    for _ in range(2):
        answer = proxy.get("/account", headers={HEADER: "Sari"})
        assert answer.status_code == 200
        assert "Sari" in answer.text
    assert people(database) == {"Sari": Role.EDITOR}


def test_newcomers_have_the_role_that_is_set(database: Database) -> None:
    client = browser(desk_app(database, replace(PROXY, newcomer="reader")), "10.1.2.3")
    assert client.get("/account", headers={HEADER: "Sari"}).status_code == 200
    assert people(database) == {"Sari": Role.READER}
    assert client.get("/people", headers={HEADER: "Sari"}).status_code == 403


def test_names_are_utf_8(database: Database, proxy: TestClient) -> None:
    proxy.get("/account", headers=[(HEADER.encode(), "Зоря".encode())])
    assert people(database) == {"Зоря": Role.EDITOR}


@pytest.mark.parametrize("peer", ["203.0.113.9", "11.0.0.1", "::1", "testclient", "127.0.0.1"])
def test_from_elsewhere_the_header_is_worth_nothing(database: Database, peer: str) -> None:
    client = browser(desk_app(database, PROXY), peer)
    accounts.add_user(database, "test", "Chief", None, Role.ADMIN)
    spoofed = {HEADER: "Chief", "X-Forwarded-For": "10.1.2.3", "X-Real-IP": "10.1.2.3"}
    assert client.get("/people", headers=spoofed).status_code == 403
    assert client.get("/api/queue", headers=spoofed).status_code == 403
    assert people(database) == {"Chief": Role.ADMIN}


def test_a_header_beside_the_proxys_is_refused(database: Database, proxy: TestClient) -> None:
    twice = [(HEADER, "Sari"), (HEADER, "Chief")]
    assert proxy.get("/account", headers=twice).status_code == 401
    assert people(database) == {}


@pytest.mark.parametrize("name", ["", "  ", "a" * 500, "a\tb", "a\u202eb"])
def test_who_cannot_be_called_so_stays_out(
    database: Database, proxy: TestClient, name: str
) -> None:
    answer = proxy.get("/account", headers=[(HEADER.encode(), name.encode())])
    assert answer.status_code in (401, 403)
    assert people(database) == {}


def test_without_the_header_nobody_is_known(proxy: TestClient) -> None:
    assert proxy.get("/account").status_code == 401
    assert proxy.get("/api/queue").status_code == 401


def test_who_is_shut_out_stays_out(database: Database, proxy: TestClient) -> None:
    proxy.get("/account", headers={HEADER: "Sari"})
    with database.reading() as session:
        sari = accounts.named(session, "Sari")
    accounts.set_active(database, "test", sari.id, active=False)
    assert proxy.get("/account", headers={HEADER: "Sari"}).status_code == 403


def test_programs_show_their_token(database: Database, proxy: TestClient) -> None:
    sari = accounts.add_user(database, "test", "Sari", None, Role.EDITOR)
    shown = {"Authorization": f"Bearer {tokens.make(database, sari, 'script')}"}
    assert proxy.get("/api/openapi.json", headers=shown).status_code == 200
    proxys_own = {"Authorization": "Bearer eyJhbGciOiJub25lIn0", HEADER: "Sari"}
    assert proxy.get("/api/openapi.json", headers=proxys_own).status_code == 200


def test_behind_a_proxy_that_knows_nobody_each_client_has_tries_of_its_own(
    database: Database,
) -> None:
    somebody(database, "Sari")
    behind = replace(ACCOUNTS, proxies=PROXY.proxies)
    limits = Limits(address=Rate(3, 0.001))
    app = desk_app(database, behind, limits)
    angry, sari = browser(app, "10.1.2.3"), browser(app, "10.1.2.3")
    angry.headers["X-Forwarded-For"] = "198.51.100.7, 203.0.113.66"
    sari.headers["X-Forwarded-For"] = "203.0.113.5"
    names = [f"name {number}" for number in range(4)]
    assert [log_in(angry, name) for name in names] == [401, 401, 401, 429]
    angry.headers["X-Forwarded-For"] = "203.0.113.5, 203.0.113.66"  # it may say what it likes
    assert log_in(angry, "Sari") == 429
    assert log_in(sari, "Sari") == 303


def test_nobody_else_says_who_they_come_from(database: Database) -> None:
    somebody(database, "Sari")
    behind = replace(ACCOUNTS, proxies=PROXY.proxies)
    app = desk_app(database, behind, Limits(address=Rate(3, 0.001)))
    client = browser(app)
    tries = []
    for number in range(4):
        client.headers["X-Forwarded-For"] = f"198.51.100.{number}"
        tries.append(log_in(client, f"name {number}"))
    assert tries == [401, 401, 401, 429]


def test_a_network_is_written_as_one(database: Database) -> None:
    with pytest.raises(UsageError, match=r"10\.0\.0\.0/8"):
        desk_app(database, replace(PROXY, proxies=("everybody",)))
