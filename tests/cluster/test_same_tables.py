"""Real tables on a real cluster: byte for byte those of one process, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.batch.engines.cluster import Cluster
from tests.cluster.nodes import add, cluster
from tests.conftest import ROOT, WITHOUT_ESTIMATE
from tests.qa.batch.gated import gated, open_to
from tests.qa.batch.made import files_of, go, run, wanted, write_table

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray"),  # its own, among themselves
]
LIMIT = 300
SOME = 8


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    with cluster(1) as made:
        yield made


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_table(tmp_path_factory.mktemp("table") / "a.jsonl", 1_500, bad=[5, 900])


@pytest.fixture(scope="module")
def whole(table: Path) -> dict[str, bytes]:
    """What one process makes of the table."""
    out = table.with_name("whole")
    run(wanted(out, table, size=100))
    return files_of(out)


def begin(table: Path, out: Path, address: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.cluster.drive", str(table), str(out), address]
    environment = {**os.environ, **WITHOUT_ESTIMATE, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def done(out: Path) -> int:
    return len([*out.glob(".copydesk/shards/*.json")])


def until_some_are_done(out: Path, driver: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + LIMIT
    while not done(out) and driver.poll() is None:
        assert time.monotonic() < last
        time.sleep(0.01)


def test_two_nodes(nodes: Any, table: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    run(wanted(tmp_path, table, size=100), Cluster(nodes.address))
    assert files_of(tmp_path) == whole


def test_with_estimates(nodes: Any, tmp_path: Path) -> None:
    table = write_table(tmp_path / "a.jsonl", 200)
    asked: dict[str, Any] = {"size": 50, "metrics": ("chrf", "estimate"), "rules": None}
    run(wanted(tmp_path / "here", table, **asked))
    run(wanted(tmp_path / "there", table, **asked), Cluster(nodes.address))
    assert files_of(tmp_path / "there") == files_of(tmp_path / "here")


def test_a_node_is_lost(table: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    with cluster() as nodes:
        lost = [add(nodes, num_cpus=1)]

        def watch(rows: int, _all: int) -> None:
            if rows and lost:
                nodes.remove_node(lost.pop(), allow_graceful=False)
                open_to(tmp_path)

        open_to(tmp_path, SOME)
        go(wanted(tmp_path, table, size=100), Cluster(nodes.address, make=gated), watch)
    assert not lost
    assert files_of(tmp_path) == whole


@pytest.mark.parametrize("ends_here", [False, True], ids=["on-the-cluster", "on-this-machine"])
def test_a_killed_driver_goes_on_where_it_was(
    nodes: Any, table: Path, whole: dict[str, bytes], tmp_path: Path, *, ends_here: bool
) -> None:
    open_to(tmp_path, SOME)
    with begin(table, tmp_path, nodes.address) as driver:
        until_some_are_done(tmp_path, driver)
        driver.kill()
        out, _ = driver.communicate()
    assert out == b""
    assert 0 < done(tmp_path) < 15
    again = wanted(tmp_path, table, size=100)
    run(again, None if ends_here else Cluster(nodes.address))
    assert files_of(tmp_path) == whole


def workers_of(driver: int) -> set[int]:
    """The workers of a Ray that a driver has started."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
        except OSError:
            continue
        parents[int(folder.name)] = int(parent)
    found, edge = set[int](), {driver}
    while edge:
        edge = {child for child, parent in parents.items() if parent in edge}
        found |= edge
    return {one for one in found if is_worker(one)}


def is_worker(process: int) -> bool:
    try:
        return b"MapWorker" in Path("/proc", str(process), "cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_a_driver(
    how: signal.Signals, table: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    open_to(tmp_path, SOME)
    with begin(table, tmp_path, "local") as driver:
        until_some_are_done(tmp_path, driver)
        workers = workers_of(driver.pid)
        driver.send_signal(how)
        driver.wait(LIMIT)
        last = time.monotonic() + LIMIT
        while any(map(is_worker, workers)) and time.monotonic() < last:
            time.sleep(0.05)
    assert workers
    assert not any(map(is_worker, workers))
    run(wanted(tmp_path, table, size=100))
    assert files_of(tmp_path) == whole


def test_deaths_are_not_talked_of(table: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    open_to(tmp_path, SOME)
    with begin(table, tmp_path, "local") as driver:
        until_some_are_done(tmp_path, driver)
        for worker in workers_of(driver.pid):
            os.kill(worker, signal.SIGKILL)
        open_to(tmp_path)
        out, _ = driver.communicate(timeout=LIMIT)
    assert (driver.returncode, out.decode()) == (0, "")
    assert files_of(tmp_path) == whole
