"""The queue's tabs, bars and order, and what a card says of its rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qa.desk.people.person import Person
from qa.desk.queue.claims import claim
from qa.desk.queue.filters import PAGE_SIZE
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.web.views.queue import midnight_before
from qa.desk.words import State
from tests.desk.pages.browsing import Browser, Seen, put

pytestmark = pytest.mark.desk

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def _tabs(page: Seen) -> dict[str, str]:
    told = (" ".join(one.text_content().split()) for one in page.all(".counts a"))
    return {name: count for count, _, name in (one.partition(" ") for one in told)}


def _story(database: Database, name: str, age: float = 0.0, **facts: object) -> int:
    received = now() - timedelta(hours=age)
    return put(database, name=name, title=name, received=received, **facts)


def _signed(database: Database, name: str, signed: datetime) -> int:
    return put(database, name=name, title=name, state=State.SIGNED, signed=signed, hter=0.0)


def test_next_goes_through_the_queue_and_begins_again_at_its_end(
    browser: Browser, database: Database
) -> None:
    stories = [_story(database, str(age), age) for age in range(4)]
    here, seen = "/", []
    for _ in range(6):
        here = browser.send(browser.get(here), "/next").headers["location"]
        seen.append(int(here.rsplit("/", 1)[1]))
    assert seen == [*stories, *stories[:2]]


def test_next_lets_go_of_what_was_not_touched_alone(browser: Browser, database: Database) -> None:
    first, second = _story(database, "a"), _story(database, "b", 1)
    browser.send(browser.get("/"), "/next")
    browser.htmx("POST", f"/articles/{first}/flags/1/accept", key="k")
    browser.send(browser.get(f"/articles/{first}"), "/next")
    browser.send(browser.get(f"/articles/{second}"), "/next")
    with database.reading() as session:
        held = {one: session.get_one(Article, one).held_by for one in (first, second)}
    assert held[first] is not None, "its editor is not done"


def test_after_a_sign_off_the_worst_is_next(browser: Browser, database: Database) -> None:
    worst, signed = _story(database, "a"), _story(database, "b", 1)
    _story(database, "c", 2)
    browser.send(browser.get(f"/articles/{signed}"), f"/articles/{signed}/sign-off")
    answer = browser.send(browser.get(f"/articles/{signed}"), "/next")
    assert answer.headers["location"] == f"/articles/{worst}"


def test_what_waits_is_free_and_what_is_held_is_counted_apart(
    browser: Browser, database: Database, editor: Person
) -> None:
    held, _free = (_story(database, name) for name in "ab")
    with database.writing() as session:
        claim(session, editor, held, now())
    page = browser.get("/")
    tabs = _tabs(page)
    assert (tabs["waiting"], tabs["being edited"]) == ("1", "1")
    assert page.one("#queue").get("data-say") == "1 article waits"


def test_signed_off_today_leads_to_what_was_signed_off_today(
    browser: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.desk.web.pages.queue.now", lambda: NOON)
    midnight = midnight_before(NOON)
    _signed(database, "today", midnight)
    _signed(database, "yesterday", midnight - timedelta(seconds=1))
    (tab,) = (one for one in browser.get("/").all(".counts a") if "signed" in one.text_content())
    assert _tabs(browser.get("/"))["signed off today (UTC)"] == "1"
    page = browser.get(tab.get("href"))
    assert [one.text_content() for one in page.all(".entry .title")] == ["today"]
    assert page.one("form.filters input[name=today]").get("value") == "1"
    ever = browser.get(page.one("#queue > .more a").get("href"))
    assert len(ever.all(".entry")) == 2
    back = next(one for one in page.all(".counts a") if "waiting" in one.text_content())
    assert "today" not in back.get("href")


@pytest.mark.parametrize("zone", [-11, 0, 14])
def test_a_day_is_one_in_utc_wherever_the_desk_runs(zone: int) -> None:
    moment = datetime(2026, 11, 27, 12, tzinfo=UTC) + timedelta(hours=zone)
    assert midnight_before(moment).hour == 0
    assert timedelta() <= moment - midnight_before(moment) < timedelta(days=1)


def test_bars_have_one_scale_on_all_pages(browser: Browser, database: Database) -> None:
    for number in range(PAGE_SIZE + 1):
        _story(database, str(number), number)
    widths = [
        float(page.all(".gauge .fill")[0].get("width"))
        for page in (browser.get("/"), browser.get("/?page=2"), browser.get("/?state=all&page=2"))
    ]
    share = 100 * 2 ** (-PAGE_SIZE / 24)
    assert widths == [100.0, pytest.approx(share, abs=0.1), pytest.approx(share, abs=0.1)]


def test_the_queue_answers_who_asks_for_its_head_alone(browser: Browser) -> None:
    answer = browser.client.head("/")
    assert answer.status_code == 200
    assert not answer.content


def test_nothing_to_undo_is_told(browser: Browser, database: Database) -> None:
    put(database)
    answer = browser.htmx("POST", "/articles/1/undo", key="k")
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#notice"
    assert "nothing of yours to undo" in answer.text


def test_what_editors_did_is_told_only_where_they_did_something(
    browser: Browser, database: Database
) -> None:
    first, second = put(database, name="a"), put(database, name="b")
    told = browser.get(f"/articles/{first}").all(".card[data-flag] .facts")[0].text_content()
    assert "expected: editors agree with about 90% of such flags" in told
    browser.htmx("POST", f"/articles/{first}/flags/1/accept", key="k")
    database.lately.forget()
    cards = browser.get(f"/articles/{second}").all(".card[data-flag] .facts")
    assert "editors decided on 1 such flag and agreed with 100%" in cards[0].text_content()
    assert "expected" in cards[1].text_content(), "of another rule nobody decided anything"


def test_editors_find_the_way_to_what_was_signed_off(browser: Browser) -> None:
    links = [one.get("href") for one in browser.get("/learned").all("a[download]")]
    assert links == [f"/api/export?format={name}" for name in ("tmx", "jsonl", "mqm")]
    assert [browser.get(one).answer.status_code for one in links] == [200, 200, 200]
