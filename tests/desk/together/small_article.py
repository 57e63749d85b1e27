"""A small article with flags, and what is true of it at every moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isclose

from sqlalchemy import select

from corpora.text import Severity
from qa.desk.editing.reconcile import row_of
from qa.desk.editing.tally import tally
from qa.desk.store.articles import Action, Article, FlagRow, SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import ActionKind, FlagState, State
from tests.desk.together.small_rules import CHANCE, found

TEXTS = (
    "Harga beras buruk buruk sekali di pasar.",
    "Pedagang aneh itu menjual beras buruk.",
    "Pemerintah akan akan turun tangan.",
)


def put(database: Database, name: str = "beras", texts: Sequence[str] = TEXTS) -> int:
    """Store an article that waits for an editor; its id."""
    with database.writing() as session:
        article = Article(
            name=name, title=name, mt="\n".join(texts), language="id", state=State.WAITING
        )
        article.words = sum(len(text.split()) for text in texts)
        session.add(article)
        session.flush()
        for number, text in enumerate(texts):
            session.add(
                SegmentRow(
                    article_id=article.id, number=number, paragraph=number, machine=text, text=text
                )
            )
        for flag in found(name, list(enumerate(texts))):
            session.add(row_of(flag, article.id, CHANCE, FlagState.OPEN))
        tally(session, article, now())
        return article.id


@dataclass(frozen=True, slots=True)
class Seen:
    """An article with its segments, flags and actions, each in the order they were made."""

    article: Article
    rows: tuple[SegmentRow, ...]
    flags: tuple[FlagRow, ...]
    actions: tuple[Action, ...]

    @property
    def texts(self) -> dict[int, str]:
        """The text of each segment."""
        return {row.number: row.text for row in self.rows}

    @property
    def states(self) -> dict[int, str]:
        """The state of each flag."""
        return {flag.id: flag.state for flag in self.flags}


def look(database: Database, article_id: int) -> Seen:
    """An article as the tables have it."""
    with database.reading() as session:
        article = session.get_one(Article, article_id)
        return Seen(
            article,
            *(
                tuple(
                    session.scalars(
                        select(kind).where(kind.article_id == article_id).order_by(kind.id)
                    )
                )
                for kind in (SegmentRow, FlagRow, Action)
            ),
        )


def check(seen: Seen) -> None:
    """What is true of every article at every moment."""
    texts = seen.texts
    for flag in seen.flags:
        assert 0 <= flag.start <= flag.end <= len(texts[flag.segment])
        if flag.state == FlagState.OPEN:
            assert flag.words == texts[flag.segment][flag.start : flag.end]
    opened = [flag for flag in seen.flags if flag.state == FlagState.OPEN]
    article = seen.article
    counted = [sum(flag.severity == level for flag in opened) for level in Severity]
    assert [article.neutral, article.minor, article.major, article.critical] == counted
    assert isclose(article.weight, fsum(flag.severity * flag.chance for flag in opened))
    assert len({action.key for action in seen.actions}) == len(seen.actions)


def check_ledger(seen: Seen) -> None:
    """The flags and texts are what the actions, done again in order, make of the machine's.

    Only where the rules did not look again: what they find is no action.
    """
    states = dict.fromkeys(seen.states, str(FlagState.OPEN))
    texts = {row.number: row.machine for row in seen.rows}
    by_id = {action.id: action for action in seen.actions}
    for action in seen.actions:
        undone = action.kind == ActionKind.UNDO
        done = by_id[action.detail["undoes"]] if undone else action
        before, after = ("after", "before") if undone else ("before", "after")
        for layer in done.detail["layers"]:
            for flag, changes in layer["flags"].items():
                if "fate" in changes:
                    fate = dict(zip(("before", "after"), changes["fate"], strict=True))
                    assert states[int(flag)] == fate[before][0]
                    states[int(flag)] = fate[after][0]
        if "before" in done.detail and done.segment is not None:
            assert texts[done.segment] == done.detail[before]
            texts[done.segment] = done.detail[after]
    assert states == seen.states
    assert texts == seen.texts
