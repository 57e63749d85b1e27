"""The desk in a real browser: by keyboard alone, and looked at by axe (WCAG 2.2 AA)."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import select

from corpora.text import Severity
from qa.desk.people.accounts import local_person
from qa.desk.store.articles import SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import State
from tests.browser.test_html_report import CHROMIUM, FLAGS, PHONE, WIDE
from tests.desk.pages.browsing import Answering, Fault, app_of, put

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}}
SOURCE = ("Oil prices are rising again.", "Markets remain calm.")
OPENED = {
    "d": "details.dismiss[open] button",
    "e": "details.edit[open] textarea",
    "s": "details.signing[open] button",
    "?": "#keys[open]",
    "w": "#why[open] .prose",
}
"""What a key opens."""
SETTLED = "Promise.allSettled(document.getAnimations().map(one => one.finished)).then(() => true)"
FAULTS = (
    Fault("naik naik", "naik"),
    Fault("tenang", "sepi", 1, Severity.MAJOR, "false-friend", "odd"),
    Fault("Pasar", None, 1, Severity.CRITICAL, "terminology", "no"),
    Fault("Harga", None, 0, Severity.NEUTRAL, "calque", "hm", state="muted"),
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def served(database: Database) -> Iterator[str]:
    app = app_of(database, Answering())
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def context(chromium: Browser, served: str) -> Iterator[BrowserContext]:
    found = chromium.new_context(base_url=served, viewport=WIDE)
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    found = context.new_page()
    wrong: list[str] = []
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("console", lambda told: wrong.append(told.text) if "Policy" in told.text else None)
    yield found
    assert wrong == []


def _text(database: Database, number: int) -> str:
    with database.reading() as session:
        row = session.scalars(select(SegmentRow).where(SegmentRow.number == number)).one()
    return row.text


def test_the_keyboard_alone_suffices(page: Page, database: Database) -> None:
    put(database, faults=FAULTS, source=SOURCE)
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have it open")).to_be_visible()
    expect(page.locator(".card.current")).to_contain_text("doubled-word")
    page.keyboard.press("j")
    expect(page.locator(".card.current")).to_contain_text("terminology")
    expect(page.locator("mark.current")).to_have_text("Pasar")
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.locator("#say")).to_have_text("2 flags left")
    assert _text(database, 0) == "Harga minyak naik lagi."
    expect(page.locator(".card.current")).to_be_focused()
    page.keyboard.press("d")
    page.keyboard.press("2")
    expect(page.locator("#say")).to_have_text("1 flag left")
    page.keyboard.press("u")
    expect(page.locator(".card.current")).to_contain_text("terminology")
    page.keyboard.press("e")
    expect(page.locator("textarea:focus")).to_have_value("Pasar tetap tenang.")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Bursa tidak bergerak.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#s1 .translation > .text")).to_have_text("Bursa tidak bergerak.")
    expect(page.locator(".done h2")).to_have_text("Nothing left")
    expect(page.locator(".deck .done")).to_be_focused()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect(page.locator(".done h2")).to_have_text("Signed off")
    page.keyboard.press("n")
    expect(page.locator("#notice")).to_contain_text("No article is waiting")


def test_what_was_typed_outlives_a_conflict_and_other_acts(page: Page, database: Database) -> None:
    known = put(database, faults=FAULTS)
    page.goto(f"/articles/{known}")
    page.keyboard.press("e")
    page.keyboard.type("Tulisan saya. ")
    typed = page.locator("#s0 textarea").input_value()
    with database.writing() as session:
        session.scalars(select(SegmentRow).where(SegmentRow.number == 0)).one().text = "Lain."
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("has changed since you opened it")
    expect(page.locator("#s0 textarea")).to_have_value(typed)
    page.locator(".card.current [data-step], [data-step='1']").first.click()
    page.locator(".card.current summary[data-key=d]").click()
    page.get_by_role("button", name="Too minor").locator("visible=true").click()
    expect(page.locator(".left")).to_have_text("2 of 3 flags left")
    expect(page.locator("#s0 textarea")).to_have_value(typed)


def test_single_letters_can_be_switched_off_and_stay_so(page: Page, database: Database) -> None:
    known = put(database, faults=FAULTS)
    page.goto(f"/articles/{known}")
    page.keyboard.press("?")
    page.get_by_label("Single letters are keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".card.current")).to_contain_text("doubled-word")
    expect(page.locator("[data-at]")).to_have_text("Flag 1 of 3")


def test_a_hint_shows_on_focus_and_escape_hides_it(page: Page, database: Database) -> None:
    put(database)
    page.goto("/")
    page.locator(".entry .hinted").focus()
    expect(page.locator(".tip").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".tip").first).to_be_hidden()


def test_the_queue_renews_itself_and_keeps_the_focus(page: Page, database: Database) -> None:
    put(database)
    page.goto("/")
    page.keyboard.press("j")
    put(database, name="another", title="Lain", faults=[])
    expect(page.locator(".entry")).to_have_count(2)
    expect(page.locator("#a1 .title")).to_be_focused()
    expect(page.locator("#say")).to_have_text("2 articles wait")


def test_the_rule_opens_beside_the_text(page: Page, database: Database) -> None:
    known = put(database)
    page.goto(f"/articles/{known}")
    page.keyboard.press("w")
    expect(page.locator("dialog#why h2")).to_have_text("doubled-word")
    expect(page.locator("dialog#why")).to_be_visible()  # it opens once it has been filled
    page.keyboard.press("Escape")
    expect(page.locator("dialog#why")).to_be_hidden()


def test_a_key_that_is_quicker_than_htmx_waits_for_it(page: Page, database: Database) -> None:
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key: "w", bubbles: true, cancelable: true })))"""
    )
    known = put(database)
    page.goto(f"/articles/{known}")
    expect(page.locator("dialog#why")).to_be_visible()
    expect(page.locator("dialog#why h2")).to_have_text("doubled-word")
    expect(page).to_have_url(re.compile(rf"/articles/{known}$"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_axe_finds_nothing(
    chromium: Browser, served: str, database: Database, theme: str, size: str
) -> None:
    me = local_person(database).id
    waiting = put(database, faults=FAULTS, source=SOURCE, held_by=me, edits=3.0, points=1.0)
    done = {"state": State.SIGNED, "signed_by": me, "signed": now(), "hter": 0.1}
    signed = put(database, name="signed", **done)
    context = chromium.new_context(
        base_url=served, color_scheme=theme, viewport=WIDE if size == "wide" else PHONE
    )
    page = context.new_page()
    for path in (
        "/",
        "/add",
        f"/articles/{waiting}",
        "/rules/calque",
        "/nothing",
        f"/articles/{signed}",
        "/?state=all",
    ):
        page.goto(path)
        found = Axe().run(page, options=OPTIONS)
        told = [
            (one["id"], [node["html"] for node in one["nodes"]])
            for one in found.response["violations"]
        ]
        assert told == [], path
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wider), f"{path} scrolls sideways"
    context.close()


def test_axe_finds_nothing_while_one_works(page: Page, database: Database) -> None:
    known = put(database, faults=FAULTS, source=SOURCE)
    page.goto(f"/articles/{known}")
    expect(page.get_by_text("You have it open")).to_be_visible()
    for key, opened in OPENED.items():
        page.keyboard.press(key)
        expect(page.locator(opened).first).to_be_visible()
        page.evaluate(SETTLED)
        found = Axe().run(page, options=OPTIONS)
        told = [
            (one["id"], [node["html"] for node in one["nodes"]])
            for one in found.response["violations"]
        ]
        assert told == [], key
        page.keyboard.press("Escape")
        expect(page.locator(opened)).to_have_count(0)
