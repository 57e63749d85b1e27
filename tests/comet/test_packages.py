"""What unbabel-comet needs and has not got is said in one line; what it spoils is restored."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from corpora.errors import MetricError
from metrics.comet import checkpoint, packages
from metrics.metric import MetricOptions
from metrics.scorers import comet

pytestmark = pytest.mark.comet
_ROOT = Path(__file__).parents[2]
_VERSIONS = {"unbabel-comet": "2.2.7", "transformers": "4.57.6"}


def refused(monkeypatch: pytest.MonkeyPatch, versions: dict[str, str], lacks: str) -> str:
    def load(_: str) -> None:
        raise ModuleNotFoundError(f"No module named '{lacks}'", name=lacks)

    monkeypatch.setattr(packages, "version", versions.get)
    monkeypatch.setattr("importlib.import_module", load)
    with pytest.raises(MetricError) as caught:
        packages.comet()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_comet_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "pip install 'copydesk[comet]'" in refused(monkeypatch, {}, "")


def test_the_extra_comes_before_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(packages, "version", {}.get)
    with pytest.raises(MetricError, match=r"pip install 'copydesk\[comet\]'"):
        comet.metric.open(MetricOptions())


def test_setuptools_without_pkg_resources(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "pip install 'setuptools<81'" in refused(monkeypatch, _VERSIONS, "pkg_resources")


def test_transformers_5(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {**_VERSIONS, "transformers": "5.0.1"}
    said = refused(monkeypatch, versions, "")
    assert "does not work with transformers 5.0.1: pip install 'transformers<5'" in said


def test_another_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "needs the package entmax" in refused(monkeypatch, _VERSIONS, "entmax")
    with pytest.raises(MetricError, match="COMET needs the package torch"):
        packages.torch()


def test_a_torch_for_cpus_is_not_asked_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: "2.13.0+cpu")
    assert checkpoint.best_device() == "cpu"
    monkeypatch.setattr("importlib.metadata.version", lambda _: "2.13.0")
    cuda = SimpleNamespace(is_available=lambda: True)
    monkeypatch.setattr(packages, "torch", lambda: SimpleNamespace(cuda=cuda))
    assert checkpoint.best_device() == "cuda"


def test_quiet_restores_what_it_changes() -> None:
    root, chatty = logging.getLogger(), logging.getLogger("transformers")
    before = (root.level, list(root.handlers), chatty.level, dict(os.environ))
    with packages.quiet():
        root.setLevel(logging.DEBUG)
        root.addHandler(logging.NullHandler())
        assert chatty.level == logging.ERROR
        assert os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"
    assert (root.level, list(root.handlers), chatty.level, dict(os.environ)) == before


def test_the_scorers_import_nothing_heavy() -> None:
    code = (
        "import sys, metrics.scorers.comet, metrics.scorers.cometkiwi, metrics.scorers.xcomet\n"
        "heavy = {'torch', 'comet', 'onnxruntime', 'transformers', 'tokenizers', 'onnx', 'yaml',"
        " 'huggingface_hub'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=_ROOT, check=True)
