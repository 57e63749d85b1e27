"""Feeds: fetched from where that is allowed, each item once, changed ones as the next round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from corpora.errors import InputError
from qa.desk.people.person import Person
from qa.desk.queue.adding import add_intake
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.work import Intake
from qa.desk.words import JobState, Role, State
from qa.desk.work.addresses import is_public
from qa.desk.work.feeds import moment_of
from qa.desk.work.fetching import Limits, fetch
from qa.desk.work.intake import Came, articles_in
from qa.desk.work.worker import Worker
from tests.desk.work.feed_server import FeedServer, feed_server, item, rss

pytestmark = pytest.mark.desk

FIRST = item("1", "Rumah itu itu besar.", "<pubDate>Mon, 06 Sep 2021 07:00:00 +0700</pubDate>")
HOSTILE = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<rss><channel><item><title>&b;&b;</title></item></channel></rss>"
)
SECOND = item("2", "Ia pergi ke pasar.", "<pubDate>1969-07-20T20:17:40Z</pubDate>")


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as found:
        yield found


def take_in(database: Database, person: Person, worker: Worker, url: str, **fields: str) -> Intake:
    with database.writing() as session:
        number = add_intake(session, person, "feed", url, fields).id
    worker.work_off()
    with database.reading() as session:
        return session.get_one(Intake, number)


def articles(database: Database) -> list[Article]:
    with database.reading() as session:
        return list(session.scalars(select(Article).order_by(Article.id)))


def test_items_become_articles(
    database: Database, editor: Person, worker: Worker, server: FeedServer
) -> None:
    future = (now() + timedelta(days=3)).isoformat()
    third = item("3", "Mereka datang.", f"<pubDate>{future}</pubDate>")
    server.pages["/feed"] = rss(FIRST, SECOND, third, item("4", " ").replace("Berita 4", ""))
    before = now()
    intake = take_in(database, editor, worker, f"{server.address}/feed", desk="World")
    assert (intake.state, intake.note) == (JobState.DONE, "3 articles added")
    first, second, third = articles(database)
    assert first.mt == "Berita 1\nRumah itu itu besar."
    assert first.name == "127.0.0.1/1"
    assert first.received == datetime(2021, 9, 6, tzinfo=UTC)
    assert {one.origin for one in (first, second, third)} == {"Kantor Berita"}
    assert {one.desk for one in (first, second, third)} == {"World"}
    assert {one.state for one in (first, second, third)} == {State.WAITING}
    assert all(before <= one.received <= now() for one in (second, third))


def test_what_is_there_is_not_added_again_and_what_changed_is_the_next_round(
    database: Database, editor: Person, worker: Worker, server: FeedServer
) -> None:
    url = f"{server.address}/feed"
    server.pages["/feed"] = rss(FIRST, SECOND)
    take_in(database, editor, worker, url)
    again = take_in(database, editor, worker, url)
    assert again.note == "0 articles added, 2 articles here already"
    server.pages["/feed"] = rss(FIRST, item("2", "Ia pergi ke pasar kemarin."))
    changed = take_in(database, editor, worker, url)
    assert changed.note == "1 article added, 1 article here already"
    assert [(one.name, one.round, one.state) for one in articles(database)] == [
        ("127.0.0.1/1", 1, State.WAITING),
        ("127.0.0.1/2", 1, State.REPLACED),
        ("127.0.0.1/2", 2, State.WAITING),
    ]


def test_an_item_that_cannot_be_kept_keeps_no_other_out(
    database: Database, editor: Person, worker: Worker, server: FeedServer
) -> None:
    server.pages["/feed"] = rss(item("1", "kata " * 50_000), SECOND)
    intake = take_in(database, editor, worker, f"{server.address}/feed")
    assert intake.state == JobState.DONE
    assert intake.note.startswith("1 article added, 1 article refused (the translation has")
    assert [one.name for one in articles(database)] == ["127.0.0.1/2"]


def test_private_addresses_are_refused_unless_allowed(
    database: Database, editor: Person, worker: Worker, server: FeedServer
) -> None:
    server.pages["/feed"] = rss(FIRST)
    guarded = replace(worker, private=False)
    intake = take_in(database, editor, guarded, f"{server.address}/feed")
    assert intake.state == JobState.FAILED
    assert "inside a network" in intake.note
    assert server.asked == []
    assert articles(database) == []


@pytest.mark.parametrize(
    "there",
    ["http://[::1]:1/", "http://169.254.169.254/latest", "file:///etc/passwd", "http://127.1:1/"],
)
def test_a_redirect_to_what_is_private_is_refused(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    server.pages["/feed"] = there
    own = is_public
    monkeypatch.setattr(
        "qa.desk.work.addresses.is_public", lambda one: one == "127.0.0.1" or own(one)
    )
    if "127.1" in there:  # what is judged the first time is judged anew
        monkeypatch.setattr("qa.desk.work.addresses.is_public", lambda _one: not server.asked)
    with pytest.raises(InputError, match=r"inside a network|only addresses of http"):
        fetch(f"{server.address}/feed", private=False)
    assert len(server.asked) == 1


def test_redirects_are_followed_but_not_for_ever(server: FeedServer) -> None:
    server.pages |= {"/a": "b", "/b": "/feed?x=1", "/feed": rss(FIRST), "/loop": "/loop"}
    assert fetch(f"{server.address}/a", private=True).data == rss(FIRST)
    assert [path for path, _ in server.asked] == ["/a", "/b", "/feed?x=1"]
    with pytest.raises(InputError, match="redirects more than"):
        fetch(f"{server.address}/loop", private=True)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://example.org/feed", "only addresses of http"),
        ("file:///etc/passwd", "only addresses of http"),
        ("http://", "names no server"),
        ("http://sari:secret@example.org/", "name or password"),
        ("http://[::1/", "no"),
        ("http://localhost:99999/", "no address"),
        ("http://no-such-host.invalid/", "no server is called"),
        (f"http://{'a' * 70}.example/", "no"),
    ],
)
def test_what_is_no_address_of_a_feed_is_refused(url: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as error:
        fetch(url, private=True)
    assert "secret" not in str(error.value)


def test_large_slow_and_missing_ones_are_given_up(server: FeedServer) -> None:
    server.pages["/large"] = b"x" * 3_000_000
    with pytest.raises(InputError, match="larger than 1 MB"):
        fetch(f"{server.address}/large", private=True, limits=Limits(size=1024 * 1024))
    with pytest.raises(InputError, match="too slow"):
        fetch(f"{server.address}/drip", private=True, limits=Limits(seconds=0.4))
    with pytest.raises(InputError, match="the server answers 404"):
        fetch(f"{server.address}/nothing", private=True)
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch("http://127.0.0.1:1/", private=True)


def test_a_packed_feed_is_read(
    database: Database, editor: Person, worker: Worker, server: FeedServer
) -> None:
    server.pages["/packed"] = rss(FIRST)
    assert take_in(database, editor, worker, f"{server.address}/packed").note == "1 article added"
    assert server.asked[0][1]["Host"] == server.address.removeprefix("http://")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (b"<html><body><p>Not found</p></body></html>", "no feed"),
        (b"\x89PNG\r\n\x1a\n\0\0", ""),
        (b"", ""),
        (rss(), ""),
        (HOSTILE, ""),
        (b"\x1f\x8b" + b"broken" * 10, "damaged"),
    ],
)
def test_what_is_no_feed_is_one_line(server: FeedServer, page: bytes, told: str) -> None:
    server.pages["/feed"] = page
    url = f"{server.address}/feed"
    with pytest.raises(InputError) as error:
        articles_in(Came("feed", url, None, {}, Person(1, "Sari", Role.EDITOR)), private=True)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104 — refused
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "100.64.0.1", "192.0.2.1", "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1",
        "localhost", "",
    ],
)  # fmt: skip
def test_these_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"])
def test_these_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 06 Sep 2021 07:00:00 +0700", datetime(2021, 9, 6, tzinfo=UTC)),
        ("2021-09-06T00:00:00Z", datetime(2021, 9, 6, tzinfo=UTC)),
        ("2021-09-06", datetime(2021, 9, 6, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        ("Mon, 99 Sep 2021 07:00:00 +9999", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_are_read_as_feeds_write_them(text: str, moment: datetime | None) -> None:
    assert moment_of(text) == moment
