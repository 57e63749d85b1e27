"""What the tests share: the example's paths, and the command line as a user runs it."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from qa.commands.rule_options import learned_rules
from qa.config import Config
from qa.plugins import CHECKS, discover
from tests import running

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


# What a script runs in the background is deaf to Ctrl-C, and so would be all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
# No test promises that an example takes less than 200 ms by the clock on the wall.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
os.environ["COPYDESK_CACHE"] = "off"  # no test shall find what another run has kept
WITHOUT_ESTIMATE = {"COPYDESK_NO_ESTIMATE": "1"}
"""Most tests are about something else: they need not wait for the model."""
WRITTEN_RULES = Config().without(learned_rules(), discover(CHECKS))
"""A configuration without the rules that ask the model."""
WITH_ESTIMATE = {"COPYDESK_NO_ESTIMATE": "0"}


@pytest.fixture
def copydesk(tmp_path: Path) -> Run:
    """Runs `copydesk …` in a folder of its own, as another process, without a terminal.

    Nothing is estimated, unless `env=WITH_ESTIMATE` asks for it.
    """

    def run(*arguments: str | Path, env: dict[str, str] | None = None, stdin: bytes = b"") -> Done:
        environment = {**os.environ, **WITHOUT_ESTIMATE, **(env or {})}
        code, out, err = running.run([*map(str, arguments)], tmp_path, environment, stdin)
        return Done(code, out.decode(), err.decode())

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
