"""What stops a worker: what no shard could be done with, and nonsense at the very beginning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpora.errors import CopydeskError, InputError, MetricError, UsageError
from qa.batch.worker import Worker
from qa.language_choice import Languages
from tests.qa.batch.worked import story, worked

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


def test_a_table_that_is_gone_is_an_error_of_its_own(tmp_path: Path) -> None:
    work = worked(tmp_path, NEWS)
    (shard,) = work.shards
    Path(work.table.place).unlink()
    with pytest.raises(InputError, match=r"in\.jsonl"):
        Worker(work.job).do(shard)
    assert not work.out.exists()
