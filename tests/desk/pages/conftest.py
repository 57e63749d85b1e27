"""A desk with articles on it, and a browser without script that looks at them."""

from __future__ import annotations

import pytest

from qa.desk.store.database import Database
from tests.desk.pages.browsing import Answering, Browser, browser_of


@pytest.fixture
def live() -> Answering:
    return Answering()


@pytest.fixture
def browser(database: Database, live: Answering) -> Browser:
    return browser_of(database, live)
