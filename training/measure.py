"""How a model does on what was held out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from training.feed import Feed
from training.model import Whole
from training.situations import SITUATIONS, Situation
from training.twins import Rows

Scores = NDArray[np.float64]
_AT_ONCE = 128
_LOOKED_AT = 1  # the tenth of all documents that nothing is fitted to


class Told(NamedTuple):
    """What a model says of examples; of their labelled word pieces, how risky, and are they bad."""

    score: Scores
    da: Scores
    hter: Scores
    risk: NDArray[np.float32]
    marked: NDArray[np.bool_]


def predicted(model: Whole, feed: Feed, rows: Rows, situation: Situation) -> Told:
    """What the model says of examples."""
    heads = np.zeros((3, len(rows)))
    risks, labels = [], []
    order = np.argsort(feed.longest[rows], kind="stable")
    model.eval()
    with torch.no_grad():
        for at in range(0, len(order), _AT_ONCE):
            some = order[at : at + _AT_ONCE]
            batch = feed.batch([rows[some]], [situation])
            found = model(batch)
            told = torch.stack((found.score, found.da, found.hter.sigmoid()))
            heads[:, some] = told.cpu().numpy()
            label = batch.words[..., 0]
            risks.append(found.words[..., 0][label >= 0].cpu().numpy())
            labels.append(label[label >= 0].cpu().numpy() > 0)
    return Told(*heads, np.concatenate(risks), np.concatenate(labels))


def within(scores: Scores, human: Scores, groups: Sequence[object]) -> float:
    """Kendall's tau-b within source items, averaged."""
    where = defaultdict(list)
    for at, group in enumerate(groups):
        where[group].append(at)
    taus = [tau(scores[g], human[g]) for g in where.values()]
    return float(np.nanmean([np.nan if t is None else t for t in taus]))


def tau(one: Scores, other: Scores) -> float | None:
    """Kendall's tau-b of two short lists; None where the other one is constant."""
    a, b = (np.sign(np.subtract.outer(x, x)) for x in (one, other))
    norm = np.sqrt((a != 0).sum() * (b != 0).sum())
    if not (b != 0).any():
        return None
    return float((a * b).sum() / norm) if norm else 0.0


def pairs_right(scores: Scores, human: Scores, systems: NDArray[np.int64]) -> float:
    """Share of system pairs whose means the human means agree with."""
    found = [(scores[systems == s].mean(), human[systems == s].mean()) for s in set(systems)]
    ours, theirs = (np.sign(np.subtract.outer(x, x)) for x in np.asarray(found).T)
    upper = np.triu_indices(len(found), 1)
    return float((ours[upper] == theirs[upper]).mean())


def r_precision(told: Told) -> tuple[float, float]:
    """Of as many pieces as people marked, the share that they marked; and the base rate."""
    top = np.argsort(-told.risk)[: told.marked.sum()]
    return float(told.marked[top].mean()), float(told.marked.mean())


def report(model: Whole, feed: Feed) -> None:
    """Print how it does on each set in each situation."""
    for label, situation in SITUATIONS.items():
        for name in feed.pack.sets:
            rows = feed.held_out(name, _LOOKED_AT)
            if situation.reference:
                rows = rows[feed.pack["first"][rows] >= 0]
            if len(rows):
                told = predicted(model, feed, rows, situation)
                print(f"  {name} {label:8} {_figures(feed, name, rows, told)}", flush=True)


def _figures(feed: Feed, name: str, rows: Rows, told: Told) -> str:
    pack = feed.pack
    human, da, hter = (pack[kind][rows].astype(float) for kind in ("score", "da", "hter"))
    if name.startswith("newstest"):
        top, base = r_precision(told)
        right = pairs_right(told.score, human, pack["system"][rows])
        inside = within(told.score, human, pack["group"][rows].tolist())
        return f"within {inside:.3f} systems {right:.2f} words {top:.3f} of {base:.3f}"
    if name.startswith("mlqe"):
        found = (np.corrcoef(a, b)[0, 1] for a, b in ((told.da, da), (told.hter, hter)))
        return "da {:.3f} hter {:.3f}".format(*found)
    order = np.argsort(pack["group"][rows], kind="stable")
    good, bad = told.score[order].reshape(-1, 2).T
    return f"good above spoiled {(good > bad).mean():.3f}"
