"""How a model does on what was held out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from metrics.agreement import pearson
from metrics.meta import Figure, Judged, Words, measure, measure_words
from training.feed import Feed
from training.model import Whole
from training.situations import SITUATIONS, Situation
from training.twins import Rows

Scores = NDArray[np.float64]
LOOKED_AT = ("within", "acc_eq", "system_accuracy", "base_rate", "r_precision")
_AT_ONCE = 128
_TENTH = 1  # of all documents, that nothing is fitted to


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


def report(model: Whole, feed: Feed) -> None:
    """Print how it does on each set in each situation."""
    for label, situation in SITUATIONS.items():
        for name in feed.pack.sets:
            rows = feed.held_out(name, _TENTH)
            if situation.reference:
                rows = rows[feed.pack["first"][rows] >= 0]
            if len(rows):
                told = predicted(model, feed, rows, situation)
                print(f"  {name} {label:8} {_figures(feed, name, rows, told)}", flush=True)


def _figures(feed: Feed, name: str, rows: Rows, told: Told) -> str:
    pack = feed.pack
    if name.startswith("newstest"):
        found = _agreement(feed, rows, told)
        return " ".join(f"{key} {_shown(one.value)}" for key, one in found.items())
    if name.startswith("mlqe"):
        pairs = ((told.da, pack["da"][rows]), (told.hter, pack["hter"][rows]))
        da, hter = (_shown(pearson(a, b.astype(float))) for a, b in pairs)
        return f"da {da} hter {hter}"
    order = np.argsort(pack["group"][rows], kind="stable")
    good, bad = told.score[order].reshape(-1, 2).T
    return f"good above spoiled {(good > bad).mean():.3f}"


def _agreement(feed: Feed, rows: Rows, told: Told) -> dict[str, Figure]:
    """The measures that are looked at, as `copydesk evaluate` has them; one document is all."""
    pack, one = feed.pack, np.zeros(len(rows), dtype=np.int64)
    items, systems = (
        np.unique(pack[of][rows], return_inverse=True)[1] for of in ("group", "system")
    )
    lengths = feed.lengths[pack["mt"][rows]].astype(float)
    judged = Judged(pack["score"][rows].astype(float), items, systems, one, lengths, is_sum=True)
    words = Words(told.risk.astype(float), told.marked, np.zeros_like(told.marked, np.int64), None)
    found = measure(told.score, judged, 0) | measure_words(words, 0)
    return {name: found[name] for name in LOOKED_AT}


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
