"""What the tests of pages share: articles made by hand, and a browser without script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from lxml import html

from corpora.text import Severity, Side
from qa.desk.editing.tally import tally
from qa.desk.settings import Settings
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.web.app import create_app
from qa.desk.web.context import Desk
from qa.desk.words import State
from qa.desk.work.sides import Again, Sides

SEE_OTHER, CONFLICT, NOT_FOUND, NO_CONTENT = 303, 409, 404, 204


@dataclass
class Answering:
    """Looks again at once, and finds what it was told to; None: no answer in time."""

    found: Again | None = None
    asked: list[Sequence[Sides]] = field(default_factory=list)

    def again(self, _name: str, segments: Sequence[Sides], *_: object, **__: object) -> Any:
        self.asked.append(segments)
        return self.found

    def close(self) -> None:
        """Nothing runs beside."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page, as its elements."""

    answer: Response

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.answer.text)

    def one(self, path: str) -> html.HtmlElement:
        (found,) = self.tree.cssselect(path)
        return found

    def all(self, path: str) -> list[html.HtmlElement]:
        return list(self.tree.cssselect(path))

    def text(self, path: str) -> str:
        return " ".join(self.one(path).text_content().split())


@dataclass
class Browser:
    """Fetches pages and sends the forms that are on them, as a browser without script does."""

    client: TestClient

    def get(self, address: str, **headers: str) -> Seen:
        return Seen(self.client.get(address, headers=headers))

    def htmx(self, method: str, address: str, **fields: str) -> Response:
        token = self.get("/add").one("meta[name=csrf]").get("content")
        headers = {"HX-Request": "true", "X-CSRF-Token": token}
        return self.client.request(method, address, headers=headers, data=fields)

    def send(self, page: Seen, action: str, **fields: str) -> Response:
        """Send the form of a page that goes to an address, filled in; not following."""
        form = page.all(f"form[action='{action}']")[0]
        known = {one.get("name"): one.get("value") or "" for one in form.cssselect("input[name]")}
        for area in form.cssselect("textarea[name]"):
            known[area.get("name")] = area.text_content().removeprefix("\n")
        files = {name: known.pop(name) for name in ("file",) if name in known}
        sent = known | fields
        upload = {"file": ("article.txt", sent.pop("file").encode())} if files else None
        return self.client.post(action, data=sent, files=upload, follow_redirects=False)


def browser_of(database: Database, live: Answering, settings: Settings | None = None) -> Browser:
    return Browser(TestClient(app_of(database, live, settings), base_url="http://localhost"))


def app_of(database: Database, live: Answering, settings: Settings | None = None) -> FastAPI:
    return create_app(Desk(database, settings or Settings(), live))


@dataclass(frozen=True, slots=True)
class Fault:
    """A flag to make: the first place of these words in the text of a segment (counted from 0)."""

    words: str
    suggestion: str | None = None
    segment: int = 0
    severity: Severity = Severity.MINOR
    rule: str = "doubled-word"
    message: str = "stands twice"
    side: Side = Side.TRANSLATION
    state: str = "open"


TEXTS = ("Harga minyak naik naik lagi.", "Pasar tetap tenang.")
FAULTS = (Fault("naik naik", "naik"), Fault("tenang", None, 1, Severity.MAJOR, "false-friend"))


def put(
    database: Database,
    texts: Sequence[str] = TEXTS,
    faults: Sequence[Fault] = FAULTS,
    source: Sequence[str] = (),
    **facts: Any,
) -> int:
    """An article that was checked, and its flags."""
    moment = now()
    with database.writing() as session:
        known = {"name": f"story {len(texts)} {facts.get('title', '')}", "title": "Minyak naik"}
        known |= {"language": "id", "source_language": "en", "state": State.WAITING}
        article = Article(**known | {"mt": "\n".join(texts), "words": 7, "checks": 1} | facts)
        session.add(article)
        session.flush()
        for number, text in enumerate(texts):
            beside = source[number] if source else None
            row = {"number": number, "machine": text, "text": text, "source": beside}
            session.add(SegmentRow(article_id=article.id, paragraph=number, **row))
        session.add_all(_flag(article.id, fault, texts, source) for fault in faults)
        session.flush()
        tally(session, article, moment)
        return article.id


def _flag(article: int, fault: Fault, texts: Sequence[str], source: Sequence[str]) -> FlagRow:
    side = source if fault.side is Side.SOURCE else texts
    start = side[fault.segment].index(fault.words)
    end = start + len(fault.words)
    return FlagRow(
        article_id=article,
        segment=fault.segment,
        rule=fault.rule,
        severity=int(fault.severity),
        category="fluency",
        confidence=0.9,
        chance=0.9,
        message=fault.message,
        suggestion=fault.suggestion,
        side=fault.side,
        start=start,
        end=end,
        first_start=start,
        first_end=end,
        words=fault.words,
        fingerprint=sha256(f"{fault.rule} {fault.words} {article}".encode()).hexdigest(),
        state=fault.state,
    )
