"""The HTML report in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from reports.writer import Style, write_whole
from reports.writers.html import writer
from tests.reports.html_samples import everything

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}

# The ratio of WCAG 2.2 between an element's colour and the first opaque colour behind it.
CONTRAST = """element => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ink = light(rgb(getComputedStyle(element).color));
  let behind = element;
  const ground = () => rgb(getComputedStyle(behind).backgroundColor);
  while (ground()[3] === 0) behind = behind.parentElement;
  const [low, high] = [ink, light(ground())].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""
READ = (
    "h1, .total, .sev, .quiet, .facts, .text, mark a, .was, ins, .delete, .message, .meta, .label, "
    ".note, .word, .evidence, .first .what, summary, .choice, button, h2, h4 code, .about, td"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_whole(str(path), writer.render(everything(), Style()))
    return Path(path).as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page on a wide screen; fails on whatever it asks for or complains about."""
    page = browser.new_page(viewport=WIDE)
    noise: list[str] = []
    page.on("request", lambda request: noise.append(request.url))
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("dialog", lambda dialog: noise.append(dialog.message))
    page.goto(address)
    yield page
    page.close()
    assert noise == [address]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_keys_walk_the_flags_and_stop_at_the_ends(page: Page) -> None:
    walked = []
    for key in "jnjjkp":
        page.keyboard.press(key)
        walked.append(focused(page))
    assert walked == ["f1", "f2", "f3", "f4", "f3", "f2"]
    expect(page.locator("#status")).to_have_text("2 of 8")
    for _ in range(9):
        page.keyboard.press("j")
    assert focused(page) == "f8"
    expect(page.locator("#f8")).to_be_in_viewport()
    expect(page.locator("mark.current")).to_have_count(1)


def test_enter_goes_between_a_flag_and_its_words(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    assert focused(page) == "m1"
    page.keyboard.press("Enter")
    assert focused(page) == "f1"
    page.keyboard.press("Escape")
    expect(page.locator(".current")).to_have_count(0)


def test_a_click_leads_from_words_to_flag_and_back(page: Page) -> None:
    page.locator("#m5").click()
    assert focused(page) == "f5"
    expect(page.locator("#f5")).to_have_class("flag major current")
    page.locator("#f4 .count").click()
    assert focused(page) == "m4"


def test_help_opens_by_key_and_closes(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Keys")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Show the keys").click()
    dialog.get_by_label("use single-letter keys").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator(".current")).to_have_count(0)


def test_a_severity_filter_hides_cards_and_unmarks_words(page: Page) -> None:
    page.get_by_role("checkbox", name="minor").uncheck()
    expect(page.locator("#f4")).to_be_hidden()
    expect(page.locator("#f5")).to_be_visible()
    expect(page.locator("#m4")).not_to_have_attribute("href", "#f4")
    expect(page.locator("#status")).to_have_text("3 of 8 flags")
    page.keyboard.press("j")
    assert focused(page) == "f5"
    page.get_by_role("checkbox", name="minor").check()
    expect(page.locator("#f4")).to_be_visible()
    expect(page.locator("#m4")).to_have_attribute("href", "#f4")


def test_a_rule_filter_can_show_one_rule_alone(page: Page) -> None:
    page.locator(".pick summary").click()
    page.get_by_role("button", name="None").click()
    expect(page.locator(".flag:visible")).to_have_count(0)
    page.get_by_role("checkbox", name="repeated").check()
    expect(page.locator(".flag:visible")).to_have_count(1)
    page.get_by_role("button", name="All").click()
    expect(page.locator(".flag:visible")).to_have_count(8)


def test_segments_without_flags_can_be_hidden(page: Page) -> None:
    expect(page.locator("#d2s3")).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator("#d2s3")).to_be_hidden()
    expect(page.locator("#d2s1")).to_be_visible()


def test_a_rule_is_explained_beside_its_flag(page: Page) -> None:
    page.locator("#f5 .about").click()
    expect(page.locator("#f5 .prose")).to_contain_text("What it finds")
    page.keyboard.press("r")
    expect(page.locator("#f5 .prose")).to_have_count(0)


def test_a_link_to_a_flag_opens_the_page_there(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}#f6")
    assert focused(page) == "f6"
    expect(page.locator("#f6")).to_be_in_viewport()
    page.close()


def test_a_phone_stacks_the_columns_and_never_scrolls_sideways(page: Page) -> None:
    assert not scrolls_sideways(page)
    page.set_viewport_size(PHONE)
    assert not scrolls_sideways(page)
    boxes = [page.locator(f"#d2s2 {part}").bounding_box() for part in (".translation", ".flags")]
    above, below = (box for box in boxes if box)
    assert above["y"] + above["height"] <= below["y"]
    source = page.locator("#d2s2 .other")
    expect(source).to_be_hidden()
    page.locator("#d2s2 summary").click()
    expect(source).to_be_visible()
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.keyboard.press("j")
    texts = page.locator(READ).all()
    poor = [
        (text.evaluate("e => e.outerHTML"), ratio)
        for text in texts
        if (ratio := text.evaluate(CONTRAST)) < 4.5
    ]
    assert len(texts) > 100
    assert poor == []


def test_right_to_left_text_is_laid_out_so(page: Page) -> None:
    cell = page.locator("#d1s1 .translation .text")
    assert cell.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert cell.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"


def test_print_shows_all_sides_and_no_tools(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(media="print")
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator("#d2s2 .other")).to_be_visible()
    line = page.locator("#f5").evaluate("e => getComputedStyle(e).breakInside")
    assert line == "avoid"
    mark = page.locator("mark").first.evaluate("e => getComputedStyle(e).borderBottomStyle")
    assert mark == "dashed"


def test_all_is_there_without_scripts(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=WIDE, java_script_enabled=False)
    page.goto(address)
    expect(page.locator(".flag:visible")).to_have_count(8)
    expect(page.locator(".tools")).to_be_hidden()
    page.locator("#m5").click()
    expect(page.locator("#f5")).to_be_in_viewport()
    page.locator("#f5 .about").click()
    expect(page.locator(".rule .prose:target")).to_be_visible()
    page.close()
