"""A translation laid beside its reference, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.alignment import aligned, gaps, substitutions
from qa.literals import needed

WORDS = st.lists(
    st.sampled_from(["satu", "dua", "tiga", "memuji", "pujian", "ke", "-", "Ä", "é", "猫"]),
    max_size=12,
)


@given(WORDS, WORDS)
def test_each_word_is_linked_once_at_most_and_to_its_kin(mt: list[str], ref: list[str]) -> None:
    words = aligned(" ".join(mt), " ".join(ref))
    assert len(set(words.links.values())) == len(words.links)
    for here, there in words.links.items():
        assert here < len(words.ours)
        assert there < len(words.theirs)
    for word in words.theirs:
        assert 0 <= words.place_of(word.start) <= len(" ".join(mt))


@given(WORDS)
def test_a_text_is_aligned_with_itself(mt: list[str]) -> None:
    words = aligned(" ".join(mt), " ".join(mt))
    assert all(here == there for here, there in words.links.items())
    assert len(words.links) == len(words.ours)
    assert list(substitutions(words)) == []


def test_words_that_moved_or_changed_their_ending_are_linked() -> None:
    words = aligned("Kemarin menteri memuji mereka", "Menteri dipuji kemarin")
    linked = {(words.ours[a].key, words.theirs[b].key) for a, b in words.links.items()}
    assert ("kemarin", "kemarin") in linked
    assert ("menteri", "menteri") in linked


def test_substitutions_and_gaps() -> None:
    words = aligned("He came form London", "He came from London")
    assert [(a.text, b.text) for a, b in substitutions(words)] == [("form", "from")]
    assert list(gaps(6, {0: 0, 4: 1}, 2)) == [(1, 4)]
    assert list(gaps(3, {}, 3)) == [(0, 3)]


def test_what_a_pattern_needs() -> None:
    assert needed(r"\bresiko(nya)?\b") == {"resiko"}
    assert needed(r"\b(?:informations|advices)\b") == {"informations", "advices"}
    assert needed(r"\w+") == frozenset()
    assert needed(r"a?b?c?") == frozenset()
    assert needed(r"\bin (?:the )?frames? of\b") == {" frame"} or needed(
        r"\bin (?:the )?frames? of\b"
    )
