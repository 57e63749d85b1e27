"""A desk that is served to a client, and how a browser comes in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.desk.people.accounts import add_user
from qa.desk.people.person import Person
from qa.desk.settings import Access, Settings
from qa.desk.store.database import Database
from qa.desk.web.app import create_app
from qa.desk.web.context import Desk
from qa.desk.web.guard.limits import Limits
from qa.desk.web.guard.protect import protect
from qa.desk.words import Role
from qa.desk.work.sides import Again, Sides

HOST = "desk.example"
PASSWORD = "correct horse battery"  # noqa: S105
LOCAL = Settings()
ACCOUNTS = Settings(access=Access.ACCOUNTS, hosts=(HOST,))
PROXY = Settings(
    access=Access.PROXY, hosts=(HOST,), header="X-Remote-User", proxies=("10.0.0.0/8",)
)
SECURE = replace(ACCOUNTS, secure=True)
_TOKEN = re.compile(r'<meta name="csrf" content="([^"]*)">')


_APPS: list[FastAPI] = []


class Silent:
    """Checks nothing again."""

    def again(
        self,
        name: str,  # noqa: ARG002
        segments: Sequence[Sides],  # noqa: ARG002
        language: str | None,  # noqa: ARG002
        source_language: str | None,  # noqa: ARG002
        *,
        passing: bool = False,  # noqa: ARG002
    ) -> Again | None:
        return None

    def close(self) -> None:
        pass


def desk_app(database: Database, settings: Settings, limits: Limits | None = None) -> FastAPI:
    """The real application, within limits of one's own if they matter.

    It is the same one each time, for another desk: FastAPI takes long to prepare its routes.
    """
    desk = Desk(database, settings, Silent())
    if not _APPS:
        _APPS.append(new_app(database, settings))
    app = _APPS[0]
    app.state.desk, app.middleware_stack = desk, None
    app.user_middleware.clear()
    protect(app, desk, limits)
    return app


def new_app(database: Database, settings: Settings) -> FastAPI:
    """The real application, for a test that adds to it."""
    return create_app(Desk(database, settings, Silent()))


def browser(app: FastAPI, address: str = "203.0.113.9") -> TestClient:
    """A browser that keeps cookies, follows nothing by itself, and is shown our mistakes."""
    settings: Settings = app.state.desk.settings
    scheme = "https" if settings.secure else "http"
    return TestClient(
        app, base_url=f"{scheme}://{settings.hosts[0]}", follow_redirects=False, client=(address, 5)
    )


def csrf(client: TestClient, page: str = "/login") -> str:
    """The token of a page."""
    found = _TOKEN.search(client.get(page).text)
    if found is None:
        raise AssertionError(f"{page} has no token")
    return found[1]


def log_in(client: TestClient, name: str, password: str = PASSWORD) -> int:
    """Fill in the form; the status of the answer."""
    form = {"csrf": csrf(client), "name": name, "password": password}
    return client.post("/login", data=form).status_code


def somebody(
    database: Database, name: str, role: Role = Role.EDITOR, password: str = PASSWORD
) -> Person:
    """A person who can log in."""
    return add_user(database, "test", name, password, role)
