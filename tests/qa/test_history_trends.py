"""From runs to trends: columns by commit, gaps, and where the signature changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpora.errors import UsageError
from qa.history.run import KeptRun, KeptSince
from qa.history.store import add, stored
from qa.history.trends import Wanted, trends_of
from reports.result import Outcome
from reports.trend import Kind, Line, Trend, Trends
from tests.qa.history_samples import fill, portion, when


def _trends(path: str, **wanted: tuple[str, ...] | int) -> Trends:
    return trends_of(stored(path), Wanted(**wanted))  # type: ignore[arg-type]


def _values(line: Line) -> list[float | None]:
    return [None if point is None else point.value for point in line.points]


def _line(trend: Trend, name: str) -> Line:
    return next(line for line in trend.lines if line.name == name)


def test_a_line_a_metric_one_a_severity_and_one_for_the_rate(tmp_path: Path) -> None:
    path = fill(
        tmp_path / "h.db",
        (when(0, "a"), portion(50.0, major=0)),
        (when(1, "b"), portion(51.5, major=5, words=2000, outcome=Outcome.FAIL)),
    )
    (trend,) = _trends(path).portions
    assert {line.name: _values(line) for line in trend.lines} == {
        "chrf": [50.0, 51.5],
        "major": [0, 5],
        "minor": [3, 3],
        "flags-per-1000-words": [3.0, 4.0],
    }
    assert [line.kind for line in trend.lines] == [Kind.SCORE, Kind.FLAGS, Kind.FLAGS, Kind.RATE]
    assert trend.outcomes == (Outcome.PASS, Outcome.FAIL)
    assert [(rule.rule, rule.counts) for rule in trend.rules] == [
        ("number-mismatch", (0, 5)),
        ("spacing", (3, 3)),
    ]


def test_new_flags_are_a_line_where_there_was_a_baseline(tmp_path: Path) -> None:
    compared = replace(portion(50.0), since=KeptSince("main", 4, 1, 0))
    path = fill(tmp_path / "h.db", (when(0), portion(50.0)), (when(1), compared))
    (trend,) = _trends(path).portions
    assert _values(_line(trend, "new")) == [None, 4]


def test_what_a_run_did_not_measure_is_a_gap(tmp_path: Path) -> None:
    path = fill(
        tmp_path / "h.db",
        (when(0, "a"), portion(50.0, system="old")),
        (when(1, "b"), portion(60.0)),
        (when(2, "c"), portion(51.0, system="old")),
        (when(3, "d"), replace(portion(52.0, system="old"), scores=())),
    )
    new, old = _trends(path).portions
    assert _values(_line(new, "chrf")) == [None, 60.0, None, None]
    chrf = _line(old, "chrf")
    assert _values(chrf) == [50.0, None, 51.0, None]
    assert _values(_line(old, "major")) == [2, None, 2, 2]
    assert chrf.summary.last == 51.0
    assert chrf.summary.change == 1.0
    assert [[column for column, _ in stretch] for stretch in chrf.stretches()] == [[0], [2]]


def test_of_a_commit_the_last_run_counts_at_the_time_of_the_first(tmp_path: Path) -> None:
    path = fill(
        tmp_path / "h.db",
        (when(0, "a"), portion(50.0)),
        (when(1, "b"), portion(51.0)),
        (when(2, "a"), portion(40.0)),
        (when(2, "b"), portion(30.0, system="old")),
    )
    assert len(stored(path)) == 4
    trends = _trends(path)
    assert [column.day for column in trends.columns] == ["2025-01-31", "2025-02-01"]
    new, old = trends.portions
    assert _values(_line(new, "chrf")) == [40.0, 51.0]
    assert _values(_line(old, "chrf")) == [None, 30.0]


def test_runs_without_a_commit_are_a_column_each(tmp_path: Path) -> None:
    path = fill(tmp_path / "h.db", *((when(0), portion(value)) for value in (50.0, 51.0)))
    assert _values(_line(_trends(path).portions[0], "chrf")) == [50.0, 51.0]


def test_a_new_signature_breaks_the_line_and_says_why(tmp_path: Path) -> None:
    newer = "nrefs:1|case:lc|version:2.6.0"
    values = ((60.0, ""), (61.0, ""), (50.0, newer), (52.0, newer))
    path = fill(
        tmp_path / "h.db",
        *(
            (when(n, str(n)), portion(value, signature=signature or "nrefs:1|version:2.5.0"))
            for n, (value, signature) in enumerate(values)
        ),
    )
    line = _line(_trends(path).portions[0], "chrf")
    (found,) = line.breaks
    assert (found.column, found.before, found.after) == (
        2, "version:2.5.0", "case:lc|version:2.6.0",
    )  # fmt: skip
    assert [[column for column, _ in stretch] for stretch in line.stretches()] == [[0, 1], [2, 3]]
    summary = line.summary
    assert (summary.first, summary.least, summary.most) == (50.0, 50.0, 52.0)
    assert summary.change == 2.0


def test_the_run_that_was_measured_otherwise_has_no_change(tmp_path: Path) -> None:
    path = fill(
        tmp_path / "h.db",
        (when(0), portion(60.0)),
        (when(1), portion(50.0, signature="another")),
    )
    assert _line(_trends(path).portions[0], "chrf").summary.change is None


def test_what_is_asked_for_is_shown(tmp_path: Path) -> None:
    path = fill(
        tmp_path / "h.db",
        (when(0, "a"), portion(50.0, system="old")),
        (when(1, "b", "beam"), portion(60.0)),
        (when(2, "c"), portion(61.0)),
    )
    only_new = _trends(path, systems=("new",))
    assert [column.commit for column in only_new.columns] == ["b", "c"]
    assert [column.commit for column in _trends(path, last=1).columns] == ["c"]
    assert [column.commit for column in _trends(path, branches=("beam",)).columns] == ["b"]
    assert len(_trends(path, sets=("news",)).portions) == 2
    (metric,) = _trends(path, systems=("new",), metrics=("chrf",)).portions
    assert ([line.name for line in metric.lines], metric.rules) == (["chrf"], ())
    (flags,) = _trends(path, systems=("new",), metrics=("flags",)).portions
    assert [line.name for line in flags.lines] == ["major", "minor", "flags-per-1000-words"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"sets": ("x",)}, "--set x: no run has it; there are: news"),
        ({"systems": ("x",)}, "--system x: no run has it; there are: new, old"),
        ({"metrics": ("x",)}, "--metric x: no run has it; there are: chrf, flags"),
        ({"branches": ("x",)}, "--branch x: no run has it; there are: beam, main"),
        ({"branches": ("beam",), "systems": ("old",)}, "no run has all of that"),
    ],
)
def test_names_that_no_run_has_are_refused(
    tmp_path: Path, wanted: dict[str, tuple[str, ...]], said: str
) -> None:
    path = fill(
        tmp_path / "h.db",
        (when(0, "a"), portion(50.0, system="old")),
        (when(1, "b", "beam"), portion(60.0)),
    )
    with pytest.raises(UsageError, match=said):
        _trends(path, **wanted)


def test_a_run_without_portions_is_no_column(tmp_path: Path) -> None:
    path = fill(tmp_path / "h.db", (when(0), portion(50.0)))
    add(path, KeptRun("1.0", ()), when(1))
    assert len(_trends(path).columns) == 1
