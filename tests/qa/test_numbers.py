"""Figures in every notation, and the words that stand for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language import load
from qa.numbers import figures_of, values_in_words


def _agree(ours: str, language: str, theirs: str, other: str) -> bool:
    (mine,) = figures_of(ours, load(language).numbers)
    values = values_in_words(theirs, load(other).numbers)
    return mine.agrees(values.union(*(f.readings for f in figures_of(theirs, load(other).numbers))))


@pytest.mark.parametrize(
    ("ours", "language", "theirs", "other"),
    [
        ("45.000 orang", "id", "45,000 people", "en"),
        ("7,5 persen", "id", "7.5 per cent", "en"),
        ("7,5 juta", "id", "7.5 million", "en"),
        ("7,5 juta", "id", "7,500,000", "en"),
        ("18.30", "id", "6.30 p.m.", "en"),
        ("19.00", "id", "7 p.m.", "en"),
        ("19 Uhr", "de", "7 p.m.", "en"),
        ("1,2 Milliarden", "de", "1.2 billion", "en"),
        ("1,2 Milliarden", "de", "1.2bn", "en"),
        ("10 000", "fr", "10,000", "en"),
        ("10\u00a0000,5", "fr", "10,000.5", "en"),
        ("25", "id", "twenty-five", "en"),
        ("250", "id", "two hundred and fifty", "en"),
        ("25 thousand", "en", "dua puluh lima ribu", "id"),
        ("12", "en", "dua belas", "id"),
        ("1100", "id", "seribu seratus", "id"),
        ("57,000", "en", "5.7万", "zh"),
        ("11 million", "en", "1100多万", "zh"),
        ("35", "en", "三十五", "zh"),
        ("9", "id", "5 September", "en"),
        ("21", "id", "the XXI century", "en"),
        ("1980", "en", "80年代", "zh"),
        ("12.05.2018", "de", "12 May 2018", "en"),
        ("0:2", "de", "0-2", "en"),
        ("५००", "hi", "500", "en"),
        ("٤٥٬٠٠٠", "ar", "45,000", "en"),
        ("1'000", "de", "1,000", "en"),
        ("1,00,000", "en", "100.000", "de"),
    ],
)
def test_one_number_in_two_notations_agrees(
    ours: str, language: str, theirs: str, other: str
) -> None:
    assert _agree(ours, language, theirs, other)


@pytest.mark.parametrize(
    ("ours", "language", "theirs", "other"),
    [
        ("45.000 orang", "id", "54,000 people", "en"),
        ("7,5 juta", "id", "7.5 billion", "en"),
        ("18.30", "id", "6.45 p.m.", "en"),
        ("25", "id", "twenty-six", "en"),
        ("2017", "id", "2018", "en"),
        ("1,2 Millionen", "de", "1.2 billion", "en"),
        ("13", "en", "dua belas", "id"),
    ],
)
def test_two_numbers_do_not_agree(ours: str, language: str, theirs: str, other: str) -> None:
    assert not _agree(ours, language, theirs, other)


@pytest.mark.parametrize("name", ["COVID-19", "A320", "F-16", "G20"])
def test_a_figure_in_a_name_is_no_number(name: str) -> None:
    (figure,) = figures_of(f"Die {name} fliegt", load("de").numbers)
    assert figure.in_name


@given(st.text())
def test_any_text_is_read_and_spans_fit(text: str) -> None:
    for code in ("id", "zh", "und"):
        for figure in figures_of(text, load(code).numbers):
            assert text[figure.span.start : figure.span.end] == figure.text


@given(st.integers(min_value=0, max_value=10**9))
def test_grouping_is_read_in_both_conventions(number: int) -> None:
    english, german = f"{number:,}", f"{number:,}".replace(",", ".")
    assert _agree(german, "de", english, "en")
