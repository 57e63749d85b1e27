"""How often somebody may try a password."""

from __future__ import annotations

from qa.desk.people.names import folded, typed_name
from qa.desk.web.guard.guard import Guard


def wait_to_try(guard: Guard, name: str, client: str) -> float:
    """The seconds to wait before a password may be tried; 0 for at once, which counts as a try."""
    wait = guard.addresses.take(client)
    if wait:
        return wait
    wait = guard.names.take(_key(name))
    if wait:
        guard.addresses.give_back(client)
    return wait


def forgive_try(guard: Guard, name: str, client: str) -> None:
    """Not count a try after all: the password was right."""
    guard.addresses.give_back(client)
    guard.names.give_back(_key(name))


def _key(name: str) -> str:
    return folded(typed_name(name))
