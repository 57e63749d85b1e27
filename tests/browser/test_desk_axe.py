"""axe finds nothing against any page: WCAG 2.0 to 2.2, levels A and AA, and best practices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.desk_articles import Midday
from tests.browser.desk_server import Window, desk_in, window
from tests.browser.desk_views import LOOKS, VIEWS, Look, View, spills, visit

pytestmark = pytest.mark.browser

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
}
ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""A window of 1280 by 1024 at 400 per cent (WCAG 2.2, 1.4.10)."""
CENTRAL = ("queue", "article", "article, edited", "article, signed", "add", "stats", "learned")


def violations(page: Page) -> list[str]:
    """What axe says against a page."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{one['id']}: {node['html']}: {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


looks = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)


def check(shown: Window, midday: Midday, views: Sequence[View]) -> None:
    found = []
    for view in views:
        page = visit(shown, midday.filled, view)
        found += [f"{view.name}: {fault}" for fault in violations(page)]
        if spills(page):
            found.append(f"{view.name}: is wider than the window")
        page.set_viewport_size(ZOOMED)
        if spills(page):
            found.append(f"{view.name}: scrolls sideways at 400 per cent")
        page.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS[:2], ids=lambda look: look.name)
def test_all_pages(shown: Window, midday: Midday, look: Look) -> None:
    assert look in LOOKS
    check(shown, midday, VIEWS)


@pytest.mark.parametrize("look", LOOKS[2:], ids=lambda look: look.name)
def test_central_pages_in_another_language(shown: Window, midday: Midday, look: Look) -> None:
    assert look in LOOKS
    views = [view for view in VIEWS if view.name in CENTRAL]
    assert len(views) == len(CENTRAL)
    check(shown, midday, views)


@looks
def test_where_one_logs_in(browser: Browser, midday: Midday, look: Look) -> None:
    with window(browser, midday.desk, **look.options) as strangers:
        page = strangers.page()
        page.goto(midday.desk.url)
        assert violations(page) == []
        page.locator("#name").fill("nobody")
        page.locator("#password").fill("a wrong one")
        page.locator("#password").press("Enter")
        expect(page.locator("#notice .notice")).to_be_visible()
        assert violations(page) == []


def test_an_empty_desk(browser: Browser, tmp_path: Path) -> None:
    with desk_in(tmp_path, "--workers", "0") as empty:
        for look in LOOKS[:2]:
            with window(browser, empty, **look.options) as first:
                for path in ("/", "/stats", "/learned"):
                    page = first.page()
                    page.goto(empty.url + path)
                    assert violations(page) == [], (path, look.name)
                    assert not spills(page), (path, look.name)
