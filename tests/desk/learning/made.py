"""Articles and flags as a desk would have them, made by hand."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from corpora.text import Severity, Side
from qa.desk.people.person import Person
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.words import FlagState, State

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
_FRESH = itertools.count(1)


def article(session: Session, name: str = "", **values: Any) -> Article:
    """An article that waits for an editor, in Indonesian, from English."""
    known = {"language": "id", "source_language": "en", "system": "nmt-1", "words": 100}
    state = {"state": State.WAITING, "received": NOON, "changed": NOON, "mt": ""}
    made = Article(name=name or f"story-{next(_FRESH)}", **{**known, **state, **values})
    made.title = made.title or made.name
    session.add(made)
    session.flush()
    return made


def flag(
    session: Session,
    of: Article,
    rule: str = "calque",
    state: FlagState = FlagState.OPEN,
    by: Person | None = None,
    **values: Any,
) -> FlagRow:
    """A flag on the first three letters of an article's first segment."""
    place = {"segment": 0, "side": Side.TRANSLATION, "start": 0, "end": 3, "words": "abc"}
    first = {"first_start": 0, "first_end": 3, "fingerprint": f"print-{next(_FRESH)}"}
    said = {"message": "it sounds foreign", "category": "fluency", "suggestion": None}
    worth = {"severity": Severity.MINOR, "confidence": 0.5, "chance": 0.5}
    touched = {"by": by.id if by else None, "touched": NOON if by else None}
    known = {**place, **first, **said, **worth, **touched, **values}
    made = FlagRow(article_id=of.id, rule=rule, state=state, **known)
    session.add(made)
    session.flush()
    return made


def votes(session: Session, by: Person, rule: str, yes: int, no: int, **values: Any) -> None:
    """So many flags of a rule, accepted and dismissed, in an article of their own."""
    of = article(session, **values)
    for _ in range(yes):
        flag(session, of, rule, FlagState.ACCEPTED, by)
    for _ in range(no):
        flag(session, of, rule, FlagState.DISMISSED, by)


@dataclass
class Story:
    """A signed article in the making."""

    session: Session
    by: Person
    name: str
    values: dict[str, Any] = field(default_factory=dict)

    def signed(self, *rows: tuple[str | None, str, str]) -> Article:
        """The article with these segments: source, machine's text, final text."""
        done = {"state": State.SIGNED, "signed": NOON, "signed_by": self.by.id, "seconds": 120.0}
        made = article(self.session, self.name, **{**done, "hter": 0.1, **self.values})
        for number, (source, machine, text) in enumerate(rows):
            self.session.add(
                SegmentRow(
                    article_id=made.id,
                    number=number,
                    machine=machine,
                    text=text,
                    source=source,
                )
            )
        self.session.flush()
        return made
