"""A process loads a COMET model once, however often a run in blocks sets the metric up anew."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpora.errors import MetricError
from metrics.comet import scorer
from metrics.comet.find import Found
from metrics.comet.scorer import Setup, open_engine
from metrics.cores import at_most


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that were loaded, one after another."""
    names: list[str] = []

    def load(found: Found, *_: object, **__: object) -> object:
        names.append(found.name)
        if found.name == "damaged":
            raise MetricError("damaged")
        return object()

    monkeypatch.setattr("metrics.comet.checkpoint.TorchEngine", load)
    scorer._loaded.cache_clear()
    return names


def setup_of(folder: Path, name: str = "model") -> Setup:
    weights = folder / name / "model.ckpt"
    weights.parent.mkdir(exist_ok=True)
    weights.write_bytes(b"weights")
    return Setup(
        Found(name, weights.parent, weights, exported=False, settings={"a": []}), device="cpu"
    )


def test_a_model_is_loaded_once(tmp_path: Path, loaded: list[str]) -> None:
    setup = setup_of(tmp_path)
    engines = {
        open_engine(replace(setup, languages=(source, "en"))) for source in ("de", "id", "de")
    }
    assert len(engines) == 1
    assert loaded == ["model"]


def test_two_are_kept(tmp_path: Path, loaded: list[str]) -> None:
    setups = [setup_of(tmp_path, name) for name in ("one", "other", "third")]
    for setup in (*setups[:2], *setups[:2], *setups[:2]):
        open_engine(setup)
    assert loaded == ["one", "other"]
    open_engine(setups[2])
    open_engine(setups[1])
    assert loaded == ["one", "other", "third"]


def test_whatever_makes_it_another_model_is_loaded_anew(tmp_path: Path, loaded: list[str]) -> None:
    setup = setup_of(tmp_path)
    open_engine(setup)
    open_engine(replace(setup, dtype="float16"))
    open_engine(replace(setup, device="cuda"))
    with at_most(99):
        open_engine(setup)
    os.utime(setup.found.weights, ns=(1, 1))
    open_engine(setup)
    setup.found.weights.write_bytes(b"more weights")
    os.utime(setup.found.weights, ns=(1, 1))
    open_engine(setup)
    assert len(loaded) == 6


def test_a_model_that_cannot_be_loaded_is_tried_again(tmp_path: Path, loaded: list[str]) -> None:
    for _ in range(2):
        with pytest.raises(MetricError):
            open_engine(setup_of(tmp_path, "damaged"))
    assert loaded == ["damaged"] * 2
