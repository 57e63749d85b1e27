"""COMET as a metric: rows, signature, remarks, parameters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpora.errors import MetricError
from metrics.comet.checkpoint import TorchEngine
from metrics.comet.find import find
from metrics.comet.hashes import sha256
from metrics.comet.judge import judge
from metrics.comet.layout import Texts
from metrics.comet.scorer import CometScorer
from metrics.metric import (
    KeptScorer,
    Metric,
    MetricOptions,
    RemarkScorer,
    Sample,
    Scorer,
    SpanScorer,
)
from metrics.scorers import comet, cometkiwi, xcomet
from tests.comet.conftest import LONG

pytestmark = [pytest.mark.comet, pytest.mark.usefixtures("cache")]
SOURCE = "der Minister sagte am Montag"
SAMPLES = (
    Sample("the minister said on monday", ("on monday the minister said",), SOURCE),
    Sample("the bridge is new", ("a new bridge",), "die Brücke ist neu"),
)


def opened(metric: Metric, model: str, language: str | None = "en", **parameters: str) -> Scorer:
    given = {"model": f"tiny/{model}", "device": "cpu"}
    given |= {name.replace("_", "-"): value for name, value in parameters.items()}
    return metric.open(MetricOptions(language, "de", given))


def test_rows_and_scores(engine: Callable[[str], TorchEngine]) -> None:
    scorer = opened(comet.metric, "comet-da")
    rows = scorer.statistics(SAMPLES)
    texts = [Texts(one.mt, one.source, one.references[0]) for one in SAMPLES]
    expected = [one.score for one in judge(engine("comet-da"), texts)]
    assert rows.shape == (2, 5)
    assert rows[:, 0] == pytest.approx(expected, abs=1e-6)
    assert scorer.segment_scores(rows) == pytest.approx(expected, abs=1e-6)
    total = np.stack([rows.sum(axis=0), rows[1]])
    assert scorer.scores(total) == pytest.approx([np.mean(expected), expected[1]], abs=1e-6)
    assert scorer.statistics([]).shape == (0, 5)


def test_what_it_is_to_the_rest_of_copydesk() -> None:
    plain, tagging = opened(comet.metric, "comet-da"), opened(xcomet.metric, "xcomet")
    assert isinstance(plain, KeptScorer)
    assert isinstance(plain, RemarkScorer)
    assert not isinstance(plain, SpanScorer)
    assert isinstance(tagging, SpanScorer)
    for metric in (comet.metric, cometkiwi.metric, xcomet.metric):
        assert metric.optional
        assert metric.needs_source
    assert [one.needs_reference for one in (comet.metric, cometkiwi.metric, xcomet.metric)] == [
        True, False, False,
    ]  # fmt: skip


def test_signature_and_identity_are_known_without_loading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("metrics.comet.scorer.open_engine", None)
    scorer = opened(comet.metric, "comet-da")
    rev = sha256(find("tiny/comet-da").weights)
    signature = scorer.signature(SAMPLES, 1000)
    assert signature.startswith(f"bs:1000|seed:12345|model:tiny/comet-da|rev:{rev[:12]}|comet:2.")
    assert signature.endswith("|dtype:float32|device:cpu|veto:on")
    assert "|torch:" in signature
    assert "|transformers:4." in signature
    assert scorer.signature(SAMPLES, 0).startswith("model:")
    assert isinstance(scorer, CometScorer)
    identity = scorer.identity()
    assert rev in identity
    assert "veto:de-en" in identity
    others = [
        opened(comet.metric, "comet-da", "fr"),
        opened(comet.metric, "comet-da", veto="off"),
        opened(comet.metric, "comet-max"),
        opened(comet.metric, "unite-mup"),
        opened(cometkiwi.metric, "unite-mup"),
    ]
    assert all(isinstance(one, CometScorer) for one in others)
    assert len({identity, *(one.identity() for one in others)}) == 6  # type: ignore[attr-defined]


def test_the_signature_says_what_was_seen_where_that_may_differ() -> None:
    bare = [Sample(one.mt, (), one.source) for one in SAMPLES]
    scorer = opened(xcomet.metric, "xcomet")
    assert "|seen:src+ref|" in scorer.signature(SAMPLES, 0)
    assert "|seen:src,src+ref|" in scorer.signature([*SAMPLES, *bare], 0)
    assert "|seen:src|" in opened(cometkiwi.metric, "unite-mup").signature(bare, 0) + "|seen:src|"
    assert "seen" not in opened(comet.metric, "comet-da").signature(SAMPLES, 0)


def test_cometkiwi_reads_no_reference() -> None:
    scorer = opened(cometkiwi.metric, "unite-mup")
    bare = [Sample(one.mt, (), one.source) for one in SAMPLES]
    assert np.allclose(scorer.statistics(SAMPLES), scorer.statistics(bare), atol=1e-6)


@pytest.mark.parametrize("metric", [cometkiwi.metric, xcomet.metric])
def test_a_model_that_needs_a_reference_is_no_model_for_them(metric: Metric) -> None:
    with pytest.raises(MetricError, match="needs a reference: use the metric comet"):
        opened(metric, "comet-da")


def test_spans_and_scores_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = opened(xcomet.metric, "xcomet", veto="off")
    assert isinstance(scorer, SpanScorer)
    scorer.statistics(SAMPLES)
    monkeypatch.setattr("metrics.comet.scorer.judge", None)
    spans = scorer.spans([*SAMPLES, SAMPLES[0]])
    assert len(spans) == 3
    assert spans[0] == spans[2]
    assert scorer.spans([Sample(" ", (), "die Brücke")]) == [()]


def test_progress() -> None:
    scorer = opened(comet.metric, "comet-da")
    assert isinstance(scorer, CometScorer)
    told: list[tuple[int, int]] = []
    scorer.watch(lambda done, of: told.append((done, of)))
    scorer.statistics(SAMPLES)
    assert told[-1] == (2, 2)


def test_remarks_on_what_was_cut_and_vetoed() -> None:
    scorer = opened(cometkiwi.metric, "cometkiwi-da", "fr")
    assert isinstance(scorer, RemarkScorer)
    source = "the minister of the river said it"
    rows = scorer.statistics([
        Sample(LONG, (), SOURCE), Sample(source, (), source), Sample(" ", (), SOURCE), SAMPLES[0],
    ])  # fmt: skip
    said = [scorer.remarks(row) for row in rows]
    assert said == [
        ("veto: the translation is in another language",),
        ("veto: the translation is a copy of the source",),
        ("veto: the translation is blank",),
        (),
    ]
    assert rows[:3, 0].tolist() == [0.0, 0.0, 0.0]
    assert rows[3, 0] != 0.0


def test_remark_on_what_was_cut() -> None:
    scorer = opened(cometkiwi.metric, "cometkiwi-da", veto="off")
    assert isinstance(scorer, RemarkScorer)
    (row,) = scorer.statistics([Sample(LONG, (), SOURCE)])
    (said,) = scorer.remarks(row)
    number = said.removeprefix("input cut: ").removesuffix(" word pieces, the model reads 512")
    assert int(number) > 512


def test_without_veto_the_model_has_the_word() -> None:
    copy = Sample(SOURCE, ("x",), SOURCE)
    off = opened(comet.metric, "comet-da", veto="off").statistics([copy])
    on = opened(comet.metric, "comet-da").statistics([copy])
    assert off[0, 0] != 0.0
    assert on[0, 0] == 0.0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("veto", "maybe", "knows no veto:maybe; it can be on or off"),
        ("any_language", "1", "knows no any-language:1"),
        ("dtype", "int8", "knows no dtype:int8; it can be float32 or float16 or bfloat16"),
        ("dtype", "float16", "computes in float32 on a cpu, not in float16"),
        ("device", "tpu", "knows no device:tpu"),
        ("device", "cuda:x", "knows no device:cuda:x"),
    ],
)
def test_wrong_parameters(name: str, value: str, said: str) -> None:
    with pytest.raises(MetricError, match=said):
        opened(comet.metric, "comet-da", **{name: value})


def test_a_device_that_is_not_there() -> None:
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(MetricError, match="torch sees no device cuda here"):
        opened(comet.metric, "comet-da", device="cuda").statistics(SAMPLES)


def test_a_language_that_was_never_read() -> None:
    with pytest.raises(MetricError, match=r"never read the translation's language \(mt\)"):
        opened(comet.metric, "comet-da", "mt")
    assert opened(comet.metric, "comet-da", "mt", any_language="yes")
    assert opened(comet.metric, "comet-da", None)


def test_half_precision_of_the_encoder_is_near(
    engine: Callable[[str], TorchEngine], tmp_path: Path
) -> None:
    from metrics.comet.checkpoint import Options  # noqa: PLC0415

    assert tmp_path
    texts = [Texts(one.mt, one.source, one.references[0]) for one in SAMPLES]
    for name in ("comet-da", "comet-max", "unite-mup"):
        exact = [one.score for one in judge(engine(name), texts)]
        half = TorchEngine(find(f"tiny/{name}"), Options(dtype="bfloat16"))
        assert [one.score for one in judge(half, texts)] == pytest.approx(exact, abs=0.02)
