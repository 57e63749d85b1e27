"""What stops a worker: what no shard could be done with, and nonsense at the very beginning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpora.errors import CopydeskError, InputError, MetricError, UsageError
from qa.asked import Asked
from qa.batch.looking import Line
from qa.batch.worker import Worker
from qa.language_choice import Languages
from qa.run import run
from tests.qa.batch.worked import SPOKEN, request_of, story, worked

pytestmark = pytest.mark.batch

NEWS = [row for number in range(4) for row in story(number)]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        pytest.param({"metrics": ("estimate",), "languages": Languages("ja", "fi")}, MetricError,
                     id="pair"),
        pytest.param({"metrics": ("comet:/no/such/model",)}, MetricError, id="model"),
        pytest.param({"metrics": ("blue",)}, UsageError, id="metric"),
        pytest.param({"glossary": "/no/such/glossary.tsv"}, CopydeskError, id="glossary"),
    ],
)  # fmt: skip
def test_what_no_shard_could_be_done_with_is_said_at_once(
    tmp_path: Path, asked: dict[str, Any], error: type[CopydeskError]
) -> None:
    with pytest.raises(error):
        Worker(worked(tmp_path, NEWS, asked=asked).job)


def test_nonsense_stops_the_run_at_its_beginning_only(tmp_path: Path) -> None:
    copied = [{**row, "ref": row["src"]} for number in range(4) for row in story(number)]
    work = worked(tmp_path, copied, size=5)
    first, second, *_ = work.shards
    worker = Worker(work.job)
    with pytest.raises(InputError, match="--allow copied-reference"):
        worker.do(first)
    assert "the reference is the source, copied" in worker.do(second).notes[0]
    work.asked = {"allowed": ("copied-reference",)}
    assert "the reference is the source, copied" in Worker(work.job).do(first).notes[0]


def test_a_human_system_that_is_the_reference_is_no_nonsense(tmp_path: Path) -> None:
    """It comes first, and is a group of its own; `check` looks at all of them together."""
    human = [{**row, "mt": row["ref"], "system": "refA"} for row in NEWS]
    rows = [*human, *(row | {"system": name} for name in "abc" for row in NEWS)]
    work = worked(tmp_path, rows)
    checked = run(request_of(work.table.place, languages=SPOKEN))
    (done,) = work.do()
    assert {one.group.system for one in done.counts} == {"refA", "a", "b", "c"}
    assert sum(one.documents for one in done.counts) == len(checked.result.documents)


@pytest.mark.parametrize("count", [2_000, 2_001])
def test_a_column_that_names_no_systems_is_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    rows = [{"mt": "Ia pergi.", "system": f"s{number}"} for number in range(count)]
    work = worked(tmp_path, rows, asked={"metrics": ()})
    monkeypatch.setattr(Line, "look", lambda *_: iter(()))
    if count == 2_000:
        work.do()
        return
    message = r"in\.jsonl: 2,001 systems and language pairs in 2,001 rows: is the column 'system'"
    with pytest.raises(UsageError, match=message):
        work.do()


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ImportError("no module")])
def test_a_metric_that_cannot_be_set_up_is_laid_to_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_: object) -> None:
        raise error

    work = worked(tmp_path, NEWS, asked={"metrics": ("chrf",)})
    worker, (shard,) = Worker(work.job), work.shards
    metric = replace(Asked.of("chrf").metric, open=fail)
    monkeypatch.setattr(Asked, "metric", metric)
    with pytest.raises(UsageError, match=r"chrf: cannot be set up here"):
        worker.do(shard)
    assert not work.out.exists()


def test_a_table_that_is_gone_is_an_error_of_its_own(tmp_path: Path) -> None:
    work = worked(tmp_path, NEWS)
    (shard,) = work.shards
    Path(work.table.place).unlink()
    with pytest.raises(InputError, match=r"in\.jsonl"):
        Worker(work.job).do(shard)
    assert not work.out.exists()
