"""The desk as editors meet it: served by a process of its own, seen in Debian's chromium."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests import running
from tests.conftest import ROOT
from tests.desk.crash.served import Served, served

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
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "correct horse battery"  # noqa: S105
NO_ESTIMATE = "COPYDESK_NO_ESTIMATE"
PATIENCE = 90.0
_LOOK = 0.2
_MILLISECONDS = 1000
_REFUSED = "Failed to load resource: the server responded with a status of 4"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Window:
    """A browser's window, of one person, and all that went wrong in it.

    That is: dialogs, errors, what the content policy forbids, what is asked of other machines.
    """

    context: BrowserContext
    url: str
    noise: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """A new tab that is listened to."""
        page = self.context.new_page()
        page.set_default_timeout(30 * _MILLISECONDS)
        page.on("console", lambda told: self._hear(told.type, told.text))
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self._ask(request.url))
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not text.startswith(_REFUSED):
            self.noise.append(text)

    def _dismiss(self, dialog: Any) -> None:
        self.noise.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _ask(self, url: str) -> None:
        if not url.startswith((self.url, "data:")):
            self.noise.append(f"asked for {url}")


@contextmanager
def window(browser: Browser, desk: Served, **options: Any) -> Iterator[Window]:
    """A window of its own, with its cookies; fails at the end for whatever went wrong in it."""
    shown = {"viewport": WIDE, "locale": "en-GB", **options}
    with browser.new_context(**shown) as context:
        found = Window(context, desk.url)
        yield found
    assert found.noise == []


@contextmanager
def desk_in(folder: Path, *options: str, estimate: bool = False) -> Iterator[Served]:
    """`copydesk desk` with a new database in a folder."""
    without = {} if estimate else {NO_ESTIMATE: "1"}
    with served(str(folder / "desk.db"), folder / "desk.log", *options, **without) as desk:
        yield desk


def command(desk: Served, *arguments: str, stdin: str = "") -> str:
    """What `copydesk desk --database … ARGUMENTS` prints."""
    whole = ("desk", "--database", desk.address, *arguments)
    code, out, err = running.run(whole, ROOT, dict(os.environ), stdin.encode())
    assert code == 0, err.decode()
    return out.decode()


def wait_for(what: str, is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, f"in vain waited for: {what}"
        time.sleep(_LOOK)


def wait_preview(area: Locator, preview: Locator, told: str) -> None:
    """Wait until the preview of what is being typed says something.

    A busy machine may not answer in time, and then does not answer: asked again, it is quicker.
    """
    for key in ("Space", "Backspace") * 4:
        try:
            expect(preview).to_contain_text(told, timeout=8 * _MILLISECONDS)
        except AssertionError:
            area.press(key)
        else:
            return
    expect(preview).to_contain_text(told)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that uses the API; with a token where the desk has accounts."""

    desk: Served
    token: str = ""

    def ask(self, method: str, path: str, **sent: Any) -> Any:
        """What the API answers."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.desk.url}/api{path}"
        answer = httpx.request(method, url, headers=headers, timeout=30.0, **sent)
        assert answer.is_success, answer.text
        return answer.json()

    def post(self, **article: str) -> int:
        """Send an article; its id."""
        return int(self.ask("POST", "/articles", json=article)["id"])

    def article(self, number: int) -> Any:
        """All that is known of an article."""
        return self.ask("GET", f"/articles/{number}")

    def rows(self, **asked: str) -> list[Any]:
        """The queue's first page."""
        return list(self.ask("GET", "/queue", params=asked)["rows"])

    def wait_waiting(self, number: int) -> None:
        """Wait until an article has been checked, and waits for an editor."""
        wait_for(f"article {number}", lambda: self.article(number)["state"] == "waiting")

    def wait_checked(self, count: int) -> None:
        """Wait until so many articles wait for an editor."""
        wait_for(f"{count} checked articles", lambda: len(self.rows()) >= count)
