"""The actions of an article: each done once, each with what is needed to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.errors import ConflictError, InvalidError
from qa.desk.people.person import Person
from qa.desk.store.articles import Action, Article, FlagRow
from qa.desk.words import ActionKind, FlagState

LONGEST_KEY = 64
UNDOABLE = (ActionKind.ACCEPT, ActionKind.DISMISS, ActionKind.REOPEN, ActionKind.EDIT)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for: the action's kind, its article, and the client's name for it."""

    kind: ActionKind
    article_id: int
    key: str
    flag_id: int | None = None
    segment: int | None = None

    def __post_init__(self) -> None:
        if not self.key or len(self.key) > LONGEST_KEY:
            raise InvalidError(f"an action's key has 1 to {LONGEST_KEY} characters")


@dataclass(slots=True)
class Memory:
    """What an action changes, as its row will keep it."""

    flags: list[dict[str, Any]] = field(default_factory=list)
    text: dict[str, Any] = field(default_factory=dict)

    def turn(self, flag: FlagRow, state: FlagState, by: int | None, at: datetime) -> None:
        """Give a flag another state, and remember the one it had; `by` is None for nobody's act."""
        known = {"id": flag.id, "after": state, "before": flag.state, "reason": flag.reason}
        touched = flag.touched.isoformat() if flag.touched else None
        self.flags.append({**known, "by": flag.by, "touched": touched})
        flag.state, flag.by, flag.touched = state, by, at

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed."""
        return not self.flags and self.text.get("before") == self.text.get("after")


def done_already(session: Session, person: Person, wish: Wish) -> Action | None:
    """The action that was sent with this key before. Raises ConflictError for another one."""
    found = session.scalar(select(Action).where(Action.key == wish.key))
    if found is None:
        return None
    same = (found.user_id, found.article_id, found.kind)
    is_same = same == (person.id, wish.article_id, wish.kind)
    if wish.kind is not ActionKind.UNDO:
        is_same = is_same and found.flag_id == wish.flag_id
    if wish.kind is ActionKind.EDIT:
        is_same = is_same and found.segment == wish.segment
    if not is_same:
        raise ConflictError("another action has this key already; make a new one")
    return found


def keep(session: Session, person: Person, wish: Wish, memory: Memory, moment: datetime) -> Action:
    """Write an action down; one that changed nothing is never one that stands."""
    action = Action(
        article_id=wish.article_id,
        user_id=person.id,
        at=moment,
        kind=wish.kind,
        segment=wish.segment,
        flag_id=wish.flag_id,
        detail={"flags": memory.flags, **memory.text},
        key=wish.key,
        undone=moment if wish.kind in UNDOABLE and memory.is_empty else None,
    )
    session.add(action)
    session.flush()
    return action


def undoable(session: Session, person: Person, article: Article) -> Sequence[Action]:
    """The person's actions that stand, the last one first."""
    return session.scalars(
        select(Action)
        .where(
            Action.article_id == article.id,
            Action.user_id == person.id,
            Action.kind.in_(UNDOABLE),
            Action.undone.is_(None),
        )
        .order_by(Action.id.desc())
    ).all()


class Newer(NamedTuple):
    """The flags that later actions which stand changed: people, and the rules after them."""

    acts: frozenset[int]
    looks: frozenset[int]


def changed_since(session: Session, action: Action) -> Newer:
    """Which flags of its article were changed after an action."""
    later = select(Action.detail).where(
        Action.article_id == action.article_id,
        Action.id > action.id,
        Action.kind.in_(UNDOABLE),
        Action.undone.is_(None),
    )
    details = session.scalars(later).all()
    looks = [look for detail in details for look in detail.get("laid", ())]
    return Newer(
        frozenset(one["id"] for detail in details for one in detail["flags"]),
        frozenset(one["id"] for look in looks for one in look["flags"])
        | frozenset(raised for look in looks for raised in look["raised"]),
    )


def restored(flags: Iterable[FlagRow], action: Action, newer: Newer) -> None:
    """Give flags back what they were before an action, unless a later one changed them, too."""
    by_id = {flag.id: flag for flag in flags if flag.id not in newer.acts}
    for one in action.detail["flags"]:
        if (flag := by_id.get(one["id"])) is not None:
            touched = one["touched"]
            flag.state, flag.reason, flag.by = one["before"], one["reason"], one["by"]
            flag.touched = datetime.fromisoformat(touched) if touched else None
