"""Where sentences end in news, in Indonesian first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.segmentation import Segmenter, Stretch
from qa.language import load


def _split(text: str, language: str) -> list[str]:
    abbreviations = frozenset(a.casefold() for a in load(language).abbreviations)
    segmenter = Segmenter(language, abbreviations)
    found = segmenter.sentences(text, Stretch(0, len(text)))
    return [text[s.start : s.end] for s in found]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("id", ["Jend. Soedirman tiba.", "Ia pergi."]),
        ("id", ["Ir. H. Joko Widodo tiba di Jl. Merdeka No. 5.", "Ia pergi."]),
        ("id", ["PT Astra Tbk. naik, dll. juga naik.", "Saham turun."]),
        ("id", ["Upacara penjaga keamanan. kehormatan dimulai.", "Ia pergi."]),
        ("id", ["“Kami datang. Kami pergi,” katanya.", "Ia pergi."]),
        ("id", ['"Kami datang. Kami pergi," katanya.', "Ia pergi."]),
        ("id", ["Harganya Rp. 5.000 per kg.", "Mahal?", "Ya!"]),
        ("id", ["Koresponden Tengrinews.kz melaporkan.", "Ia pergi."]),
        ("id", ["Ia menunggu... lalu pergi.", "Selesai."]),
        ("id", ["Ya.", "“Itu benar.”", "Ia pergi."]),
        ("en", ["Mr. Smith met Gen. Lee at 6.30 p.m. on Monday.", "He left."]),
        ("en", ["The U.S. Army came.", "It left."]),
        ("en", ["He paid 1.5 million.", "She did not."]),
        ("zh", ["他来了。", "我走了。", "“好。”"]),
    ],
)
def test_sentences(language: str, sentences: list[str]) -> None:
    joiner = "" if language == "zh" else " "
    assert _split(joiner.join(sentences), language) == sentences


@given(st.text(), st.sampled_from(["id", "en", "zh", "ar", "xx", "pt-BR"]))
def test_any_text_is_split_in_order_and_nothing_is_lost(text: str, language: str) -> None:
    segmenter = Segmenter(language)
    end, kept = 0, ""
    for paragraph in segmenter.paragraphs(text):
        for stretch in segmenter.sentences(text, paragraph):
            assert end <= stretch.start < stretch.end
            piece = text[stretch.start : stretch.end]
            assert piece == piece.strip()
            kept += piece
            end = stretch.end
    assert "".join(kept.split()) == "".join(text.split())
