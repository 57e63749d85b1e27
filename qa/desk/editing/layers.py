"""What acts, and the rules' looks after them, made of an article's flags, so as to take it back.

Everybody takes back their own acts, and rules look at the whole article at times only after later
acts. So a change is a layer that holds of each flag no more than what it wrote, and what stood
there before. Where a layer is lifted from under others, what they wrote stays; what stood below it
then stands below the next one that wrote there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from qa.desk.store.articles import Action, FlagRow
from qa.desk.words import FlagState

_PLACE, _FATE, _FINDING = "place", "fate", "finding"
_PARTS = {
    _PLACE: ("segment", "start", "end", "words"),
    _FATE: ("state", "by", "reason", "touched"),
    _FINDING: ("message", "suggestion", "fingerprint", "alias", "also"),
}
"""What is written of a flag together: where it stands, what became of it, what its rule says."""
Picture: TypeAlias = Mapping[str, list[Any]]
"""The parts of a flag, as JSON."""
Layer: TypeAlias = Mapping[str, Any]
"""What was changed, as JSON.

`flags`: of each flag's id, as text, the parts that were written, [before, after]. `raised`: the ids
of flags that were not there before.
"""


class _Written(NamedTuple):
    """A part of a flag that a layer wrote, and what stood there before."""

    flag: str
    part: str
    before: list[Any]


def pictures(flags: Iterable[FlagRow]) -> dict[int, Picture]:
    """How flags are now, by id."""
    return {flag.id: _picture(flag) for flag in flags}


def layers(
    before: Mapping[int, Picture], flags: Iterable[FlagRow], rewritten: int | None = None
) -> list[Layer]:
    """What became of flags since their pictures were taken: one layer, or none.

    In a segment that was `rewritten` all places count as written: of other words they are others.
    """
    written, raised = {}, []
    for flag in flags:
        if flag.id not in before:
            raised.append(flag.id)
        elif changes := _changes(
            before[flag.id], _picture(flag), is_rewritten=flag.segment == rewritten
        ):
            written[str(flag.id)] = changes
    return [{"flags": written, "raised": raised}] if written or raised else []


def lift(
    action: Action, later: Sequence[Action], flags: Iterable[FlagRow], moment: datetime
) -> None:
    """Take all layers of an action away from under those of the `later` ones, oldest first.

    What the rules raised with it is fixed, by nobody, at that `moment`.
    """
    by_id = {str(flag.id): flag for flag in flags}
    details = [deepcopy(one.detail) for one in later]
    above = [layer["flags"] for detail in details for layer in detail["layers"]]
    for layer in reversed(action.detail["layers"]):
        for one in _written(layer, moment):
            holder = next((each for each in above if one.part in each.get(one.flag, ())), None)
            if holder is not None:
                holder[one.flag][one.part][0] = one.before
            elif one.flag in by_id:
                _write(by_id[one.flag], one)
    for each, detail in zip(later, details, strict=True):
        each.detail = detail


def _picture(flag: FlagRow) -> Picture:
    return {part: [_stored(getattr(flag, name)) for name in _PARTS[part]] for part in _PARTS}


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _changes(before: Picture, after: Picture, *, is_rewritten: bool) -> dict[str, list[Any]]:
    return {
        part: [was, after[part]]
        for part, was in before.items()
        if was != after[part] or (is_rewritten and part == _PLACE)
    }


def _written(layer: Layer, moment: datetime) -> Iterator[_Written]:
    for flag, changes in layer["flags"].items():
        for part, (before, _) in changes.items():
            yield _Written(flag, part, before)
    for flag in layer["raised"]:
        yield _Written(str(flag), _FATE, [FlagState.FIXED, None, "", moment.isoformat()])


def _write(flag: FlagRow, one: _Written) -> None:
    for name, known in zip(_PARTS[one.part], one.before, strict=True):
        is_moment = name == "touched" and known is not None
        setattr(flag, name, datetime.fromisoformat(known) if is_moment else known)
