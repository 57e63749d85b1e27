"""Processes that are killed since they take too long: whose fault that is, and whose it is not."""

from __future__ import annotations

from concurrent.futures import Future, wait
from pathlib import Path

import pytest

from corpora.errors import UsageError
from qa.batch.engines import local
from qa.batch.engines.local import Local
from qa.batch.job import Shard
from qa.batch.post import Outcome, Post
from tests.qa.batch.toys import Hung, Slow, Tardy, job_in, shards

pytestmark = pytest.mark.batch


def test_the_time_that_a_worker_is_built_in_is_not_the_shard_s(tmp_path: Path) -> None:
    done = list(Local(2, Slow, patience_s=4).run(job_in(tmp_path), shards(4)))
    assert sorted(one.shard for one in done) == list(range(4))
    assert len(list(tmp_path.glob("built-*"))) == 2


def test_a_worker_that_hangs_while_it_is_built_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "once").touch()
    engine = Local(1, Hung, patience_s=2, building_s=6)
    assert [one.shard for one in engine.run(job_in(tmp_path), shards(3))] == [0, 1, 2]
    assert len(list(tmp_path.glob("hung-*"))) == 1


def test_workers_that_are_never_built_fail_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "MOST_DEATHS", 2)
    what = r"^a\.jsonl:1: 2 processes died .*, 2 of them because it took longer than 1 seconds;"
    with pytest.raises(UsageError, match=what):
        list(Local(1, Hung, patience_s=1, building_s=1).run(job_in(tmp_path), shards(1)))
    assert not list(tmp_path.glob("built-*"))


def test_a_shard_that_ends_as_it_is_killed_harms_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Future[Outcome]] = []
    give, kill = Post.give, Post.kill

    def noted(post: Post, shard: Shard) -> Future[Outcome]:
        given.append(give(post, shard))
        return given[-1]

    def late(post: Post) -> None:
        (tmp_path / "late").touch()
        wait(given)
        kill(post)

    monkeypatch.setattr(Post, "give", noted)
    monkeypatch.setattr(Post, "kill", late)
    monkeypatch.setattr(local, "MOST_DEATHS", 1)
    done = list(Local(1, Tardy, patience_s=5).run(job_in(tmp_path), shards(3)))
    assert [one.shard for one in done] == [0, 1, 2]
    assert len(list(tmp_path.glob("built-*"))) == 2
