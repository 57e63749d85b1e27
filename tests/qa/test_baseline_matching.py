"""What keeps a flag's history, and what must not be taken for the same flag."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable

import msgspec
import pytest

from corpora.text import Document, Flag, Passage, Segment, Severity, Side, Span, TextFile
from qa.baseline.compare import Compared, Flagged, Standing, compare, compare_entries
from qa.baseline.entries import Entry, entries_of
from qa.baseline.matching import match
from qa.flags import fingerprinted

NEW, OLD, DISMISSED = Standing.NEW, Standing.OLD, Standing.DISMISSED
MOST = 15  # for ten times the flags; the rest is noise on a busy machine
TRIES = 3


def _flagged(*texts: str, sources: tuple[str, ...] = (), name: str = "a") -> Flagged:
    """A document with a segment a text; `[…]` is flagged."""
    segments, flags = [], []
    for index, text in enumerate(texts):
        plain = text.replace("[", "").replace("]", "")
        source = _passage(sources[index]) if sources else None
        segments.append(Segment(index, _passage(plain), source))
        if "[" in text:
            start = text.index("[")
            flags.append(_flag(index, Span(start, text.index("]") - 1)))
    document = Document(name, tuple(segments))
    return Flagged(document, fingerprinted(document, flags))


def _passage(text: str) -> Passage:
    return Passage(text, TextFile("a.txt", text))


def _flag(segment: int, span: Span, rule: str = "doubled-word") -> Flag:
    return Flag(rule, segment, span, "is wrong", Severity.MAJOR, "fluency/grammar", 0.5)


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
    found = _compare(_flagged(*before), _flagged(*after))
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
    found = _compare(_flagged(before, "Titik."), _flagged("Garis.", after))
    assert _standings(found) == [NEW]
    assert [entry.fingerprint for entry in found.fixed] == [_flagged(before).flags[0].fingerprint]


def test_one_fault_mended_and_another_made() -> None:
    before = _flagged("Ia pergi [ke ke] Jakarta.", "Kami tinggal [ke ke] sini lama.")
    after = _flagged(
        "Ia pergi ke Jakarta.", "Kami tinggal [ke ke] sini lama.", "Pulang [ke ke] desa."
    )
    found = _compare(before, after)
    assert _standings(found) == [OLD, NEW]
    assert [entry.before for entry in found.gone] == ["ia pergi"]


def test_the_same_source_is_the_same_sentence() -> None:
    sources = ("He went to  Jakarta.",)
    before = _flagged("Ia pergi [ke ke] Jakarta.", sources=sources)
    after = _flagged("Beliau sudah berangkat [ke ke] ibu kota.", sources=("He went to Jakarta.",))
    assert _standings(_compare(before, after)) == [OLD]
    other = _flagged("Beliau sudah berangkat [ke ke] ibu kota.", sources=("They went to town.",))
    assert _standings(_compare(before, other)) == [NEW]


def test_flags_on_the_source_are_known_by_the_source() -> None:
    def story(*sources: str) -> Flagged:
        segments = [Segment(n, _passage("Lain."), _passage(text)) for n, text in enumerate(sources)]
        document = Document("a", tuple(segments))
        place = next(n for n, text in enumerate(sources) if "1995" in text)
        start = sources[place].index("1995")
        span = Span(start, start + 4, Side.SOURCE)
        return Flagged(document, fingerprinted(document, [_flag(place, span)]))

    before, after = (
        story("It began in 1995 there.", "More."),
        story("So.", "It began in 1995", "there."),
    )
    assert before.flags[0].fingerprint != after.flags[0].fingerprint
    assert _standings(_compare(before, after)) == [OLD]


def test_what_was_dismissed_stays_silent_and_is_remembered() -> None:
    before = _flagged("Ia pergi [ke ke] Jakarta.", "Mereka pulang [di di] rumah.")
    first, second = before.flags
    earlier = entries_of(before.document, before.flags, {first.fingerprint: "a name"})
    after = _flagged(
        "Kemarin.", "Ia pergi [ke ke] Jakarta lagi.", "Lama mereka pulang [di di] rumah."
    )
    found = compare(earlier, [after])
    assert _standings(found) == [DISMISSED, OLD]
    assert [entry.dismissed for entry in found.entries] == ["a name", None]
    assert compare(found.entries, [after]).entries == found.entries
    gone = compare(earlier, [_flagged("Kemarin.")])
    assert {entry.fingerprint for entry in gone.gone} == {first.fingerprint, second.fingerprint}
    assert [entry.fingerprint for entry in gone.fixed] == [second.fingerprint]


def test_what_no_rule_looked_for_is_neither_gone_nor_forgotten() -> None:
    before = _flagged("Ia pergi [ke ke] Jakarta.")
    earlier = entries_of(before.document, before.flags)
    found = compare(earlier, [_flagged("Baru.")], lambda entry: entry.rule != "doubled-word")
    assert found.gone == ()
    assert found.entries == earlier == found.unseen


def test_a_document_that_is_still_there_was_not_renamed() -> None:
    before, after = (
        _flagged("Ia pergi [ke ke] Jakarta lagi."),
        _flagged("Ia pergi [ke ke] Jakarta lagi.", name="b"),
    )
    assert _standings(_compare(before, after)) == [OLD]
    earlier = entries_of(before.document, before.flags)
    both = compare(earlier, [_flagged("Ia pergi ke Jakarta lagi."), after])
    assert _standings(both) == [NEW]
    assert both.gone == earlier


def test_two_documents_may_change_their_names_at_once() -> None:
    one = ("Ia pergi [ke ke] Jakarta lagi.", "Kami pulang [ke ke] rumah besar.")
    other = ("Ia pergi [ke ke] Jakarta lagi.", "Mereka lari [ke ke] hutan itu.")
    earlier = [
        entry
        for name, texts in (("a", one), ("b", other))
        for entry in _entries(_flagged(*texts, name=name))
    ]
    found = compare(earlier, [_flagged(*other, name="c"), _flagged(*one, name="d")])
    assert _standings(found) == [OLD] * 4
    answers = [
        known.earlier.document for flags in found.documents for known in flags if known.earlier
    ]
    assert answers == ["b", "b", "a", "a"]


def _entries(one: Flagged) -> tuple[Entry, ...]:
    return entries_of(one.document, one.flags)


def test_a_rule_that_marks_more_than_before_keeps_its_flags() -> None:
    before, after = _flagged("Ia [ke ke] sana."), _flagged("Ia [ke ke sana].")
    assert _standings(_compare(before, after)) == [OLD]


def test_of_two_alike_the_one_mended_is_counted_once() -> None:
    before = _flagged(*["Ia pergi [ke ke] Jakarta."] * 3)
    found = _compare(before, _flagged(*["Ia pergi [ke ke] Jakarta."] * 2, "Ia pergi ke Jakarta."))
    assert _standings(found) == [OLD, OLD]
    assert len(found.gone) == 1


def test_entries_of_documents_that_nobody_keeps() -> None:
    one = _flagged("Ia pergi [ke ke] Jakarta.", name="a (2)")
    found = compare_entries(_entries(one), [_entries(one), ()], ["a (2)", "b"])
    assert [len(flags) for flags in found.documents] == [1, 0]
    assert _standings(found) == [OLD]
    assert _entries(one)[0].document == "a"


def test_half_a_surrogate_pair_is_no_trouble() -> None:
    (entry,) = _entries(_flagged("Ia \ud800 pergi [ke \udc00 ke] \ud83d\ude00 Jakarta."))
    assert entry.text == "ke \ufffd ke"
    assert msgspec.json.decode(msgspec.json.encode(entry), type=Entry) == entry


def test_fingerprints_keep_their_values() -> None:
    """They stand in people's lists and files."""
    one = _flagged("Lama.", "Kemarin Ia pergi [ke ke]", "Jakarta, lagi.", name="a (2)")
    near, far = "kemarin ia pergi ke ke", "kemarin ia pergi ke ke jakarta lagi"
    assert one.flags[0].fingerprint == _digest("doubled-word", "a", near, "1")
    assert one.flags[0].alias == _digest("doubled-word", "a", far, "1")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


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
    """What matching so many takes, without what the rest of the process has the collector do."""
    before, after = (_entries(_flagged(*texts)) for texts in shape(count))
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        match(before, after)
        return time.process_time() - began
    finally:
        gc.enable()
