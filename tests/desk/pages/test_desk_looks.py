"""The language and the colours of the pages."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from babel.core import Locale

from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.web.spoken import Spoken
from tests.desk.pages.browsing import SEE_OTHER, Browser, put

pytestmark = pytest.mark.desk


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("fr,id;q=0.5", "id"),
        ("en-GB", "en"),
        ("xx, *;q=0.1", "en"),
        (",;=,\u00ff", "en"),
        ("", "en"),
    ],
)
def test_the_page_speaks_what_the_browser_asks_for(
    browser: Browser, asked: str, answered: str
) -> None:
    page = browser.client.get("/", headers={"Accept-Language": asked.encode("latin-1")})
    assert f'<html lang="{answered}">' in page.text


def test_the_choice_of_a_language_outlasts_the_browsers(browser: Browser) -> None:
    answer = browser.send(browser.get("/add?x=1"), "/looks", locale="id")
    assert answer.headers["location"] == "/add?x=1"
    assert browser.get("/", **{"Accept-Language": "en"}).text("h1") == "Meja masih kosong"


def test_colours_are_chosen_and_given_back_to_the_system(browser: Browser) -> None:
    browser.send(browser.get("/"), "/looks", theme="dark")
    assert browser.get("/").one("html").get("data-theme") == "dark"
    browser.send(browser.get("/"), "/looks", theme="system")
    assert browser.get("/").one("html").get("data-theme") is None
    browser.send(browser.get("/"), "/looks", theme="<script>")
    assert browser.get("/").one("html").get("data-theme") is None


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil", "x", ""])
def test_looks_lead_back_to_this_desk_alone(browser: Browser, back: str) -> None:
    answer = browser.send(browser.get("/"), "/looks", theme="dark", back=back)
    assert (answer.status_code, answer.headers["location"]) == (SEE_OTHER, "/")


def test_numbers_and_plurals_are_the_languages_own(browser: Browser, database: Database) -> None:
    put(database, words=1234)
    browser.client.cookies.set("locale", "id")
    page = browser.get("/articles/1")
    assert "1.234 kata" in page.text(".bar .facts")
    assert page.one("#article").get("data-say") == "2 temuan tersisa"


def test_times_and_names_of_languages() -> None:
    english, indonesian = Spoken(Locale("en")), Spoken(Locale("id"))
    assert english.ago(now() - timedelta(hours=5)) == "5 hours ago"
    assert [english.percent(share) for share in (0, 0.002, 0.07, 1)] == ["0%", "0.2%", "7%", "100%"]
    assert indonesian.percent(0.0004) == "0,04%"
    assert indonesian.ago(now() - timedelta(hours=5)) == "5 jam yang lalu"
    assert english.ago(now() + timedelta(hours=1)) == "1 second ago"
    assert english.language("zh-Hans") == "Chinese (Simplified)"
    assert english.language("no such tag") == "no such tag"
    assert english.language(None) == ""
    assert indonesian.number(1234.56, 1) == "1.234,6"
    late = datetime(2026, 11, 27, 1, tzinfo=timezone(timedelta(hours=7)))
    assert english.day(late) == "Nov 26, 2026 UTC"
    assert indonesian.day(late.date()) == "27 Nov 2026"
