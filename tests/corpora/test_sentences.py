"""Sentences as a news desk writes them: quotations, titles, addresses, figures, other scripts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import segmentation
from corpora.segmentation import Segmenter, Stretch, one_line

ABBREVIATIONS = frozenset({"jend.", "ir.", "h.", "jl.", "no.", "tbk.", "dll.", "p.t.", "г."})
UNSPACED = ("zh", "ja")


def _split(text: str, language: str | None, abbreviations: frozenset[str]) -> list[str]:
    segmenter = Segmenter(language, abbreviations)
    found = segmenter.sentences(text, Stretch(0, len(text)))
    return [text[s.start : s.end] for s in found]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("id", ["Penjaga keamanan. kehormatan hadir.", "Selesai."]),
        ("id", ["Jend. TNI H. Soedirman tiba.", "Ia pergi."]),
        ("id", ["Ia tinggal di Jl. Sudirman No. 5, Jakarta.", "Ia pergi."]),
        ("id", ["Beras, gula, dll. Naik kemarin."]),
        ("id", ["M. Nur tiba bersama S. Bambang.", "A. B. C. Dahlan pergi."]),
        ("id", ["Harganya Rp 5.000.", "Itu mahal."]),
        ("id", ["Harganya Rp 5.000.000,50 per unit.", "Itu mahal."]),
        ("id", ["Ia lahir pada 17.8.1945 pukul 09.30 WIB.", "Ia wafat."]),
        ("id", ["Situs Tengrinews.kz menulis.", "Situs itu milik negara."]),
        ("id", ["Lihat https://www.antaranews.com/berita/1.html.", "Ia pergi."]),
        ("id", ["Surat redaksi@antara.co.id dibalas.", "Ia pergi."]),
        ("id", ["“Saya pergi.”", "“Ke mana?”", "“Ke Bandung!”"]),
        ("id", ['"Saya pergi."', '"Ke mana?"', '"Ke Bandung!"']),
        ("id", ["Ia berkata, “Saya pergi.”", "Lalu ia pergi."]),
        ("id", ["Ia berkata, 'Saya pergi.'", "Lalu ia pergi."]),
        ("id", ["“Apa?” tanya dia.", "“Pergi!” seru dia.", "Ia pergi."]),
        ("id", ["«Kami menang.»", "Ia pergi."]),
        ("id", ["Ia tiba (kemarin).", "(Hari ini ia pergi.)"]),
        ("id", ["Ia tiba [kemarin].", "[Foto oleh Antara.]"]),
        ("id", ["Ia menunggu… lalu pergi.", "Ia menunggu ... lalu pergi.", "Selesai."]),
        ("id", ["1.) Satu.", "2.) Dua."]),
        ("id", ["Benarkah?!", "Ya.", "Tidak!"]),
        ("en", ["J. R. R. Tolkien wrote it.", "It sold."]),
        ("en", ["It cost $5,000.50 at 3 p.m. on Jan. 5.", "It sold."]),
        ("en", ["He said “Go.”", "Then he left."]),
        ("en", ["Did he?", "“Yes,” she said."]),
        ("en-GB", ["He left (at last).", "She stayed."]),
        (None, ["He left.", "She stayed."]),
        ("xx", ["He left.", "She stayed."]),
        ("ru", ["Он приехал в г. Астана.", "Он уехал."]),
        ("hi", ["वह आया।", "वह गया।"]),
        ("ar", ["جاء الرجل.", "هل ذهب؟", "نعم."]),
        ("zh", ["他说：“你好。”", "然后走了。"]),
        ("zh-Hant", ["他來了！", "真的？", "好。"]),
        ("ja", ["彼は来た。", "「行こう。」", "彼女は言った。"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str | None, sentences: list[str]) -> None:
    unspaced = language is not None and language.startswith(UNSPACED)
    text = ("" if unspaced else " ").join(sentences)
    assert _split(text, language, ABBREVIATIONS) == sentences


@pytest.mark.parametrize("mark", ["“", "„", "«", "‘", '"', "(", "[", "(“"])
def test_an_opening_mark_goes_with_what_it_opens(mark: str) -> None:
    assert all(
        not s.endswith(mark)
        for s in _split(f"Ia tiba. {mark}Kami pergi. Selesai.", "id", ABBREVIATIONS)
    )


@pytest.mark.parametrize("mark", ["”", "»", '"', ")", "]", "”)"])
def test_a_closing_mark_stays_with_what_it_closes(mark: str) -> None:
    assert all(
        not s.startswith(mark) for s in _split(f"Ia tiba.{mark} Kami pergi.", "id", ABBREVIATIONS)
    )


def test_paragraphs_are_lines_and_no_sentence_crosses_them() -> None:
    text = "\n  Satu. Dua \r\n\r\n\tTiga\r \u3000\nEmpat."
    segmenter = Segmenter("id")
    paragraphs = list(segmenter.paragraphs(text))
    assert [text[p.start : p.end] for p in paragraphs] == ["Satu. Dua", "Tiga", "Empat."]
    found = [text[s.start : s.end] for p in paragraphs for s in segmenter.sentences(text, p)]
    assert found == ["Satu.", "Dua", "Tiga", "Empat."]


NEWS = (
    "Presiden tiba di Jakarta.",
    '"Kami datang. Kami pergi," katanya.',
    "“Itu benar,” kata Ir. H. Joko.",
    "Ia tiba (di Jl. Merdeka No. 5).",
    'Mengapa "dia" pergi?',
    'Ia berkata: "Pergi! Sekarang." Lalu ia pergi.',
    "Harga naik dari Rp 5.000... menjadi Rp 6.000,50!",
)


@pytest.mark.parametrize("seed", range(5))
def test_a_long_paragraph_is_split_as_if_it_were_read_at_once(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = " ".join(random.Random(seed).choices(NEWS, k=400))
    whole = _split(text, "id", ABBREVIATIONS)
    for window in (300, 1_000, 4_000):
        monkeypatch.setattr(segmentation, "_WINDOW", window)
        assert _split(text, "id", ABBREVIATIONS) == whole


SIGNS = st.sampled_from(
    [*"aA. .!?…。！？“”\"'()«»-\u00a0\u2028\x85\x1c\u0301\u200b1\U0001f600", "Ir.", "\r\n"]
)


@given(
    st.lists(SIGNS | st.characters(codec="utf-8"), max_size=60).map("".join),
    st.none()
    | st.sampled_from(["id", "en", "de", "zh", "ja", "ar", "hi", "th", "", "x-y", "EN-us"]),
    st.sampled_from([4, 20, 20_000]),
)
def test_whatever_the_text_stretches_stand_in_order_and_miss_only_white_space(
    text: str, language: str | None, window: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segmentation, "_WINDOW", window)
        segmenter, end = Segmenter(language, ABBREVIATIONS), 0
        for paragraph in segmenter.paragraphs(text):
            for sentence in segmenter.sentences(text, paragraph):
                assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
                assert not text[end : sentence.start].strip()
                piece = text[sentence.start : sentence.end]
                assert piece == piece.strip()
                end = sentence.end
    assert not text[end:].strip()


@pytest.mark.parametrize("space", "\t\x0b\x0c\x1c\x85\u00a0\u2003\u2028\u202f\u3000")
@pytest.mark.parametrize("language", ["id", "en", "de", "ru", "xx"])
def test_no_white_space_between_an_initial_and_its_full_stop_stops_the_reader(
    language: str, space: str
) -> None:
    """The library panics where that white space takes more than one byte."""
    text = f"A{space}. Halo.{space}B{space}. Selesai."
    assert "".join("".join(_split(text, language, ABBREVIATIONS)).split()) == "".join(text.split())


@given(st.text())
def test_a_text_on_one_line_has_no_other_white_space_than_single_spaces(text: str) -> None:
    assert one_line(text) == " ".join(text.split())
