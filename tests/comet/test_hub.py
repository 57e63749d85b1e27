"""The hub is asked once, briefly, and its answers are one line."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpora.errors import MetricError
from metrics.comet import hub
from metrics.comet.find import find

pytestmark = pytest.mark.comet
_ROOT = Path(__file__).parents[2]


@pytest.fixture
def online(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(hub, "PATIENCE", 0.3)
    return monkeypatch


def answering(monkeypatch: pytest.MonkeyPatch, answer: Any, download: Any = None) -> list[str]:
    asked: list[str] = []

    def ask(name: str, then: Any) -> Any:
        asked.append(name)
        if isinstance(then, Exception):
            raise then
        return then() if callable(then) else then

    monkeypatch.setattr("huggingface_hub.HfApi.model_info", lambda _, n, **__: ask(n, answer))
    monkeypatch.setattr("huggingface_hub.snapshot_download", lambda n, **_: ask(n, download))
    return asked


def failing(kind: str, status: int | None = None) -> Exception:
    error = type(kind, (Exception,), {})("said at\nlength")
    error.response = None if status is None else SimpleNamespace(status_code=status)  # type: ignore[attr-defined]
    return error


def refused(model: str = "Unbabel/wmt22-cometkiwi-da") -> str:
    with pytest.raises(MetricError) as caught:
        find(model)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("status", [401, 403])
def test_a_gated_model(online: pytest.MonkeyPatch, status: int) -> None:
    answering(online, None, failing("GatedRepoError", status))
    said = refused()
    assert "accept its licence on https://huggingface.co/Unbabel/wmt22-cometkiwi-da" in said
    assert "`hf auth login`" in said


def test_a_model_that_the_hub_does_not_know(online: pytest.MonkeyPatch) -> None:
    answering(online, failing("RepositoryNotFoundError", 401))
    said = refused("unbabel/wmt22-comet-daa")
    assert said.startswith("the hub knows no model unbabel/wmt22-comet-daa")
    assert "did you mean wmt22-comet-da" in said


def test_no_network_is_one_line_after_one_question(online: pytest.MonkeyPatch) -> None:
    asked = answering(online, failing("ConnectionError"))
    assert "the hub did not answer; download it once with" in refused()
    assert len(asked) == 1


def test_a_network_that_hangs_is_not_waited_for(online: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    answering(online, gate.wait)
    assert "the hub did not answer" in refused()
    gate.set()


def test_a_full_disk(online: pytest.MonkeyPatch) -> None:
    answering(online, None, OSError(28, "No space left on device"))
    assert "cannot be written to the cache: No space left on device" in refused()


def test_what_was_downloaded_is_used(online: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "got"
    (folder / "checkpoints").mkdir(parents=True)
    (folder / "checkpoints" / "model.ckpt").write_bytes(b"x")
    (folder / "hparams.yaml").write_text("class_identifier: regression_metric\n")
    asked = answering(online, None, str(folder))
    assert find("wmt22-cometkiwi-da").folder == folder
    assert asked == ["Unbabel/wmt22-cometkiwi-da"] * 2


def test_the_caches_place(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert hub.cache_folder() == Path.home() / ".cache" / "huggingface" / "hub"
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert hub.cache_folder() == Path("/x/huggingface/hub")
    monkeypatch.setenv("HF_HOME", "/y")
    assert hub.cache_folder() == Path("/y/hub")
    monkeypatch.setenv("HF_HUB_CACHE", "/z")
    assert hub.cache_folder() == Path("/z")


_NO_NETWORK = """
import socket, sys
tried = []
def no(*a, **k):
    tried.append(a)
    raise OSError("no network")
socket.getaddrinfo = socket.create_connection = no
socket.socket.connect = no
import logging
from metrics.metric import MetricOptions, Sample
from metrics.scorers import xcomet
scorer = xcomet.metric.open(MetricOptions(parameters={"model": "tiny/xcomet", "device": "cpu"}))
rows = scorer.statistics([Sample("the bridge", (), "die Brücke")])
assert rows[0, 1] == 1, rows
assert not tried, tried
root = logging.getLogger()
assert root.level == logging.WARNING and not root.handlers, (root.level, root.handlers)
assert not any(name.startswith("comet_ml") for name in sys.modules)
"""


def test_a_cached_model_asks_nobody_and_says_nothing(cache: Path) -> None:
    environment = {**os.environ, "HF_HUB_CACHE": str(cache), "HF_HUB_OFFLINE": "0"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _NO_NETWORK],
        env=environment, cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
