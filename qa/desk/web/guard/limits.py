"""How much a client may ask of the desk."""

from __future__ import annotations

from dataclasses import dataclass

_KILOBYTE, _MEGABYTE = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `burst` at once, and `per_second` in the long run."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What the guard allows; tests tighten it.

    `person` and `stranger` are requests of somebody known, and of an address where nobody is;
    a local desk has no such limit. `name` and `address` are failed logins. `at_once` is how many
    requests of a client are answered at a time, `exports` how many of all signed articles are sent
    at a time, to everybody. A body must arrive within `seconds`, and one second
    more for each `pace` bytes; one from a stranger has at most `small` bytes. Of one that is too
    large, `drained` bytes are read and thrown away: a browser that is cut off shows no answer.
    `head` is how long a client may take, in seconds, to say what it asks for. `remembered` is how
    many clients' rates are kept in memory.
    """

    person: Rate = Rate(200, 40)
    stranger: Rate = Rate(60, 5)
    name: Rate = Rate(8, 1 / 60)
    address: Rate = Rate(30, 1 / 6)
    at_once: int = 100
    exports: int = 2
    seconds: float = 15.0
    pace: int = 16 * _KILOBYTE
    small: int = 64 * _KILOBYTE
    drained: int = 32 * _MEGABYTE
    head: float = 15.0
    remembered: int = 10_000
