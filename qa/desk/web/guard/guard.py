"""What the parts of the guard share, as `app.state.guard`."""

from __future__ import annotations

from dataclasses import dataclass
from threading import BoundedSemaphore

from fastapi import Request

from qa.desk.settings import Settings
from qa.desk.web.context import Desk
from qa.desk.web.guard.addresses import Proxies
from qa.desk.web.guard.buckets import Buckets
from qa.desk.web.guard.cookies import Cookies
from qa.desk.web.guard.keys import desk_key
from qa.desk.web.guard.limits import Limits


@dataclass(frozen=True, slots=True)
class Guard:
    """The guard of a desk.

    `names` and `addresses` count logins that were refused, `exports` the exports that are sent.
    """

    settings: Settings
    limits: Limits
    cookies: Cookies
    proxies: Proxies
    names: Buckets
    addresses: Buckets
    exports: BoundedSemaphore

    @classmethod
    def of(cls, desk: Desk, limits: Limits) -> Guard:
        """The guard of a desk, within limits. Raises UsageError for a network that is none."""
        return cls(
            desk.settings,
            limits,
            Cookies(desk_key(desk.database), desk.settings.secure),
            Proxies.of(desk.settings.proxies),
            Buckets(limits.name, limits.remembered),
            Buckets(limits.address, limits.remembered),
            BoundedSemaphore(limits.exports),
        )


def guard_of(request: Request) -> Guard:
    """The guard of the desk that is served."""
    guard: Guard = request.app.state.guard
    return guard
