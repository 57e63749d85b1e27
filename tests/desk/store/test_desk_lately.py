"""What was read lately is not read again, and nobody waits for what is only being read anew."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest

from qa.desk.store.lately import Lately

pytestmark = pytest.mark.desk

LONG = 3600.0
PATIENCE = 30.0


def counter() -> Callable[[], int]:
    return count(1).__next__


def test_a_value_is_read_once_until_it_is_too_old() -> None:
    lately, read = Lately(), counter()
    assert [lately.of("a", LONG, read) for _ in range(3)] == [1, 1, 1]
    assert lately.of("b", LONG, read) == 2
    assert lately.of("a", 0.0, read) == 3
    lately.forget()
    assert lately.of("a", LONG, read) == 4


def test_what_is_being_read_anew_is_given_as_it_was() -> None:
    lately, begun, go_on = Lately(), Event(), Event()
    lately.of("a", LONG, lambda: "old")

    def slow() -> str:
        begun.set()
        assert go_on.wait(PATIENCE)
        return "new"

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(lately.of, "a", 0.0, slow)
        assert begun.wait(PATIENCE)
        assert lately.of("a", 0.0, lambda: "another") == "old"
        go_on.set()
        assert first.result() == "new"
    assert lately.of("a", LONG, lambda: "another") == "new"


def test_those_who_come_first_read_once() -> None:
    lately, read = Lately(), counter()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: lately.of("a", LONG, read), range(64)))
    assert set(found) == {1}
