"""A client that says everything again until it is answered, each act under the same key."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Event
from uuid import uuid4

import httpx
from lxml import html
from sqlalchemy import select

from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.words import FlagState, State

_AGAIN = 0.1
_PATIENCE = 20.0
DONE = (HTTPStatus.OK, HTTPStatus.SEE_OTHER)
REFUSED = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)


@dataclass(slots=True)
class Client:
    """A browser before a desk that may die at any moment; `told` are the keys of acts done."""

    url: str
    seed: int
    told: dict[str, str] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    chosen: random.Random = field(init=False)
    browser: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.chosen = random.Random(self.seed)
        self.browser = httpx.Client(base_url=self.url, timeout=_PATIENCE)

    def add(self, form: Mapping[str, str]) -> None:
        """Send an article until it is taken."""
        self._send("/add", form)

    def edit_at_random(self, database: Database, stop: Event) -> None:
        """Deal with flags that are open, whichever they are, until told to stop."""
        while not stop.is_set():
            flag = self._flag(database)
            if flag is None:
                stop.wait(_AGAIN)
                continue
            self._deal_with(flag)
            stop.wait(self.chosen.uniform(0, 0.2))

    def _deal_with(self, flag: FlagRow) -> None:
        place, key = f"/articles/{flag.article_id}", uuid4().hex
        kind = self.chosen.choice(("accept", "dismiss", "dismiss", "undo"))
        where = "undo" if kind == "undo" else f"flags/{flag.id}/{kind}"
        if self._send(f"{place}/{where}", {"key": key, "reason": "too minor"}) in DONE:
            self.told[key] = kind

    def _flag(self, database: Database) -> FlagRow | None:
        opened = (
            select(FlagRow)
            .join(Article, Article.id == FlagRow.article_id)
            .where(Article.state == State.WAITING, FlagRow.state == FlagState.OPEN)
        )
        with database.reading() as session:
            flags = session.scalars(opened).all()
        return self.chosen.choice(flags) if flags else None

    def _send(self, place: str, form: Mapping[str, str]) -> int:
        """Say it again and again until there is an answer; its status."""
        while True:
            try:
                sent = {**form, "csrf": self._csrf()}
                status = self.browser.post(place, data=sent).status_code
            except httpx.TransportError:
                time.sleep(_AGAIN)
                continue
            if status not in (*DONE, *REFUSED):
                self.odd.append(f"{place}: {status}")
            return status

    def _csrf(self) -> str:
        page = html.fromstring(self.browser.get("/").text)
        return str(page.xpath("//meta[@name='csrf']/@content")[0])
