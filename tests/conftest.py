"""What the tests share: the example's paths, and the command line as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def copydesk(tmp_path: Path) -> Run:
    """Runs `copydesk …` in a folder of its own, as another process, without a terminal."""

    def run(*arguments: str | Path, env: dict[str, str] | None = None, stdin: bytes = b"") -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "qa", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@dataclass(frozen=True, slots=True)
class Article:
    """The bundled article's files."""

    mt: Path
    source: Path
    reference: Path


@pytest.fixture
def article() -> Article:
    examples = ROOT / "examples"
    return Article(
        examples / "article.mt.id.txt",
        examples / "article.src.en.txt",
        examples / "article.ref.id.txt",
    )
