"""A kind of error: its name, how it is made, how often, and how bad it is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from training.spoiling.draft import Draft
from training.spoiling.pool import Pool

Operation = Callable[[Draft, Pool, random.Random], bool]
"""Makes an error in a draft; says whether it found a place for it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error. `severity` is its MQM weight; a `whole` one leaves nothing to spoil."""

    name: str
    make: Operation
    weight: float
    severity: float
    fluency: bool
    whole: bool = False
