"""A baseline outlives what a new release does to a text: no flag is lost, none is falsely new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.baseline.entries import Entry, entries_of
from qa.baseline.matching import match
from tests.qa.baseline_stories import (
    RULES,
    SPACES,
    Mark,
    Paragraph,
    Story,
    document_of,
    flags_in,
    paragraphs,
    recast,
    recut,
    reordered,
    retranslated,
    stories,
)

EXAMPLES = settings(max_examples=12)
Change = Callable[[st.DrawFn, Story], Story]


def _entries(story: Story, name: str = "a", spaces: str = " ") -> tuple[Entry, ...]:
    document = document_of(story, name, cycle(spaces))
    return entries_of(document, flags_in(story, document))


def _all_match(earlier: tuple[Entry, ...], now: tuple[Entry, ...]) -> None:
    found = match(earlier, now)
    assert None not in found.answers
    assert found.gone == ()
    assert sorted(index for index in found.answers if index is not None) == list(
        range(len(earlier))
    )


def _with_neighbours(story: Story) -> Story:
    """The story with those flags that have a word beside them in their sentence."""
    return tuple(
        one.only([bool(one.words_beside(m, one.sentences)) for m in one.marks]) for one in story
    )


@EXAMPLES
@given(stories, st.data())
def test_paragraphs_may_move_and_spaces_change(story: Story, data: st.DataObject) -> None:
    spaces = data.draw(st.lists(st.sampled_from(SPACES), min_size=1).map("".join))
    moved = tuple(data.draw(st.permutations(story)))
    before, after = _entries(story), _entries(moved, spaces=spaces)
    assert {one.fingerprint for one in before} == {one.fingerprint for one in after}
    _all_match(before, after)


@EXAMPLES
@given(stories, st.data())
def test_the_text_may_be_cut_otherwise(story: Story, data: st.DataObject) -> None:
    before, after = _entries(story), _entries(recut(data.draw, story))
    assert {one.alias for one in before} == {one.alias for one in after}
    _all_match(before, after)


@EXAMPLES
@given(stories, st.lists(st.sampled_from([reordered, recut]), max_size=4), st.data())
def test_it_may_be_moved_and_cut_in_any_order(
    story: Story, changes: list[Change], data: st.DataObject
) -> None:
    changed = story
    for change in changes:
        changed = change(data.draw, changed)
    _all_match(_entries(story), _entries(changed))


@EXAMPLES
@given(stories, st.lists(st.sampled_from([reordered, recut]), max_size=4), st.data())
def test_other_sentences_may_be_translated_anew_at_the_same_time(
    story: Story, changes: list[Change], data: st.DataObject
) -> None:
    story = _with_neighbours(story)
    changed = retranslated(data.draw, story)
    for change in changes:
        changed = change(data.draw, changed)
    _all_match(_entries(story), _entries(changed))


@EXAMPLES
@given(stories, st.data())
def test_other_sentences_may_be_translated_anew(story: Story, data: st.DataObject) -> None:
    """Even where a flag covers all of its sentence."""
    _all_match(_entries(story), _entries(reordered(data.draw, retranslated(data.draw, story))))


@EXAMPLES
@given(stories, st.lists(st.sampled_from([reordered, recut, recast]), max_size=6), st.data())
def test_release_after_release_may_be_compared_with_the_one_before(
    story: Story, changes: list[Change], data: st.DataObject
) -> None:
    for change in changes:
        changed = change(data.draw, story)
        _all_match(_entries(story), _entries(changed))
        story = changed


@EXAMPLES
@given(stories, st.data())
def test_and_with_the_first_as_long_as_a_neighbour_stays(story: Story, data: st.DataObject) -> None:
    changed = recast(data.draw, recut(data.draw, retranslated(data.draw, story)))
    shared = [_share_neighbours(*both) for both in zip(story, changed, strict=True)]
    before = tuple(one.only(s) for one, s in zip(story, shared, strict=True))
    after = tuple(one.only(s) for one, s in zip(changed, shared, strict=True))
    _all_match(_entries(before), _entries(after))


def _share_neighbours(before: Paragraph, after: Paragraph) -> list[bool]:
    """Whether each flag still has two words beside it that were in its sentence."""
    both = zip(before.marks, after.marks, strict=True)
    return [before.words_shared(mark, after, same) > 1 for mark, same in both]


@EXAMPLES
@given(stories, st.data())
def test_what_is_mended_is_gone_and_what_is_added_is_new(story: Story, data: st.DataObject) -> None:
    places = [(p, m) for p, one in enumerate(story) for m in range(len(one.marks))]
    mended = data.draw(st.sets(st.sampled_from(places))) if places else set()
    added = data.draw(st.integers(0, 3))
    kept = tuple(
        one.only([(p, m) not in mended for m in range(len(one.marks))])
        for p, one in enumerate(story)
    )
    fresh = tuple(_fresh(data.draw(st.sampled_from(RULES)), n) for n in range(added))
    changed = reordered(data.draw, (*recut(data.draw, kept), *fresh))
    before, after = _entries(story), _entries(changed)
    found = match(before, after)
    assert len(found.gone) == len(mended)
    new = [after[index] for index, answer in enumerate(found.answers) if answer is None]
    assert len(new) == added
    assert all("segar" in (one.before + one.after + one.lead + one.trail) for one in new)


def _fresh(rule: str, number: int) -> Paragraph:
    words = tuple(f"segar{number}{letter}" for letter in "abcdefgh")
    tokens = (*words[:4], "ke", "ke", *words[4:])
    return Paragraph(tokens, (), (), (Mark(4, 6, rule),))


@EXAMPLES
@given(stories, stories, st.data())
def test_the_order_in_which_flags_are_given_is_nothing(
    one: Story, other: Story, data: st.DataObject
) -> None:
    before, after = _entries(one), _entries(other)
    shuffled = data.draw(st.permutations(before)), data.draw(st.permutations(after))
    assert _pairs(before, after) == _pairs(*map(tuple, shuffled))


def _pairs(
    before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> Counter[tuple[Entry, Entry | None]]:
    found = match(before, after)
    answers = (None if n is None else before[n] for n in found.answers)
    return Counter(zip(after, answers, strict=True))


@EXAMPLES
@given(
    st.lists(paragraphs().filter(lambda one: bool(one.marks)), min_size=1, max_size=3), st.data()
)
def test_a_document_may_get_another_name(found: list[Paragraph], data: st.DataObject) -> None:
    """It is known again by one flag with three neighbours; the others follow."""
    known = Paragraph(("satu", "dua", "ke", "ke", "tiga"), (), (), (Mark(2, 4, RULES[0]),))
    story = (*found, known)
    changed = recut(data.draw, reordered(data.draw, story))
    other = _entries(found, "b")
    _all_match((*_entries(story), *other), (*other, *_entries(changed, "new")))
