"""Several editors at one desk, with accounts; and an editor whose browser runs no scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.desk_server import (
    PASSWORD,
    Program,
    Window,
    command,
    desk_in,
    window,
)
from tests.desk.crash.served import Served

pytestmark = pytest.mark.browser

STORY = {
    "mt": "Harga harga beras naik lagi.\nPedagang mengatakan bahwa bahwa stok menipis.\nLalu lalu?",
    "language": "id",
}
WORDS = "Harga beras naik lagi, kata pedagang."


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A desk with accounts, and a program that sends articles to it."""

    desk: Served
    program: Program

    def article(self, title: str) -> int:
        """A new article that has been checked."""
        number = self.program.post(**STORY, title=title)
        self.program.wait_waiting(number)
        return number


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("newsroom")
    with desk_in(folder, "--host", "127.0.0.1") as local:
        for name, role in (("Ibu Ketua", "admin"), ("Sari", "editor"), ("Budi", "editor")):
            add = ("user", "add", name, "--role", role, "--password-stdin")
            command(local, *add, stdin=f"{PASSWORD}\n")
        token = command(local, "user", "token", "Ibu Ketua", "a program").strip()
        local.stop()
        local.options = ("--login",)
        local.start()
        yield Newsroom(local, Program(local, token))


def enter(page: Page, url: str, name: str) -> None:
    """Log in, by keyboard."""
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.get_by_label("Name").fill(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text(name, exact=True).first).to_be_visible()


@pytest.fixture
def sari(browser: Browser, room: Newsroom) -> Iterator[Window]:
    with window(browser, room.desk) as found:
        enter(found.page(), room.desk.url, "Sari")
        yield found


@pytest.fixture
def budi(browser: Browser, room: Newsroom) -> Iterator[Window]:
    with window(browser, room.desk) as found:
        enter(found.page(), room.desk.url, "Budi")
        yield found


def test_what_one_has_open_another_sees_and_cannot_open(
    room: Newsroom, sari: Window, budi: Window
) -> None:
    number = room.article("Beras naik")
    queue, mine = budi.page(), sari.page()
    queue.goto(room.desk.url)
    queue.evaluate("document.body.dataset.same = 'yes'")
    row = queue.locator(f"#a{number}")
    expect(row.locator(".who")).to_have_text("–")
    mine.goto(f"{room.desk.url}/articles/{number}")
    expect(mine.get_by_text("You have it open")).to_be_visible()
    expect(row.locator(".who")).to_have_text("Sari")
    row.get_by_role("link").press("Enter")
    expect(queue.get_by_text("Sari has it open")).to_be_visible()
    for name in ("Take it", "Take over", "Accept", "Dismiss", "Sign off", "Edit"):
        expect(queue.get_by_role("button", name=name)).to_have_count(0)
    expect(queue.locator("details.edit, details.dismiss, details.signing")).to_have_count(0)


def test_the_queue_is_brought_up_to_date_by_itself(room: Newsroom, budi: Window) -> None:
    queue = budi.page()
    queue.goto(f"{room.desk.url}/?state=all")
    queue.evaluate("document.body.dataset.same = 'yes'")
    number = room.article("Tiba tiba ada")
    row = queue.locator(f"#a{number}")
    expect(row.get_by_role("link")).to_have_text("Tiba tiba ada")
    expect(row.locator(".tallies")).to_contain_text("minor")
    assert queue.evaluate("document.body.dataset.same") == "yes"


def test_what_was_typed_outlives_a_conflict(room: Newsroom, budi: Window) -> None:
    number, page = room.article("Dua orang"), budi.page()
    here = f"/articles/{number}"
    # A sign of life would be refused, too, and say so in the place of what is looked for.
    page.route("**/presence", lambda route: route.fulfill(status=204))
    page.goto(room.desk.url + here)
    expect(page.get_by_text("You have it open")).to_be_visible()
    page.keyboard.press("e")
    area = page.locator("#s0").get_by_role("textbox")
    expect(area).to_be_focused()
    area.fill(WORDS)
    room.program.ask("POST", f"{here}/claim", json={"force": True})
    is_refused(page, area, "Ibu Ketua has had this article open since")
    flag = room.program.article(number)["flags"][0]["id"]
    room.program.ask("POST", f"{here}/flags/{flag}/accept")
    is_refused(page, area, "The text has changed")
    assert room.program.article(number)["segments"][0]["text"] == "Harga beras naik lagi."


def is_refused(page: Page, area: Locator, told: str) -> None:
    """Keeping the text does not work; it stays in its box."""
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(area).to_be_focused()
    expect(area).to_have_value(WORDS)


def test_after_a_logout_nothing_is_shown(room: Newsroom, sari: Window) -> None:
    page = sari.page()
    page.goto(f"{room.desk.url}/stats")
    page.locator(".masthead .menu summary").press("Enter")
    page.get_by_role("button", name="Log out").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.goto(f"{room.desk.url}/stats")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)


def test_all_can_be_done_without_scripts(browser: Browser, room: Newsroom) -> None:
    number = room.article("Tanpa skrip")
    with window(browser, room.desk, java_script_enabled=False) as editors:
        page = editors.page()
        enter(page, room.desk.url, "Budi")
        page.get_by_role("link", name="Tanpa skrip").click()
        accept_dismiss_edit(page)
        page.locator("details.signing summary").click()
        page.get_by_role("button", name="Sign off: fit to print").click()
        expect(page.locator(".done")).to_contain_text("Signed off")
    found = room.program.article(number)
    assert (found["state"], found["signer"]) == ("signed", "Budi")
    assert found["segments"][0]["text"] == "Harga beras naik lagi."
    assert found["segments"][2]["text"] == "Lalu?"
    assert sorted({flag["state"] for flag in found["flags"]}) == ["accepted", "dismissed", "fixed"]


def accept_dismiss_edit(page: Page) -> None:
    """One flag each."""
    first = page.locator(".card[data-segment='0']").first
    first.get_by_role("button", name="Accept").click()
    expect(page.locator("#s0 .translation > .text")).to_have_text("Harga beras naik lagi.")
    second = page.locator(".card[data-segment='1']").first
    number = second.get_attribute("id")
    second.locator("details.dismiss summary").click()
    second.get_by_role("button", name="Too minor").click()
    expect(page.locator(f"#{number}")).to_have_count(0)
    third = page.locator("#s2")
    third.locator("details.edit summary").click()
    third.get_by_role("textbox").fill("Lalu?")
    third.get_by_role("button", name="Keep").click()
    expect(page.locator("#s2 .translation > .text")).to_have_text("Lalu?")
