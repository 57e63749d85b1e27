"""A Ray cluster of two nodes on this machine, one of which is lost while it is at work."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from corpora.errors import UsageError
from qa.batch.connecting import connected
from qa.batch.engines.cluster import Cluster
from tests.cluster.nodes import add, cluster, head
from tests.cluster.toys import Toy, job, node, shards, until
from tests.conftest import ROOT
from tests.qa.batch.made import write_table

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray"),  # its own, among themselves
]


def test_a_node_is_lost_in_mid_run(tmp_path: Path) -> None:
    with cluster() as nodes, connected(nodes.address, None):
        other = add(nodes, num_cpus=1)
        engine = Cluster(nodes.address, make=Toy)
        (tmp_path / "home").write_text(node())
        work = engine.run(job(tmp_path), shards(*["wait-elsewhere"] * 8))
        done = [next(work)]
        until(tmp_path / "elsewhere" / other.node_id)
        nodes.remove_node(other, allow_graceful=False)
        done += work
    assert sorted(one.shard for one in done) == list(range(8))


def test_a_node_that_comes_later_is_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with cluster() as nodes, connected(nodes.address, None), ThreadPoolExecutor(1) as pool:
        engine = Cluster(nodes.address, gpus=0.4, make=Toy)
        work = pool.submit(lambda: list(engine.run(job(tmp_path), shards(*["wait"] * 6))))
        while "waiting for a node with 1 processor and 0.4 GPU" not in caplog.text:
            assert not work.done()
            time.sleep(0.02)
        add(nodes, num_cpus=2, num_gpus=1)
        while len([*tmp_path.glob("made/*")]) < 2:  # 0.4 fits twice
            assert not work.done()
            time.sleep(0.02)
        (tmp_path / "gate").touch()
        assert len(work.result()) == 6


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1:1", "refused"),
        ("127.0.0.1:http", "invalid literal"),
        ("10001", "HOST:PORT"),
        ("nobody.invalid:6379", "not known"),
        ("ray://127.0.0.1:10001", "HOST:PORT"),
    ],
)
def test_a_cluster_that_is_not_there(
    address: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in (Cluster(address, make=Toy), Cluster(make=Toy)):
        with pytest.raises(UsageError, match=rf"^no Ray cluster answers at {address} .*{why}"):
            list(engine.run(job(tmp_path), shards("fine")))
        monkeypatch.setenv("RAY_ADDRESS", address)
    assert not [*tmp_path.iterdir()]


def test_something_else_listens_there(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(UsageError, match="something else listens there; a head's port is 6379"):
            list(Cluster(f"127.0.0.1:{other.server_port}").run(job(tmp_path), shards("fine")))
        other.shutdown()


def test_a_cluster_that_this_machine_was_in(tmp_path: Path) -> None:
    """Or never was; Ray keeps the address of the last one."""
    with pytest.raises(UsageError, match=r"^no Ray cluster answers at auto"):
        list(Cluster("auto", make=Toy).run(job(tmp_path), shards("fine")))


def test_a_cluster_that_wants_a_token(tmp_path: Path) -> None:
    """It is another process's: what Ray knows of tokens, it knows once and for all."""
    secret = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "tell-nobody" * 4}
    environment = {**os.environ, "RAY_AUTH_MODE": "disabled", "PYTHONPATH": str(ROOT)}
    drive = ["-m", "tests.cluster.drive", str(write_table(tmp_path / "a.jsonl", 100))]
    with head(tmp_path, secret) as address:
        refused, let_in = (
            subprocess.run(
                [sys.executable, *drive, str(tmp_path / "out"), address],
                env=environment | more,
                capture_output=True,
                text=True,
                check=False,
            )
            for more in ({}, secret)
        )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"cannot join the Ray cluster at {address} (")
    assert refused.stderr.endswith("needs RAY_AUTH_MODE=token and RAY_AUTH_TOKEN\n")
    assert (let_in.returncode, let_in.stdout, let_in.stderr) == (0, "", "")
