"""Words and their places."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.words import count_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" .,;!? — – … “” «»\n\t", []),
        ("Ia pergi.", ["Ia", "pergi"]),
        ("anak-anak berlari-lari", ["anak-anak", "berlari-lari"]),
        ("anak\u2010anak dan ber\u2011lari", ["anak\u2010anak", "dan", "ber\u2011lari"]),
        ("-anak anak- anak--anak", ["anak", "anak", "anak", "anak"]),
        ("Jakarta—Bandung–Bogor", ["Jakarta", "Bandung", "Bogor"]),
        ("don't Jum'at l’été", ["don't", "Jum'at", "l’été"]),
        ("'kutip' ‘kutip’ kata'", ["kutip", "kutip", "kata"]),
        ("Tengrinews.kz menulis.", ["Tengrinews.kz", "menulis"]),
        ("U.S. p.m. A.B.C.", ["U.S", "p.m", "A.B.C"]),
        ("Rp 5.000 atau 3.5, 10,25", ["Rp", "5.000", "atau", "3.5", "10", "25"]),
        ("COVID-19 G20 2.0", ["COVID-19", "G20", "2.0"]),
        ("kata_kunci snake_", ["kata_kunci", "snake_"]),
        ("e\u0301te\u0301 n\u0303o", ["e\u0301te\u0301", "n\u0303o"]),
        ("हिन्दी में समाचार", ["हिन्दी", "में", "समाचार"]),
        ("ذهب الرَّجُلُ إلى السوق.", ["ذهب", "الرَّجُلُ", "إلى", "السوق"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("他来了。", ["他", "来", "了"]),
        ("他叫Tom吗", ["他", "叫", "Tom", "吗"]),
        ("はか\u3099", ["は", "か\u3099"]),
        ("ก็ไป", ["ก็", "ไ", "ป"]),
        ("한국어 뉴스", ["한국어", "뉴스"]),
        ("\U00010400x \U0001f600", ["\U00010400x"]),
    ],
)
def test_what_a_word_is(text: str, words: list[str]) -> None:
    assert [word.text for word in words_of(text)] == words
    assert count_words(text) == len(words)


def test_words_are_compared_without_letter_case() -> None:
    assert {word.key for word in words_of("STRASSE Straße strasse")} == {"strasse"}


WORDY = st.text(
    st.sampled_from("aB1_-'’.‐ \u0301é猫क्ก็か\u3099ب\U00010400\n") | st.characters(codec="utf-8")
)


@given(WORDY)
def test_words_stand_in_order_where_they_say_and_miss_no_letter(text: str) -> None:
    end = 0
    for word in words_of(text):
        assert end <= word.start < word.end
        assert text[word.start : word.end] == word.text
        assert not _letters(text[end : word.start])
        end = word.end
    assert not _letters(text[end:])


def _letters(text: str) -> list[str]:
    return [sign for sign in text if unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lo", "Nd"}]
