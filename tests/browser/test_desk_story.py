"""An editor's day at the desk, by keyboard, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import sqrt
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.desk_server import Program, Window, desk_in, wait_preview, window
from tests.desk.crash.served import Served

pytestmark = pytest.mark.browser

EXAMPLE = "Menteri Pertahanan Kazakhstan di Tel Aviv"
PASTED = "Harga harga beras naik  lagi di pasar. Pedagang mengatakan bahwa bahwa stok menipis."
SENT = {
    "title": "Ministers meet in Astana",
    "mt": "The ministers met met in Astana on Monday. They signed signed an agreement .",
    "source": "Министрлер дүйсенбіде Астанада кездесті. Олар келісімге қол қойды.",
    "language": "en",
    "source_language": "kk",
    "origin": "Kazinform",
}
FILED = "Hujan deras turun di Jakarta. Banjir merendam merendam tiga jalan."
FAULT, CURE = "kepala departemen pertahanan", "menteri pertahanan"
FORMULA = re.compile(
    r"need ([\d.,]+) = \(flags ([\d.,]+) \+ words to edit ([\d.,]+)\) "
    r"÷ √\(([\d.,]+) words\) × ([\d.,]+)"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    # Nobody checks at first: a page that says so would else be gone before it is looked at.
    with desk_in(tmp_path, "--workers", "0", estimate=True) as found:
        yield found


@pytest.fixture
def editors(browser: Browser, desk: Served) -> Iterator[Window]:
    with window(browser, desk) as found:
        yield found


def press(button: Locator, key: str = "Enter") -> None:
    button.focus()
    button.press(key)


def titles(page: Page) -> list[str]:
    return [title.strip() for title in page.locator(".entry .title").all_inner_texts()]


def current(page: Page) -> Locator:
    return page.locator(".card.current")


def left(page: Page) -> Locator:
    return page.locator(".measures .left b")


def bring_articles(page: Page, program: Program, folder: Path) -> None:
    """The example, one pasted, one sent by a program, one from a file."""
    page.goto(program.desk.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk is empty")
    press(page.get_by_role("button", name="Try the bundled example"))
    expect(page.get_by_role("heading", level=1)).to_have_text(EXAMPLE)
    press(page.get_by_role("link", name="Add"))
    page.get_by_label("Translation", exact=True).fill(PASTED)
    press(page.get_by_role("button", name="Add the article"))
    expect(page.get_by_text("The rules are looking at it")).to_be_visible()
    program.post(**SENT)
    (folder / "banjir.txt").write_text(FILED, encoding="utf-8")
    press(page.get_by_role("link", name="Add"))
    page.locator("#file").set_input_files(folder / "banjir.txt")
    press(page.get_by_role("button", name="Upload"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")


def restart(page: Page, desk: Served, end: Callable[[], object]) -> None:
    """Under a page that asks nothing: the queue's would meet a closed door."""
    page.goto("about:blank")
    end()
    desk.start()


def look_at_the_order(page: Page, program: Program) -> None:
    """Worst first; each need is what its formula says, and what the API says."""
    page.goto(program.desk.url)
    rows = program.rows()
    assert titles(page) == [row["title"] for row in rows]
    needs = [row["need"] for row in rows]
    assert needs == sorted(needs, key=lambda need: -need["value"])
    for row, need in zip(page.locator(".entry").all(), needs, strict=True):
        hint = row.locator(".need .hinted")
        hint.focus()
        tip = row.get_by_role("tooltip")
        expect(tip).to_be_visible()
        found = FORMULA.search(tip.inner_text().replace("\n", " "))
        assert found is not None
        shown, weight, edits, words, fresh = (float(one.replace(",", "")) for one in found.groups())
        assert shown == pytest.approx((weight + edits) / sqrt(words) * fresh, abs=0.05)
        assert shown == pytest.approx(need["value"], abs=0.05)
        assert float(hint.inner_text().split()[-1]) == shown
        hint.press("Escape")
        expect(tip).to_be_hidden()


def narrow_down(page: Page) -> None:
    """By language and by words, and back."""
    page.get_by_label("Language").select_option("en")
    press(page.get_by_role("button", name="Show"))
    expect(page.locator(".entry")).to_have_count(1)
    assert titles(page) == [SENT["title"]]
    press(page.get_by_role("link", name="Clear"))
    expect(page.locator(".entry")).to_have_count(4)
    page.keyboard.press("/")
    page.keyboard.type("bertahun tahun Lieberman")
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_count(1)
    assert titles(page) == [EXAMPLE]


