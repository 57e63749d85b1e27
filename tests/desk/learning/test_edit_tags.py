from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.desk.editing.signing import hter
from qa.desk.learning.as_jsonl import hters, tags

pytestmark = pytest.mark.desk

WORDS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=8)


@given(WORDS, WORDS)
def test_tags_are_good_just_where_nothing_was_changed(old: list[str], new: list[str]) -> None:
    found = tags(" ".join(old), " ".join(new))
    assert len(found) == 2 * len(old) + 1
    kept = [word for word, tag in zip(old, found[1::2], strict=True) if tag == "OK"]
    rest = iter(new)
    assert all(word in rest for word in kept)
    assert (set(found) == {"OK"}) is (old == new)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=4))
def test_hter_is_that_of_the_sign_off(drawn: list[tuple[list[str], list[str]]]) -> None:
    texts = [(" ".join(old), " ".join(new)) for old, new in drawn]
    assert hters(texts) == [hter([old], [new]) for old, new in texts]


def test_tags_mark_words_and_gaps() -> None:
    assert tags("a b c", "a x c d") == ["OK", "OK", "OK", "BAD", "OK", "OK", "BAD"]
    assert tags("", "a") == ["BAD"]
