"""What engines have in common: how a worker is made, and what becomes of one that fails or dies."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from corpora.errors import UsageError
from qa.batch.job import Job, Shard

if TYPE_CHECKING:
    from qa.batch.done import Done

MOST_DEATHS = 5
"""So many processes may die of the same shard before it is given up."""
MOST_GIVEN_UP = 10
"""So many shards may be given up before a run is."""
PATIENCE_S = 3600.0
"""Seconds that a shard may take, before the process that is at it is killed."""
BUILDING_S = 600.0
"""So many more a worker may take to be built: imports and models are not the shard's fault."""
_Made = TypeVar("_Made")


class Doer(Protocol):
    """A worker, built from the job."""

    def do(self, shard: Shard) -> Done:
        """Do a shard; what it wrote is in place."""


Make = Callable[[Job], Doer]


def worker_of(job: Job) -> Doer:
    """What does shards; imported in the processes that need it only."""
    from qa.batch.worker import Worker  # noqa: PLC0415

    return Worker(job)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error on its way home: some have more to them than a line, and could not be pickled."""

    kind: type[Exception]
    arguments: tuple[Any, ...]
    attributes: dict[str, Any]

    @staticmethod
    def of(error: Exception) -> Trouble:
        """An error, made fit to be pickled."""
        return Trouble(type(error), error.args, vars(error))

    @property
    def error(self) -> Exception:
        """The error as it was raised."""
        error = self.kind.__new__(self.kind, *self.arguments)
        error.__dict__.update(self.attributes)
        return error


class ShardError(UsageError):
    """A shard (its number) that so many processes died of that it was given up."""

    def __init__(self, line: str, number: int) -> None:
        super().__init__(line)
        self.number = number


def deadly(shard: Shard, deaths: int, late: int, patience_s: float) -> ShardError:
    """What is said of a shard that so many died of, `late` of them because they were killed."""
    first, count = shard.stretch.first_row, shard.stretch.rows
    what = f"{deaths} process{'es' * (deaths != 1)} died of the {count:,} rows from this one on"
    mend = "the same command tries them again, with fewer --workers if memory is short"
    if late:
        what += f", {late} of them because it took longer than {patience_s:,g} seconds"
        mend = "the same command tries them again, with a longer --shard-timeout if that is it"
    return ShardError(f"{shard.table.path}:{first}: {what}; {mend}", shard.number)


@dataclass(slots=True)
class GivenUp:
    """The shards of a run that were given up: the others are done before it fails."""

    errors: list[ShardError] = field(default_factory=list)

    def add(self, error: ShardError) -> None:
        """Another. Raises ShardError where so many fail that it cannot be the shards' fault."""
        self.errors.append(error)
        if len(self.errors) >= MOST_GIVEN_UP:
            self.tell()

    def tell(self) -> None:
        """Raise ShardError, for the first of them in the input, if there are any."""
        if not self.errors:
            return
        more = len(self.errors) - 1
        others = f"; so it went with {more:,} more shard{'s' * (more > 1)}" if more else ""
        first = min(self.errors, key=lambda error: error.number)
        raise ShardError(f"{first}{others}", first.number)


def dead_if_full(work: Callable[[], _Made]) -> _Made:
    """Build a worker, or do a shard; where memory is full, end this process: the next has more."""
    try:
        return work()
    except MemoryError:
        os._exit(1)
