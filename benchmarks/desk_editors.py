"""Editors for the desk's benchmark: each logs in and works as a browser does, page by page."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import uuid4

import httpx
from lxml import html

PASSWORD = "benchmark of the desk"  # noqa: S105
_FLAGS_AN_ARTICLE = 4
_OK = (HTTPStatus.OK, HTTPStatus.SEE_OTHER)
_REFUSED = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Took:
    """How long the desk took to answer: what was asked, seconds, and the answer's status."""

    what: str
    seconds: float
    status: int


@dataclass(frozen=True, slots=True)
class Told:
    """An act that the desk acknowledged: its key, its kind, its article, and its flag if any."""

    key: str
    kind: str
    article: int
    flag: int | None = None


@dataclass(slots=True)
class Visitor:
    """A browser with one person before it, who thinks for `think` seconds on average."""

    url: str
    name: str
    think: float
    seed: int
    took: list[Took] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)
    csrf: str = ""
    chosen: random.Random = field(init=False)
    browser: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.browser = httpx.Client(base_url=self.url, timeout=60.0)
        self.chosen = random.Random(self.seed)  # noqa: S311 — who does what

    def log_in(self) -> None:
        """Log in with the password that all have."""
        self._page("login", "/login")
        sent = {"name": self.name, "password": PASSWORD, "next": "/"}
        answer = self._send("log in", "/login", sent)
        if answer.status_code != HTTPStatus.SEE_OTHER:
            raise SystemExit(f"{self.name} cannot log in: {answer.status_code}")

    def look(self, times: int, what: str) -> None:
        """Open the queue's page again and again."""
        for _ in range(times):
            self._page(what, "/")
            self._pause()

    def add(self, form: Mapping[str, str]) -> None:
        """Send an article."""
        answer = self._send("add", "/add", form)
        if answer.status_code not in _OK:
            raise SystemExit(f"an article was refused: {answer.status_code}")

    def prepare(self) -> None:
        """Open a page for its token before something is sent from it."""
        self._page("queue", "/")

    def work(self, until: float) -> None:
        """Take the worst article, deal with it, sign it off; the next one, until it is late."""
        while time.monotonic() < until:
            self._page("queue", "/")
            self._pause()
            answer = self._send("next", "/next", {})
            place = answer.headers.get("location", "")
            if not place.startswith("/articles/"):
                return
            self._deal_with(int(place.rpartition("/")[2]), place)

    def _deal_with(self, article: int, place: str) -> None:
        sheet = self._page("article", place)
        for _ in range(_FLAGS_AN_ARTICLE):
            self._pause()
            sheet = self._one_flag(article, place, sheet)
        self._pause()
        if self._edit(article, sheet) and self.chosen.random() < 0.5:
            self._pause()
            self._act(Told(_key(), "undo", article), f"{place}/undo", {})
        self._pause()
        if self._act(Told(_key(), "sign-off", article), f"{place}/sign-off", {}) is not None:
            self.signed.append(article)

    def _one_flag(self, article: int, place: str, sheet: html.HtmlElement) -> html.HtmlElement:
        cards = sheet.xpath("//article[@data-flag][.//form]")
        if not cards:
            return sheet
        card = self.chosen.choice(cards[:5])
        flag = int(card.get("data-flag"))
        can_accept = card.xpath(".//form[contains(@action, '/accept')]")
        kind = "accept" if can_accept and self.chosen.random() < 0.6 else "dismiss"
        sent = {"reason": "too minor"} if kind == "dismiss" else {}
        done = self._act(Told(_key(), kind, article, flag), f"{place}/flags/{flag}/{kind}", sent)
        return sheet if done is None else done

    def _edit(self, article: int, sheet: html.HtmlElement) -> bool:
        """Add a word to a segment; whether that was done."""
        forms = sheet.xpath("//form[.//textarea and .//input[@name='seen']]")
        if not forms:
            return False
        form = self.chosen.choice(forms)
        sent = {"seen": form.xpath(".//input[@name='seen']/@value")[0]}
        sent["text"] = form.xpath("string(.//textarea)").strip("\n") + " Demikian."
        return self._act(Told(_key(), "edit", article), form.get("action"), sent) is not None

    def _act(self, act: Told, place: str, sent: Mapping[str, str]) -> html.HtmlElement | None:
        """Do something; None if it was refused, else the page as it is now."""
        form = {**sent, "key": act.key}
        answer = self._send(act.kind, place, form, {"HX-Request": "true"})
        if answer.status_code in _REFUSED:
            return None
        if answer.status_code not in _OK:
            return None
        self.told.append(act)
        return html.fromstring(answer.text)

    def _page(self, what: str, place: str) -> html.HtmlElement:
        answer = self._timed(what, "GET", place)
        page = html.fromstring(answer.text)
        found: Sequence[str] = page.xpath("//meta[@name='csrf']/@content")
        self.csrf = found[0] if found else self.csrf
        return page

    def _send(
        self,
        what: str,
        place: str,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        sent = {**form, "csrf": self.csrf}
        return self._timed(what, "POST", place, data=sent, headers=dict(headers or {}))

    def _timed(
        self,
        what: str,
        method: str,
        place: str,
        *,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        begun = time.perf_counter()
        answer = self.browser.request(method, place, data=data, headers=headers)
        self.took.append(Took(what, time.perf_counter() - begun, answer.status_code))
        return answer

    def _pause(self) -> None:
        time.sleep(self.chosen.uniform(0, 2 * self.think))


def _key() -> str:
    return uuid4().hex
