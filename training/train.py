"""Training the upper layers."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, islice
from pathlib import Path

import numpy as np
import torch

from metrics.estimator import base
from training.batches import BROAD, NARROW, Batch, Library, Shape, Situation, collate, shuffled
from training.examples import Example
from training.loss import loss_of
from training.model import Upper

_WARM_UP, _DECAY = 0.04, 0.01
_TOLD = 200
_NORM = 1.0
_FEWEST = 30


@dataclass(frozen=True, slots=True)
class Course:
    """A stretch of training: how many steps, batches of which shape, how fast at its peak."""

    steps: int
    seed: int
    shape: Shape
    upper_rate: float
    head_rate: float


def broad(steps: int, seed: int) -> Course:
    """First everything."""
    return Course(steps, seed, BROAD, upper_rate=8e-5, head_rate=6e-4)


def narrow(steps: int, seed: int) -> Course:
    """Then what professionals judged, more translations of a source side by side."""
    return Course(steps, seed, NARROW, upper_rate=8e-5, head_rate=4e-4)


def levelled(examples: Sequence[Example], library: Library) -> list[Example]:
    """Human scores freed from the length of the translation, and standardised, set by set.

    MQM points (their logarithm) where raters judged, direct assessments where others did.
    """
    found = list(examples)
    for name in {e.set for e in examples}:
        rows = [n for n, e in enumerate(examples) if e.set == name and _told(e) is not None]
        if len(rows) < _FEWEST:
            continue
        human = np.asarray([_told(examples[n]) for n in rows], dtype=np.float64)
        length = np.log([library.length(examples[n].mt) for n in rows])
        rest = human - np.polyval(np.polyfit(length, human, 1), length)
        for n, value in zip(rows, rest / rest.std(), strict=True):
            found[n] = replace(found[n], level=float(value))
    return found


def _told(example: Example) -> float | None:
    """What people said of a machine's translation, on a scale that can be averaged."""
    if example.words == "mqm" and example.system:
        return -float(np.log1p(-(example.score or 0.0)))
    return example.da


def mean_state(library: Library) -> torch.Tensor:
    """The average state of a word piece, over a sample."""
    store = library.stores[0]
    step = max(1, len(store.states) // 200_000)
    return torch.from_numpy(np.asarray(store.states[::step], dtype=np.float32).mean(0))


def untrained(library: Library, seed: int) -> Upper:
    """The upper layers as they are in the base, and heads that know nothing."""
    torch.manual_seed(seed)
    return Upper(mean_state(library), base.load())


def train(
    model: Upper, examples: Sequence[Example], library: Library, course: Course, keep: Path
) -> None:
    """Train the upper layers; what is there so far is kept in a file."""
    torch.manual_seed(course.seed)
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    device = str(model.mean.device)
    optimizer = _optimizer(model, course)
    rates = [group["lr"] for group in optimizer.param_groups]
    began, rng = time.monotonic(), random.Random(course.seed)
    sums: dict[str, float] = {}
    for number, (chosen, situation) in enumerate(_epochs(examples, library, course), 1):
        done = number / course.steps
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(done / _WARM_UP, (1 - done) / (1 - _WARM_UP), 1.0)
        step(model, collate(chosen, situation, library, rng).on(device), optimizer, sums)
        if number % _TOLD == 0:
            told = " ".join(f"{name} {total / _TOLD:.3f}" for name, total in sums.items())
            print(f"{time.monotonic() - began:6.0f} s step {number}: {told}", flush=True)
            sums.clear()
            save(model, keep)
    save(model.cpu(), keep)


def _epochs(
    examples: Sequence[Example], library: Library, course: Course
) -> Iterator[tuple[list[list[Example]], Situation]]:
    """Batches, epoch after epoch, each in another order."""
    epochs = (shuffled(examples, library, course.seed + epoch, course.shape) for epoch in count())
    return islice(chain.from_iterable(epochs), course.steps)


def _optimizer(model: Upper, course: Course) -> torch.optim.Optimizer:
    """AdamW (Loshchilov and Hutter 2019); what starts from nothing learns faster."""
    upper = list(model.stack.parameters())
    heads = [p for name, p in model.named_parameters() if not name.startswith("stack.")]
    return torch.optim.AdamW(
        [
            {"params": upper, "lr": course.upper_rate},
            {"params": heads, "lr": course.head_rate},
        ],
        weight_decay=_DECAY,
        fused=True,
    )


def step(
    model: Upper, batch: Batch, optimizer: torch.optim.Optimizer, sums: dict[str, float]
) -> None:
    """One step down."""
    on_gpu = batch.chunk.is_cuda  # few processors multiply in bfloat16, and others take ages
    with torch.autocast(batch.chunk.device.type, dtype=torch.bfloat16, enabled=on_gpu):
        found = model(batch.mt, batch.others)
    parts = loss_of(found, batch)
    for name, part in parts.items():
        sums[name] = sums.get(name, 0.0) + float(part.detach())
    optimizer.zero_grad()
    torch.stack([part.float() for part in parts.values()]).sum().backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), _NORM)
    optimizer.step()


def save(model: Upper, path: Path) -> None:
    """Write the trained weights."""
    torch.save({name: value.cpu() for name, value in model.state_dict().items()}, path)


def load(model: Upper, path: Path) -> None:
    """Read trained weights."""
    model.load_state_dict(torch.load(path, weights_only=True))


def average(model: Upper, first: dict[str, torch.Tensor]) -> None:
    """Half way back to earlier weights.

    The average of two ends of training errs less than either (Wortsman et al. 2022,
    proceedings.mlr.press/v162/wortsman22a.html).
    """
    now = model.state_dict()
    model.load_state_dict({name: (value + now[name]) / 2 for name, value in first.items()})
