"""What docs/deploy shows: the manifest is in order, the Slurm script runs."""

from __future__ import annotations

import fcntl
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from typing import Any

import click
import pytest
import yaml

from qa.commands.batch import batch
from tests.cluster.nodes import PORTS, free_port
from tests.conftest import ROOT, WITHOUT_ESTIMATE
from tests.qa.batch.made import write_table

DEPLOY = ROOT / "docs" / "deploy"
LEASE = 90
"""Seconds that an NFS server keeps the locks of a machine that it hears no more of."""
STAND_INS = {
    "scontrol": "echo 127.0.0.1",
    "srun": 'while [[ "$1" == --* ]]; do shift; done\nexec "$@"',
    "copydesk": f'exec "{sys.executable}" -m qa "$@"',
    "ray": f'exec "{sys.executable}" -m ray.scripts.scripts "$@"',
}


def manifest() -> dict[str, Any]:
    documents = yaml.safe_load_all((DEPLOY / "kuberay.yaml").read_text("utf-8"))
    return {document["kind"]: document for document in documents}


def asked(command: Sequence[str]) -> click.Context:
    """What a command asks for, as our command line takes it."""
    assert command[:2] == ["copydesk", "batch"]
    context: click.Context = batch.make_context("batch", list(command[2:]))
    return context


def test_the_manifest_asks_for_what_there_is() -> None:
    spec = manifest()["RayJob"]["spec"]
    waits, lock, *command = shlex.split(spec["entrypoint"].removeprefix("flock --wait "))
    options = asked(command).params
    assert (int(waits) > LEASE, lock) == (True, f"{options['out']}.lock")
    (group,) = spec["rayClusterSpec"]["workerGroupSpecs"]
    (worker,) = group["template"]["spec"]["containers"]
    assert options["engine"] == "ray"
    assert options["workers"] == group["replicas"] * int(worker["resources"]["limits"]["cpu"])


def test_every_pod_sees_the_data_and_has_the_same_image() -> None:
    found = manifest()
    cluster = found["RayJob"]["spec"]["rayClusterSpec"]
    groups = (cluster["headGroupSpec"], *cluster["workerGroupSpecs"])
    claim = found["PersistentVolumeClaim"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    images = set()
    for pod in (group["template"]["spec"] for group in groups):
        (container,), (volume,) = pod["containers"], pod["volumes"]
        images.add(container["image"])
        assert container["volumeMounts"] == [{"name": volume["name"], "mountPath": "/data"}]
        assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert len(images) == 1


def test_one_version_of_ray_everywhere() -> None:
    version = manifest()["RayJob"]["spec"]["rayClusterSpec"]["rayVersion"]
    assert f"FROM rayproject/ray:{version}-" in (DEPLOY / "Dockerfile").read_text("utf-8")
    assert f"ray=={version}\n" in (ROOT / "constraints.txt").read_text("utf-8")


def slurm(table: Path, out: Path) -> str:
    """The script, with tables that are there and without what takes long."""
    script = (DEPLOY / "slurm.sh").read_text("utf-8")
    for there, here in (
        ("/shared/news/*.parquet", str(table)),
        ("/shared/checked", str(out)),  # and its lock
        ("--metric estimate", "--no-estimate --shard-size 200"),
        ("ray start", "ray start --object-store-memory=100000000"),
    ):
        assert there in script
        script = script.replace(there, here)
    return script


@pytest.mark.cluster
def test_the_slurm_script_runs(tmp_path: Path) -> None:
    for name, does in STAND_INS.items():
        (tmp_path / name).write_text(f"#!/usr/bin/env bash\n{does}\n")
        (tmp_path / name).chmod(0o755)
    port = free_port()  # the script makes it of the job's number
    job = {"ID": str(port - PORTS.start), "NODELIST": "two", "NUM_NODES": "2"}
    environment = {
        **os.environ,
        **WITHOUT_ESTIMATE,
        **{f"SLURM_JOB_{name}": value for name, value in job.items()},
        "SLURM_CPUS_PER_TASK": "1",
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    table, out = write_table(tmp_path / "a.jsonl", 1_000, bad=[3]), tmp_path / "out"
    held = Path(f"{out}.lock").open("w")  # noqa: SIM115 — as of a node that was lost
    fcntl.flock(held, fcntl.LOCK_EX)
    Timer(10, held.close).start()
    done = subprocess.run(
        ["bash", "-c", slurm(table, out)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert held.closed
    assert done.returncode == 0, done.stderr
    assert (out / "manifest.json").exists()
    assert (out / "report.html").exists()
    with pytest.raises(ConnectionRefusedError):  # and nothing of it stays
        socket.create_connection(("127.0.0.1", port))
