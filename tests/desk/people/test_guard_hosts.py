"""By which names the desk is called, what its answers tell a browser, and where files end."""

from __future__ import annotations

import pytest

from qa.desk.settings import Settings
from qa.desk.store.database import Database
from qa.desk.web.guard.addresses import Proxies, client_of
from qa.desk.web.guard.hosts import host_of
from tests.desk.people.doors import ACCOUNTS, LOCAL, PROXY, SECURE, browser, desk_app, new_app

pytestmark = pytest.mark.desk

OURS = ["localhost", "127.0.0.1", "127.0.0.1:8765", "[::1]:80", "LOCALHOST."]
THEIRS = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example:8765",
    "127.0.0.1@evil.example",
    "[::1]evil.example",
    "127.0.0.1:80:80",
    "",
    "::1",
]


def test_a_local_desk_answers_to_its_names(database: Database) -> None:
    client = browser(desk_app(database, LOCAL))
    for host in OURS:
        assert client.get("/account", headers={"Host": host}).status_code == 200, host


def test_a_page_that_poses_as_us_gets_nothing(database: Database) -> None:
    client = browser(desk_app(database, LOCAL))
    for host in THEIRS:
        for path in ("/", "/account", "/api/queue", "/static/desk.css", "/nowhere"):
            answer = client.get(path, headers={"Host": host})
            assert answer.status_code == 421, (host, path)
            assert "evil" not in answer.text
            assert "set-cookie" not in answer.headers


def test_a_request_names_one_host(database: Database) -> None:
    client = browser(desk_app(database, LOCAL))
    twice = [("Host", "localhost"), ("Host", "evil.example")]
    assert client.get("/account", headers=twice).status_code == 400


def test_ports_are_not_part_of_the_name() -> None:
    assert host_of("Desk.Example:443") == "desk.example"
    assert host_of("[::1]:8000") == "[::1]"
    assert host_of("desk.example:x") == "desk.example:x"


_PATHS = ("/", "/account", "/login", "/nowhere", "/api/queue", "/api/nowhere", "/static/desk.css")


@pytest.mark.parametrize("settings", [LOCAL, ACCOUNTS, PROXY, SECURE])
def test_every_answer_is_strict(database: Database, settings: Settings) -> None:
    client = browser(desk_app(database, settings))
    answers = [client.get(path) for path in _PATHS]
    answers += [client.post("/looks"), client.get("/", headers={"Host": "evil.example"})]
    for answer in answers:
        headers = answer.headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert ("strict-transport-security" in headers) is settings.secure
        static = answer.request.url.path.startswith("/static/")
        assert (headers["cache-control"] == "no-store") is not (static and answer.is_success)


def test_our_own_mistakes_are_strict_and_told_without_their_cause(database: Database) -> None:
    app = new_app(database, LOCAL)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the cause of it")

    client = browser(app)
    client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "the cause of it" not in answer.text


def test_assets_are_kept_by_browsers(database: Database) -> None:
    client = browser(desk_app(database, ACCOUNTS))
    assert client.get("/static/desk.css").headers["cache-control"] == "no-cache"
    assert "immutable" in client.get("/static/desk.css?v=1").headers["cache-control"]
    assert client.get("/static/nowhere?v=1").headers["cache-control"] == "no-store"


OUTSIDE = [
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e%2f%2e%2e%2fsettings.py",
    "/static/..%5capp.py",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/....//app.py",
    "/static/%00",
    "/static/desk.css%00.png",
    "/static/",
    "/static",
]


def test_files_end_at_the_folder_of_assets(database: Database) -> None:
    client = browser(desk_app(database, LOCAL))
    for path in OUTSIDE:
        answer = client.get(path)
        assert answer.status_code in (303, 307, 400, 404, 405), path
        assert "import" not in answer.text
        assert "root:" not in answer.text


def from_peer(peer: str, told: str) -> str:
    headers = [(b"x-forwarded-for", told.encode())] if told else []
    scope = {"type": "http", "client": (peer, 1), "headers": headers}
    return client_of(scope, Proxies.of(("10.0.0.0/8", "192.0.2.1")))


def test_a_client_is_who_the_proxies_say_not_who_it_says_it_is() -> None:
    assert from_peer("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert from_peer("10.1.2.3", "198.51.100.1") == "198.51.100.1"
    assert from_peer("10.1.2.3", "6.6.6.6, 198.51.100.1, 192.0.2.1") == "198.51.100.1"
    assert from_peer("10.1.2.3", "") == "10.1.2.3"
    assert from_peer("10.1.2.3", "garbage") == "garbage"
    assert from_peer("::ffff:10.1.2.3", "198.51.100.1") == "198.51.100.1"


def test_a_network_of_ipv6_is_one_client() -> None:
    assert from_peer("2001:db8:1:2::5", "") == from_peer("2001:db8:1:2:ffff::9", "")
    assert from_peer("2001:db8:1:2::5", "") != from_peer("2001:db8:1:3::5", "")
