"""In a real browser: what was typed is never lost, and an article is opened for who comes to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from qa.desk.people.accounts import local_person
from qa.desk.people.person import Person
from qa.desk.queue.claims import claim
from qa.desk.store.articles import Article, SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from tests.browser.test_html_report import WIDE
from tests.desk.pages.browsing import Fault, put
from tests.desk.pages.test_desk_in_browser import chromium, served

pytestmark = pytest.mark.browser
__all__ = ["chromium", "served"]

FAULTS = (Fault("naik naik", "naik"), Fault("lagi", None, rule="calque"), Fault("Pasar", None, 1))
WORDS = "Tulisan saya. "
PATIENCE = 30.0


@pytest.fixture
def page(chromium: Browser, served: str, database: Database) -> Iterator[Page]:
    put(database, faults=FAULTS)
    context = chromium.new_context(base_url=served, viewport=WIDE)
    yield context.new_page()
    context.close()


def _held(database: Database) -> int | None:
    with database.reading() as session:
        return session.get_one(Article, 1).held_by


def _come(page: Page) -> None:
    page.goto("/articles/1")
    expect(page.get_by_text("You have it open")).to_be_visible()


def _type(page: Page) -> str:
    """Begin to write in the first segment, and leave the box."""
    page.keyboard.press("e")
    expect(page.locator("textarea:focus")).to_have_count(1)
    page.keyboard.type(WORDS)
    typed = page.locator("#s0 textarea").input_value()
    page.keyboard.press("Escape")
    expect(page.locator("#s0 textarea")).to_be_hidden()
    return typed


def _sign_off(page: Page) -> None:
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Sign off: fit to print")).to_be_focused()
    page.keyboard.press("Enter")


def _wait_for(page: Page, routes: list[Route]) -> None:
    """Wait until a request is held up; none is while the browser is not listened to."""
    ends = time.monotonic() + PATIENCE
    while not routes:
        assert time.monotonic() < ends, "nothing was asked for"
        page.wait_for_timeout(20)


def _go_on(page: Page) -> None:
    page.keyboard.press("n")


def _let_go(page: Page) -> None:
    page.get_by_role("button", name="Release").press("Enter")


def test_what_was_typed_stays_in_its_box_whatever_else_is_done(page: Page) -> None:
    _come(page)
    typed = _type(page)
    expect(page.locator("#s0 .unkept")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.keyboard.press("1")
    expect(page.locator(".left")).to_have_text("2 of 3 flags left")
    expect(page.locator("#s0 textarea")).to_have_value(typed)
    page.keyboard.press("u")
    expect(page.locator(".left")).to_have_text("3 of 3 flags left")
    expect(page.locator("#s0 textarea")).to_have_value(typed)
    expect(page.locator("#s0 .unkept")).to_be_visible()


@pytest.mark.parametrize("act", [_sign_off, _go_on, _let_go])
def test_nothing_that_is_not_kept_is_left_behind(
    page: Page, database: Database, act: Callable[[Page], None]
) -> None:
    _come(page)
    typed = _type(page)
    act(page)
    expect(page.locator("#notice")).to_contain_text("not kept yet")
    expect(page.locator("textarea:focus")).to_have_value(typed)
    assert page.url.endswith("/articles/1")
    expect(page.locator(".signing")).not_to_have_attribute("open", "")
    assert _held(database) is not None
    page.keyboard.press("Control+Enter")
    expect(page.locator("#s0 .translation > .text")).to_have_text(typed)
    _sign_off(page)
    expect(page.locator(".done h2")).to_have_text("Signed off")
    with database.reading() as session:
        assert session.get_one(SegmentRow, 1).text == typed


def test_who_cancels_has_typed_nothing(page: Page) -> None:
    _come(page)
    _type(page)
    page.keyboard.press("e")
    page.locator("#s0 [data-cancel]").click()
    expect(page.locator("#s0 .unkept")).to_be_hidden()
    _sign_off(page)
    expect(page.locator(".done h2")).to_have_text("Signed off")


def test_a_box_shows_the_text_of_today_after_what_was_kept_is_undone(page: Page) -> None:
    _come(page)
    _type(page)
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#s0 .translation > .text")).to_contain_text("Tulisan")
    page.keyboard.press("u")
    expect(page.locator("#s0 .translation > .text")).not_to_contain_text("Tulisan")
    expect(page.locator("#s0 textarea")).to_have_value("Harga minyak naik naik lagi.")
    expect(page.locator("#s0 .unkept")).to_be_hidden()


def test_who_comes_to_a_free_article_has_it_open_and_may_let_go(
    page: Page, database: Database
) -> None:
    _come(page)
    assert _held(database) == local_person(database).id
    expect(page.locator(".card.current")).to_contain_text("doubled-word")
    page.get_by_role("button", name="Release").press("Enter")
    expect(page.get_by_role("button", name="Take it")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("button", name="Take it")).to_be_visible()
    assert _held(database) is None


def test_what_was_begun_goes_on_when_the_article_is_opened(page: Page) -> None:
    claims: list[Route] = []

    def wait(route: Route) -> None:
        claims.append(route)

    page.route("**/claim", wait)
    page.goto("/articles/1")
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.locator(".card.current button:focus")).to_have_text("Not an error 1")
    _wait_for(page, claims)
    claims.pop().continue_()
    expect(page.get_by_text("You have it open")).to_be_visible()
    expect(page.locator(".card.current button:focus")).to_have_text("Not an error 1")
    page.keyboard.press("1")
    expect(page.locator(".left")).to_have_text("2 of 3 flags left")
    expect(page.locator(".card.current")).to_contain_text("Pasar")


def test_what_another_has_open_stays_theirs(page: Page, database: Database, editor: Person) -> None:
    with database.writing() as session:
        claim(session, editor, 1, now())
    page.goto("/articles/1")
    expect(page.get_by_text("Sari has it open")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert _held(database) == editor.id


def test_one_key_after_another_goes_through_the_queue(page: Page, database: Database) -> None:
    put(database, faults=FAULTS[:2], name="b", title="Kedua")
    put(database, faults=FAULTS[:1], name="c", title="Ketiga")
    _come(page)
    for number in (2, 3, 1):
        page.keyboard.press("n")
        page.wait_for_url(f"**/articles/{number}")
        expect(page.get_by_text("You have it open")).to_be_visible()


def test_a_key_with_nothing_to_undo_says_so(page: Page) -> None:
    _come(page)
    page.keyboard.press("u")
    expect(page.locator("#notice")).to_contain_text("nothing of yours to undo")


def test_a_browser_asks_before_it_leaves_what_is_not_kept(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    _come(page)
    typed = _type(page)
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Statistics").click(no_wait_after=True)
    expect(page.locator("#s0 textarea")).to_have_value(typed)
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#s0 .translation > .text")).to_have_text(typed)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/articles/1")
