"""How often one may ask, and try a password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.desk.store.database import Database
from qa.desk.web.guard.buckets import Buckets
from qa.desk.web.guard.limits import Limits, Rate
from tests.desk.people.doors import (
    ACCOUNTS,
    LOCAL,
    PASSWORD,
    browser,
    csrf,
    desk_app,
    log_in,
    somebody,
)

pytestmark = pytest.mark.desk

WIDE, NARROW = Rate(10_000, 1000), Rate(3, 0.001)


def failed(client: object, name: str) -> int:
    return log_in(client, name, "wrong horse battery")  # type: ignore[arg-type]


def test_passwords_of_one_name_are_not_tried_for_long(database: Database) -> None:
    somebody(database, "Sari")
    app = desk_app(database, ACCOUNTS, Limits(stranger=WIDE, name=NARROW, address=WIDE))
    clients = [browser(app, f"203.0.113.{number}") for number in range(4)]
    assert [failed(client, "Sari") for client in clients] == [401, 401, 401, 429]
    assert [failed(clients[3], name) for name in ("sari", " SARI ")] == [429, 429]
    token = csrf(clients[0])
    form = {"csrf": token, "name": "Sari", "password": PASSWORD}
    answer = clients[0].post("/login", data=form)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 100
    assert "Too many tries; wait a little." in answer.text


def test_one_address_does_not_try_many_names(database: Database) -> None:
    somebody(database, "Sari")
    app = desk_app(database, ACCOUNTS, Limits(stranger=WIDE, address=NARROW))
    client = browser(app)
    assert [failed(client, f"name {number}") for number in range(4)] == [401, 401, 401, 429]
    assert log_in(browser(app, "203.0.113.77"), "Sari") == 303


def test_who_knows_the_password_may_come_often(database: Database) -> None:
    somebody(database, "Sari")
    app = desk_app(database, ACCOUNTS, Limits(stranger=WIDE, name=NARROW, address=NARROW))
    assert [log_in(browser(app), "Sari") for _ in range(6)] == [303] * 6


def test_the_old_password_is_not_tried_for_long_either(database: Database) -> None:
    somebody(database, "Sari")
    client = browser(desk_app(database, ACCOUNTS, Limits(name=NARROW)))
    log_in(client, "Sari")
    form = {"csrf": csrf(client, "/account"), "old": "wrong", "new": "another horse battery"}
    tries = [client.post("/account/password", data=form).status_code for _ in range(4)]
    assert tries == [422, 422, 422, 429]


def test_strangers_are_slowed_down_by_address(database: Database) -> None:
    app = desk_app(database, ACCOUNTS, Limits(stranger=NARROW))
    client, other = browser(app, "2001:db8::1"), browser(app, "2001:db8:0:1::1")
    assert [client.get("/login").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/queue")
    assert (refused.status_code, refused.json()) == (
        429,
        {"detail": "too many requests; wait a little"},
    )
    assert int(refused.headers["retry-after"]) > 1
    assert browser(app, "2001:db8::2").get("/login").status_code == 429
    assert other.get("/login").status_code == 200
    assert client.get("/static/desk.css").status_code == 200


def test_people_are_slowed_down_one_by_one(database: Database) -> None:
    somebody(database, "Sari")
    somebody(database, "Budi")
    app = desk_app(database, ACCOUNTS, Limits(person=NARROW, stranger=WIDE))
    sari, budi = browser(app), browser(app)
    log_in(sari, "Sari")
    log_in(budi, "Budi")
    assert [sari.get("/account").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert budi.get("/account").status_code == 200


def test_who_is_alone_is_not_slowed_down(database: Database) -> None:
    client = browser(desk_app(database, LOCAL, Limits(person=NARROW, stranger=NARROW)))
    assert {client.get("/account").status_code for _ in range(5)} == {200}


def test_not_too_much_at_once(database: Database) -> None:
    client = browser(desk_app(database, LOCAL, Limits(at_once=0)))
    answer = client.get("/account")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")


def test_odd_names_are_counted_too(database: Database) -> None:
    client = browser(desk_app(database, ACCOUNTS, Limits(name=NARROW)))
    for name in ("%s%n", "{{7*7}}"):
        assert [failed(client, name) for _ in range(4)] == [401, 401, 401, 429]
    nobodys = ("x" * 50_000, "\u202e", "a\0b", "", "\u202e")
    assert [failed(client, name) for name in nobodys] == [401, 401, 401, 429, 429]


def test_no_way_to_write_a_name_has_tries_of_its_own(database: Database) -> None:
    somebody(database, "S\u00e1ri")
    app = desk_app(database, ACCOUNTS, Limits(stranger=WIDE, name=NARROW, address=WIDE))
    client = browser(app)
    assert log_in(browser(app), "\u2003Sa\u0301ri ") == 303  # as another keyboard writes it
    assert [failed(client, "S\u00e1ri") for _ in range(3)] == [401] * 3
    for name in (
        "S\0\u00e1ri",
        "S\u00e1ri\0",
        "Sa\u0301ri",
        " S\u00e1ri",
        "s\u00c1RI",
        "S\u00e1\u200bri",
    ):
        assert log_in(client, name) in {401, 429}, name
    assert {log_in(client, name) for name in ("S\u00e1ri", "Sa\u0301ri", " S\u00e1ri")} == {429}


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.floats(0, 10)), max_size=60))
def test_a_bucket_gives_no_more_than_its_rate(steps: list[tuple[str, float]]) -> None:
    moment = 0.0
    buckets = Buckets(Rate(3, 0.5), 1000, lambda: moment)
    given_out: dict[str, int] = {}
    for key, gone in steps:
        moment += gone
        wait = buckets.take(key)
        if wait == 0:
            given_out[key] = given_out.get(key, 0) + 1
        else:
            moment += wait * 1.000001
            assert buckets.take(key) == 0
            given_out[key] += 1
    assert all(number <= 3 + moment * 0.5 + 1e-6 for number in given_out.values())


def test_buckets_do_not_fill_the_memory() -> None:
    buckets = Buckets(Rate(1, 1), 10)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets) == 10
