"""The actions of an article: each done once, each with what is needed to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa.desk.editing.layers import Layer
from qa.desk.errors import N_, ConflictError, InvalidError
from qa.desk.people.person import Person
from qa.desk.store.articles import Action, Article
from qa.desk.words import ActionKind

LONGEST_KEY = 64
_TAKEN = N_("another action has this key already; make a new one")
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

    layers: list[Layer] = field(default_factory=list)
    text: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed."""
        return not self.layers and self.text.get("before") == self.text.get("after")


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
        raise ConflictError(_TAKEN)
    return found


def keep(session: Session, person: Person, wish: Wish, memory: Memory, moment: datetime) -> Action:
    """Write an action down; one that changed nothing is never one that stands.

    Raises ConflictError where an action on another article, done at the same time, has its key.
    """
    session.flush()  # what else was changed: below only the key can clash
    action = Action(
        article_id=wish.article_id,
        user_id=person.id,
        at=moment,
        kind=wish.kind,
        segment=wish.segment,
        flag_id=wish.flag_id,
        detail={"layers": memory.layers, **memory.text},
        key=wish.key,
        undone=moment if wish.kind in UNDOABLE and memory.is_empty else None,
    )
    session.add(action)
    try:
        session.flush()
    except IntegrityError:
        raise ConflictError(_TAKEN) from None
    return action


def standing(session: Session, article: Article) -> Sequence[Action]:
    """Everybody's actions on an article that could be taken back, the last one first."""
    return session.scalars(_standing(article.id).order_by(Action.id.desc())).all()


def to_undo(standing: Iterable[Action], person: Person) -> Action | None:
    """The person's last action of those that stand, but none on words that were changed since.

    Of a segment's texts only the last is taken back: that is the one that stands there.
    """
    rewritten = set[int | None]()
    for action in standing:
        is_edit = "after" in action.detail
        if action.user_id == person.id and not (is_edit and action.segment in rewritten):
            return action
        if is_edit:
            rewritten.add(action.segment)
    return None


def keep_look(session: Session, article: Article, found: Sequence[Layer]) -> None:
    """Keep what a look of the rules changed beside the newest action that stands, if one does."""
    newest = _standing(article.id).order_by(Action.id.desc()).limit(1)
    if found and (action := session.scalar(newest)) is not None:
        action.detail = {**action.detail, "layers": [*action.detail["layers"], *found]}


def _standing(article_id: int) -> Select[Action]:
    """The actions on an article that could be taken back; none that changed nothing."""
    return select(Action).where(
        Action.article_id == article_id, Action.kind.in_(UNDOABLE), Action.undone.is_(None)
    )
