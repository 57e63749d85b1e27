"""A real model is loaded once a process, and says the same as one that was loaded anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from metrics.comet import checkpoint, scorer
from metrics.cores import at_most
from metrics.metric import MetricOptions, Sample
from metrics.scorers import comet

pytestmark = [pytest.mark.comet, pytest.mark.usefixtures("cache")]
SAMPLES = tuple(
    Sample("the bridge is new " * n, ("a new bridge " * n,), "die Brücke ist neu " * n)
    for n in range(1, 6)
)


def rows(model: str) -> np.ndarray:
    given = {"model": model, "device": "cpu"}
    return comet.metric.open(MetricOptions("en", "de", given)).statistics(SAMPLES)


def test_a_checkpoint_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[object] = []
    load = checkpoint.load

    def counted(*given: object, **named: object) -> object:
        loads.append(given)
        return load(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(checkpoint, "load", counted)
    scorer._loaded.cache_clear()
    found = [rows("tiny/comet-da") for _ in range(3)]
    assert len(loads) == 1
    assert all(np.array_equal(one, found[0]) for one in found)


def test_an_exported_model_in_one_thread_says_the_same(exported: Callable[[str], Path]) -> None:
    folder = str(exported("comet-da"))
    whole = rows(folder)
    with at_most(1):
        assert rows(folder) == pytest.approx(whole, abs=1e-6)
