"""Translation, source and references laid side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.alignment import align_documents
from corpora.errors import AlignmentError
from corpora.line_pairing import pair_lines
from corpora.pairing import Partner, pair_prose
from corpora.reader import ReadOptions
from corpora.readers import lines, text
from corpora.text import Document, Side, TextFile

STORY = [
    "Menteri pertahanan kedua negara bertemu di ibu kota pada hari Senin.",
    "Mereka membahas kerja sama.",
    "Kunjungan itu berlangsung selama tiga hari dan berakhir dengan penandatanganan perjanjian.",
    "Delegasi mengunjungi pabrik pesawat.",
    "Tidak ada pernyataan pers sesudahnya, kata juru bicara kementerian kepada wartawan.",
    "Harga saham naik.",
    "Para pengamat menilai bahwa hasil pertemuan itu melampaui harapan semua pihak.",
    "Pertemuan berikutnya direncanakan tahun depan.",
]


def _prose(content: str, name: str = "a") -> Document:
    return next(text.reader.read(TextFile(name, content), ReadOptions("id")))


def _texts(document: Document) -> list[tuple[str, str]]:
    return [(s.mt.text, s.source.text if s.source else "-") for s in document.segments]


def _paired(mt: list[str], source: list[str]) -> Document:
    partner = Partner(Side.SOURCE, _prose(" ".join(source), "src.txt"))
    return pair_prose(_prose(" ".join(mt), "mt.txt"), [partner])


def _merge(sentences: list[str], at: int, count: int) -> list[str]:
    joined = "; ".join(s.rstrip(".") for s in sentences[at : at + count]) + "."
    return [*sentences[:at], joined, *sentences[at + count :]]


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("at", range(5))
def test_merged_sentences_are_found_and_marked(at: int, count: int) -> None:
    for mt, source in ((STORY, _merge(STORY, at, count)), (_merge(STORY, at, count), STORY)):
        document = _paired(mt, source)
        marked = [s for s in document.segments if s.realigned]
        assert len(document.segments) == len(STORY) - count + 1
        assert [s.index for s in marked] == [at]


@pytest.mark.parametrize("at", [2, 4, 6])
def test_a_sentence_left_out_is_an_empty_segment_in_its_place(at: int) -> None:
    document = _paired(STORY[:at] + STORY[at + 1 :], STORY)
    missing = document.segments[at]
    assert (missing.mt.text, missing.source and missing.source.text) == ("", STORY[at])
    assert missing.realigned
    before = document.segments[at - 1].mt
    assert missing.mt.start == before.start + len(before.text)


def test_equal_texts_are_paired_one_by_one_and_nothing_is_marked() -> None:
    document = _paired(STORY, STORY)
    assert _texts(document) == [(s, s) for s in STORY]
    assert not any(segment.realigned for segment in document.segments)


GROUPS = st.lists(st.integers(1, 3), min_size=1, max_size=8)


def _grouped(groups: list[int], sentences: list[str]) -> str:
    out, at = [], 0
    while at < len(sentences):
        count = groups[len(out) % len(groups)]
        out.append("; ".join(s.rstrip(".") for s in sentences[at : at + count]) + ".")
        at += count
    return " ".join(out)


@given(GROUPS, GROUPS, GROUPS)
def test_every_sentence_of_every_side_is_in_one_segment_in_order(
    mt: list[int], source: list[int], reference: list[int]
) -> None:
    sides = [_prose(_grouped(g, STORY)) for g in (mt, source, reference)]
    partners = [Partner(Side.SOURCE, sides[1]), Partner(Side.REFERENCE, sides[2])]
    try:
        document = pair_prose(sides[0], partners)
    except AlignmentError:
        return
    columns = [[s.on(side) for s in document.segments] for side in Side]
    for side, column in zip((sides[1], sides[0], sides[2]), columns, strict=True):
        joined = " ".join(p.text for p in column if p is not None and p.text)
        assert joined == " ".join(s.mt.text for s in side.segments)
        for passage in column:
            assert passage is not None
            end = passage.start + len(passage.text)
            assert passage.file.text[passage.start : end] == passage.text
    assert [s.index for s in document.segments] == list(range(len(document.segments)))


@given(st.lists(st.text("ab .", min_size=1, max_size=40), min_size=1, max_size=12), GROUPS)
def test_beads_cover_both_sides_in_order(texts: list[str], groups: list[int]) -> None:
    left = _prose("\n".join(f"x{t}." for t in texts))
    right = _prose(_grouped(groups, [f"x{t}." for t in texts]))
    at_left = at_right = 0
    for bead in align_documents(left.segments, right.segments):
        assert (bead.left, bead.right) == (at_left, at_right)
        assert (bead.left_end, bead.right_end) > (bead.left, bead.right)
        at_left, at_right = bead.left_end, bead.right_end
    assert (at_left, at_right) == (len(left.segments), len(right.segments))


def test_texts_too_different_are_an_error_that_names_both_and_their_counts() -> None:
    short, long = _prose(" ".join(STORY), "mt.txt"), _prose("\n".join(STORY * 5), "src.txt")
    with pytest.raises(AlignmentError, match=r"mt\.txt has 8 sentences and src\.txt has 40"):
        pair_prose(short, [Partner(Side.SOURCE, long)])


def test_lines_must_be_equally_many() -> None:
    files = [TextFile("mt.txt", "a\nb\n"), TextFile("ref.txt", "a\nb\nc\n")]
    one, two = (next(lines.reader.read(file, ReadOptions())) for file in files)
    with pytest.raises(AlignmentError, match=r"mt\.txt has 2 lines and ref\.txt has 3"):
        pair_lines(one, [Partner(Side.REFERENCE, two)])
