"""The keyboard suffices: all can be reached, what has the focus is seen, nothing holds it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_articles import Midday
from tests.browser.desk_server import Window
from tests.browser.desk_views import VIEWS, View, as_it_is, visit

pytestmark = pytest.mark.browser

CAN_FOCUS = "a[href], button, input:not([type=hidden]), select, textarea, summary"
# What a person who tabs must come by: what can be seen and used, each by its place in the page.
CONTROLS = f"""() => [...document.querySelectorAll("{CAN_FOCUS}")].filter(one =>
  one.tabIndex >= 0 && !one.disabled && one.checkVisibility({{visibilityProperty: true}}))
  .map(one => [...document.all].indexOf(one))"""
FOCUSED = """() => {
  const one = document.activeElement;
  const shows = [one, one.closest(".entry")].filter(Boolean).map(box => getComputedStyle(box))
    .some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const at = one === document.body ? -1 : [...document.all].indexOf(one);
  return {at, shows, html: one.outerHTML.slice(0, 100)};
}"""


def test_all_can_be_reached_by_keyboard_and_is_seen(shown: Window, midday: Midday) -> None:
    for view in VIEWS:
        if view.opens is not as_it_is:
            continue
        page = visit(shown, midday.filled, view)
        reached = tabbed_through(page, view.name)
        # Which flag's buttons are there depends on the flag that was walked by last.
        missed = set(page.evaluate(CONTROLS)) - reached
        assert missed == set(), (view.name, [html_of(page, one) for one in missed])
        page.close()


def tabbed_through(page: Page, name: str) -> set[int]:
    """Go from control to control until the first comes again; where the focus was."""
    reached: set[int] = set()
    for _ in range(len(page.evaluate(CONTROLS)) + 40):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["at"] in reached:
            return reached
        assert at["shows"] or at["at"] < 0, (name, at["html"])
        reached.add(at["at"])
    raise AssertionError(f"{name}: the focus comes to no end")


def html_of(page: Page, at: int) -> str:
    return str(page.evaluate("at => document.all[at].outerHTML", at))


def test_a_dialog_keeps_the_focus_and_gives_it_back(shown: Window, midday: Midday) -> None:
    page = visit(shown, midday.filled, View("article", "/articles/{flagged}"))
    page.keyboard.press("j")
    before = page.evaluate("document.activeElement.id")
    for letter, dialog in (("?", "#keys"), ("w", "#why")):
        page.keyboard.press(letter)
        expect(page.locator(f"{dialog}[open]")).to_be_visible()
        for _ in range(4):
            page.keyboard.press("Tab")
            inside = f"document.querySelector('{dialog}').contains(document.activeElement)"
            assert page.evaluate(f"document.activeElement === document.body || {inside}")
        page.keyboard.press("Escape")
        expect(page.locator(f"{dialog}[open]")).to_have_count(0)
        assert page.evaluate("document.activeElement.id") == before
