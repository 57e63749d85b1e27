"""What an editor does on the article's page, with forms alone and with htmx."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from corpora.text import FileRange, Severity, Side, Span
from qa.desk.people.person import Person
from qa.desk.queue.claims import claim
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import State
from qa.desk.work.sides import Again
from reports.result import FlagResult, Place
from tests.desk.pages.browsing import (
    CONFLICT,
    NO_CONTENT,
    SEE_OTHER,
    Answering,
    Browser,
    put,
)

pytestmark = pytest.mark.desk


def _texts(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(SegmentRow.text).order_by(SegmentRow.number)))


def _states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(FlagRow.state).order_by(FlagRow.id)))


def _article(database: Database, known: int) -> Article:
    with database.reading() as session:
        found = session.get(Article, known)
    assert found is not None
    return found


def test_the_whole_work_is_done_with_forms_alone(browser: Browser, database: Database) -> None:
    here = f"/articles/{put(database)}"
    assert browser.send(browser.get(here), f"{here}/claim").headers["location"] == here
    assert browser.get(here).all(f"form[action='{here}/release']")

    answer = browser.send(browser.get(here), f"{here}/flags/1/accept")
    assert (answer.status_code, answer.headers["location"]) == (SEE_OTHER, here)
    assert _texts(database)[0] == "Harga minyak naik lagi."

    browser.send(browser.get(here), f"{here}/flags/2/dismiss", reason="house style")
    page = browser.get(here)
    assert page.text(".done h2") == "Nothing left"
    assert "house style" in page.text(".folded ul")

    browser.send(page, f"{here}/undo")
    assert _states(database) == ["accepted", "open"]
    browser.send(browser.get(here), f"{here}/segments/1", text="Pasar tidak bergejolak.")
    assert _texts(database)[1] == "Pasar tidak bergejolak."
    assert _states(database) == ["accepted", "fixed"]
    assert "Pasar tetap tenang." in browser.get(here).text("#s1 .before")

    browser.send(browser.get(here), f"{here}/sign-off")
    page = browser.get(here)
    assert page.text(".done h2") == "Signed off"
    assert "% of the words" in page.text(".done")
    browser.send(page, f"{here}/take-back")
    assert _article(database, 1).state == State.WAITING


def test_an_act_by_htmx_is_answered_with_the_part_that_changed(
    browser: Browser, database: Database
) -> None:
    here = f"/articles/{put(database)}"
    answer = browser.htmx("POST", f"{here}/flags/1/accept", key="once")
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="article"')
    assert 'data-say="1 flag left"' in answer.text
    browser.htmx("POST", f"{here}/flags/1/accept", key="once")
    assert _texts(database)[0] == "Harga minyak naik lagi.", "sent twice, done once"
    late = browser.htmx("POST", f"{here}/flags/1/accept", key="again")
    assert late.status_code == CONFLICT
    assert late.headers["HX-Retarget"] == "#notice"
    assert "dealt with already" in late.text


def test_an_edit_of_a_text_that_changed_is_refused_and_shown_again(
    browser: Browser, database: Database
) -> None:
    here = f"/articles/{put(database)}"
    page = browser.get(here)
    browser.send(page, f"{here}/flags/1/accept")
    answer = browser.send(page, f"{here}/segments/0", text="Ini yang saya tulis\r\nlama.")
    assert answer.status_code == CONFLICT
    assert "Ini yang saya tulis\nlama." in answer.text.replace("\r\n", "\n")
    assert _texts(database)[0] == "Harga minyak naik lagi."


def test_an_edit_that_changes_nothing_is_no_act(browser: Browser, database: Database) -> None:
    here = f"/articles/{put(database)}"
    assert browser.send(browser.get(here), f"{here}/segments/0").status_code == SEE_OTHER
    assert _article(database, 1).held_by is None


def test_another_reason_than_those_offered_is_kept(browser: Browser, database: Database) -> None:
    here = f"/articles/{put(database)}"
    browser.send(browser.get(here), f"{here}/flags/1/dismiss", other=" kutipan ")
    with database.reading() as session:
        assert session.scalars(select(FlagRow.reason).where(FlagRow.id == 1)).one() == "kutipan"


def test_who_has_an_article_open_is_told_and_others_may_only_look(
    browser: Browser, database: Database, editor: Person
) -> None:
    known = put(database)
    with database.writing() as session:
        claim(session, editor, known, now())
    here = f"/articles/{known}"
    page = browser.get(here)
    assert page.text(".who.held") == "Sari has it open"
    assert not page.all("textarea")
    refused = browser.htmx("POST", f"{here}/flags/1/accept", key="k")
    assert refused.status_code == CONFLICT
    assert "Sari" in refused.text
    assert browser.htmx("POST", f"{here}/presence").status_code == CONFLICT
    browser.send(page, f"{here}/take-over")
    assert browser.get(here).text(".who") == "You have it open"
    assert browser.htmx("POST", f"{here}/presence").status_code == NO_CONTENT


def test_next_opens_the_worst_that_is_free_and_lets_go_of_the_last(
    browser: Browser, database: Database, editor: Person
) -> None:
    moment = now()
    taken, worst, last = (
        put(database, name=str(age), received=moment - timedelta(hours=age)) for age in range(3)
    )
    with database.writing() as session:
        claim(session, editor, taken, now())
    first = browser.send(browser.get("/"), "/next")
    assert first.headers["location"] == f"/articles/{worst}"
    second = browser.send(browser.get(f"/articles/{worst}"), "/next")
    assert second.headers["location"] == f"/articles/{last}"
    assert _article(database, worst).held_by is None
    browser.send(browser.get(f"/articles/{worst}"), f"/articles/{worst}/claim")
    none = browser.send(browser.get("/"), "/next")
    assert "No article is waiting" in browser.get(none.headers["location"]).text("#notice")


@pytest.fixture
def finding(live: Answering) -> Iterator[None]:
    place = Place("story", FileRange(0, 4), 1, 1)
    span = Span(0, 4, Side.TRANSLATION)
    flag = FlagResult(
        "calque", Severity.MAJOR, "x", 0.5, "<b>odd</b>", None, "", 0, span, "Kata", place
    )
    live.found = Again((flag,), frozenset({"calque"}))
    yield
    live.found = None


@pytest.mark.usefixtures("finding")
def test_a_preview_shows_what_a_text_would_raise_and_keeps_nothing(
    browser: Browser, database: Database, live: Answering
) -> None:
    here = f"/articles/{put(database)}"
    answer = browser.htmx("POST", f"{here}/segments/0/preview", text="Kata baru.")
    assert "1 flag" in answer.text
    assert "&lt;b&gt;odd" in answer.text
    assert live.asked[-1][0].mt == "Kata baru."
    assert _texts(database)[0] == "Harga minyak naik naik lagi."


def test_a_preview_that_takes_too_long_changes_nothing(
    browser: Browser, database: Database
) -> None:
    here = f"/articles/{put(database)}"
    answer = browser.htmx("POST", f"{here}/segments/0/preview", text="Kata baru.")
    assert answer.status_code == NO_CONTENT


def test_a_pasted_text_becomes_an_article_and_what_is_wrong_is_said(
    browser: Browser, database: Database
) -> None:
    page = browser.get("/add")
    answer = browser.send(page, "/add", mt="Satu.\r\nDua.", title="T", language="id", desk="d")
    article = _article(database, int(answer.headers["location"].rsplit("/", 1)[1]))
    assert (article.mt, article.title, article.language) == ("Satu.\nDua.", "T", "id")
    wrong = browser.send(page, "/add", mt="Satu.", language="100%(x)s <b>")
    assert wrong.status_code == 422
    assert "<b>" not in wrong.text
    assert "Satu." in wrong.text, "what was typed stays"


def test_a_file_and_a_feed_are_taken_in(browser: Browser) -> None:
    page = browser.get("/add")
    assert browser.send(page, "/add/file", file="Satu kalimat.").status_code == SEE_OTHER
    assert browser.send(page, "/add/feed", feed="https://example.org/f").status_code == SEE_OTHER
    assert browser.send(page, "/add/feed", feed="file:///etc/passwd").status_code == 422
    assert len(browser.get("/").all(".notice")) == 2
