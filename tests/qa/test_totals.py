"""What parts counted is scored as the whole, in constant memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import UsageError
from corpora.load import Inputs
from corpora.text import Document, Passage, Segment, TextFile
from metrics.evaluate import Counted, Evaluation, evaluate
from qa.asked import Asked
from qa.language_choice import Languages
from qa.measure import Measuring, options_for
from qa.signatures import Signature
from qa.totals import Series, Totals, added, common, score_of, shorten

SIGNATURE = "nrefs:1"
SHORT = 25


def totals(rows: list[list[float]], last: int = SHORT) -> Totals:
    segments = SHORT * (len(rows) - 1) + last
    return Totals("chrf", SIGNATURE, segments, tuple(map(tuple, rows)), SHORT)


def part(segments: int) -> Totals:
    """A part whose first count is its segments."""
    full, rest = divmod(segments, SHORT)
    sizes = [SHORT] * full + [rest] * (rest > 0)
    return totals([[float(size), 2.0 * size] for size in sizes], sizes[-1])


def series_of(parts: list[Totals]) -> Series:
    series = Series(parts[0])
    for more in parts[1:]:
        series.add(more)
    return series


SIZES = st.lists(st.integers(1, 200) | st.integers(1, 150_000), min_size=1, max_size=8)


@given(sizes=SIZES, times=st.integers(0, 3))
def test_a_series_has_all_segments_in_few_stretches_that_are_alike(
    sizes: list[int], times: int
) -> None:
    series = series_of([part(size) for size in sizes])
    for _ in range(times):
        series.halve()
    sums = np.array(series.totals.sums)
    assert series.totals.segments == sum(sizes)
    assert sums.sum(axis=0).tolist() == [sum(sizes), 2 * sum(sizes)]
    assert len(sums) <= 4_001
    full, last = sums[: len(series), 0], sums[len(series) :, 0]
    assert ((full >= series.unit) & (full < 2 * series.unit)).all()
    assert len(last) <= 1
    assert (last < series.unit).all()


def test_many_tiny_parts_make_stretches_that_are_alike() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 30, 50_000).tolist()
    sums = np.array(series_of([part(size) for size in sizes]).totals.sums)[:, 0]
    assert sums.sum() == sum(sizes)
    assert 2_000 <= len(sums) <= 4_001
    assert sums.max() / sums.sum() < 2 / len(sums)


def test_the_score_is_that_of_the_whole_however_it_comes() -> None:
    rng = np.random.default_rng(7)
    rows = rng.integers(1, 9, (10_000, 18)).astype(float)
    whole = totals(rows.tolist())
    parts = [totals(rows[at : at + 700].tolist()) for at in range(0, 10_000, 700)]
    request, languages = Measuring(Inputs(())), Languages("id", "en")
    scores = [score_of(one, request, languages) for one in (whole, series_of(parts).totals)]
    assert scores[0].value == pytest.approx(scores[1].value, rel=1e-12)
    assert added(parts)["chrf"].segments == whole.segments
    wide = [one.interval.high - one.interval.low for one in scores if one.interval]
    assert wide[1] == pytest.approx(wide[0], rel=0.25)


def test_an_interval_is_as_wide_of_tiny_parts_as_of_one() -> None:
    rng = np.random.default_rng(5)
    rows = rng.integers(1, 9, (12_000, 18)).astype(float)
    parts = [totals([row], last=1) for row in rows.tolist()]
    request, languages = Measuring(Inputs(())), Languages("id", "en")
    one_by_one = Totals("chrf", SIGNATURE, len(rows), tuple(map(tuple, rows.tolist())), 1)
    scores = [score_of(t, request, languages) for t in (one_by_one, series_of(parts).totals)]
    wide = [one.interval.high - one.interval.low for one in scores if one.interval]
    assert wide[1] == pytest.approx(wide[0], rel=0.25)


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=30), st.integers(1, 2_000))
def test_all_series_together_are_bounded(sizes: list[int], most: int) -> None:
    series = [Series(part(size)) for size in sizes]
    before = [len(one) for one in series]
    count = shorten(series, most)
    assert count == sum(map(len, series))
    assert count <= most or all(len(one) < 40 for one in series)
    for one, length, size in zip(series, before, sizes, strict=True):
        assert len(one) == length or len(one) >= 20
        assert np.array(one.totals.sums)[:, 0].sum() == size


@pytest.mark.parametrize(("stretches", "has"), [(19, False), (20, True)])
def test_few_stretches_have_no_interval(stretches: int, has: bool) -> None:
    known = totals([[float(n + m) for n in range(1, 19)] for m in range(stretches)])
    score = score_of(known, Measuring(Inputs(())), Languages("id", "en"))
    assert (score.interval is not None) == has
    assert ("|bs:1000|seed:12345" in score.signature) == has


def _document(segments: int) -> Document:
    file = TextFile("a.txt", "")
    texts = [(f"Ia membawa {n} surat.", f"He took {n}.", f"Dia bawa {n} surat.") for n in range(9)]
    made = [
        Segment(
            number,
            Passage(mt, 0, len(mt), file),
            source=Passage(source, 0, len(source), file),
            references=(Passage(reference, 0, len(reference), file),),
        )
        for number, (mt, source, reference) in enumerate(texts[n % 9] for n in range(segments))
    ]
    return Document("a", tuple(made), "id", "en")


@pytest.mark.parametrize("name", ["bleu", "chrf", "ter", "estimate", "chrf:nw=2"])
def test_a_signature_is_what_evaluate_writes_and_can_be_read_back(name: str) -> None:
    document, request = _document(30), Measuring(Inputs(()))
    asked, counted = Asked.of(name), list[Counted]()
    options = options_for(request, asked, [document])
    how = Evaluation(options, resamples=0, tap=counted.append)
    evaluate(name, asked.metric, [document], how)
    score = score_of(Totals.of(counted[0], 1), request, Languages("id", "en"))
    expected = evaluate(name, asked.metric, [document], replace(how, resamples=1_000, tap=None))
    assert expected is not None
    assert score.signature == expected.corpus.signature
    read = Signature.of(f"{name.partition(':')[0]}|{score.signature}")
    assert read.resamples == 1_000


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("nrefs:1|case:lc", "nrefs:1|case:lc", "nrefs:1|case:lc"),
        ("nrefs:1|case:lc", "nrefs:2|case:lc", "nrefs:var|case:lc"),
        ("nrefs:var|case:lc", "nrefs:2|case:lc", "nrefs:var|case:lc"),
        ("model:a|seen:src", "model:a|seen:mt,src+ref", "model:a|seen:mt,src,src+ref"),
        ("model:a|seen:src", "model:b|seen:src", None),
        ("nrefs:1|case:lc", "nrefs:1|case:mixed", None),
        ("nrefs:1", "nrefs:1|version:2", None),
        ("", "", ""),
    ],
)
def test_signatures_differ_in_what_the_segments_had_alone(
    one: str, other: str, both: str | None
) -> None:
    assert common(one, other) == common(other, one) == both


def test_what_was_scored_otherwise_is_not_summed() -> None:
    series = Series(replace(part(30), signature="model:x|rev:1"))
    with pytest.raises(UsageError, match=r"different models or versions.*anew with --overwrite"):
        series.add(replace(part(30), signature="model:x|rev:2"))


def test_the_signature_of_blocks_is_that_of_all() -> None:
    parts = [replace(part(9), signature=f"nrefs:{count}|case:lc") for count in (1, 2, 2)]
    assert added(parts)["chrf"].signature == "nrefs:var|case:lc"
