"""Articles that would like to run scripts: on no page they do."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk_server import Program, Window, desk_in, wait_preview, window
from tests.desk.crash.served import Served

pytestmark = pytest.mark.browser

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "</textarea></title><script>alert(2)</script>"
QUOTED = "\"'><svg onload=alert(3)>"
HOSTILE = f"{IMAGE}{SCRIPT}{QUOTED}"
TEXT = f"Harga {HOSTILE} {HOSTILE} naik  naik . Lihat javascript:alert(4) {IMAGE} {IMAGE}"
ARTICLE = {
    "mt": f"{TEXT}\nBaris {SCRIPT} {SCRIPT} kedua kedua.",
    "source": f"The price {HOSTILE} rose by 5 %.\nThe second line {SCRIPT}.",
    "reference": f"Harga {HOSTILE} naik 5 persen.\nBaris kedua {SCRIPT}.",
    "language": "id",
    "source_language": "en",
}
FIELDS = ("name", "title", "system", "origin", "desk")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with desk_in(tmp_path_factory.mktemp("hostile")) as found:
        yield found


@pytest.fixture(scope="module")
def article(desk: Served) -> int:
    program = Program(desk)
    number = program.post(**ARTICLE, **dict.fromkeys(FIELDS, HOSTILE))
    program.post(mt="Satu.", language="id", **dict.fromkeys(FIELDS, f"other {HOSTILE}"))
    files = {"file": (f"{QUOTED}.{IMAGE}", b"\xff\xfe\x00")}
    program.ask("POST", "/files", files=files)
    program.wait_checked(2)
    return number


@pytest.fixture
def editors(browser: Browser, desk: Served) -> Iterator[Window]:
    with window(browser, desk) as found:
        yield found


def is_harmless(page: Page) -> None:
    """Nothing that was sent has become an element or a handler of the page."""
    expect(
        page.locator("[onerror], [onload], img, script:not([src]), a[href^=javascript]")
    ).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('main, #main').length") == 1


def test_pages_that_show_an_article_show_it_as_text(
    editors: Window, desk: Served, article: int
) -> None:
    page = editors.page()
    page.goto(f"{desk.url}/")
    expect(page.locator(f"#a{article} .title")).to_have_text(HOSTILE)
    expect(page.get_by_text("could not be taken")).to_be_visible()
    is_harmless(page)
    page.goto(f"{desk.url}/?origin={quote(HOSTILE)}&desk={quote(HOSTILE)}&words={quote(IMAGE)}")
    expect(page.locator(".entry")).to_have_count(1)
    is_harmless(page)
    page.goto(f"{desk.url}/articles/{article}")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    expect(page.locator("#s0 .translation .text")).to_contain_text(HOSTILE)
    expect(page.locator("#s0 .source .text")).to_contain_text(HOSTILE)
    is_harmless(page)


def test_what_is_typed_and_done_is_shown_as_text(
    editors: Window, desk: Served, article: int
) -> None:
    page = editors.page()
    page.goto(f"{desk.url}/articles/{article}")
    page.keyboard.press("e")
    area = page.locator("details.edit[open] textarea")
    area.press("Control+End")
    area.press_sequentially(f" {QUOTED} {QUOTED} lagi lagi")
    wait_preview(area, page.locator("details.edit[open] .preview"), "lagi")
    is_harmless(page)
    area.press("Control+Enter")
    expect(page.locator("details.edit[open]")).to_have_count(0)
    card = page.locator(f"#{page.locator('.card.current').get_attribute('id')}")
    page.keyboard.press("d")
    page.get_by_label("another reason").locator("visible=true").fill(HOSTILE)
    page.keyboard.press("Enter")
    expect(card).to_have_count(0)
    page.locator(".folded summary").first.press("Enter")
    expect(page.locator(".folded")).to_contain_text(HOSTILE)
    is_harmless(page)
    for path in ("/log", "/learned", "/stats"):
        page.goto(desk.url + path)
        is_harmless(page)


@pytest.mark.parametrize(
    "path",
    [
        f"/rules/{quote(SCRIPT, safe='')}",
        f"/articles/{quote(IMAGE)}",
        f"/{quote(SCRIPT)}",
        f"/?state={quote(SCRIPT)}",
        f"/?hours={quote(IMAGE)}",
        f"/?words={quote(SCRIPT)}&page=1",
        f"/log?who={quote(QUOTED)}&what={quote(QUOTED)}",
        f"/stats?days={quote(IMAGE)}",
    ],
)
def test_addresses_are_shown_as_text(editors: Window, desk: Served, path: str) -> None:
    page = editors.page()
    page.goto(desk.url + path)
    expect(page.get_by_role("heading").first).to_be_visible()
    is_harmless(page)


def test_a_form_that_is_refused_comes_back_as_text(editors: Window, desk: Served) -> None:
    page = editors.page()
    page.goto(f"{desk.url}/add")
    page.get_by_label("Translation", exact=True).fill(HOSTILE)
    page.locator("#paste-title").fill(HOSTILE)
    page.locator("#paste-language").fill(IMAGE)
    page.get_by_role("button", name="Add the article").press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_label("Translation", exact=True)).to_have_value(HOSTILE)
    expect(page.locator("#paste-title")).to_have_value(HOSTILE)
    is_harmless(page)
