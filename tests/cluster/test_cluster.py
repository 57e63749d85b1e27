"""The engine on Ray, with toys for workers: each shard is done, whatever dies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpora.errors import InputError, MetricError, UsageError
from metrics.cores import cores
from qa.batch.connecting import connected
from qa.batch.done import Done
from qa.batch.engines.cluster import Cluster
from tests.cluster.toys import Toy, hung, job, shards, slow, unmakeable

pytestmark = [
    pytest.mark.cluster,
    # Ray's own, among themselves.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray"),
]


@pytest.fixture(scope="module")
def two() -> Iterator[Cluster]:
    """A Ray of this machine with room for two workers, for all the tests here."""
    engine = Cluster(address="local", workers=2, make=Toy)
    with connected(engine.address, engine.workers):
        yield engine


def pids(out: Path) -> set[str]:
    return {path.name for path in out.glob("made/*")}


def begun(out: Path, number: int) -> int:
    return len([*(out / "begun").glob(f"{number}.*")])


def test_each_shard_is_done_once_by_workers_that_are_made_once(
    two: Cluster, tmp_path: Path
) -> None:
    done = list(two.run(job(tmp_path), shards(*["fine"] * 12)))
    assert sorted(one.shard for one in done) == list(range(12))
    assert [begun(tmp_path, number) for number in range(12)] == [1] * 12
    assert len(pids(tmp_path)) <= 2
    assert not [*(tmp_path / ".copydesk/shards").glob(".*")]


def test_more_shards_than_are_packed_together(
    two: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.batch.engines.cluster._PACK", 5)
    done = list(two.run(job(tmp_path), shards(*["fine"] * 12)))
    assert sorted(one.shard for one in done) == list(range(12))
    assert [begun(tmp_path, number) for number in range(12)] == [1] * 12
    assert len(pids(tmp_path)) <= 2


def test_a_worker_that_dies_is_replaced_and_its_shard_done_again(
    two: Cluster, tmp_path: Path
) -> None:
    done = list(two.run(job(tmp_path), shards("fine", "die-once", "fine", "die-once", "fine")))
    assert sorted(one.shard for one in done) == list(range(5))
    assert begun(tmp_path, 1) == 2


@pytest.mark.usefixtures("two")
def test_shards_that_nobody_survives_fail_the_run_once_the_others_are_done(tmp_path: Path) -> None:
    engine = Cluster(workers=2, most_deaths=2, make=Toy)
    done: list[Done] = []
    what = r"^die:1.jsonl:11: 2 processes died of the 10 rows [^,]*, .*; so it went with 1 more"
    with pytest.raises(UsageError, match=what):
        done.extend(engine.run(job(tmp_path), shards("fine", "die", "die", *["fine"] * 3)))
    assert sorted(one.shard for one in done) == [0, 3, 4, 5]
    assert [begun(tmp_path, number) for number in (1, 2)] == [2, 2]


def test_a_worker_whose_memory_is_full_is_replaced(two: Cluster, tmp_path: Path) -> None:
    done = list(two.run(job(tmp_path), shards("fine", "fill", "fine")))
    assert sorted(one.shard for one in done) == list(range(3))
    assert begun(tmp_path, 1) == 2


@pytest.mark.usefixtures("two")
def test_a_worker_that_takes_too_long_is_replaced(tmp_path: Path) -> None:
    engine = Cluster(workers=1, most_deaths=2, make=Toy, patience_s=5)
    done = list(engine.run(job(tmp_path), shards("fine", "hang-once", "fine")))
    assert sorted(one.shard for one in done) == list(range(3))
    assert begun(tmp_path, 1) == 2


@pytest.mark.usefixtures("two")
def test_a_shard_that_never_ends_fails_the_run(tmp_path: Path) -> None:
    engine = Cluster(workers=1, most_deaths=1, make=Toy, patience_s=5)
    what = r"^hang:0.jsonl:1: 1 process died of .*, 1 of them because it took longer than 5 seconds"
    done: list[Done] = []
    with pytest.raises(UsageError, match=what):
        done.extend(engine.run(job(tmp_path), shards("hang", "fine", "fine")))
    assert sorted(one.shard for one in done) == [1, 2]


@pytest.mark.usefixtures("two")
def test_the_time_that_a_worker_is_made_in_is_not_the_shard_s(tmp_path: Path) -> None:
    engine = Cluster(workers=1, most_deaths=1, make=slow, patience_s=4)
    done = list(engine.run(job(tmp_path), shards("fine", "fine")))
    assert sorted(one.shard for one in done) == [0, 1]
    assert len(pids(tmp_path)) == 1


@pytest.mark.usefixtures("two")
def test_a_worker_that_hangs_while_it_is_made_is_replaced(tmp_path: Path) -> None:
    engine = Cluster(workers=1, most_deaths=2, make=hung, patience_s=3, building_s=3)
    done = list(engine.run(job(tmp_path), shards("fine", "fine")))
    assert sorted(one.shard for one in done) == [0, 1]
    assert (tmp_path / "hung").exists()
    assert len(pids(tmp_path)) == 1


def test_an_error_arrives_as_it_was_raised(two: Cluster, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        list(two.run(job(tmp_path), shards("fine", "fail", "fine")))
    error = caught.value
    assert (error.path, error.line, error.fix) == ("fail:1.jsonl", 7, "bring it back")
    assert str(error) == "fail:1.jsonl:7: vanished; bring it back"


@pytest.mark.usefixtures("two")
def test_a_worker_that_cannot_be_made_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(MetricError, match=r"^comet: no model here$"):
        list(Cluster(workers=2, make=unmakeable).run(job(tmp_path), shards("fine", "fine")))


def test_a_fault_of_ours_is_seen(two: Cluster, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError, match="a fault of ours") as caught:
        list(two.run(job(tmp_path), shards("err")))
    assert "in _err" in caught.value.__notes__[0]


def test_what_is_done_is_told_of_while_the_rest_is_at_work(two: Cluster, tmp_path: Path) -> None:
    done = two.run(job(tmp_path), shards("fine", "wait", "wait"))
    assert next(done).shard == 0
    (tmp_path / "gate").touch()
    assert sorted(one.shard for one in done) == [1, 2]


def test_a_run_that_is_given_up_begins_no_other_shard(two: Cluster, tmp_path: Path) -> None:
    done = two.run(job(tmp_path), shards("fine", *["wait"] * 6))
    next(done)
    done.close()  # type: ignore[attr-defined]
    (tmp_path / "gate").touch()
    again = list(two.run(job(tmp_path / "again"), shards("fine", "fine", "fine")))
    assert len(again) == 3
    assert sum(begun(tmp_path, number) for number in range(7)) <= 3


def test_a_worker_works_as_if_it_were_here(
    two: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_TOY", "yes")
    monkeypatch.chdir(tmp_path)
    given = shards("environment")
    list(two.run(job(tmp_path), given))
    assert (
        tmp_path / "environment"
    ).read_text() == f"yes, no GPU but '', in {tmp_path}: {given[0]}"


@pytest.mark.usefixtures("two")
def test_a_folder_that_workers_cannot_write_to_is_named(tmp_path: Path) -> None:
    engine = Cluster(workers=1, make=Toy)
    what = r"cannot be written on .*; name a folder that all machines of the cluster share$"
    with pytest.raises(UsageError, match=what):
        list(engine.run(job(tmp_path), shards("lose", "lose")))


@pytest.mark.usefixtures("two")
def test_a_share_of_a_gpu_that_no_node_has(tmp_path: Path) -> None:
    engine = Cluster(workers=1, gpus=0.5, room_s=0.2, make=Toy)
    what = r"^no node of the Ray cluster has room for a worker \(1 processor and 0.5 GPU\)"
    with pytest.raises(UsageError, match=what):
        list(engine.run(job(tmp_path), shards("fine")))


@pytest.mark.usefixtures("two")
def test_as_many_workers_as_there_is_room_for(tmp_path: Path) -> None:
    engine, room = Cluster(make=Toy), min(6, max(2, cores()))
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(lambda: list(engine.run(job(tmp_path), shards(*["wait"] * 6))))
        while len(pids(tmp_path)) < room:  # else the first would do all, before the others begin
            assert not work.done()
            time.sleep(0.02)
        (tmp_path / "gate").touch()
        assert len(work.result()) == 6
    assert len(pids(tmp_path)) == room
