"""The same input gives the same bytes, whatever the number of cores."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa.plugins import WRITERS, names
from tests.conftest import ROOT, WITH_ESTIMATE, Article

ENVIRONMENT = {**os.environ, **WITH_ESTIMATE, "PYTHONPATH": str(ROOT)}


def _reports(folder: Path, article: Article, cores: set[int]) -> dict[str, bytes]:
    """What each writer writes, and the baseline, on these cores only."""
    folder.mkdir()
    reports = [f"--report={name}={name}.out" for name in names(WRITERS)]
    subprocess.run(
        [
            *(sys.executable, "-m", "qa", "check", str(article.mt), "--source"),
            *(str(article.source), "--reference", str(article.reference), "--lang", "id"),
            *("--write-baseline", "baseline.out", "--exit-zero", "-q", *reports),
        ],
        cwd=folder,
        env=ENVIRONMENT,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux binds to cores")
def test_one_core_writes_what_all_do(tmp_path: Path, article: Article) -> None:
    every = os.sched_getaffinity(0)
    one = _reports(tmp_path / "one", article, {min(every)})
    many = _reports(tmp_path / "many", article, every)
    assert len(one) == len(names(WRITERS)) + 1
    assert {name for name, content in one.items() if many[name] != content} == set()
