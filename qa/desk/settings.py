"""What whoever starts the desk decides of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_MEGABYTE = 1024 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Access(StrEnum):
    """How the desk knows who is asking.

    `local`: one person, on this machine, without login. `accounts`: name and password, or a token.
    `proxy`: a reverse proxy in front has asked, and says who it is in a header.
    """

    LOCAL = "local"
    ACCOUNTS = "accounts"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a desk is served.

    `hosts` are the names it answers to, without ports. `header` is where a proxy names the person,
    `proxies` the networks (CIDR) whose header is believed. `secure`: cookies travel over HTTPS
    only. `upload` is the largest request in bytes. `private_feeds`: feeds may be fetched from
    loopback and private addresses. `newcomer` is the role of who comes by a proxy the first time.
    """

    access: Access = Access.LOCAL
    hosts: tuple[str, ...] = LOOPBACK
    header: str = ""
    proxies: tuple[str, ...] = ()
    secure: bool = False
    upload: int = 10 * _MEGABYTE
    private_feeds: bool = False
    newcomer: str = "editor"
