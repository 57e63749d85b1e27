"""Error spans lie in the translation, in code points, whatever the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpora.text import Severity
from metrics.comet import tags
from metrics.comet.checkpoint import TorchEngine
from metrics.comet.judge import judge
from metrics.comet.layout import Layout, Pieces, Texts, inputs
from metrics.comet.tags import Run
from tests.comet.conftest import Own

pytestmark = pytest.mark.comet
_PIECES = st.sampled_from([
    "the", "bridge", " ", "  ", "中国", "的", "😀", "👩\u200d👧", "e\u0301", "ﬁ", "…", "\u3000",
    "A", ".", "\u200b", "½", "한국", "ب", "\n",
])  # fmt: skip
TEXT = st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=20)
LAYOUT = Layout(
    joint=True, segments=("mt", "src"), tags=("O", "minor", "major"), explains=False,
    marks=(0, 2, 1), separators=2, text_limit=510, joint_limit=512,
)  # fmt: skip


@pytest.mark.parametrize("name", ["unite-mup", "xcomet"])
def test_spans_lie_in_the_text(name: str, engine: Callable[[str], TorchEngine]) -> None:
    model = engine(name)

    @settings(max_examples=40, database=None)
    @given(TEXT, TEXT)
    def check(mt: str, source: str) -> None:
        (found,) = judge(model, [Texts(mt, source, None)])
        for one in found.spans:
            assert 0 <= one.span.start < one.span.end <= len(mt)
            assert mt[one.span.start : one.span.end].strip() == mt[one.span.start : one.span.end]
            assert 0 < one.confidence <= 1
            assert one.severity in {Severity.MINOR, Severity.MAJOR, Severity.CRITICAL}

    check()


def test_any_run_of_word_pieces_is_the_text_that_they_decode_to(
    engine: Callable[[str], TorchEngine],
) -> None:
    model = engine("unite-mup")

    @settings(max_examples=150, database=None)
    @given(TEXT, st.data())
    def check(mt: str, data: st.DataObject) -> None:
        (given_,) = inputs(LAYOUT, model.tokenizer, [Texts(mt, "", None)])
        last = len(given_.mt.ids) - 1
        first = data.draw(st.integers(0, last))
        run = Run(first, data.draw(st.integers(first, last)), "minor", 0.5)
        spans = tags.spans([run], given_.mt, mt)
        ids = given_.mt.ids[run.first : run.last + 1].tolist()
        decoded = model.tokenizer.decode(ids, skip_special_tokens=True)
        whole = all(model.tokenizer.id_to_token(one) != "<unk>" for one in ids)
        if not spans:
            assert not decoded.strip() or not whole
        elif whole:
            assert bare(decoded) in bare(mt[spans[0].span.start : spans[0].span.end])

    check()


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_the_texts_of_spans_are_what_comet_decodes(
    engine: Callable[[str], TorchEngine], own: Own
) -> None:
    words = ["the", "中国", "bridge", "的", "is", "new", ",", "said", "A", "minister", "😀"]
    texts = tuple(
        Texts("  ".join(words[at:] + words[:at]), "die neue Brücke in China", None)
        for at in range(len(words))
    )
    theirs = own("unite-mup", texts)["metadata"]["error_spans"]
    found = judge(engine("unite-mup"), texts)
    assert any(one.spans for one in found)
    for text, one, expected in zip(texts, found, theirs, strict=True):
        cut = [bare(text.mt[span.span.start : span.span.end]) for span in one.spans]
        cut = [one.replace("😀", "<unk>") for one in cut]
        decoded = [bare(s["text"].replace("<s>", "").replace("</s>", "")) for s in expected]
        assert cut == [one for one in decoded if one]


def chances(*best: int) -> NDArray[np.float64]:
    return np.eye(3)[list(best)] * 0.7 + 0.1


def test_runs_end_at_a_piece_without_tag_and_keep_their_first_tag() -> None:
    assert tags.runs(chances(0, 2, 1, 0, 1, 0), ("O", "minor", "major")) == [
        Run(1, 2, "major", pytest.approx(0.8)),
        Run(4, 4, "minor", pytest.approx(0.8)),
    ]


def test_a_run_that_is_never_closed_is_none_as_in_comet() -> None:
    assert tags.runs(chances(0, 0, 1), ("O", "minor", "major")) == []


def test_mqm_counts_severities_up_to_25() -> None:
    runs = [Run(0, 0, tag, 0.5) for tag in ("minor", "major", "critical")]
    assert tags.mqm([]) == 1.0
    assert tags.mqm(runs) == pytest.approx(9 / 25)
    assert tags.mqm(runs * 3) == 0.0


def test_marks_alone_make_no_span_and_space_is_left_out() -> None:
    pieces = Pieces(np.arange(4), ((0, 0), (0, 3), (3, 6), (0, 0)))
    runs = [Run(0, 0, "minor", 0.5), Run(1, 3, "critical", 0.5), Run(3, 3, "major", 0.5)]
    (only,) = tags.spans(runs, pieces, " ab c ")
    assert (only.span.start, only.span.end, only.severity) == (1, 5, Severity.CRITICAL)


def test_a_tag_of_an_unknown_kind_is_major() -> None:
    pieces = Pieces(np.arange(1), ((0, 1),))
    assert tags.spans([Run(0, 0, "BAD", 0.5)], pieces, "x")[0].severity is Severity.MAJOR
