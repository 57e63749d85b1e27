"""Training all layers and heads."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.draw import batches
from training.feed import LONGEST, SPOILED, Feed
from training.loss import Weights, loss_of
from training.model import Batch, Whole
from training.pack import Pack
from training.twins import Rows

_WARM_UP, _DECAY = 0.04, 0.01
_TOLD = 100
_NORM = 1.0
_SAMPLE, _PARTS = 2048, 64
_LOWER_RATE, _UPPER_RATE, _HEAD_RATE = 6e-5, 1.2e-4, 6e-4
_TURN = 0.6  # the part of training after which professionals' marks count for most
_BROAD = {"newstest": 0.35, "ted": 0.1, "mlqe": 0.25, "demetr": 0.08, "made": 0.22}
_NARROW = {"newstest": 0.55, "ted": 0.15, "mlqe": 0.13, "demetr": 0.05, "made": 0.12}
TWINS = "twins"
State = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Course:
    """How training goes: steps, seed, translations in a batch, what is left out.

    `without` names sets, and what else is left out (`left_out`).
    """

    steps: int
    seed: int = 1
    size: int = 128
    without: tuple[str, ...] = ()

    def feed(self, pack: Pack, device: str) -> Feed:
        """What is drawn from a pack."""
        return Feed(pack, device, 0.0 if TWINS in self.without else SPOILED)


def left_out(pack: Pack, names: str) -> tuple[str, ...]:
    """The sets that are meant, and those of contrast, chrf and twins; a comma between several.

    A set is meant by how it begins (`mlqe`) or by its pair (`zh-en`). Raises ValueError for a name
    that means nothing.
    """
    found: list[str] = []
    for name in filter(None, names.split(",")):
        sets = [one for one in pack.sets if one.startswith(name) or one.endswith(f".{name}")]
        if not sets and name not in {*Weights._fields, TWINS}:
            raise ValueError(f"--without {name}: no set begins like this or is of this pair")
        found += sets or [name]
    return tuple(found)


def untrained(pack: Pack, device: str) -> Whole:
    """The base's layers, heads that know nothing, and the average state of a word piece."""
    torch.manual_seed(0)
    model = Whole(pack.base(), len(pack["vocabulary"])).to(device).eval()
    feed, rng = Feed(pack, device), np.random.default_rng(0)
    rows = rng.choice(np.flatnonzero(feed.lengths <= LONGEST), _SAMPLE)
    sums, pieces = torch.zeros_like(model.upper.mean), 0
    with torch.no_grad():
        for some in np.array_split(rows, _PARTS):
            ids, there = feed.texts(np.sort(some), [])
            sums += model.states(ids, there)[there].sum(0)
            pieces += int(there.sum())
    model.upper.mean.copy_(sums / pieces)
    return model


def train(model: Whole, pack: Pack, course: Course) -> None:
    """Train a model."""
    torch.manual_seed(course.seed)
    feed = course.feed(pack, str(model.upper.mean.device))
    optimizer, batch_at = _optimizer(model), _batches(feed, course)
    rates = [group["lr"] for group in optimizer.param_groups]
    sums: dict[str, Tensor] = {}
    began = time.monotonic()
    model.train()
    for number in range(1, course.steps + 1):
        done = number / course.steps
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(done / _WARM_UP, (1 - done) / (1 - _WARM_UP), 1.0)
        step(model, batch_at(done), optimizer, sums, _weights(course))
        if number % _TOLD == 0:
            told = " ".join(f"{name} {float(total) / _TOLD:.3f}" for name, total in sums.items())
            print(f"{time.monotonic() - began:6.0f} s step {number}: {told}", flush=True)
            sums.clear()


def _weights(course: Course) -> Weights:
    unused = [name for name in Weights._fields if name in course.without]
    return Weights()._replace(**dict.fromkeys(unused, 0.0))


def _batches(feed: Feed, course: Course) -> Callable[[float], Batch]:
    """The batch for when so much of training is done."""
    parts = {name: _of(feed, name, course.without) for name in _BROAD}
    parts = {name: rows for name, rows in parts.items() if len(rows)}
    streams = [
        batches(feed, parts, shares, course.size, course.seed * len(_BROAD) + number)
        for number, shares in enumerate((_BROAD, _NARROW))
    ]
    return lambda done: next(streams[done > _TURN])


def _of(feed: Feed, part: str, without: Sequence[str]) -> Rows:
    rows = feed.learned()
    kept = [
        number
        for number, name in enumerate(feed.pack.sets)
        if name.startswith(part) and name not in without
    ]
    return rows[np.isin(feed.pack["set"][rows], kept)]


def _optimizer(model: Whole) -> torch.optim.Optimizer:
    """AdamW (Loshchilov and Hutter 2019); what starts from nothing learns faster."""
    lower, upper = list(model.lower.parameters()), list(model.upper.stack.parameters())
    heads = [p for name, p in model.upper.named_parameters() if not name.startswith("stack.")]
    return torch.optim.AdamW(
        [
            {"params": lower, "lr": _LOWER_RATE},
            {"params": upper, "lr": _UPPER_RATE},
            {"params": heads, "lr": _HEAD_RATE},
        ],
        weight_decay=_DECAY,
        fused=True,
    )


def step(
    model: Whole,
    batch: Batch,
    optimizer: torch.optim.Optimizer,
    sums: dict[str, Tensor],
    weights: Weights,
) -> None:
    """One step down."""
    on_gpu = batch.chunk.is_cuda  # few processors multiply in bfloat16, and others take ages
    with torch.autocast(batch.chunk.device.type, dtype=torch.bfloat16, enabled=on_gpu):
        found = model(batch)
    parts = loss_of(found, batch, weights)
    for name, part in parts.items():
        sums[name] = sums.get(name, torch.zeros_like(part)) + part.detach()
    optimizer.zero_grad()
    torch.stack([part.float() for part in parts.values()]).sum().backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), _NORM)
    optimizer.step()


def state(model: Whole) -> State:
    """The trained weights."""
    return {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}


def average(states: Sequence[State]) -> State:
    """The average of several ends of training from one start.

    It errs less than each (Wortsman et al. 2022, proceedings.mlr.press/v162/wortsman22a.html).
    """
    return {name: sum(one[name] for one in states) / len(states) for name in states[0]}  # type: ignore[misc]


def save(weights: State, path: Path) -> None:
    """Write weights."""
    torch.save(weights, path)
