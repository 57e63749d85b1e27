"""Where the extra is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpora.errors import UsageError
from qa.batch.engines.cluster import Cluster
from tests.cluster.toys import job, shards


def test_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ray", "ray.data"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=r"pip install 'copydesk\[cluster\]'$"):
        list(Cluster().run(job(tmp_path), shards("fine")))


def test_a_gpu_and_a_half(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^--gpus 1\.5: a share of one GPU, or whole ones$"):
        list(Cluster(gpus=1.5).run(job(tmp_path), shards("fine")))


def test_nothing_to_do_needs_none(tmp_path: Path) -> None:
    assert not list(Cluster("nowhere:1").run(job(tmp_path), ()))
