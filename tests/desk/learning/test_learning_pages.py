from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from lxml import html

from qa.desk.learning.muting import Limit, limit, muted
from qa.desk.people.person import Person
from qa.desk.settings import Access, Settings
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.web.app import create_app
from qa.desk.web.context import Desk
from qa.desk.words import FlagState
from tests.desk.learning.made import Story, article, flag, votes

pytestmark = pytest.mark.desk

WHO = "x-remote-user"
EVIL = "<script>alert(1)</script>\u202e\"'&"
RTL = "أسعار الأرز"


WRONG: tuple[tuple[str, dict[str, str], int], ...] = (
    ("/learned", {"rule": "calque", "mode": "loud"}, 422),
    ("/learned", {"rule": "calque", "mode": "on", "reason": ""}, 422),
    ("/learned", {"rule": "nobody", "mode": "on", "reason": "x"}, 404),
    ("/learned", {"mode": "on", "reason": "x"}, 422),
    ("/learned", {"rule": "calque", "mode": "on", "reason": "x" * 501}, 422),
    ("/learned", {"rule": "calque", "mode": "on", "reason": "x", "language": "x" * 41}, 422),
    ("/learned/limit", {"percent": "101", "decisions": "20"}, 422),
    ("/learned/limit", {"percent": "nan", "decisions": "20"}, 422),
    ("/learned/limit", {"percent": "20", "decisions": "0"}, 422),
)


class Nobody:
    """Looks at nothing again."""

    def again(self, *_given: object) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing runs beside."""


@dataclass
class Browser:
    """What a person sees of a desk."""

    client: TestClient
    who: str

    def get(self, path: str) -> Response:
        return self.client.get(path, headers={WHO: self.who})

    def page(self, path: str) -> html.HtmlElement:
        found = self.get(path)
        assert found.status_code == 200
        return html.document_fromstring(found.text)

    def send(self, path: str, **fields: str) -> Response:
        token = self.page("/learned").xpath("string(//meta[@name='csrf']/@content)")
        return self.client.post(path, data={"csrf": token, **fields}, headers={WHO: self.who})


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    settings = Settings(Access.PROXY, header=WHO, proxies=("127.0.0.1/32",))
    app = create_app(Desk(database, settings, Nobody()))
    with TestClient(app, "http://localhost", client=("127.0.0.1", 50000)) as found:
        yield found


@pytest.fixture
def reading(client: TestClient, editor: Person) -> Browser:
    return Browser(client, editor.name)


@pytest.fixture
def ruling(client: TestClient, admin: Person) -> Browser:
    return Browser(client, admin.name)


def text_of(page: html.HtmlElement) -> str:
    return " ".join(page.find(".//main").text_content().split())


def bare(text: str) -> str:
    """Without the sign that turns a text's direction."""
    return text.replace("\u202e", "")


def full(database: Database, by: Person, **values: str) -> None:
    with database.writing() as session:
        for number in range(12):
            known = {"signed": now(), "received": now(), "seconds": 60.0 * number, "hter": 0.1}
            done = Story(session, by, f"story-{number}", {**known, **values}).signed()
            known = {"touched": now(), "suggestion": "x"}
            flag(session, done, "calque", FlagState.ACCEPTED, by, **known)
        votes(session, by, "awkward", 0, 25)


def test_pages_of_an_empty_desk_say_what_will_be_there(reading: Browser) -> None:
    for path in ("/stats", "/stats?days=7", "/stats?days=90", "/learned"):
        page = reading.page(path)
        assert "Once " in text_of(page)
        assert page.xpath("//main//*[name()='svg']") == []


