"""Forms that say what nothing can keep: NUL, and half a character that a charset makes."""

from __future__ import annotations

import pytest
from httpx import Response

from qa.desk.people.accounts import add_user
from qa.desk.settings import Access, Settings
from qa.desk.store.database import Database
from qa.desk.words import Role
from tests.desk.pages.browsing import SEE_OTHER, Answering, Browser, browser_of, put

pytestmark = pytest.mark.desk

_BROKEN = 500
WORDS = "kuda baterai staples benar"
_NOT_LOOKED_AT = {403, 429}
"""The guard itself would have refused it."""
_LINE = '--line\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
PAGES = {
    "/looks": ("theme", "locale", "back"),
    "/add": ("mt", "source", "title", "name", "language", "desk"),
    "/add/feed": ("feed", "system"),
    "/learned": ("rule", "language", "reason"),
    "/people": ("name", "password"),
    "/articles/1/undo": ("key",),
    "/articles/1/flags/1/dismiss": ("reason", "other", "key"),
    "/articles/1/segments/0": ("text", "seen", "key"),
    "/articles/1/segments/0/preview": ("text",),
    "/next": ("after",),
}
USUAL = {"mt": "Satu.", "feed": "https://example.org/f", "rule": "calque", "mode": "on"} | {
    "reason": "r", "role": "editor", "key": "k", "seen": "s", "label": "l", "old": "o", "new": "n"
}  # fmt: skip
OWN = [("/account/tokens", "label"), ("/account/password", "old"), ("/account/password", "new")]
FIELDS = [(path, name) for path, names in PAGES.items() for name in names]


def _sent(
    browser: Browser, path: str, charset: str, fields: dict[str, str], token: str = ""
) -> Response:
    """A form in the parts and the charset that a hostile client says."""
    token = token or browser.get("/stats").one("meta[name=csrf]").get("content")
    body = "".join(_LINE.format(*one) for one in fields.items()) + "--line--\r\n"
    kind = f"multipart/form-data; boundary=line; charset={charset}"
    headers = {"Content-Type": kind, "X-CSRF-Token": token}
    return browser.client.post(path, content=body, headers=headers, follow_redirects=False)


@pytest.mark.parametrize("said", [r"/a\ud800", r"/a\u0000b"], ids=["half", "nul"])
def test_no_field_of_a_form_breaks_the_desk(
    browser: Browser, database: Database, said: str
) -> None:
    put(database)
    for path, field in FIELDS:
        answer = _sent(browser, path, "unicode_escape", USUAL | {field: said})
        assert answer.status_code < _BROKEN, (path, field, answer.text)
        assert answer.status_code not in _NOT_LOOKED_AT, (path, field)


@pytest.mark.parametrize("said", [r"/a\ud800", r"/a\u0000b"], ids=["half", "nul"])
def test_nor_does_one_where_people_log_in(database: Database, live: Answering, said: str) -> None:
    add_user(database, "test", "Rini", WORDS, Role.READER)
    browser = browser_of(database, live, Settings(Access.ACCOUNTS))
    page = browser.get("/login")
    token = page.one("meta[name=csrf]").get("content")
    usual = {"csrf": token, "name": "Rini", "password": "wrong", "next": "/"}
    for field in ("name", "password", "next"):
        answer = _sent(browser, "/login", "unicode_escape", usual | {field: said}, token)
        assert answer.status_code < _BROKEN, (field, answer.text)
    assert browser.send(page, "/login", name="Rini", password=WORDS).status_code == SEE_OTHER
    for path, field in OWN:
        answer = _sent(browser, path, "unicode_escape", USUAL | {field: said})
        assert answer.status_code < _BROKEN, (path, field, answer.text)
        assert answer.status_code not in _NOT_LOOKED_AT, (path, field)


@pytest.mark.parametrize("path", ["/articles/1/undo", "/learned"])
def test_nul_is_refused_where_it_would_be_kept(
    browser: Browser, database: Database, path: str
) -> None:
    put(database)
    fields = USUAL | {"key": "a\0b", "rule": "a\0b"}
    assert browser.htmx("POST", path, **fields).status_code == 422


def test_the_choice_of_looks_is_kept_wherever_it_was_made(browser: Browser) -> None:
    answer = _sent(browser, "/looks", "utf-8", {"theme": "dark", "back": "/stats?days=7"})
    assert answer.headers["location"] == "/stats?days=7"
    assert "theme=dark" in answer.headers["set-cookie"]
