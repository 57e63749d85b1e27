"""The test sets and their server, for every test of fetching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from corpora.sets.catalogue import TestSet as Set
from corpora.sets.catalogue import catalogue
from corpora.sets.store import Store
from tests.corpora.sets_server import HURRIED, Server, running


@pytest.fixture(scope="module")
def sets() -> Mapping[str, Set]:
    return catalogue()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with running() as server:
        yield server


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def store(tmp_path: Path, notes: list[str]) -> Store:
    return Store(tmp_path / "cache", HURRIED, say=notes.append)
