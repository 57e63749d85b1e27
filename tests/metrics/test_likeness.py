"""The encoder that tells which sentences are alike."""

from __future__ import annotations

import numpy as np
import pytest

from corpora.alignment import align_documents
from corpora.text import Passage, Segment, TextFile
from metrics.estimator.likeness import Encoder, encoder

ENGLISH = [
    "He spoke for a long time.",
    "The harvest was poor this year.",
    "Nobody came to the door.",
    "The children slept in the kitchen.",
    "Their father was at sea.",
    "It rained until morning.",
]
CHINESE = [
    "他讲了很长时间。",
    "今年收成不好。",
    "没有人来开门。",
    "孩子们睡在厨房里。",
    "他们的父亲在海上。",
    "雨一直下到早上。",
]


@pytest.fixture
def read() -> Encoder:
    found = encoder()
    if found is None:
        pytest.skip("the estimator's weights are not installed")
    return found


def test_each_text_has_states_of_its_own_whatever_is_read_beside_it(read: Encoder) -> None:
    texts = ["", "a", *ENGLISH, "kata " * 1000, " \n"]
    together = read(texts)
    assert [len(states) for states in together[:1]] == [0]
    assert len(together[-2]) == 254
    for text, states in zip(texts[:4], together, strict=False):
        (alone,) = read([text])
        assert states.shape == alone.shape == (len(alone), 384)
        np.testing.assert_allclose(states, alone, atol=0.1)
    assert read([]) == []


@pytest.mark.parametrize("gone", range(6))
def test_what_is_missing_is_found_by_meaning(gone: int, read: Encoder) -> None:
    left, right = (
        [Segment(at, Passage(text, TextFile(name, text))) for at, text in enumerate(texts)]
        for name, texts in (("en", ENGLISH), ("zh", CHINESE[:gone] + CHINESE[gone + 1 :]))
    )
    beads = align_documents(left, right, read)
    assert [bead.left for bead in beads if bead.one_sided] == [gone]
    assert len(beads) == len(ENGLISH)
