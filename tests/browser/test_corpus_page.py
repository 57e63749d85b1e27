"""The corpus page in a real browser: axe finds nothing, nothing spills, all is there on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from qa.batch.drift import drift_of
from reports.corpus.page import page as page_of
from reports.corpus.result import CorpusResult
from tests.browser.test_desk_axe import OPTIONS, ZOOMED
from tests.reports.corpus.corpus_samples import HOSTILE, part, renamed, result, systems

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def _drifted() -> CorpusResult:
    before = result(part(seed=1), part("online-b", seed=2, good=58.0))
    now = result(part(seed=3, rate=1.6), part("online-b", seed=4, good=44.0))
    return replace(now, drift=drift_of(before, now))


SAMPLES = {
    "one": lambda: result(part()),
    "drift": _drifted,
    "hundred": lambda: result(*systems(100), articles=100),
    "hostile": lambda: renamed(HOSTILE),
    "empty": lambda: replace(result(articles=0), rejected=(), rules=(), notes=()),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for name, made in SAMPLES.items():
        (folder / f"{name}.html").write_text(page_of(made()), encoding="utf-8")
    return folder


@pytest.fixture(params=SAMPLES)
def page(browser: Browser, folder: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Each page in turn; fails on whatever it asks for or complains about."""
    address = (folder / f"{request.param}.html").as_uri()
    page = browser.new_page(viewport=WIDE)
    noise: list[str] = []
    page.on("request", lambda request: noise.append(request.url))
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    assert noise == [address]


def _spills(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_even_with_all_opened(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    assert _violations(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert _violations(page) == []


@pytest.mark.parametrize("size", [WIDE, PHONE, ZOOMED], ids=["wide", "phone", "zoomed"])
def test_nothing_spills(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert not _spills(page)


def test_names_in_pictures_are_within_them(page: Page) -> None:
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        outside = page.evaluate(
            """[...document.querySelectorAll('svg')].flatMap(svg => {
              const box = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')]
                .filter(one => one.getBoundingClientRect().left < box.left - 1
                            || one.getBoundingClientRect().right > box.right + 1)
                .map(one => one.textContent);
            })"""
        )
        assert outside == []


def test_pictures_are_drawn_in_the_colours_of_the_scheme(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto((folder / "one.html").as_uri())
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        shape = page.locator("svg .shape").first
        assert shape.evaluate("one => one.getBoundingClientRect().width") > 100
        found.append(shape.evaluate("one => getComputedStyle(one).fill"))
    assert found == ["rgb(27, 78, 122)", "rgb(147, 193, 234)"]
    page.close()


def test_a_keyboard_reaches_every_table_and_summary(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto((folder / "drift.html").as_uri())
    wanted = page.evaluate(
        """[...document.querySelectorAll('summary, .scroll, a')]
             .filter(one => one.checkVisibility()).length"""
    )
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "[...document.querySelectorAll('summary, .scroll, a')].indexOf(document.activeElement)"
        )
        reached.add(place)
    assert len(reached - {-1}) == wanted
    page.close()


def test_on_paper_tables_are_whole(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto((folder / "hundred.html").as_uri())
    table = page.locator(".standings")
    shown = "one => one.parentElement.clientHeight >= one.clientHeight"
    assert not table.evaluate(shown)
    page.emulate_media(media="print")
    assert table.evaluate(shown)
    expect(page.locator(".masthead")).to_be_visible()
    page.close()


def test_on_paper_nothing_is_cut_off(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    for name in ("drift", "hundred"):
        page.goto((folder / f"{name}.html").as_uri())
        assert not _spills(page), name
    page.close()
