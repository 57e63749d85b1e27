"""The cost of matching grows with the number of flags, and no faster."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qa.baseline.matching import match
from tests.qa.baseline_flags import entries, flagged
from tests.timing import cpu_seconds

MOST = 15  # for ten times the flags; the rest is noise on a busy machine
TRIES = 3


def _many_alike(count: int) -> tuple[list[str], list[str]]:
    return ["Ia pergi [ke ke] Jakarta."] * count, ["Lalu ia pergi [ke ke] Jakarta lagi."] * count


def _many_unlike(count: int) -> tuple[list[str], list[str]]:
    before = [f"satu{n} dua{n} [ke ke] tiga{n} empat{n}" for n in range(count)]
    return before, [f"satu{n} lain{n} [ke ke] tiga{n} lain{n}" for n in reversed(range(count))]


def _many_short(count: int) -> tuple[list[str], list[str]]:
    before = [f"satu{n % 7} [ke ke]" for n in range(count)]
    return before, [f"lima{n} satu{n % 5} [ke ke] tiga{n}" for n in range(count)]


def _many_common(count: int) -> tuple[list[str], list[str]]:
    before = [f"yang itu{n} [ke ke] dan yang{n}" for n in range(count)]
    return before, [f"yang ini{n} [ke ke] dan lain{n}" for n in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize("shape", [_many_alike, _many_unlike, _many_short, _many_common])
def test_ten_times_the_flags_take_about_ten_times_as_long(
    shape: Callable[[int], tuple[list[str], list[str]]],
) -> None:
    growth = []
    for _ in range(TRIES):
        growth.append(_seconds(shape, 2_000) / _seconds(shape, 200))
        if growth[-1] <= MOST:
            break
    assert min(growth) <= MOST


def _seconds(shape: Callable[[int], tuple[list[str], list[str]]], count: int) -> float:
    before, after = (entries(flagged(*texts)) for texts in shape(count))
    return cpu_seconds(lambda: match(before, after))
