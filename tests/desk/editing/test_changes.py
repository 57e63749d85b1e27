"""What an edit changed, and where the other words went."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qa.desk.editing.changes import Edited, edited, replaced, words_of

TEXTS = st.text("ab cd.,\n你好ไท é\u0301", max_size=40)


def _rebuilt(before: str, after: str, change: Edited) -> str:
    parts, at = [], 0
    for one in change.changes:
        parts += [before[at : one.start], after[one.new_start : one.new_end]]
        at = one.end
    return "".join([*parts, before[at:]])


@given(TEXTS)
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words_of(text)) == text


@given(TEXTS, TEXTS)
def test_the_changes_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    change = edited(before, after)
    assert _rebuilt(before, after, change) == after
    assert all(one.end <= two.start for one, two in pairwise(change.changes))


@given(TEXTS, TEXTS, st.data())
def test_spans_stay_inside_and_untouched_words_stay_the_same(
    before: str, after: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    place = edited(before, after).place(start, end)
    assert 0 <= place.start <= place.end <= len(after)
    if place.is_whole:
        assert after[place.start : place.end] == before[start:end]


@given(TEXTS, st.text("xy ", max_size=5), st.data())
def test_a_replacement_moves_what_stands_behind_it(
    before: str, words: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    after = before[:start] + words + before[end:]
    change = replaced(start, end, words)
    assert _rebuilt(before, after, change) == after
    if end < len(before):
        place = change.place(end, len(before))
        assert after[place.start : place.end] == before[end:]


def test_two_words_changed_far_apart_leave_those_between() -> None:
    before = "Ia pergi ke ke Jakarta kemarin lagi."
    change = edited(before, "Dia pergi ke ke Jakarta kemarin pagi.")
    assert change.place(9, 14).is_whole
    assert not change.place(0, 2).is_whole


def test_an_empty_span_is_touched_by_what_is_written_there() -> None:
    change = edited("Ia pergi Jakarta.", "Ia pergi ke Jakarta.")
    assert not change.place(9, 9).is_whole
    assert change.place(0, 2).is_whole


def test_very_long_texts_are_compared_by_their_ends() -> None:
    before = "kata " * 3_000
    change = edited(before, before[:7_000] + "X" + before[7_000:])
    assert len(change.changes) == 1
    assert change.place(10, 14).is_whole
    assert change.place(14_000, 14_004).start == 14_001
