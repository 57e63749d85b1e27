"""What the rules made of an article's flags when they looked again, so that it can be taken back.

Rules look at the whole article as it is, and at times only after later actions. So what they change
is kept beside the newest action that stands, whoever asked them; when that is undone, the flags are
again as they were before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.editing.ledger import UNDOABLE, Newer
from qa.desk.store.articles import Action, Article, FlagRow
from qa.desk.words import LIVE, FlagState

_KEPT = (
    "segment", "start", "end", "words", "message", "suggestion", "fingerprint", "alias", "also",
    "state", "by", "reason",
)  # fmt: skip
Picture = Mapping[str, Any]
"""A flag as it was, as JSON."""


def picture(flag: FlagRow) -> Picture:
    """All of a flag that a second look may change."""
    touched = flag.touched.isoformat() if flag.touched else None
    return {**{name: getattr(flag, name) for name in _KEPT}, "touched": touched}


def remember(session: Session, article: Article, before: Mapping[int, Picture]) -> None:
    """Write down which flags a look changed or raised; `before` has all flags as they were."""
    session.flush()
    flags = session.scalars(select(FlagRow).where(FlagRow.article_id == article.id)).all()
    changed = [
        {"id": flag.id, **before[flag.id]}
        for flag in flags
        if flag.id in before and picture(flag) != before[flag.id]
    ]
    raised = [flag.id for flag in flags if flag.id not in before]
    action = _newest(session, article)
    if action is not None and (changed or raised):
        look = {"flags": changed, "raised": raised}
        action.detail = {**action.detail, "laid": [*action.detail.get("laid", ()), look]}


def _newest(session: Session, article: Article) -> Action | None:
    """The last action that stands; one that changed nothing is never undone, nor what it keeps."""
    standing = (
        Action.article_id == article.id,
        Action.kind.in_(UNDOABLE),
        Action.undone.is_(None),
    )
    return session.scalar(select(Action).where(*standing).order_by(Action.id.desc()).limit(1))


def take_back(flags: Sequence[FlagRow], action: Action, newer: Newer, moment: datetime) -> None:
    """Give flags back what they were before the rules looked again; what those raised is closed.

    Flags that a later action or look has changed are left as they are.
    """
    by_id = {flag.id: flag for flag in flags if flag.id not in newer.acts | newer.looks}
    for look in reversed(action.detail.get("laid", ())):
        for known in look["flags"]:
            if (flag := by_id.get(known["id"])) is not None:
                _put(flag, known)
        for raised in look["raised"]:
            flag = by_id.get(raised)
            if flag is not None and flag.state in LIVE:
                flag.state, flag.by, flag.touched = FlagState.FIXED, None, moment


def _put(flag: FlagRow, known: Picture) -> None:
    for name in _KEPT:
        setattr(flag, name, known[name])
    touched = known["touched"]
    flag.touched = datetime.fromisoformat(touched) if touched else None
