"""What keeps a flag's history, and what must not be taken for the same flag."""

from __future__ import annotations

import hashlib

import msgspec
import pytest

from corpora.text import Document, Segment, Side, Span
from qa.baseline.compare import Compared, Flagged, Standing, compare, compare_entries
from qa.baseline.entries import Entry, entries_of
from qa.flags import fingerprinted
from tests.qa.baseline_flags import entries, flag_at, flagged, passage

NEW, OLD, DISMISSED = Standing.NEW, Standing.OLD, Standing.DISMISSED


def _compare(before: Flagged, after: Flagged) -> Compared:
    earlier = entries_of(before.document, before.flags, before.dismissed)
    return compare(earlier, [after])


def _standings(found: Compared) -> list[Standing]:
    return [known.standing for flags in found.documents for known in flags]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("Kemarin ia pergi [ke ke] Jakarta.",), ("Lalu ia pergi [ke ke] Jakarta lagi.",)),
        (("Kemarin ia pergi [ke ke] Jakarta.",), ("Kemarin ia pergi [KE  ke] kota Jakarta.",)),
        (("Ia pergi, lalu pulang [ke ke] rumah besar.",), ("Ia pulang [ke ke] rumah yang besar.",)),
        (("Ia pergi[,] lalu pulang.", "Titik."), ("Garis.", "Ia pergi[ ,] lalu pulang.")),
        (("Ia pergi [ke ke]", "Jakarta."), ("Baru.", "Ia pergi [ke ke] Jakarta.", "Lain.")),
    ],
)
def test_a_flag_keeps_its_history(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    found = _compare(flagged(*before), flagged(*after))
    assert _standings(found) == [OLD]
    assert found.gone == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Kemarin ia pergi [ke ke] Jakarta.", "Mereka semua datang [ke ke] rumah sakit."),
        ("Resiko itu [besar] sekali.", "Rumah mereka tidak [besar]."),
        ("[Resiko] itu sudah lama ada.", "Semua orang tahu [resiko] itu."),
        ("Ia pergi[,] lalu pulang.", "Mereka datang[,] dan makan."),
        ("Ia pergi[,] lalu pulang.", "Ia makan[,] lalu tidur."),
        ("[Resiko]", "Tidak ada yang suka [resiko] seperti itu."),
    ],
)
def test_another_sentence_with_the_same_words_is_new(before: str, after: str) -> None:
    found = _compare(flagged(before, "Titik."), flagged("Garis.", after))
    assert _standings(found) == [NEW]
    assert [entry.fingerprint for entry in found.fixed] == [flagged(before).flags[0].fingerprint]


def test_one_fault_mended_and_another_made() -> None:
    before = flagged("Ia pergi [ke ke] Jakarta.", "Kami tinggal [ke ke] sini lama.")
    after = flagged(
        "Ia pergi ke Jakarta.", "Kami tinggal [ke ke] sini lama.", "Pulang [ke ke] desa."
    )
    found = _compare(before, after)
    assert _standings(found) == [OLD, NEW]
    assert [entry.before for entry in found.gone] == ["ia pergi"]


def test_the_same_source_is_the_same_sentence() -> None:
    sources = ("He went to  Jakarta.",)
    before = flagged("Ia pergi [ke ke] Jakarta.", sources=sources)
    after = flagged("Beliau sudah berangkat [ke ke] ibu kota.", sources=("He went to Jakarta.",))
    assert _standings(_compare(before, after)) == [OLD]
    other = flagged("Beliau sudah berangkat [ke ke] ibu kota.", sources=("They went to town.",))
    assert _standings(_compare(before, other)) == [NEW]


def test_flags_on_the_source_are_known_by_the_source() -> None:
    def story(*sources: str) -> Flagged:
        segments = [Segment(n, passage("Lain."), passage(text)) for n, text in enumerate(sources)]
        document = Document("a", tuple(segments))
        place = next(n for n, text in enumerate(sources) if "1995" in text)
        start = sources[place].index("1995")
        span = Span(start, start + 4, Side.SOURCE)
        return Flagged(document, fingerprinted(document, [flag_at(place, span)]))

    before, after = (
        story("It began in 1995 there.", "More."),
        story("So.", "It began in 1995", "there."),
    )
    assert before.flags[0].fingerprint != after.flags[0].fingerprint
    assert _standings(_compare(before, after)) == [OLD]


