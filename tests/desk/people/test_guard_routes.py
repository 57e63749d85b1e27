"""Who may use which address: each of them, for each role. A new one is in the table by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from qa.desk.store.database import Database
from qa.desk.web.guard.limits import Limits, Rate
from qa.desk.words import Role
from tests.desk.people.doors import ACCOUNTS, browser, csrf, desk_app, log_in, somebody

pytestmark = pytest.mark.desk

SAFE = {"GET", "HEAD", "OPTIONS"}
FOR_ALL = {("GET", "/login"), ("POST", "/login"), ("POST", "/looks"), ("GET", "/health")}
"""What needs nobody who is known."""
FOR_READERS = {
    ("POST", "/logout"),
    ("POST", "/account/password"),
    ("POST", "/account/tokens"),
    ("POST", "/account/tokens/{token_id}/revoke"),
}
"""What changes something, but only the reader's own."""
FOR_EDITORS = {("GET", "/add"), ("GET", "/api/export")}
FOR_ADMINS = {"/people", "/log"}
FOR_ADMINS_TO_CHANGE = {"/learned"}
_VALUES = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Address:
    """A method and a path, as the application declares it."""

    method: str
    path: str

    @property
    def filled(self) -> str:
        return _VALUES.sub("1", self.path)

    @property
    def is_safe(self) -> bool:
        return self.method in SAFE

    @property
    def role(self) -> Role | None:
        """Who at least may; None for anybody."""
        if (self.method, self.path) in FOR_ALL:
            return None
        first = "/" + self.path.split("/")[1]
        if first in FOR_ADMINS or (first in FOR_ADMINS_TO_CHANGE and not self.is_safe):
            return Role.ADMIN
        if (self.method, self.path) in FOR_EDITORS:
            return Role.EDITOR
        if self.is_safe or (self.method, self.path) in FOR_READERS:
            return Role.READER
        return Role.EDITOR


def addresses(app: FastAPI) -> Iterator[Address]:
    for route in iter_route_contexts(app.routes):
        for method in sorted(route.methods or ()):
            yield Address(method, str(route.path))


def asked(client: TestClient, address: Address, token: str) -> int:
    headers = {"X-CSRF-Token": token} if token else {}
    return client.request(address.method, address.filled, headers=headers).status_code


@pytest.fixture
def app(database: Database) -> FastAPI:
    for role in Role:
        somebody(database, role.value, role)
    somebody(database, "another admin", Role.ADMIN)
    # A whole table is asked at once, by somebody unknown, too.
    return desk_app(database, ACCOUNTS, Limits(stranger=Rate(1000, 100)))


def test_the_table_is_about_what_there_is(app: FastAPI) -> None:
    found = {(address.method, address.path) for address in addresses(app)}
    missing = {*FOR_ALL - {("GET", "/health")}, *FOR_READERS} - found
    assert not missing
    assert {"/people", "/log", "/account"} <= {path for _, path in found}


def test_who_is_not_known_gets_nowhere(app: FastAPI) -> None:
    client = browser(app)
    token = csrf(client)
    wrong = {}
    for address in addresses(app):
        status = asked(client, address, token)
        refused = {401} if address.path.startswith("/api") else {303}
        if address.role is not None and status not in refused:
            wrong[address] = status
    assert not wrong


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_what_is_its_own(app: FastAPI, role: Role) -> None:
    client = browser(app)
    assert log_in(client, role.value) == 303
    token = csrf(client, "/account")
    wrong = {}
    for address in addresses(app):
        if address.path == "/logout":
            continue
        status = asked(client, address, token)
        may = address.role is None or role.includes(address.role)
        if (status == 403) is may or status >= 500:
            wrong[address] = status
    assert not wrong


def test_nobody_changes_anything_without_a_token(app: FastAPI) -> None:
    client = browser(app)
    log_in(client, "admin")
    wrong = {
        address: status
        for address in addresses(app)
        if not address.is_safe and (status := asked(client, address, "")) != 403
    }
    assert not wrong
