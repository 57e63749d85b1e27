"""The desk's pages in all their states, and the ways in which they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.desk_articles import Filled
from tests.browser.desk_server import PHONE, WIDE, Window, wait_for

# htmx knows its elements, and an article that was free is opened.
READY = """[...document.querySelectorAll("[hx-get], [hx-post]")].every(one => one._htmx)
  && !document.querySelector("form[data-claim]")"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    scheme: str
    size: ViewportSize
    locale: str

    @property
    def options(self) -> dict[str, Any]:
        """How a browser's window is asked to be."""
        return {"viewport": self.size, "locale": self.locale, "color_scheme": self.scheme}

    @property
    def name(self) -> str:
        """What tests are called by."""
        return f"{self.scheme}-{self.size['width']}-{self.locale[:2]}"


LOOKS = (
    Look("light", WIDE, "en-GB"),
    Look("dark", PHONE, "en-GB"),
    Look("light", PHONE, "id-ID"),
    Look("dark", WIDE, "id-ID"),
)
"""Each two of colours, width and language come together in one of them."""


def as_it_is(_page: Page) -> None:
    """Nothing is opened."""


def key(letter: str, shown: str) -> Callable[[Page], None]:
    """Opens something by a key."""

    def opens(page: Page) -> None:
        page.keyboard.press(letter)
        expect(page.locator(shown).first).to_be_visible()

    return opens


def unfold(summary: str) -> Callable[[Page], None]:
    """Opens all that is folded up so."""

    def opens(page: Page) -> None:
        for one in page.locator(summary).all():
            one.press("Enter")

    return opens


def focus(what: str, shown: str) -> Callable[[Page], None]:
    """Shows what is said of something."""

    def opens(page: Page) -> None:
        page.locator(what).first.focus()
        expect(page.locator(shown).first).to_be_visible()

    return opens


def make_token(page: Page) -> None:
    """The page that shows a new token."""
    page.locator("#label").fill("a program")
    page.locator("#label").press("Enter")
    expect(page.locator("#token")).to_be_visible()


def refuse(page: Page) -> None:
    """The page that says what is wrong with what was filled in."""
    page.locator("#mt").fill("Satu.")
    page.locator("#paste-language").fill("no such")
    page.locator("#paste-language").press("Enter")
    expect(page.locator("#notice .notice")).to_be_visible()


@dataclass(frozen=True, slots=True)
class View:
    """A page, and what is opened on it. `path` may name an article: `{flagged}`."""

    name: str
    path: str
    opens: Callable[[Page], None] = as_it_is


VIEWS = (
    View("queue", "/"),
    View("need", "/", focus(".entry .hinted", ".entry .tip")),
    View("menu", "/", unfold(".masthead .menu summary")),
    View("queue, all", "/?state=all&hours=168"),
    View("queue, none", "/?words=zzz"),
    View("queue, nothing left", "/?nothing=1"),
    View("article", "/articles/{flagged}"),
    View("article, edited", "/articles/{flagged}", key("e", "details.edit[open] textarea")),
    View("article, dismissed", "/articles/{flagged}", key("d", "details.dismiss[open] button")),
    View("article, signing", "/articles/{flagged}", key("s", "details.signing[open] button")),
    View("article, keys", "/articles/{flagged}", key("?", "#keys[open]")),
    View("article, why", "/articles/{flagged}", key("w", "#why[open] .prose")),
    View(
        "article, unfolded", "/articles/{flagged}", unfold(".folded summary, .does .menu summary")
    ),
    View("article, explained", "/articles/{flagged}", focus(".measures .hinted", ".measures .tip")),
    View("article, held", "/articles/{held}"),
    View("article, signed", "/articles/{signed}", unfold(".folded summary, .before summary")),
    View("article, failed", "/articles/{failed}"),
    View("article, checking", "/articles/{checking}"),
    View("article, Arabic", "/articles/{arabic}", key("e", "details.edit[open] textarea")),
    View("article, Japanese", "/articles/{japanese}"),
    View("add", "/add", unfold(".ways summary")),
    View("add, refused", "/add", refuse),
    View("rule", "/rules/calque"),
    View("stats", "/stats", unfold("figure summary")),
    View("learned", "/learned", unfold(".change summary")),
    View("people", "/people", unfold("td summary")),
    View("log", "/log"),
    View("account", "/account"),
    View("token", "/account", make_token),
    View("nowhere", "/nowhere"),
    View("no article", "/articles/999"),
)


def visit(window: Window, filled: Filled, view: View) -> Page:
    """A page, opened as it shall be."""
    places = {name: getattr(filled, name) for name in Filled.__slots__}
    page = window.page()
    page.goto(window.url + view.path.format(**places))
    wait_for("what the page does at first", lambda: bool(page.evaluate(READY)))
    view.opens(page)
    return page


def spills(page: Page) -> bool:
    """Whether a page is wider than its window, so that it scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
