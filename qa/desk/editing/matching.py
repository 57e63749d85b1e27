"""Which of an article's flags the rules have found again."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from qa.desk.store.articles import FlagRow
from qa.desk.words import FlagState
from reports.result import FlagResult

GONE = (FlagState.FIXED, FlagState.ACCEPTED)
"""The states of flags whose words were changed."""


class _Way(NamedTuple):
    """A way to know a flag again: what is the same of it and a finding; None where nothing is."""

    is_gone: bool
    of_flag: Callable[[FlagRow], Hashable]
    of_found: Callable[[FlagResult], Hashable]


def matched(found: Sequence[FlagResult], flags: Sequence[FlagRow]) -> dict[int, FlagRow]:
    """The flag that each finding is, by the finding's number; each flag at most once.

    By place, then by words wherever they stand now, so that a sentence that is copied draws no flag
    away from where it stood. One whose words were changed comes last, and only in its segment.
    """
    known: dict[int, FlagRow] = {}
    for way in _WAYS:
        taken = {flag.id for flag in known.values()}
        waiting = defaultdict[tuple[str, Hashable], deque[FlagRow]](deque)
        for flag in flags:
            if flag.id not in taken and (flag.state in GONE) == way.is_gone:
                waiting[flag.rule, way.of_flag(flag)].append(flag)
        for number, one in enumerate(found):
            same = way.of_found(one)
            if number not in known and same is not None and (own := waiting.get((one.rule, same))):
                known[number] = own.popleft()
    return known


_WAYS = (
    _Way(
        is_gone=False,
        of_flag=lambda flag: (flag.segment, flag.side, flag.start, flag.end, flag.words),
        of_found=lambda one: (
            one.segment,
            one.span.side,
            one.span.start,
            one.span.end,
            one.text,
        ),
    ),
    _Way(
        is_gone=False,
        of_flag=lambda flag: flag.fingerprint,
        of_found=lambda one: one.fingerprint or None,
    ),
    _Way(
        is_gone=False,
        of_flag=lambda flag: flag.alias,
        of_found=lambda one: one.alias or None,
    ),
    _Way(
        is_gone=True,
        of_flag=lambda flag: (flag.segment, flag.fingerprint),
        of_found=lambda one: (one.segment, one.fingerprint) if one.fingerprint else None,
    ),
    _Way(
        is_gone=True,
        of_flag=lambda flag: (flag.segment, flag.alias),
        of_found=lambda one: (one.segment, one.alias) if one.alias else None,
    ),
)
