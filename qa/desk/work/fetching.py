"""Fetches a feed: so many bytes, seconds and redirects at most, from addresses that are allowed."""

from __future__ import annotations

import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from socket import SHUT_RDWR
from threading import Timer
from urllib.parse import urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError
from urllib3.util import parse_url

from corpora.errors import InputError
from corpora.opening import shown
from qa.desk.work.addresses import addresses_of
from qa.version import copydesk_version

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
_PIECE = 1 << 14
_MEGABYTE = 1024 * 1024
_SLOW = "the server is too slow; given up"
_ACCEPTED = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a feed may cost: bytes, seconds in all, redirects."""

    size: int = 10 * _MEGABYTE
    seconds: float = 30.0
    redirects: int = 5


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent, and from where in the end: `name` tells it. It may be packed by gzip."""

    name: str
    host: str
    data: bytes


def fetch(url: str, *, private: bool, limits: Limits = LIMITS) -> Fetched:
    """Fetch what is at an address of HTTP or HTTPS.

    Each redirect is judged as the first address was. `private`: loopback and private addresses are
    allowed. Raises InputError for what cannot be reached, is refused, or goes on for too long.
    """
    until, here = time.monotonic() + limits.seconds, url
    for _ in range(limits.redirects + 1):
        answer = _answer(_Target.of(here), until, limits, private=private)
        if isinstance(answer, Fetched):
            return answer
        try:
            here = urljoin(here, answer)
        except ValueError:
            raise InputError(shown(here), "redirects to what is no address") from None
    raise InputError(shown(url), f"redirects more than {limits.redirects} times")


@dataclass(frozen=True, slots=True)
class _Target:
    """An address taken apart: `name` is how to tell of it, `there` what its server calls it."""

    name: str
    scheme: str
    host: str
    port: int
    header: str
    there: str

    @classmethod
    def of(cls, url: str) -> _Target:
        """Raises InputError for what is no address of HTTP, or holds a password."""
        name = shown(url)
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
            host = host if ":" in host else host.encode("idna").decode("ascii")
            there = parse_url(url).request_uri
        except (ValueError, HTTPError):
            raise InputError(name, "this is no address of a feed") from None
        if parts.scheme not in _PORTS:
            raise InputError(name, "only addresses of http and https are fetched")
        if not host:
            raise InputError(name, "the address names no server")
        if parts.username is not None or parts.password is not None:
            raise InputError(name, "an address with a name or password in it is not fetched")
        shown_host = f"[{host}]" if ":" in host else host
        header = shown_host if port == _PORTS[parts.scheme] else f"{shown_host}:{port}"
        return cls(name, parts.scheme, host, port, header, there)

    def connection(self, address: str, seconds: float) -> HTTPConnection:
        """A connection to the very address that was judged; a certificate must be the host's."""
        if self.scheme == "http":
            return HTTPConnection(address, self.port, timeout=seconds)
        context = ssl.create_default_context()
        return HTTPSConnection(
            address,
            self.port,
            timeout=seconds,
            server_hostname=self.host,
            ssl_context=context,
        )


def _answer(target: _Target, until: float, limits: Limits, *, private: bool) -> Fetched | str:
    """What a server sent, or where it sends us."""
    trouble = InputError(target.name, "cannot be reached")
    for address in addresses_of(target.name, target.host, target.port, private=private):
        seconds = until - time.monotonic()
        if seconds <= 0:
            raise InputError(target.name, _SLOW)
        connection = target.connection(address, seconds)
        end = Timer(seconds, _cut, [connection])
        end.start()
        try:
            found = _asked(target, connection, limits)
            if time.monotonic() < until:  # else it was cut off, which looks like its end
                return found
            trouble = InputError(target.name, _SLOW)
        except (HTTPError, HTTPException, OSError) as error:
            trouble = InputError(target.name, _why(error, until))
        finally:
            end.cancel()
            connection.close()
    raise trouble


def _asked(target: _Target, connection: HTTPConnection, limits: Limits) -> Fetched | str:
    headers = {
        "Host": target.header,
        "User-Agent": f"copydesk/{copydesk_version()}",
        "Accept": _ACCEPTED,
        "Accept-Encoding": "gzip",
    }
    connection.request("GET", target.there, headers=headers, preload_content=False)
    response = connection.getresponse()
    if response.status in _REDIRECTS and (there := response.headers.get("Location")):
        return there
    if response.status != HTTPStatus.OK:
        raise InputError(target.name, f"the server answers {response.status}")
    found = bytearray()
    while piece := response.read1(_PIECE, decode_content=False):
        found += piece  # as it is sent: what unpacks it later has limits of its own
        if len(found) > limits.size:
            what = f"is larger than {limits.size // _MEGABYTE} MB; refused"
            raise InputError(target.name, what)
    return Fetched(target.name, target.host, bytes(found))


def _cut(connection: HTTPConnection) -> None:
    """End a connection whose time is over, in the midst of whatever it waits for."""
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(SHUT_RDWR)


def _why(error: Exception, until: float) -> str:
    if isinstance(error, NewConnectionError):  # a kind of time-out, for urllib3
        return "cannot be fetched (nobody answers there)"
    if time.monotonic() >= until or isinstance(error, TimeoutError | HTTPTimeoutError):
        return _SLOW
    if isinstance(error, ssl.SSLError | SSLError):
        return "cannot be fetched (its certificate is not to be trusted)"
    return f"cannot be fetched ({type(error).__name__})"
