"""Which flags the rules have found again."""

from __future__ import annotations

import pytest

from corpora.text import FileRange, Severity, Side, Span
from qa.desk.editing.matching import matched
from qa.desk.editing.reconcile import row_of
from qa.desk.store.articles import FlagRow
from qa.desk.words import FlagState
from reports.result import FlagResult, Place

pytestmark = pytest.mark.desk


def found(  # noqa: PLR0913 — what tells flags apart
    *, segment: int = 0, start: int = 0, words: str = "buruk", print_: str = "", alias: str = "",
    rule: str = "bad-word",
) -> FlagResult:  # fmt: skip
    end = start + len(words)
    return FlagResult(
        rule=rule,
        severity=Severity.MINOR,
        category="style",
        confidence=0.5,
        message="",
        suggestion=None,
        fingerprint=print_,
        segment=segment,
        span=Span(start, end, Side.TRANSLATION),
        text=words,
        place=Place("", FileRange(start, end), 1, 1),
        alias=alias,
    )


def known(number: int, one: FlagResult, state: FlagState = FlagState.OPEN) -> FlagRow:
    row = row_of(one, 1, 0.5, state)
    row.id = number
    return row


def numbers(*findings: FlagResult, flags: tuple[FlagRow, ...]) -> dict[int, int]:
    return {number: flag.id for number, flag in matched(findings, flags).items()}


def test_place_counts_before_words() -> None:
    stands = known(1, found(segment=1, print_="first"))
    copy, there = found(segment=0, print_="first"), found(segment=1, print_="second")
    assert numbers(copy, there, flags=(stands,)) == {1: 1}


def test_words_count_wherever_they_stand_and_before_their_other_name() -> None:
    flags = (
        known(1, found(segment=1, print_="old", alias="same")),
        known(2, found(segment=1, start=9, print_="same")),
    )
    one, other = found(segment=2, print_="new", alias="same"), found(segment=3, print_="same")
    assert numbers(one, other, flags=flags) == {0: 1, 1: 2}


@pytest.mark.parametrize("state", [FlagState.FIXED, FlagState.ACCEPTED])
def test_a_flag_that_is_gone_comes_last_and_only_where_it_stood(state: FlagState) -> None:
    gone = known(1, found(print_="same"), state)
    assert numbers(found(print_="same"), flags=(gone,)) == {0: 1}
    assert numbers(found(segment=1, print_="same"), flags=(gone,)) == {}
    alive = known(2, found(segment=1, start=9, print_="same"))
    assert numbers(found(print_="same"), flags=(gone, alive)) == {0: 2}


def test_each_flag_is_found_once_and_by_its_own_rule() -> None:
    flags = (known(1, found(print_="same")), known(2, found(start=9, print_="same")))
    three = [found(segment=4, start=at, print_="same") for at in (0, 9, 20)]
    assert numbers(*three, flags=flags) == {0: 1, 1: 2}
    assert numbers(found(print_="same", rule="other"), flags=flags) == {}


def test_what_has_no_name_is_known_by_its_place_alone() -> None:
    assert numbers(found(segment=1), flags=(known(1, found()),)) == {}
