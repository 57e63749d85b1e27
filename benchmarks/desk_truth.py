"""Is what the desk acknowledged in its tables: once, all of it, and nothing else?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from benchmarks.desk_editors import Told
from qa.desk.store.articles import Action, Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.words import ActionKind, FlagState, State

_RULINGS = {ActionKind.ACCEPT: FlagState.ACCEPTED, ActionKind.DISMISS: FlagState.DISMISSED}


@dataclass(frozen=True, slots=True)
class Truth:
    """What was compared, and what was wrong: one line each."""

    acknowledged: int
    flags: int
    found_again: int
    faults: tuple[str, ...]


def compare(database: Database, told: Sequence[Told], signed: Sequence[int]) -> Truth:
    """Hold what editors were told against the tables."""
    with database.reading() as session:
        actions = list(session.scalars(select(Action).order_by(Action.id)))
        states = {row.id: row.state for row in session.execute(select(FlagRow.id, FlagRow.state))}
        fit = set(session.scalars(select(Article.id).where(Article.state == State.SIGNED)))
        checks = Counter(session.scalars(select(Article.checks)))
        twice = {number: count for number, count in checks.items() if number != 1}
    rulings = _rulings(actions)
    again = [flag for flag, ruled in rulings.items() if _is_found_again(ruled, states[flag])]
    faults = [*_kept(actions, told), *_final(rulings, states)]
    if fit != set(signed):
        faults.append(f"signed off: {len(fit)} articles, {len(set(signed))} acknowledged")
    faults += [f"{count} articles were checked {number} times" for number, count in twice.items()]
    return Truth(len(told), len(rulings), len(again), tuple(faults))


def _kept(actions: Sequence[Action], told: Sequence[Told]) -> Iterator[str]:
    kept = Counter((one.key, str(one.kind), one.article_id) for one in actions)
    said = Counter((one.key, one.kind, one.article) for one in told)
    for missing in (said - kept).elements():
        yield f"acknowledged, but not there: {missing}"
    for more in (kept - said).elements():
        yield f"there, but not acknowledged: {more}"


def _rulings(actions: Sequence[Action]) -> dict[int, str]:
    """What was last decided of each flag, and not taken back."""
    found: dict[int, str] = {}
    for action in actions:
        state = _RULINGS.get(ActionKind(action.kind))
        if state is not None and action.flag_id is not None and action.undone is None:
            found[action.flag_id] = state
    return found


def _is_found_again(ruled: str, state: str) -> bool:
    """Whether the rules found a flag in the text again, though its suggestion was accepted."""
    return ruled == FlagState.ACCEPTED and state == FlagState.OPEN


def _final(rulings: dict[int, str], states: dict[int, str]) -> Iterator[str]:
    for flag, ruled in rulings.items():
        if states[flag] != ruled and not _is_found_again(ruled, states[flag]):
            yield f"flag {flag} is {states[flag]}; acknowledged last: {ruled}"