def walk(page: Page) -> None:
    """Open the article, and go from flag to flag."""
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(EXAMPLE)
    count = int(left(page).inner_text())
    for key, at in (("j", 2), ("j", 3), ("k", 2), ("k", 1), ("k", count), ("j", 1)):
        page.keyboard.press(key)
        expect(page.locator("[data-at]")).to_have_text(f"Flag {at} of {count}")
        expect(current(page)).to_have_count(1)
        expect(current(page)).to_be_focused()
        expect(page.locator("mark.current").first).to_be_in_viewport()


def accept(page: Page) -> None:
    text = page.locator("#s0 .translation .text")
    number = current(page).get_attribute("data-flag")
    expect(current(page).locator(".was")).to_have_text(FAULT)
    expect(text).to_contain_text(FAULT)
    page.keyboard.press("a")
    expect(text).to_contain_text(CURE)
    expect(text).not_to_contain_text(FAULT)
    expect(page.locator(f"#f{number}")).to_have_count(0)
    expect(current(page)).to_be_focused()


def rewrite(page: Page) -> None:
    """The segment of the current flag; what the rules will say is told while one types."""
    segment = page.locator(f"#s{current(page).get_attribute('data-segment')}")
    page.keyboard.press("e")
    area = segment.get_by_role("textbox")
    expect(area).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Ini kalimat kalimat baru.")
    preview = segment.locator(".preview")
    wait_preview(area, preview, "'kalimat' stands twice")
    page.keyboard.press("Control+End")
    for _ in range(len("kalimat baru.")):
        page.keyboard.press("Backspace")
    page.keyboard.type("baru.")
    page.keyboard.press("Control+Enter")
    expect(segment.locator(".translation .text")).to_contain_text("Ini kalimat baru.")
    expect(area).to_be_hidden()


def dismiss(page: Page) -> str:
    """The current flag, for the first reason; its id."""
    number = str(current(page).get_attribute("data-flag"))
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Not an error").first).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator(f"#f{number}")).to_have_count(0)
    return number


def sign_off(page: Page) -> None:
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Sign off: fit to print")).to_be_focused()
    page.keyboard.press("Enter")
    done = page.locator(".done")
    expect(done.get_by_role("heading")).to_have_text("Signed off")
    expect(done).to_be_focused()
    expect(done).to_contain_text(re.compile(r"time at work\s*\d+ (second|minute)s?"))
    expect(done).to_contain_text(re.compile(r"changed\s*[1-9]\d*% of the words"))


def look_at_what_was_done(page: Page, url: str) -> None:
    """What the desk counted, and what it learned."""
    page.goto(f"{url}/stats")
    facts = page.locator(".facts")
    expect(facts).to_contain_text(re.compile(r"Received\s*4"))
    expect(facts).to_contain_text(re.compile(r"Signed off\s*1"))
    page.goto(f"{url}/learned")
    rule = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="calque"))
    expect(rule).to_contain_text("1 accepted")


def find_it_all_again(page: Page, desk: Served, known: object) -> None:
    program = Program(desk)
    assert everything(program) == known
    page.goto(f"{desk.url}/?state=signed")
    assert titles(page) == [EXAMPLE]
    press(page.get_by_role("link", name=EXAMPLE))
    expect(page.locator("#s0 .translation .text")).to_contain_text(CURE)
    expect(page.locator(".done")).to_contain_text("Signed off")
    page.goto(f"{desk.url}/?mine=1")
    expect(page.locator(".entry.mine")).to_have_count(1)


def everything(program: Program) -> object:
    """All articles with their texts and flags, but for what grows older by itself."""
    ids = sorted(row["id"] for row in program.rows(state="all"))
    found = [program.article(number) for number in ids]
    return [{key: value for key, value in one.items() if key != "need"} for one in found]


def test_the_story(editors: Window, desk: Served, tmp_path: Path) -> None:
    page, program = editors.page(), Program(desk)
    bring_articles(page, program, tmp_path)
    desk.options = ()
    restart(page, desk, desk.stop)
    program.wait_checked(4)
    look_at_the_order(page, program)
    narrow_down(page)
    walk(page)
    accept(page)
    rewrite(page)
    first = dismiss(page)
    page.keyboard.press("u")
    expect(page.locator(f"#f{first}")).to_be_focused()
    dismiss(page)
    sign_off(page)
    worst = program.rows()[0]
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text(worst["title"])
    expect(page.get_by_text("You have it open")).to_be_visible()
    look_at_what_was_done(page, desk.url)
    known = everything(program)
    for end in (desk.stop, desk.kill):
        restart(page, desk, end)
        find_it_all_again(page, desk, known)
