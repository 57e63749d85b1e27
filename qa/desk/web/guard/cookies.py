"""The desk's cookies: HttpOnly, SameSite=Lax, and with `__Host-` where they travel over HTTPS."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from fastapi import Response
from itsdangerous import BadSignature, Signer
from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from qa.desk.people.digests import new_secret

_SHORT = 6
_MONTH = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names of the cookies, and how they are set.

    Browsers send a cookie to every port of a host; so each desk has names of its own.
    """

    key: bytes
    secure: bool

    @property
    def session(self) -> str:
        """The name of the cookie that holds the session's secret."""
        return self._name("session")

    @property
    def seed(self) -> str:
        """The name of the signed cookie of a browser without a session."""
        return self._name("seed")

    def read(self, headers: Headers, name: str) -> str:
        """What a cookie holds; empty if there is none."""
        sent = "; ".join(headers.getlist("cookie"))
        return cookie_parser(sent).get(name, "")

    def keep_session(self, answer: Response, secret: str) -> None:
        """Have the browser keep a session."""
        answer.set_cookie(
            self.session, secret, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def drop_session(self, answer: Response) -> None:
        """Have the browser forget its session."""
        answer.delete_cookie(
            self.session, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def seed_of(self, headers: Headers) -> str:
        """The seed that a browser was given; empty if it has none that we signed."""
        try:
            return self._signer().unsign(self.read(headers, self.seed)).decode()
        except (BadSignature, UnicodeError):
            return ""

    def new_seed(self) -> str:
        """A seed for a browser."""
        return new_secret()

    def seed_header(self, seed: str) -> str:
        """The Set-Cookie header that has a browser keep a seed."""
        answer = Response()
        answer.set_cookie(
            self.seed,
            self._signer().sign(seed).decode(),
            max_age=_MONTH,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )
        return answer.headers["set-cookie"]

    def _signer(self) -> Signer:
        return Signer(self.key, salt="desk.seed")

    def _name(self, what: str) -> str:
        mark = hashlib.sha256(b"cookie:" + self.key).hexdigest()[:_SHORT]
        return f"{'__Host-' if self.secure else ''}copydesk-{mark}-{what}"