def test_the_page_of_statistics_has_charts_with_words_and_tables(
    database: Database, reading: Browser, editor: Person
) -> None:
    full(database, editor)
    page = reading.page("/stats")
    charts = page.xpath("//figure/*[name()='svg']")
    assert len(charts) == 3
    for chart in charts:
        names = chart.get("aria-labelledby").split()
        told = [page.get_element_by_id(name).text_content() for name in names]
        assert len(told) == 2
        assert all(told)
        assert chart.getparent().xpath("./details//table")
    assert len(page.xpath("//*[name()='circle']")) == 12
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_pages_run_no_style_or_script_of_their_own(
    database: Database, ruling: Browser, editor: Person
) -> None:
    full(database, editor)
    for path in ("/stats", "/learned"):
        page = ruling.page(path)
        assert page.xpath("//@style | //style | //script[not(@src)]") == []
        assert page.xpath("//@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("name", [EVIL, RTL])
def test_names_are_shown_as_they_are_and_do_nothing(
    database: Database, ruling: Browser, editor: Person, name: str
) -> None:
    full(database, editor, system=name, desk=name, title=name)
    with database.writing() as session:
        flag(session, article(session, system=name, received=now()), name)
        votes(session, editor, name, 1, 1, system=name, received=now())
        votes(session, editor, "odd", 1, 1, language="<b>x</b>")
    assert ruling.send("/learned", rule=name, mode="on", reason=name).status_code == 200
    for path in ("/stats", "/learned"):
        found = ruling.get(path)
        assert "<script>alert" not in found.text
        assert "<b>x" not in found.text
        shown = "".join(html.document_fromstring(found.text).xpath("//bdi/text()"))
        assert bare(name) in bare(shown)


def test_editors_totals_are_for_admins_alone(
    database: Database, reading: Browser, ruling: Browser, editor: Person
) -> None:
    full(database, editor)
    assert "only admins see this" in text_of(ruling.page("/stats"))
    assert "only admins see this" not in text_of(reading.page("/stats"))
    assert editor.name not in text_of(reading.page("/stats"))


def test_days_that_make_no_sense_are_refused(reading: Browser) -> None:
    for days in ("0", "367", "x", "-1"):
        assert reading.get(f"/stats?days={days}").status_code == 422


def test_an_admin_mutes_a_rule_and_all_see_why(
    database: Database, reading: Browser, ruling: Browser, admin: Person, editor: Person
) -> None:
    with database.writing() as session:
        waiting = article(session)
        flag(session, waiting, "calque")
        votes(session, editor, "calque", 3, 3)
    sent = ruling.send("/learned", rule="calque", language="id", mode="on", reason="not our style")
    assert sent.status_code == 200
    with database.reading() as session:
        assert muted(session, "id") == {"calque"}
        assert session.get_one(type(waiting), waiting.id).minor == 0
    seen = text_of(reading.page("/learned"))
    assert f"muted by {admin.name}" in seen
    assert "not our style" in seen
    ruling.send("/learned", rule="calque", language="id", mode="auto", reason="")
    with database.reading() as session:
        assert muted(session, "id") == frozenset()
        assert session.get_one(type(waiting), waiting.id).minor == 1


def test_what_the_desk_muted_is_told_with_its_numbers(
    database: Database, reading: Browser, ruling: Browser, editor: Person
) -> None:
    full(database, editor)
    ruling.send("/learned/limit", percent="30", decisions="20")
    with database.reading() as session:
        assert limit(session) == Limit(0.3, 20)
    seen = text_of(reading.page("/learned"))
    assert re.search(
        r"awkward \(Indonesian\) was muted on .*: editors agreed with 0 of 25 flags", seen
    )
    assert "muted by the desk since" in seen


def test_rules_for_all_languages_are_listed_apart(
    database: Database, ruling: Browser, editor: Person
) -> None:
    full(database, editor)
    ruling.send("/learned", rule="calque", language="", mode="off", reason="we want it")
    assert "Decided for all languages calque: never muted" in text_of(ruling.page("/learned"))


def test_who_is_no_admin_has_no_forms_and_is_refused(
    database: Database, reading: Browser, editor: Person
) -> None:
    full(database, editor)
    assert reading.page("/learned").xpath("//main//form") == []
    fields = {"rule": "calque", "language": "id", "mode": "on", "reason": "x"}
    assert reading.send("/learned", **fields).status_code == 403
    assert reading.send("/learned/limit", percent="30", decisions="20").status_code == 403
    with database.reading() as session:
        assert muted(session, "id") == frozenset()
        assert limit(session) == Limit()


def test_forms_that_make_no_sense_are_refused(database: Database, ruling: Browser) -> None:
    with database.writing() as session:
        flag(session, article(session), "calque")
    for path, fields, status in WRONG:
        assert ruling.send(path, **fields).status_code == status, fields


def test_forms_without_their_token_are_refused(ruling: Browser) -> None:
    fields = {"percent": "30", "decisions": "20"}
    answer = ruling.client.post("/learned/limit", data=fields, headers={WHO: ruling.who})
    assert answer.status_code == 403
