"""Killed at any moment: no report, baseline or history is damaged or half there."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from qa.baseline.stored import load
from qa.history.store import stored
from tests.conftest import ROOT, WITHOUT_ESTIMATE, Article

ENVIRONMENT = {**os.environ, **WITHOUT_ESTIMATE, "PYTHONPATH": str(ROOT)}
TIMES = 50


def _command(article: Article) -> list[str]:
    reports = [f"--report={name}={name}.out" for name in ("sarif", "junit", "html", "json")]
    return [
        *(sys.executable, "-m", "qa", "check", str(article.mt), "--source", str(article.source)),
        *("--reference", str(article.reference), "--lang", "id", "--source-lang", "en", "-q"),
        *("--write-baseline", "baseline.json", "--history", "history.db", *reports),
    ]


def _is_whole(folder: Path) -> None:
    """Every file that is there can be read, to its end."""
    for name in ("sarif", "json"):
        if (path := folder / f"{name}.out").exists():
            assert json.loads(path.read_bytes())
    if (path := folder / "junit.out").exists():
        assert etree.fromstring(path.read_bytes()).tag == "testsuites"
    if (path := folder / "html.out").exists():
        assert path.read_text("utf-8").rstrip().endswith("</html>")
    if (path := folder / "baseline.json").exists():
        assert load(str(path)).portions[0].flags
    if (path := folder / "history.db").exists() and path.stat().st_size:
        with sqlite3.connect(path) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()


@pytest.mark.slow
def test_nothing_is_half_written(tmp_path: Path, article: Article) -> None:
    begun = time.monotonic()
    subprocess.run(_command(article), cwd=tmp_path, env=ENVIRONMENT, check=True)
    whole = time.monotonic() - begun
    runs = [len(stored(str(tmp_path / "history.db")))]
    random, survived = Random(7), 0
    for _ in range(TIMES):
        with subprocess.Popen(_command(article), cwd=tmp_path, env=ENVIRONMENT) as process:
            # Sooner at the end, where files are written.
            wait = whole * random.triangular(0, 1.1, 1)
            try:
                process.wait(wait)
                survived += 1
            except subprocess.TimeoutExpired:
                process.kill()
        _is_whole(tmp_path)
        runs.append(len(stored(str(tmp_path / "history.db"))))
    assert survived < TIMES
    assert all(0 <= after - before <= 1 for before, after in itertools.pairwise(runs))
