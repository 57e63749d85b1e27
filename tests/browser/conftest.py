"""What the browser tests of the desk share: a browser, and a desk in the midst of a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk_articles import Midday, fill
from tests.browser.desk_server import PASSWORD, Window, chromium, desk_in, window
from tests.browser.desk_views import LOOKS, Look

# The queue asks for what is new every 4 s only, and a busy machine is slow to answer.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def midday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Midday]:
    folder = tmp_path_factory.mktemp("midday")
    filled = fill(folder / "desk.db")
    with desk_in(folder, "--login", "--workers", "0") as desk:
        yield Midday(desk, filled)


@pytest.fixture(scope="module")
def admin(browser: Browser, midday: Midday) -> Any:
    """The cookies of somebody who may see all pages."""
    with window(browser, midday.desk) as found:
        page = found.page()
        page.goto(midday.desk.url)
        page.locator("#name").fill("Ibu Ketua")
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        expect(page.locator(".pages")).to_be_visible()
        return found.context.storage_state()


@pytest.fixture
def look() -> Look:
    """How pages are looked at, where a test does not say."""
    return LOOKS[0]


@pytest.fixture
def shown(browser: Browser, midday: Midday, admin: Any, look: Look) -> Iterator[Window]:
    """A window of the admin's."""
    with window(browser, midday.desk, storage_state=admin, **look.options) as found:
        yield found
