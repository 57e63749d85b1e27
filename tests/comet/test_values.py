"""The scores and error spans are unbabel-comet's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpora.errors import MetricError
from metrics.comet.checkpoint import TorchEngine
from metrics.comet.judge import Answer, judge
from metrics.comet.layout import Arrays, Layout, Texts
from tests.comet.conftest import (
    LONG,
    NAMES,
    OPTIONAL,
    SAMPLES,
    TAGGING,
    Own,
    without_reference,
)

pytestmark = pytest.mark.comet
Engines = Callable[[str], TorchEngine]


@pytest.mark.parametrize("name", NAMES)
def test_scores_are_comets_own(name: str, engine: Engines, own: Own) -> None:
    ours = [one.score for one in judge(engine(name), SAMPLES)]
    assert ours == pytest.approx(own(name, SAMPLES)["scores"], abs=1e-5)
    assert len({round(score, 4) for score in ours}) > len(SAMPLES) // 2


@pytest.mark.parametrize("name", OPTIONAL)
def test_scores_without_reference_are_comets_own(name: str, engine: Engines, own: Own) -> None:
    texts = without_reference(SAMPLES)
    ours = [one.score for one in judge(engine(name), texts)]
    assert ours == pytest.approx(own(name, texts)["scores"], abs=1e-5)


@pytest.mark.parametrize("name", TAGGING)
def test_segments_with_and_without_reference_go_together(name: str, engine: Engines) -> None:
    bare = without_reference(SAMPLES)
    mixed = [(a, b)[at % 2] for at, (a, b) in enumerate(zip(SAMPLES, bare, strict=True))]
    apart = judge(engine(name), SAMPLES), judge(engine(name), bare)
    expected = [apart[at % 2][at].score for at in range(len(mixed))]
    assert [one.score for one in judge(engine(name), mixed)] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", TAGGING)
@pytest.mark.parametrize("reference", [True, False])
def test_error_spans_are_comets_own_without_the_marks(
    name: str, engine: Engines, own: Own, reference: bool
) -> None:
    texts = SAMPLES if reference else without_reference(SAMPLES)
    theirs = own(name, texts)["metadata"]["error_spans"]
    found = judge(engine(name), texts)
    assert any(one.spans for one in found)
    for text, one, expected in zip(texts, found, theirs, strict=True):
        if "<pad>" in text.mt:
            continue  # from there on COMET's places are a word piece off
        real = [span for span in expected if plain(span["text"])]
        assert [span.severity.word for span in one.spans] == [span["severity"] for span in real]
        assert [span.confidence for span in one.spans] == pytest.approx(
            [span["confidence"] for span in real], abs=1e-5
        )


def plain(text: str) -> str:
    return text.replace("<s>", "").replace("</s>", "").strip()


def test_what_is_too_long_is_known_to_be_cut(engine: Engines) -> None:
    for name, limit in (("comet-da", 510), ("cometkiwi-da", 512)):
        found = judge(engine(name), SAMPLES)
        for text, one in zip(SAMPLES, found, strict=True):
            sides = (text.mt, text.src or "", (text.ref or "") if name == "comet-da" else "")
            if LONG in sides:
                assert one.cut > limit
            elif max(map(len, sides)) < 200:
                assert one.cut == 0
            assert one.limit == limit


def test_progress_is_told_and_order_kept(engine: Engines) -> None:
    told: list[tuple[int, int]] = []
    model = engine("comet-qe")
    together = judge(model, SAMPLES, lambda done, of: told.append((done, of)))
    assert told[-1] == (len(SAMPLES), len(SAMPLES))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    alone = [judge(model, [one])[0].score for one in SAMPLES]
    assert [one.score for one in together] == pytest.approx(alone, abs=1e-6)
    assert judge(model, []) == []


class Narrow:
    """An engine with room for few segments."""

    def __init__(self, real: TorchEngine, room: int) -> None:
        self.layout: Layout = real.layout
        self.tokenizer = real.tokenizer
        self.budget = 1 << 20
        self.largest: list[int] = []
        self._real, self._room = real, room

    def run(self, call: Arrays) -> Answer:
        rows = len(next(iter(call.values())))
        if rows > self._room:
            raise MemoryError
        self.largest.append(rows)
        return self._real.run(call)


def test_a_batch_that_does_not_fit_is_halved(engine: Engines) -> None:
    narrow = Narrow(engine("unite-mup"), 3)
    expected = [one.score for one in judge(engine("unite-mup"), SAMPLES)]
    assert [one.score for one in judge(narrow, SAMPLES)] == pytest.approx(expected, abs=1e-6)
    assert 1 < max(narrow.largest) <= 3


def test_a_segment_that_does_not_fit_is_one_line(engine: Engines) -> None:
    with pytest.raises(MetricError, match="not enough memory even for one segment"):
        judge(Narrow(engine("comet-qe"), 0), SAMPLES)


def test_batches_stay_within_the_budget(engine: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    model = engine("comet-da")
    seen = Narrow(model, 1000)
    seen.budget = 200
    sizes: list[int] = []
    run = seen.run

    def watched(call: Arrays) -> Answer:
        if len(call["mt_input_ids"]) > 1:
            sizes.append(sum(one.size for name, one in call.items() if name.endswith("ids")))
        return run(call)

    monkeypatch.setattr(seen, "run", watched)
    judge(seen, SAMPLES)
    assert sizes
    assert max(sizes) <= 200


def test_a_text_is_its_own_whatever_is_beside_it(engine: Engines) -> None:
    twice = [SAMPLES[0], Texts("", "", ""), SAMPLES[0]]
    first, _, last = judge(engine("xcomet"), twice)
    assert first.score == pytest.approx(last.score, abs=1e-6)
    assert [one.span for one in first.spans] == [one.span for one in last.spans]
