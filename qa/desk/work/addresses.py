"""Which addresses of the internet the desk may ask when somebody names a feed.

A desk stands inside a newsroom's network; whoever may name a feed must not reach what stands there
beside it (server-side request forgery, OWASP A10:2021). So an address is judged after its name is
resolved, and the connection goes to the very address that was judged.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from corpora.errors import InputError

_NAT64 = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that are IPv4 ones in disguise (RFC 6052)."""
_LOW = 0xFFFFFFFF


def addresses_of(name: str, host: str, port: int, *, private: bool) -> list[str]:
    """The addresses of a host, in the order in which to try them.

    Raises InputError, with `name` in it, where there is none, or where one of them is not public
    and `private` ones are not allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise InputError(name, f"no server is called '{host}'") from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not private and not all(map(is_public, addresses)):
        raise InputError(name, f"'{host}' is an address inside a network; feeds there are refused")
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is one of the internet's at large, and so is all that it stands for."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return all(one.is_global and not _is_special(one) for one in (found, *_embedded(found)))


def _is_special(address: IPv4Address | IPv6Address) -> bool:
    return (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses within an IPv6 one (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(IPv4Address(int(address) & _LOW))
    return [one for one in found if one is not None]
