"""The pages, as a browser gets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpora.text import Side
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import State
from tests.desk.pages.browsing import (
    NO_CONTENT,
    NOT_FOUND,
    SEE_OTHER,
    Browser,
    Fault,
    put,
)

pytestmark = pytest.mark.desk

TEMPLATES = Path(__file__).parents[3] / "qa" / "desk" / "web" / "templates"
HOSTILE = '</textarea><script>alert(1)</script>" onload="x()" {{7*7}} \u202egnp.exe'


def test_an_empty_desk_says_what_to_do_and_offers_the_example(
    browser: Browser, database: Database
) -> None:
    page = browser.get("/")
    assert page.text("h1") == "The desk is empty"
    answer = browser.send(page, "/example")
    assert answer.status_code == SEE_OTHER
    with database.reading() as session:
        article = session.get(Article, int(answer.headers["location"].rsplit("/", 1)[1]))
    assert article is not None
    assert article.state == State.CHECKING
    assert article.source
    assert article.reference


def test_an_article_that_is_being_checked_asks_for_itself_again(
    browser: Browser, database: Database
) -> None:
    known = put(database, state=State.CHECKING)
    main = browser.get(f"/articles/{known}").one("#article")
    assert main.get("hx-trigger", "").startswith("every")
    assert (
        "hx-trigger"
        not in browser.get(f"/articles/{put(database, name='b')}").one("#article").attrib
    )


def test_an_article_has_its_text_with_marks_and_a_card_for_each_flag(
    browser: Browser, database: Database
) -> None:
    page = browser.get(f"/articles/{put(database)}")
    assert [mark.text_content() for mark in page.all("mark")] == ["naik naik", "tenang"]
    assert page.text("#s0 .text") == "Harga minyak naik naik lagi."
    first, second = page.all(".card[data-flag]")
    assert first.cssselect("ins")[0].text_content() == "naik"
    assert first.cssselect("form[action$=accept]")
    assert not second.cssselect("form[action$=accept]"), "nothing is suggested"
    assert page.text(".left") == "2 of 2 flags left"
    assert page.one("#article").get("data-say") == "2 flags left"


def test_marks_lead_to_cards_that_are_there(browser: Browser, database: Database) -> None:
    page = browser.get(f"/articles/{put(database)}")
    ids = {card.get("id") for card in page.all(".card[data-flag]")}
    assert {link.get("href")[1:] for link in page.all("mark a")} == ids


def test_arabic_runs_from_right_to_left_and_chinese_is_named(
    browser: Browser, database: Database
) -> None:
    arabic = put(database, ["كان كان"], [Fault("كان كان", "كان")], title="وزير", language="ar")
    page = browser.get(f"/articles/{arabic}")
    for path in ("#s0 .text", "h1 bdi", ".card .was bdi", "#s0 textarea"):
        assert (page.all(path)[0].get("lang"), page.all(path)[0].get("dir")) == ("ar", "rtl"), path
    chinese = put(database, ["会议会议"], [Fault("会议", "", 0)], title="会议", language="zh-Hant")
    text = browser.get(f"/articles/{chinese}").one("#s0 .text")
    assert (text.get("lang"), text.get("dir")) == ("zh-Hant", "auto")


def test_flags_of_muted_rules_are_folded_and_not_marked(
    browser: Browser, database: Database
) -> None:
    faults = [Fault("naik naik", "naik", state="muted"), Fault("minyak", state="dismissed")]
    page = browser.get(f"/articles/{put(database, faults=faults)}")
    assert not page.all("mark")
    assert not page.all(".card[data-flag]")
    told = [" ".join(one.text_content().split()) for one in page.all(".folded > summary")]
    assert told == ["Dealt with (1)", "1 silent flag"]


def test_a_flag_in_the_source_is_marked_there(browser: Browser, database: Database) -> None:
    fault = Fault("oil", "x", side=Side.SOURCE)
    known = put(database, ["Minyak."], [fault], source=["Crude oil."])
    page = browser.get(f"/articles/{known}")
    assert page.one("#s0 .source mark").text_content() == "oil"
    assert not page.all("form[action$=accept]"), "it cannot be written into the translation"


def test_nothing_that_is_shown_is_taken_for_html(browser: Browser, database: Database) -> None:
    fault = Fault("alert", HOSTILE, rule=HOSTILE, message=HOSTILE)
    facts = {"title": HOSTILE, "origin": HOSTILE, "desk": HOSTILE, "system": HOSTILE}
    known = put(database, [HOSTILE], [fault], [HOSTILE], name=HOSTILE, note=HOSTILE, **facts)
    for address in ("/", f"/articles/{known}", f"/?words={HOSTILE}", "/?state=all&desk=" + HOSTILE):
        page = browser.get(address)
        assert page.answer.status_code == 200
        for element in page.tree.iter():
            if not isinstance(element.tag, str):
                continue
            assert not any(name.startswith("on") for name in element.attrib), address
            if element.tag == "script":
                assert element.get("src", "").startswith("/static/")
        assert "{{7*7}}" in page.answer.text, address
    title = browser.get(f"/articles/{known}").one("title").text_content()
    assert "\u202e" not in title, "a title cannot be isolated"


def test_every_form_that_changes_something_carries_the_token(
    browser: Browser, database: Database
) -> None:
    known = put(database, faults=[*[Fault("naik naik", "naik")], Fault("lagi", state="fixed")])
    signed = put(database, name="signed", state=State.SIGNED, signed=now(), hter=0.1)
    addresses = ["/", "/add", f"/articles/{known}", f"/articles/{signed}", "/articles/999"]
    count = 0
    for address in addresses:
        page = browser.get(address)
        token = page.one("meta[name=csrf]").get("content")
        assert token
        for form in page.all("form[method=post]"):
            (field,) = form.cssselect("input[name=csrf]")
            assert field.get("value") == token
            count += 1
    assert count > 10


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.name)
def test_no_template_has_a_style_or_a_script_in_it(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|hx-on|javascript:|\bjs:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "|safe" not in text


def test_post_forms_of_all_templates_have_the_token_by_the_macro() -> None:
    for template in TEMPLATES.glob("*.j2"):
        text = template.read_text(encoding="utf-8")
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL):
            assert "csrf_field()" in form, f"{template.name}: {form[:80]}"


def test_the_queue_is_sorted_by_need_and_tells_how_it_comes_about(
    browser: Browser, database: Database
) -> None:
    put(database, title="little", name="1", faults=[])
    put(database, title="much", name="2")
    page = browser.get("/")
    assert [one.text_content() for one in page.all(".entry .title")] == ["much", "little"]
    button = page.all(".entry .hinted")[0]
    tip = page.one(f"#{button.get('aria-describedby')}").text_content()
    assert "√(7 words)" in tip
    assert "need 2.04" in tip


def test_filters_keep_what_was_asked_and_find_nothing_politely(
    browser: Browser, database: Database
) -> None:
    put(database, desk="sports", name="1")
    put(database, desk="foreign", name="2", language="ms")
    assert len(browser.get("/?desk=sports").all(".entry")) == 1
    page = browser.get("/?desk=sports&language=ms")
    assert page.text(".none") == "No article is like that."
    assert page.one("select[name=desk] option[selected]").get("value") == "sports"
    assert browser.get("/?state=nonsense").answer.status_code == 422
    assert browser.get("/?hours=soon&page=-1").answer.status_code == 422


def test_the_queue_is_sent_again_only_when_it_changed(browser: Browser, database: Database) -> None:
    put(database)
    address = browser.get("/?desk=").one("#queue").get("hx-get")
    assert browser.get(address).answer.status_code == NO_CONTENT
    put(database, name="another", title="another")
    again = browser.get(address)
    assert again.answer.status_code == 200
    assert len(again.all(".entry")) == 2
    assert not again.all("nav.pages"), "only the part that changed"


@pytest.mark.parametrize(
    "where", ["/articles/999", f"/articles/{10**30}", "/articles/x", "/rules/no-such", "/nothing"]
)
def test_what_is_not_there_is_told_on_a_page(browser: Browser, where: str) -> None:
    page = browser.get(where)
    assert page.answer.status_code == NOT_FOUND
    assert page.text("h1") == "Not there"
    notice = browser.get(where, **{"HX-Request": "true"})
    assert notice.answer.headers["HX-Retarget"] == "#notice"
    assert notice.all(".notice")
    assert not notice.all("main")


def test_a_rule_has_its_page_and_what_editors_made_of_it(
    browser: Browser, database: Database
) -> None:
    put(database)
    page = browser.get("/rules/doubled-word")
    assert page.text("h1") == "doubled-word"
    assert "Why that is bad" in page.text("article.manual")
    assert not browser.get("/rules/doubled-word", **{"HX-Request": "true"}).all("nav")
    browser.htmx("POST", "/articles/1/flags/1/accept", key="k")
    assert "agreed with 1 of 1" in browser.get("/rules/doubled-word").text(".agreement")
