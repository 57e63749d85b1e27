"""How a half-made model does on documents that were held out."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from metrics.estimator.texts import MT
from training.batches import BROAD, SITUATIONS, Library, Situation, collate
from training.examples import Example
from training.model import Upper

Scores = NDArray[np.float64]


def predicted(
    model: Upper, examples: Sequence[Example], situation: Situation, library: Library
) -> tuple[dict[str, Scores], list[NDArray[np.float32]]]:
    """Scores of every example, and the word pieces' probabilities of being marked."""
    size = BROAD.rows
    order = sorted(range(len(examples)), key=lambda at: library.length(examples[at].mt))
    found = {name: np.zeros(len(examples)) for name in ("score", "da", "hter")}
    words: list[NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(examples)
    model.eval()
    with torch.no_grad():
        for at in range(0, len(order), size):
            some = order[at : at + size]
            batch = collate([[examples[n] for n in some]], situation, library, random.Random(0))
            outputs = model(batch.mt, batch.others)
            for name, values in found.items():
                values[some] = getattr(outputs, name).float().numpy()
            risks = outputs.words[..., :2].float().sigmoid().numpy()
            for row, n in enumerate(some):
                words[n] = risks[row][batch.mt.sides[row].numpy() == MT]
    model.train()
    return found, words


def within(scores: Scores, examples: Sequence[Example]) -> float:
    """Kendall's tau-b within source items, averaged."""
    groups = defaultdict(list)
    for at, example in enumerate(examples):
        groups[example.group].append(at)
    taus = [tau(scores[g], np.asarray([examples[n].score for n in g])) for g in groups.values()]
    return float(np.nanmean([t for t in taus if t is not None]))


def tau(one: Scores, other: Scores) -> float | None:
    """Kendall's tau-b of two short lists; None where one of them is constant."""
    a, b = (np.sign(np.subtract.outer(x, x)) for x in (one, other))
    norm = np.sqrt((a != 0).sum() * (b != 0).sum())
    if not (b != 0).any():
        return None
    return float((a * b).sum() / norm) if norm else 0.0


def systems(scores: Scores, examples: Sequence[Example]) -> float:
    """Share of system pairs whose means the human means agree with."""
    means = {}
    for name in {e.system for e in examples}:
        rows = [n for n, e in enumerate(examples) if e.system == name]
        means[name] = (scores[rows].mean(), np.mean([examples[n].score for n in rows]))
    values = np.asarray(list(means.values()))
    ours, theirs = (np.sign(np.subtract.outer(values[:, k], values[:, k])) for k in (0, 1))
    upper = np.triu_indices(len(values), 1)
    return float((ours[upper] == theirs[upper]).mean())


def r_precision(
    words: Sequence[NDArray[np.float32]], examples: Sequence[Example], library: Library, column: int
) -> tuple[float, float]:
    """Of as many pieces as people marked, the share that they marked; and the base rate."""
    risks, labels = [], []
    for risk, example in zip(words, examples, strict=True):
        label = library.labels(example)[:, column]
        risks.append(risk[label >= 0, column])
        labels.append(label[label >= 0] > 0)
    risk, label = np.concatenate(risks), np.concatenate(labels)
    top = np.argsort(-risk)[: label.sum()]
    return float(label[top].mean()), float(label.mean())


def report(model: Upper, held_out: Sequence[Example], library: Library) -> None:
    """Print within-item tau, system pairs and words for each set and situation."""
    judged = [e for e in held_out if e.system and e.words == "mqm"]
    for name in sorted({e.set for e in judged}):
        some = [e for e in judged if e.set == name and not e.is_human]
        for label, situation in SITUATIONS.items():
            usable = [e for e in some if e.references or not situation.reference]
            if not usable:
                continue
            found, words = predicted(model, usable, situation, library)
            tops, base = r_precision(words, usable, library, 0)
            print(
                f"  {name} {label:8} within {within(found['score'], usable):.3f} "
                f"systems {systems(found['score'], usable):.2f} words {tops:.3f} of {base:.3f}",
                flush=True,
            )
