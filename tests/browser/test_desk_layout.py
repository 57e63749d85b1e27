"""Pages fit: a phone, Arabic, Chinese and Japanese; and they stand still."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.desk_articles import Midday
from tests.browser.desk_server import PHONE, Window, window
from tests.browser.desk_views import LOOKS, Look, View, spills, visit

pytestmark = pytest.mark.browser


def test_nothing_moves_for_who_wants_no_motion(shown: Window, midday: Midday) -> None:
    page = shown.page()
    page.emulate_media(reduced_motion="reduce")
    for path in ("/", f"/articles/{midday.filled.flagged}"):
        page.goto(shown.url + path)
        moving = """[...document.querySelectorAll("*")].filter(one => {
          const style = getComputedStyle(one);
          return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
        }).length"""
        assert page.evaluate(moving) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[2]], ids=lambda look: look.name)
@pytest.mark.parametrize("script", ["arabic", "chinese", "japanese"])
def test_scripts_are_laid_out_right(shown: Window, midday: Midday, look: Look, script: str) -> None:
    assert look in LOOKS
    page = visit(shown, midday.filled, View(script, f"/articles/{{{script}}}"))
    rightwards = script != "arabic"
    texts = page.locator(".translation > .text")
    expect(texts).to_have_count(2)
    for text in texts.all():
        assert direction(text) == ("ltr" if rightwards else "rtl")
        assert text.evaluate("one => one.scrollWidth <= one.clientWidth")
        assert begins_at_its_side(text, rightwards=rightwards)
    assert direction(page.locator("h1 bdi")) == ("ltr" if rightwards else "rtl")
    page.keyboard.press("e")
    area = page.locator("details.edit[open] textarea")
    expect(area).to_be_visible()
    assert direction(area) == ("ltr" if rightwards else "rtl")
    assert direction(page.locator(".source .text").first) == "ltr"
    assert not spills(page)


def direction(text: Locator) -> str:
    return str(text.evaluate("one => getComputedStyle(one).direction"))


def begins_at_its_side(text: Locator, *, rightwards: bool) -> bool:
    """Whether the first letters stand at the left edge, or in Arabic at the right one."""
    gaps = text.evaluate("""one => {
      const range = document.createRange();
      range.setStart(document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode(), 0);
      range.setEnd(range.startContainer, 1);
      const [letter, box] = [range.getBoundingClientRect(), one.getBoundingClientRect()];
      return {left: letter.left - box.left, right: box.right - letter.right};
    }""")
    return bool(gaps["left"] < 2 if rightwards else gaps["right"] < 2)


def test_an_article_is_dealt_with_on_a_phone(browser: Browser, admin: Any, midday: Midday) -> None:
    asked = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    with window(browser, midday.desk, storage_state=admin, **asked) as phone:
        page = phone.page()
        page.goto(midday.desk.url)
        page.locator(f"#a{midday.filled.flagged} .title").tap()
        expect(page.get_by_text("You have it open")).to_be_visible()
        mark, card = page.locator("mark").nth(1), page.locator(".card.current")
        chosen = str(mark.locator("a").get_attribute("href")).removeprefix("#")
        mark.tap()
        expect(card).to_have_id(chosen)
        expect(card).to_be_in_viewport()
        expect(page.locator("mark.current").first).to_be_in_viewport()
        card.locator("details.dismiss summary").tap()
        card.get_by_role("button", name="Too minor").tap()
        expect(page.locator(f"#{chosen}")).to_have_count(0)
        page.get_by_role("button", name="Next flag").tap()
        expect(page.locator(".card.current")).to_be_in_viewport()
        page.get_by_role("button", name="Release").tap()
        expect(page.get_by_role("button", name="Take it")).to_be_visible()
        assert not spills(page)
