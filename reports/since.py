"""What became of a run's flags since its baseline, over all portions; and which are the worst."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.portion import Gone, Portion
from reports.result import Age, DocumentResult, FlagResult, Result

_UNNAMED = "the baseline"


@dataclass(frozen=True, slots=True)
class History:
    """What a run's flags are beside those of its baselines, which `name` names.

    `fixed` are the flags that went, `dismissed` counts those that stay silent.
    """

    name: str
    fixed: tuple[Gone, ...]
    dismissed: int


@dataclass(frozen=True, slots=True)
class Found:
    """A flag and the document that it stands in."""

    document: DocumentResult
    flag: FlagResult


def history_of(result: Result) -> History | None:
    """The history of a run's flags; None where there is no baseline."""
    told = [portion.since for portion in result.portions if portion.since is not None]
    if not told and not any(flag.age for flag in result.flags):
        return None
    return History(
        " and ".join(dict.fromkeys(since.baseline for since in told)) or _UNNAMED,
        tuple(gone for since in told for gone in since.fixed),
        sum(since.dismissed for since in told),
    )


def is_old(flag: FlagResult) -> bool:
    """Whether a baseline has the flag already."""
    return flag.age is Age.OLD


def worst(result: Result) -> tuple[Found, ...]:
    """The flags, the worst and surest first; only the new ones where there is a baseline."""
    flags = [Found(d, flag) for d in result.documents for flag in d.flags if not is_old(flag)]
    return worst_first(flags)


def worst_first(flags: Iterable[Found]) -> tuple[Found, ...]:
    """Flags by severity, then by confidence; those alike stay in reading order."""
    return tuple(sorted(flags, key=lambda one: (-one.flag.severity, -one.flag.confidence)))


def portion_of(result: Result, document: DocumentResult) -> Portion | None:
    """The portion that a document is part of; None where a result names none."""
    number = document.portion
    return result.portions[number] if number < len(result.portions) else None