def test_what_was_dismissed_stays_silent_and_is_remembered() -> None:
    before = flagged("Ia pergi [ke ke] Jakarta.", "Mereka pulang [di di] rumah.")
    first, second = before.flags
    earlier = entries_of(before.document, before.flags, {first.fingerprint: "a name"})
    after = flagged(
        "Kemarin.", "Ia pergi [ke ke] Jakarta lagi.", "Lama mereka pulang [di di] rumah."
    )
    found = compare(earlier, [after])
    assert _standings(found) == [DISMISSED, OLD]
    assert [entry.dismissed for entry in found.entries] == ["a name", None]
    assert compare(found.entries, [after]).entries == found.entries
    gone = compare(earlier, [flagged("Kemarin.")])
    assert {entry.fingerprint for entry in gone.gone} == {first.fingerprint, second.fingerprint}
    assert [entry.fingerprint for entry in gone.fixed] == [second.fingerprint]


def test_what_no_rule_looked_for_is_neither_gone_nor_forgotten() -> None:
    before = flagged("Ia pergi [ke ke] Jakarta.")
    earlier = entries_of(before.document, before.flags)
    found = compare(earlier, [flagged("Baru.")], lambda entry: entry.rule != "doubled-word")
    assert found.gone == ()
    assert found.entries == earlier == found.unseen


def test_a_document_that_is_still_there_was_not_renamed() -> None:
    before, after = (
        flagged("Ia pergi [ke ke] Jakarta lagi."),
        flagged("Ia pergi [ke ke] Jakarta lagi.", name="b"),
    )
    assert _standings(_compare(before, after)) == [OLD]
    earlier = entries_of(before.document, before.flags)
    both = compare(earlier, [flagged("Ia pergi ke Jakarta lagi."), after])
    assert _standings(both) == [NEW]
    assert both.gone == earlier


def test_two_documents_may_change_their_names_at_once() -> None:
    one = ("Ia pergi [ke ke] Jakarta lagi.", "Kami pulang [ke ke] rumah besar.")
    other = ("Ia pergi [ke ke] Jakarta lagi.", "Mereka lari [ke ke] hutan itu.")
    earlier = [
        entry
        for name, texts in (("a", one), ("b", other))
        for entry in entries(flagged(*texts, name=name))
    ]
    found = compare(earlier, [flagged(*other, name="c"), flagged(*one, name="d")])
    assert _standings(found) == [OLD] * 4
    answers = [
        known.earlier.document for flags in found.documents for known in flags if known.earlier
    ]
    assert answers == ["b", "b", "a", "a"]


def test_a_rule_that_marks_more_than_before_keeps_its_flags() -> None:
    before, after = flagged("Ia [ke ke] sana."), flagged("Ia [ke ke sana].")
    assert _standings(_compare(before, after)) == [OLD]


def test_of_two_alike_the_one_mended_is_counted_once() -> None:
    before = flagged(*["Ia pergi [ke ke] Jakarta."] * 3)
    found = _compare(before, flagged(*["Ia pergi [ke ke] Jakarta."] * 2, "Ia pergi ke Jakarta."))
    assert _standings(found) == [OLD, OLD]
    assert len(found.gone) == 1


def test_entries_of_documents_that_nobody_keeps() -> None:
    one = flagged("Ia pergi [ke ke] Jakarta.", name="a (2)")
    found = compare_entries(entries(one), [entries(one), ()], ["a (2)", "b"])
    assert [len(flags) for flags in found.documents] == [1, 0]
    assert _standings(found) == [OLD]
    assert entries(one)[0].document == "a"


def test_half_a_surrogate_pair_is_no_trouble() -> None:
    (entry,) = entries(flagged("Ia \ud800 pergi [ke \udc00 ke] \ud83d\ude00 Jakarta."))
    assert entry.text == "ke \ufffd ke"
    assert msgspec.json.decode(msgspec.json.encode(entry), type=Entry) == entry


def test_fingerprints_keep_their_values() -> None:
    """They stand in people's lists and files."""
    one = flagged("Lama.", "Kemarin Ia pergi [ke ke]", "Jakarta, lagi.", name="a (2)")
    near, far = "kemarin ia pergi ke ke", "kemarin ia pergi ke ke jakarta lagi"
    assert one.flags[0].fingerprint == _digest("doubled-word", "a", near, "1")
    assert one.flags[0].alias == _digest("doubled-word", "a", far, "1")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
