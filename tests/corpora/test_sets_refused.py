"""Servers that refuse, redirect or cannot be reached, and no network at all."""

from __future__ import annotations

import io
import socket
from dataclasses import replace

import pytest
import requests
from urllib3 import HTTPResponse

from corpora.errors import InputError
from corpora.sets.store import Store
from tests.corpora.sets_server import BODY, Served, Server, known


def test_a_busy_server_is_asked_again(server: Server, store: Store) -> None:
    file = known(server.serve("set.tgz", Served(BODY, statuses=[500, 503])))
    assert store.fetch(file).read_bytes() == BODY
    assert [status for _, status, _ in server.asked] == [500, 503, 200]


@pytest.mark.parametrize(
    ("statuses", "said", "asked"),
    [([500] * 9, "500", 3), ([404], "the file has moved", 1), ([403], "not given to just", 1)],
)
def test_a_refusal_is_one_line(
    statuses: list[int], said: str, asked: int, server: Server, store: Store
) -> None:
    file = known(server.serve("set.tgz", Served(BODY, statuses=statuses)))
    with pytest.raises(InputError, match=said) as caught:
        store.fetch(file)
    assert "\n" not in str(caught.value)
    assert len(server.asked) == asked


def test_a_redirect_is_followed(server: Server, store: Store) -> None:
    server.serve("there", BODY)
    file = known(server.serve("set.tgz", Served(location="/there")))
    assert store.fetch(file).read_bytes() == BODY


def test_a_redirect_to_where_anybody_could_change_it_is_not_followed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get(_session: requests.Session, _url: str, **_options: object) -> requests.Response:
        response = requests.Response()
        response.status_code, response.url = 200, "http://elsewhere.example/set.tgz"
        response.raw = HTTPResponse(io.BytesIO(BODY), preload_content=False)
        return response

    monkeypatch.setattr(requests.Session, "get", get)
    with pytest.raises(InputError, match="where anybody could change it"):
        store.fetch(known("https://somewhere.example/set.tgz"))


def test_a_redirect_in_circles_ends(server: Server, store: Store) -> None:
    file = known(server.serve("set.tgz", Served(location="/set.tgz")))
    with pytest.raises(InputError, match="redirects"):
        store.fetch(file)


def test_a_host_that_cannot_be_reached_is_named_with_what_is_here(
    server: Server, store: Store
) -> None:
    store.fetch(known(server.serve("other.tgz", BODY)))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(InputError, match="cannot be reached") as caught:
        store.fetch(known(f"http://127.0.0.1:{port}/set.tgz"))
    text = str(caught.value)
    assert f"127.0.0.1:{port} cannot be reached (it refuses the connection)" in text
    assert text.endswith("other.tgz")
    assert "\n" not in text


def test_offline_nothing_is_asked(server: Server, store: Store) -> None:
    offline = replace(store, is_offline=True)
    file, other = known(server.serve("a", BODY)), known(server.serve("b", BODY))
    store.fetch(file)
    assert offline.fetch(file).read_bytes() == BODY
    with pytest.raises(InputError, match="not in the cache"):
        offline.fetch(other)
    assert [path for path, _, _ in server.asked] == ["a"]
