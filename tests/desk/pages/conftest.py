"""A desk with articles on it, and a browser without script that looks at them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from qa.desk.store.database import Database
from tests.desk.pages.browsing import Answering, Browser, browser_of

# The queue asks for what is new every 4 s only, and a busy machine is slow to answer.
expect.set_options(timeout=30_000)


@pytest.fixture
def live() -> Answering:
    return Answering()


@pytest.fixture
def browser(database: Database, live: Answering) -> Browser:
    return browser_of(database, live)
