"""`from metrics import score, compare`: shapes, units, refusals, and what a notebook shows."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

import metrics
from corpora.errors import MetricError
from metrics import api as api_module
from metrics import compare, score
from metrics.api import NonsenseWarning
from metrics.scorers import ter
from metrics.store import Store

MT = ["The cat sat on the mat.", "Two dogs ran away quickly.", "It rained all day in Bern."]
OTHER = ["A cat sits on mats.", "Dogs ran.", "It rained in Bern all day long."]
REFERENCES = [
    ["The cat is on the mat.", "Two dogs ran off quickly.", "It rained the whole day in Bern."],
    ["A cat sat on the mat.", "Two dogs fled in haste.", "In Bern it rained all day."],
]


def test_what_the_documentation_shows_is_so() -> None:
    assert doctest.testmod(api_module).failed == 0
    assert doctest.testmod(api_module).attempted > 0


def test_values_are_sacrebleus_and_segments_have_the_shape_that_is_promised() -> None:
    found = score(MT, REFERENCES, metric="bleu", language="en", resamples=200)
    assert found.value == pytest.approx(BLEU().corpus_score(MT, REFERENCES).score, abs=1e-9)
    assert float(found) == found.value
    assert (found.segments.shape, found.segments.dtype) == ((3,), np.dtype("float64"))
    assert found.interval is not None
    assert found.interval.low <= found.value <= found.interval.high
    assert "nrefs:2" in found.signature
    single = score(MT, REFERENCES[0], metric="chrF2")
    assert single.value == pytest.approx(CHRF().corpus_score(MT, REFERENCES[:1]).score, abs=1e-9)
    assert single.interval is None


def test_one_text_is_one_segment_and_a_metric_object_will_do() -> None:
    found = score("The cat sat.", "The cat sat down.", metric=ter.metric)
    assert (found.label, found.segments.tolist()) == ("TER", [50.0])
    assert not found.higher_is_better


def test_parameters_are_those_of_the_signature() -> None:
    found = score(MT, REFERENCES[0], metric="bleu", parameters={"case": "lc", "tok": "char"})
    assert "case:lc" in found.signature
    assert "tok:char" in found.signature
    assert "nw:2" in score(MT, REFERENCES[0], parameters={"nw": 2}).signature  # type: ignore[dict-item]
    assert score(iter(MT), iter(REFERENCES[0])).value > 0  # type: ignore[arg-type]


def test_rows_can_be_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = score(MT, REFERENCES[0], metric="ter", store=store)
    assert store.file.exists()
    assert score(MT, REFERENCES[0], metric="ter", store=store).value == first.value


def test_systems_are_compared_and_a_notebook_shows_a_table() -> None:
    found = compare({"a": MT, "<b>": OTHER}, REFERENCES[0], metric="chrf", resamples=300)
    base, other = found.standings
    assert base.difference is None
    assert other.difference is not None
    assert other.difference.delta == pytest.approx(other.score - base.score)
    shown = found._repr_html_()
    assert shown.startswith("<table>")
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
    assert found.signature in score(MT, REFERENCES[0], resamples=300)._repr_html_()


REFUSALS: list[tuple[Callable[[], Any], str]] = [
    (lambda: score(MT, REFERENCES[0][:2]), "3 translations and 2 references"),
    (lambda: score(MT, REFERENCES[0], source=["x"]), "3 translations and 1 sources"),
    (lambda: score([], []), "no translation"),
    (lambda: score(MT, metric="bleu"), "needs references"),
    (lambda: score(MT, REFERENCES[0], metric="rouge"), "no metric is called 'rouge'"),
    (lambda: score(MT * 2, MT * 2), "allow=['identical-reference']"),
    (lambda: compare({"a": MT}, REFERENCES[0]), "two systems"),
    (lambda: score(MT, REFERENCES[0], parameters={"tokenize": "intl"}), "takes no 'tokenize'"),
    (lambda: score(MT, REFERENCES[0], allow=["all"]), "nothing is called 'all'"),
    (lambda: score([*MT[:2], None], REFERENCES[0]), "segment 2 is no text"),  # type: ignore[list-item]
    (lambda: compare({"a": MT, "b": OTHER}, REFERENCES[0], test="t"), "test is bootstrap or"),
    (lambda: compare({"a": MT, "b": OTHER}, REFERENCES[0], resamples=0), "1 or more"),
    (lambda: score(MT, REFERENCES[0], metric="bleu", parameters={"case": "x"}), "case:x"),
]


@pytest.mark.parametrize(("call", "word"), REFUSALS)
def test_what_cannot_be_scored_is_one_clear_error(call: Callable[[], Any], word: str) -> None:
    with pytest.raises(MetricError) as caught:
        call()
    assert word in str(caught.value)


def test_what_looks_wrong_is_a_warning_and_can_be_allowed() -> None:
    with pytest.warns(NonsenseWarning, match="blank translation"):
        score(["", *MT[1:]], REFERENCES[0])
    with pytest.warns(NonsenseWarning, match="is the reference"):
        found = score(MT * 2, MT * 2, allow=["identical-reference"])
    assert found.value == 100.0


def test_the_package_offers_what_it_says() -> None:
    assert set(metrics.__all__) <= set(dir(metrics))
