"""Rows are kept between runs, and found again only for the very same texts and metric."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.metric import Sample, Statistics
from metrics.store import Store
from tests.conftest import Run


class Counting:
    """A metric that counts how often it is asked."""

    def __init__(self, name: str = "one") -> None:
        self.name, self.asked = name, 0

    def identity(self) -> str:
        return self.name

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        self.asked += len(samples)
        return np.array([[len(s.mt) / 3, len(s.references), len(self.name)] for s in samples])

    def scores(self, totals: Statistics) -> Statistics:
        return totals[:, 0]

    def segment_scores(self, rows: Statistics) -> Statistics:
        return rows[:, 0]

    def signature(self, _samples: Sequence[Sample], _resamples: int) -> str:
        return self.name


SAMPLES = [Sample("eins", ("one",)), Sample("zwei", ("two", "2")), Sample("eins", ("one",))]


def test_a_second_run_counts_nothing_and_gives_the_same_rows(tmp_path: Path) -> None:
    store, metric = Store(tmp_path), Counting()
    first = store.statistics(metric, SAMPLES)
    assert metric.asked == 2  # the same sample twice is counted once
    assert Store(tmp_path).statistics(metric, SAMPLES).tolist() == first.tolist()
    assert metric.asked == 2
    assert first.tolist() == Counting().statistics(SAMPLES).tolist()


def test_another_metric_source_or_reference_is_another_row(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.statistics(Counting(), SAMPLES)
    other, same = Counting("another"), Counting()
    assert store.statistics(other, SAMPLES)[0, 2] == len("another")
    store.statistics(same, [Sample("eins", ("one",), "source"), Sample("einso", ("ne",))])
    assert (other.asked, same.asked) == (2, 2)


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.text(max_size=3), st.lists(st.text(max_size=3), max_size=2)),
        max_size=6,
        min_size=1,
    )
)
def test_whatever_the_texts_a_row_is_its_own(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, list[str]]]
) -> None:
    store = Store(tmp_path_factory.mktemp("rows"))
    samples = [Sample(mt, tuple(references)) for mt, references in rows]
    for _ in range(2):
        found = store.statistics(Counting(), samples)
        assert found.tolist() == Counting().statistics(samples).tolist()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 99])
def test_a_file_that_is_no_database_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path)
    store.file.write_bytes(content)
    for _ in range(2):
        store.statistics(Counting(), SAMPLES)
    metric = Counting()
    store.statistics(metric, SAMPLES)
    assert metric.asked == 0


def test_a_folder_that_cannot_be_written_to_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    metric = Counting()
    assert len(Store(tmp_path / "file" / "below").statistics(metric, SAMPLES)) == len(SAMPLES)
    assert metric.asked == 2


def test_several_runs_may_write_at_once(tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            samples = [Sample(f"{number} {n}", ()) for n in range(300)]
            assert len(Store(tmp_path).statistics(Counting(), samples)) == 300
        except BaseException as error:  # noqa: BLE001 — whatever happens in a thread counts
            failed.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with closing(sqlite3.connect(Store(tmp_path).file)) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (1800,)


def test_it_forgets_the_oldest_when_it_grows_too_large(tmp_path: Path) -> None:
    store = Store(tmp_path, most_bytes=60_000)
    for number in range(12):
        store.statistics(Counting(), [Sample(f"{number} {n}", ()) for n in range(100)])
    assert store.file.stat().st_size < 120_000
    latest = Counting()
    store.statistics(latest, [Sample(f"11 {n}", ()) for n in range(100)])
    oldest = Counting()
    store.statistics(oldest, [Sample(f"0 {n}", ()) for n in range(100)])
    assert (latest.asked, oldest.asked) == (0, 100)


def test_no_text_is_kept(tmp_path: Path) -> None:
    Store(tmp_path).statistics(Counting(), [Sample("top secret words", ("hush",))])
    whole = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"secret" not in whole
    assert b"hush" not in whole


def test_the_command_keeps_rows_where_it_is_told_and_gives_the_same_bytes(
    copydesk: Run, tmp_path: Path
) -> None:
    (tmp_path / "mt.txt").write_text("A cat sat.\nA dog sat.\n", encoding="utf-8")
    (tmp_path / "ref.txt").write_text("The cat sat.\nA dog sits.\n", encoding="utf-8")
    place = {"COPYDESK_CACHE": str(tmp_path / "cache")}
    command = ("score", "--mt", "mt.txt", "--reference", "ref.txt", "--lang", "en")
    first, second = (copydesk(*command, env=place) for _ in range(2))
    assert Store(tmp_path / "cache").file.exists()
    without = copydesk(*command, "--no-cache")
    assert first.out == second.out == without.out


def test_a_damaged_row_or_file_is_counted_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    expected = store.statistics(Counting(), SAMPLES).tolist()
    with closing(sqlite3.connect(store.file)) as database, database:
        database.execute("UPDATE kept SET row = x'0102' WHERE number = 1")
    assert store.statistics(Counting(), SAMPLES).tolist() == expected
    with closing(sqlite3.connect(store.file)) as database, database:
        database.execute("UPDATE kept SET row = x'0102'")
    assert store.statistics(Counting(), SAMPLES).tolist() == expected
    content = store.file.read_bytes()
    store.file.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    for _ in range(2):
        assert store.statistics(Counting(), SAMPLES).tolist() == expected
    again = Counting()
    store.statistics(again, SAMPLES)
    assert again.asked == 0
