"""Our counting gives sacreBLEU's statistics and scores, whatever the text and the parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from corpora.errors import MetricError
from metrics import ngrams
from metrics.metric import Metric, MetricOptions, Sample
from metrics.scorers import bleu, chrf, chrf_pp, ter
from metrics.tokens13a import tokens_13a

EXACT = 1e-9
WORDS = [
    *("a", "b", "the", "The", "1,000", "3.5", "U.S.", "it's", "(hi)", "don't", "&amp;", "–", "“x”"),
    *(
        "2-3",
        "...",
        "x.",
        ",",
        "猫",
        "坐在",
        "é",
        "e\u0301",
        "😀",
        "\u00a0",
        "<skipped>",
        "A/B",
        "-",
    ),
]
LINE = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(
    st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=25
)
ROWS = st.lists(
    st.tuples(LINE, st.lists(LINE, min_size=1, max_size=3)), min_size=1, max_size=6
).map(lambda rows: [Sample(mt, tuple(references)) for mt, references in rows])


def _theirs(engine: Any, samples: Sequence[Sample]) -> list[float]:
    return [engine.sentence_score(s.mt, list(s.references)).score for s in samples]


def _streams(samples: Sequence[Sample]) -> list[list[str | None]]:
    most = max(len(s.references) for s in samples)
    return [
        [s.references[n] if n < len(s.references) else None for s in samples] for n in range(most)
    ]


CASES: list[tuple[Metric, dict[str, str], Any, Any]] = [
    (bleu.metric, {}, BLEU(), BLEU(effective_order=True)),
    (
        bleu.metric,
        {"case": "lc", "tok": "intl", "smooth": "floor[0.10]"},
        BLEU(lowercase=True, tokenize="intl", smooth_method="floor"),
        BLEU(lowercase=True, tokenize="intl", smooth_method="floor", effective_order=True),
    ),
    (
        bleu.metric,
        {"smooth": "add-k[2.00]", "tok": "none", "eff": "yes"},
        BLEU(smooth_method="add-k", smooth_value=2, tokenize="none", effective_order=True),
        BLEU(smooth_method="add-k", smooth_value=2, tokenize="none", effective_order=True),
    ),
    (
        bleu.metric,
        {"smooth": "none", "tok": "zh"},
        BLEU(smooth_method="none", tokenize="zh"),
        BLEU(smooth_method="none", tokenize="zh", effective_order=True),
    ),
    (chrf.metric, {}, CHRF(), CHRF()),
    (chrf_pp.metric, {}, CHRF(word_order=2), CHRF(word_order=2)),
    (
        chrf.metric,
        {"nc": "4", "nw": "1", "case": "lc", "space": "yes", "eff": "no"},
        CHRF(4, 1, lowercase=True, whitespace=True, eps_smoothing=True),
        CHRF(4, 1, lowercase=True, whitespace=True, eps_smoothing=True),
    ),
    (ter.metric, {}, TER(), TER()),
    (
        ter.metric,
        {"norm": "yes", "punct": "no", "asian": "yes", "case": "mixed"},
        TER(normalized=True, no_punct=True, asian_support=True, case_sensitive=True),
        TER(normalized=True, no_punct=True, asian_support=True, case_sensitive=True),
    ),
]


@pytest.mark.parametrize(("metric", "parameters", "corpus", "single"), CASES)
@settings(max_examples=60)
@given(samples=ROWS)
def test_scores_and_signature_are_sacrebleus_for_any_text(
    metric: Metric, parameters: dict[str, str], corpus: Any, single: Any, samples: list[Sample]
) -> None:
    scorer = metric.open(MetricOptions("en", parameters=parameters))
    rows = scorer.statistics(samples)
    expected = corpus.corpus_score([s.mt for s in samples], _streams(samples))
    assert scorer.scores(rows.sum(axis=0)[None])[0] == pytest.approx(expected.score, abs=EXACT)
    assert scorer.signature(samples, 0) == str(corpus.get_signature())
    assert scorer.segment_scores(rows) == pytest.approx(_theirs(single, samples), abs=EXACT)


@pytest.mark.parametrize(("metric", "parameters", "corpus", "single"), CASES)
def test_of_references_that_are_equally_good_the_first_counts(
    metric: Metric, parameters: dict[str, str], corpus: Any, single: Any
) -> None:
    samples = [Sample("", ("a",)), Sample("a “x” 坐在", ("b b the U.S.", "0000 "))]
    scorer = metric.open(MetricOptions("en", parameters=parameters))
    rows = scorer.statistics(samples)
    expected = corpus.corpus_score([s.mt for s in samples], _streams(samples))
    assert scorer.scores(rows.sum(axis=0)[None])[0] == pytest.approx(expected.score, abs=EXACT)
    assert scorer.segment_scores(rows) == pytest.approx(_theirs(single, samples), abs=EXACT)


@settings(max_examples=300)
@given(lines=st.lists(LINE | st.text("05a.,- &;<'", max_size=12), max_size=6))
def test_tokens_are_those_of_sacrebleus_13a(lines: list[str]) -> None:
    theirs = BLEU().tokenizer
    ours = [[token.decode() for token in line] for line in tokens_13a(lines)]
    assert ours == [theirs(line).split() for line in lines]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text("ab", max_size=30)


@settings(max_examples=200)
@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5), order=st.integers(1, 6))
def test_shared_ngrams_are_counted_as_counters_would(
    rows: list[tuple[str, str, str]], order: int
) -> None:
    mt, *references = (ngrams.of_characters(side) for side in zip(*rows, strict=True))
    found = ngrams.matches(mt, references, order)
    for row, texts in zip(found, rows, strict=True):
        grams = [_grams(text, order) for text in texts]
        for length in range(order):
            own, first, second = (side[length] for side in grams)
            expected = sum(
                min(own.count(g), max(first.count(g), second.count(g))) for g in set(own)
            )
            assert row[length] == expected


def _grams(text: str, order: int) -> list[list[str]]:
    return [
        [text[n : n + size] for n in range(len(text) - size + 1)] for size in range(1, order + 1)
    ]


def test_a_segment_of_very_many_different_signs_is_counted_exactly() -> None:
    signs = [chr(0x4E00 + n) for n in range(3000)]
    mt, reference = "".join(signs), "".join(signs[:1500] + signs[1490:])
    sample = Sample(mt, (reference,))
    scorer = chrf.metric.open(MetricOptions("zh"))
    expected = CHRF()._extract_corpus_statistics([mt], [[reference]])
    assert scorer.statistics([sample]).tolist() == expected
    many = [sample, Sample("短", ("短い",)), sample]
    expected = CHRF()._extract_corpus_statistics(*_columns(many))
    assert scorer.statistics(many).tolist() == expected


def _columns(samples: Sequence[Sample]) -> tuple[list[str], Any]:
    return [s.mt for s in samples], _streams(samples)


def test_several_blocks_give_the_same_counts_as_one() -> None:
    words = np.random.default_rng(0).integers(0, 9, size=(3000, 8)).astype(str)
    samples = [Sample(" ".join(row), (" ".join(row[::-1]),)) for row in words]
    for metric, engine in ((bleu.metric, BLEU()), (chrf.metric, CHRF())):
        ours = metric.open(MetricOptions("en")).statistics(samples)
        assert ours.tolist() == engine._extract_corpus_statistics(*_columns(samples))


@pytest.mark.parametrize(
    ("metric", "parameters", "word"),
    [
        (bleu.metric, {"smooth": "exp[2]"}, "smooth"),
        (bleu.metric, {"case": "upper"}, "case:upper"),
        (bleu.metric, {"eff": "maybe"}, "yes or no"),
        (chrf.metric, {"nc": "-1"}, "nc:-1"),
        (chrf.metric, {"nc": "0"}, "from 1 to"),
        (chrf.metric, {"nw": "99"}, "from 0 to"),
        (ter.metric, {"tok": "13a"}, "tercom"),
    ],
)
def test_a_parameter_that_a_metric_does_not_know_is_an_error(
    metric: Metric, parameters: dict[str, str], word: str
) -> None:
    with pytest.raises(MetricError, match=word.replace("[", r"\[")):
        metric.open(MetricOptions("en", parameters=parameters))
