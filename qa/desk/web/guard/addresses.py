"""Where a request comes from."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import (
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from starlette.datastructures import Headers
from starlette.types import Scope

from corpora.errors import UsageError

_HOME = 64
"""One household's or one office's share of IPv6, in bits: they count as one client."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The networks whose word on a client is believed."""

    networks: tuple[IPv4Network | IPv6Network, ...]

    @classmethod
    def of(cls, networks: tuple[str, ...]) -> Proxies:
        """Of networks in CIDR notation, or single addresses. Raises UsageError."""
        try:
            return cls(tuple(ip_network(network, strict=False) for network in networks))
        except ValueError as error:
            raise UsageError(f"a proxy's network is written as 10.0.0.0/8: {error}") from None

    def include(self, address: str) -> bool:
        """Whether an address is a proxy's."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        return any(found in network for network in self.networks)


def peer_of(scope: Scope) -> str:
    """The address at the other end of the connection; empty for a socket without addresses."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def client_of(scope: Scope, proxies: Proxies) -> str:
    """Whose rates a request counts to: an address, or an IPv6 network of 64 bits.

    Behind a proxy that is the last address in X-Forwarded-For that is not a proxy's: what stands
    before it may be invented.
    """
    address = peer_of(scope)
    told = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    for hop in reversed([part.strip() for part in told.split(",")]):
        if not hop or not proxies.include(address):
            break
        address = hop
    return _home(address)


def _home(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address[:_HOME]
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, _HOME), strict=False))
    return str(found)
