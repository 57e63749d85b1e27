"""Fit the calibration that ships, on one half of the documents that were held out.

Run: python -m training.calibrate [DATA]

The other half is what benchmarks/estimator.py measures thresholds on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from corpora.text import Span
from metrics.estimator import fit, ordering
from metrics.estimator.calibration import (
    ANY,
    FILE,
    SITUATIONS,
    Calibration,
    Share,
    Situation,
    encoded,
)
from metrics.estimator.estimate import Estimator
from metrics.estimator.runtime import Model
from metrics.estimator.texts import Texts
from training import made, people
from training.examples import Example, tenth
from training.spoil import Spoiler

SHIPPED = Path(__file__).resolve().parent.parent / "metrics" / "estimator" / "model"
FITTED = 0  # the tenth of the documents
PRECISION, LIKELY = 0.5, 0.5
PAIRS = ("en-de", "zh-en", "et-en", "ne-en", "ro-en", "ru-en", "si-en", "en-id")
"""Where held-out documents showed it to be better than chance (benchmarks/estimator*.py)."""
_EDITED = 500
_SPOILED, _SEED = 400, 7


def main() -> None:
    """Fit and write."""
    examples = [
        example
        for example in people.mqm(people.NEWS, held_out=True)
        if tenth(example.document) == FITTED and not example.is_human
    ]
    engine = Estimator(Model())
    situations = {name: _careful(_fitted(engine, name, examples)) for name in SITUATIONS}
    found = Calibration(situations, _hter(engine), PAIRS)
    (SHIPPED / FILE).write_bytes(encoded(found))
    for name, one in situations.items():
        print(name, one.order, one.points, one.marked, one.threshold, sep="\n  ")
    print(found.hter)


def texts_in(situation: str, example: Example) -> Texts:
    """What the model sees of an example."""
    source = example.source if "src" in situation else None
    reference = example.references[0] if "ref" in situation else None
    return Texts(example.mt, source, reference)


def _fitted(engine: Estimator, name: str, examples: Sequence[Example]) -> Situation:
    """Fitted to what people marked; points of Indonesian, which nobody marked, to made errors.

    With a reference they are those of all languages: no second Indonesian translation is at hand.
    """
    found = _ordered(engine, name, examples)
    for some in (examples, *([] if "ref" in name else [list(_spoiled())])):
        rows = _observed(engine, name, some)
        found = fit.situation(rows, found, with_length=name != "mt", precision=PRECISION)
    return found


def _careful(found: Situation) -> Situation:
    """Only words that would sooner be marked than not; other languages have the highest limit."""
    limits = {
        language: None if limit is None else max(LIKELY, limit)
        for language, limit in found.threshold.items()
    }
    limits[ANY] = max(LIKELY, *(limit for limit in limits.values() if limit is not None))
    return msgspec.structs.replace(found, threshold=limits)


def _ordered(engine: Estimator, name: str, examples: Sequence[Example]) -> Situation:
    """With a reference, what it has in common with the translation counts, too."""
    if "ref" not in name:
        return fit.UNFITTED
    usable = [example for example in examples if example.references]
    told = engine.raw([texts_in(name, example) for example in usable])
    rows = [
        (example.group, raw, example.score or 0.0)
        for example, raw in zip(usable, told, strict=True)
    ]
    return msgspec.structs.replace(fit.UNFITTED, order=ordering.order(rows))


def _observed(engine: Estimator, name: str, examples: Sequence[Example]) -> list[fit.Observed]:
    usable = [e for e in examples if e.references or "ref" not in name]
    told = engine.raw([texts_in(name, example) for example in usable])
    return [
        fit.observed(
            raw,
            example.mt,
            example.pair.rpartition("-")[2],
            -(example.score or 0.0),
            [Span(mark.start, mark.end) for mark in example.marks] if example.document else None,
        )
        for raw, example in zip(told, usable, strict=True)
    ]


def _spoiled() -> Iterator[Example]:
    """Indonesian news with other errors than those trained on."""
    rows = made.news()[:_SPOILED]
    spoiler = Spoiler("id", [row["id"] for row in rows], [row["en"] for row in rows])
    rng = random.Random(_SEED)
    for number, row in enumerate(rows):
        made_one = spoiler.spoil(row["id"], row["en"], rng, rng.randint(1, 4))
        texts = [(row["id"], 0.0)]
        texts += [] if made_one is None else [(made_one.text, made_one.severity)]
        for text, lost in texts:
            yield Example("made", "en-id", f"{number}", text, row["en"], score=-lost)


def _hter(engine: Estimator) -> Share:
    """From every other held-out sentence of MLQE-PE."""
    examples = list(people.post_edited(_EDITED, held_out=True))[::2]
    told = engine.raw([texts_in("src", example) for example in examples])
    edited = np.asarray([example.hter or 0.0 for example in examples])
    return fit.share(np.asarray([raw.hter for raw in told]), edited)


if __name__ == "__main__":
    main()
