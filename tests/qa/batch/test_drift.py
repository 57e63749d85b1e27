"""What changed since the run before: found where it is, and not where chance explains it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from corpora.errors import UsageError
from metrics.sketch import Sketch
from qa.batch.drift import drift_of, earlier
from reports.corpus.result import Change, CorpusPart, Distribution, Drift, Kind
from tests.reports.corpus.corpus_samples import part, result, score

pytestmark = pytest.mark.batch


def _sure(drift: Drift) -> dict[str, str]:
    return {one.what: one.tone for one in drift.changes if one.tone}


def _change(drift: Drift, what: str, kind: Kind) -> Change:
    return next(one for one in drift.changes if one.what == what and one.kind is kind)


def _drift(before: CorpusPart, now: CorpusPart) -> Drift:
    return drift_of(result(before), result(now))


def test_nothing_changes_between_a_run_and_itself() -> None:
    whole = result(part(), part("online-b", good=40.0))
    drift = drift_of(whole, whole)
    assert _sure(drift) == {}
    assert {one.p for one in drift.changes if one.p is not None} == {1.0}
    assert drift.against == "out/today"
    assert drift.gone == drift.added == drift.notes == ()


def test_a_better_system_is_found_in_scores_flags_and_distributions() -> None:
    drift = _drift(part(seed=1, good=50.0, rate=2.0), part(seed=2, good=60.0))
    sure = _sure(drift)
    assert set(sure.values()) == {"better"}
    assert {"chrF2", "TER", "all flags", "major flags", "estimated-error"} <= set(sure)
    assert "need, share of words" not in sure
    shifted = _change(drift, "chrF2", Kind.DISTRIBUTION)
    assert shifted.tone == "better"
    assert shifted.low is not None
    assert shifted.low > 5
    assert shifted.shift is not None
    assert shifted.shift > 0.25
    assert set(_sure(_drift(part(seed=2, good=60.0), part(seed=1, good=50.0))).values()) == {
        "worse"
    }


def test_chance_alone_gives_hardly_a_tone() -> None:
    sure = [_sure(_drift(part(seed=n), part(seed=n + 500))) for n in range(40)]
    assert sum(map(bool, sure)) <= 4


def test_a_score_s_change_is_bounded_by_both_intervals() -> None:
    change = _change(_drift(part(good=50.0), part(good=51.0)), "chrF2", Kind.SCORE)
    assert (change.before, change.now) == (50.0, 51.0)
    assert change.low == pytest.approx(1 - 0.8 * math.sqrt(2))
    assert change.high == pytest.approx(1 + 0.8 * math.sqrt(2))
    assert change.tone == ""


def test_scores_measured_otherwise_or_without_interval_have_no_tone() -> None:
    now = part(good=70.0)
    other = replace(now, scores=tuple(replace(s, signature="v:2") for s in now.scores))
    drift = _drift(part(good=50.0), other)
    for kind in (Kind.SCORE, Kind.DISTRIBUTION):
        change = _change(drift, "chrF2", kind)
        assert (change.tone, change.p, change.low) == ("", None, None)
        assert change.note.startswith("measured otherwise")
    drawn = tuple(replace(s, signature=f"bs:99|seed:1|{s.signature}") for s in now.scores)
    same = _drift(part(good=50.0), replace(now, scores=drawn))
    assert _change(same, "chrF2", Kind.SCORE).note == "", "how it was drawn is no other measure"
    bare = replace(now, scores=(score("chrf", "chrF2", 70.0, half=None),))
    change = _change(_drift(bare, bare), "chrF2", Kind.SCORE)
    assert (change.p, change.note) == (None, "no interval")


def test_a_distribution_that_got_wider_is_neither_better_nor_worse() -> None:
    def with_scores(values: list[float]) -> CorpusPart:
        one = Distribution("x", "x", "segment", True, Sketch.of(values))  # noqa: FBT003
        return replace(part(documents=100), distributions=(one,), scores=())

    drift = _drift(with_scores([50.0] * 100), with_scores([30.0, 70.5] * 50))
    change = _change(drift, "x", Kind.DISTRIBUTION)
    assert change.shift is not None
    assert change.shift > 0.25
    assert change.p is not None
    assert change.p < 0.001
    assert change.tone == ""


def test_parts_are_told_apart_by_system_and_languages() -> None:
    before = result(part("a"), part("a", "ru"), part(None))
    now = result(part("a"), part("b", "ru"), part(None))
    drift = drift_of(before, now)
    assert drift.gone == ("a en-ru",)
    assert drift.added == ("b en-ru",)
    assert {one.part for one in drift.changes} == {"a en-id", "en-id", ""}


def test_another_version_is_said_to_be_one() -> None:
    whole = result(part())
    (note,) = drift_of(replace(whole, version="0.9"), whole).notes
    assert "0.9" in note
    assert "1.0" in note


def test_rejected_rows_are_a_share_of_all() -> None:
    whole = result(part())
    change = _change(drift_of(replace(whole, rejected=()), whole), "rejected rows", Kind.REJECTED)
    assert (change.part, change.before, change.now) == ("", 0.0, 17 / 10_017)
    assert change.tone == ""


def test_a_rule_that_only_one_run_has_counts_as_none_in_the_other() -> None:
    now = part()
    before = replace(now, rules=tuple(one for one in now.rules if one.rule != "calque"))
    drift = _drift(before, now)
    assert _change(drift, "calque", Kind.RATE).before == 0.0
    assert _sure(drift) == {"calque": "worse"}


def test_clustered_flags_are_less_sure() -> None:
    def spread(each: list[float]) -> CorpusPart:
        flags = Distribution("flags", "flags", "article", None, Sketch.of(each))
        return replace(part(), distributions=(flags,))

    before, now = ({"minor": count} for count in (400, 500))
    even, heaped = spread([2.0] * 400), spread([0.0] * 390 + [80.0] * 10)
    found = [
        _change(_drift(replace(one, flags=before), replace(one, flags=now)), "all flags", Kind.RATE)
        for one in (even, heaped)
    ]
    assert [bool(one.tone) for one in found] == [True, False]


def test_parts_without_words_or_values_are_no_fault() -> None:
    bare = replace(part(), words=0, documents=0, distributions=(), rules=(), scores=(), flags={})
    empty = Distribution("need", "need", "article", None, Sketch())
    for one in (bare, replace(bare, distributions=(empty,))):
        assert [change.kind for change in _drift(one, one).changes] == [Kind.REJECTED]
        _drift(part(), one)
        _drift(one, part())


def test_the_summary_of_a_run_is_read_back(tmp_path: Path) -> None:
    whole = result(part(), part("online-b", good=44.0))
    whole = replace(whole, drift=drift_of(whole, whole))
    (tmp_path / "summary.json").write_bytes(msgspec.json.encode(whole))
    assert earlier(tmp_path) == whole


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"{}", b"\xff", b'{"version": 1}'],
    ids=["empty", "list", "object", "bytes", "number"],
)
def test_what_is_no_summary_is_one_line(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "summary.json").write_bytes(text)
    with pytest.raises(UsageError, match=r"summary\.json: is no summary[^\n]*$"):
        earlier(tmp_path)
    with pytest.raises(UsageError, match=r"cannot be read \(No such file"):
        earlier(tmp_path / "nowhere")
