"""How fast the estimator is, beside an encoder of XLM-R large's shape on the same machine.

Run: python -m benchmarks.estimator_speed
Segments of thirty words with a source as long. The large encoder (24 layers, hidden 1024, 16 heads,
feed-forward 4096: that of CometKiwi-22 and COMET-22) has random weights, which cost the same. It
needs torch (the extra `train`).
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from benchmarks.article import MT, SOURCE
from corpora.load import Inputs
from metrics.estimator.estimate import Estimator
from metrics.estimator.runtime import Model
from metrics.estimator.texts import Texts
from qa.doubts import texts_of
from qa.language_choice import Languages
from qa.measure import Measuring, read

WORDS, SEGMENTS, LARGE = 30, 256, 16
PIECES_PER_WORD = 1.5
ROUNDS = 3


def stretches() -> list[Texts]:
    """Stretches of thirty words of the bundled article beside such of its source."""
    ours, theirs = (Path(path).read_text(encoding="utf-8").split() for path in (MT, SOURCE))
    return [Texts(_stretch(ours, n), _stretch(theirs, n)) for n in range(SEGMENTS)]


def _stretch(words: list[str], start: int) -> str:
    return " ".join(words[(start + n) % len(words)] for n in range(WORDS))


def seconds(work: Callable[[], object]) -> float:
    """The least of some rounds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def large() -> float:
    """Segments a second of the large encoder, translation and source in one input."""
    layer = nn.TransformerEncoderLayer(1024, 16, 4096, activation="gelu", batch_first=True)
    encoder = nn.TransformerEncoder(layer, 24).eval()
    given = torch.randn(LARGE, round(2 * WORDS * PIECES_PER_WORD), 1024)
    with torch.inference_mode():
        return LARGE / seconds(lambda: encoder(given))


def article() -> list[Texts]:
    """The bundled article as it is checked."""
    request = Measuring(Inputs((MT,), SOURCE), Languages("id", "en"))
    return [texts_of(segment) for document in read(request, []) for segment in document.segments]


def main() -> None:
    """Print segments a second, the ratio, an article's time, loading and memory."""
    began = time.perf_counter()
    model = Model()
    model.run([Texts("a", "b")])
    print(f"loaded in {time.perf_counter() - began:.2f} s")
    given = stretches()
    small = SEGMENTS / seconds(lambda: Estimator(model).raw(given))
    whole = seconds(lambda: Estimator(model).raw(article()))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"estimate: {small:.0f} segments/s; memory {memory:.0f} MB, torch included")
    print(f"the bundled article: {whole:.2f} s")
    its = large()
    print(f"an encoder of XLM-R large's shape: {its:.2f} segments/s; ratio {small / its:.0f}")


if __name__ == "__main__":
    main()
