"""The editor's side of the desk: each act is one transaction, then the rules look again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.editing.acts import Act
from qa.desk.editing.layers import layers, pictures
from qa.desk.editing.ledger import Memory, Wish, done_already, keep, keep_look
from qa.desk.editing.locked import locked
from qa.desk.editing.reconcile import Reconciling
from qa.desk.editing.signing import hter_of
from qa.desk.editing.tally import tally
from qa.desk.errors import ConflictError, NotThereError
from qa.desk.learning.acceptance import chance, learned_lately
from qa.desk.learning.restating import apply_all
from qa.desk.learning.rulings import UNKNOWN, muted
from qa.desk.people.log import record
from qa.desk.people.person import Person
from qa.desk.queue.claims import WHY_NOT, claim, presence
from qa.desk.store.articles import Action, Article, FlagRow, SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import ActionKind, Role, State
from qa.desk.work.live import Live
from qa.desk.work.sides import Again, Sides
from reports.result import FlagResult

_TRIES = 3
_BATCHES = 2
"""So many batches of articles are weighed anew at a sign-off; the next one goes on."""
_LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Editor:
    """What people do with articles.

    All acts raise NotThereError, ForbiddenError, InvalidError, and ConflictError where somebody
    was quicker. An act that is sent twice with one key is done once.
    """

    database: Database
    live: Live

    def accept(self, person: Person, article_id: int, flag_id: int, key: str) -> Action:
        """Write a flag's suggestion into the text."""
        wish = Wish(ActionKind.ACCEPT, article_id, key, flag_id)
        return self._looked_at(person, self._done(person, wish, Act.accept))

    def dismiss(
        self, person: Person, article_id: int, flag_id: int, reason: str, key: str
    ) -> Action:
        """Say that a flag is wrong, and why."""
        wish = Wish(ActionKind.DISMISS, article_id, key, flag_id)
        told = " ".join(reason.replace("\0", "").split())[:_LONGEST_REASON]
        return self._done(person, wish, lambda act: act.dismiss(told))

    def reopen(self, person: Person, article_id: int, flag_id: int, key: str) -> Action:
        """Take up a flag again."""
        return self._done(person, Wish(ActionKind.REOPEN, article_id, key, flag_id), Act.reopen)

    def edit(  # noqa: PLR0913 — what an edit is
        self,
        person: Person,
        article_id: int,
        segment: int,
        text: str,
        key: str,
        *,
        before: str | None = None,
    ) -> Action:
        """Give a segment another text; `before` is what the person saw there."""
        wish = Wish(ActionKind.EDIT, article_id, key, segment=segment)
        return self._looked_at(person, self._done(person, wish, lambda act: act.edit(text, before)))

    def undo(self, person: Person, article_id: int, key: str) -> Action | None:
        """Take back the person's last action on the article; None if there is none."""
        action = self._act(person, Wish(ActionKind.UNDO, article_id, key), Act.undo)
        return None if action is None else self._looked_at(person, action)

    def sign_off(self, person: Person, article_id: int, key: str) -> Action:
        """Say that an article is fit to print; open flags are left as they are."""
        action = self._done(person, Wish(ActionKind.SIGN_OFF, article_id, key), _sign_off)
        with self.database.reading() as session:
            language = session.scalar(select(Article.language).where(Article.id == article_id))
            decided = select(FlagRow.rule).where(
                FlagRow.article_id == article_id, FlagRow.by.is_not(None)
            )
            rules = frozenset(session.scalars(decided.distinct()))
        if rules:
            apply_all(self.database, language, now(), rules, _BATCHES)
        return action

    def take_back(self, person: Person, article_id: int, key: str) -> Action:
        """Open an article again that was signed off."""
        person.need(Role.EDITOR)
        wish = Wish(ActionKind.TAKE_BACK, article_id, key)
        with self.database.writing() as session:
            article = locked(session, article_id)
            if (known := done_already(session, person, wish)) is not None:
                return known
            if article.state != State.SIGNED:
                raise ConflictError("only an article that was signed off can be taken back")
            newer = select(Article.id).where(
                Article.name == article.name, Article.round > article.round
            )
            if session.scalar(newer.limit(1)) is not None:
                raise ConflictError(WHY_NOT[State.REPLACED])
            moment = now()
            article.state, article.signed, article.signed_by = State.WAITING, None, None
            article.hter = None
            claim(session, person, article_id, moment)
            record(session, person, "take back", article.name)
            tally(session, article, moment)
            return keep(session, person, wish, Memory(), moment)

    def preview(self, person: Person, article_id: int, segment: int, text: str) -> Again | None:
        """What the rules would say of a segment with this text; nothing is stored.

        None where they could not be asked in time.
        """
        person.need(Role.EDITOR)
        with self.database.reading() as session:
            seen = _read(session, article_id)
        found = self._again(seen, {segment: text}, passing=True)
        if found is None:
            return None
        return Again(tuple(f for f in found.flags if f.segment == segment), found.looked)

    def _done(self, person: Person, wish: Wish, act: Callable[[Act], Action | None]) -> Action:
        action = self._act(person, wish, act)
        if action is None:
            raise NotThereError("there is nothing to do")
        return action

    def _act(
        self, person: Person, wish: Wish, act: Callable[[Act], Action | None]
    ) -> Action | None:
        """Do something to an article that is, or becomes, the person's; once for each key."""
        person.need(Role.EDITOR)
        with self.database.writing() as session:
            article = locked(session, wish.article_id)
            if (known := done_already(session, person, wish)) is not None:
                return known
            moment = now()
            begin = presence if article.held_by == person.id else claim
            begin(session, person, wish.article_id, moment)
            return act(Act(session, person, article, wish, moment))

    def _looked_at(self, person: Person, action: Action) -> Action:
        """Have the rules look at the article as it is now; they are not waited for long."""
        for _ in range(_TRIES):
            with self.database.reading() as session:
                seen = _read(session, action.article_id)
            again = self._again(seen, {})
            if again is None or self._laid(person, action, seen.article, again):
                break
        return action

    def _laid(self, person: Person, action: Action, seen: Article, again: Again) -> bool:
        """Keep what the rules found, unless the article has changed in the meantime."""
        known = learned_lately(self.database, seen.language)

        def chance_of(flag: FlagResult) -> float:
            return chance(flag.confidence, known.get((flag.rule, seen.language or UNKNOWN)))

        with self.database.writing() as session:
            article = locked(session, seen.id)
            if article.version != seen.version:
                return False
            if article.state != State.WAITING:
                return True
            moment, silent = now(), muted(session, article.language)
            # Who takes something back does not agree with the flags that go with it.
            edited = None if action.kind == ActionKind.UNDO else action.segment
            laying = Reconciling(session, article, person, edited, moment, silent)
            before = pictures(laying.flags)
            laying.lay(again, chance_of)
            keep_look(session, article, layers(before, laying.flags))
            tally(session, article, moment)
        return True

    def _again(
        self, seen: _Seen, instead: Mapping[int, str], *, passing: bool = False
    ) -> Again | None:
        sides = [
            Sides(
                row.number,
                row.paragraph,
                instead.get(row.number, row.text),
                row.source,
                row.reference,
                row.realigned,
            )
            for row in seen.rows
        ]
        article = seen.article
        languages = (article.language, article.source_language)
        return self.live.again(article.name, sides, *languages, passing=passing)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An article as it was at one moment."""

    article: Article
    rows: Sequence[SegmentRow]


def _read(session: Session, article_id: int) -> _Seen:
    article = session.get(Article, article_id)
    if article is None:
        raise NotThereError("there is no such article; it may have been removed")
    rows = session.scalars(
        select(SegmentRow).where(SegmentRow.article_id == article_id).order_by(SegmentRow.number)
    ).all()
    return _Seen(article, rows)


def _sign_off(act: Act) -> Action:
    article = act.article
    article.hter = hter_of(act.session, article)
    article.state, article.signed, article.signed_by = State.SIGNED, act.moment, act.person.id
    article.held_by = article.held_since = article.seen = None
    tally(act.session, article, act.moment)
    record(act.session, act.person, "sign off", article.name, hter=round(article.hter, 4))
    return keep(act.session, act.person, act.wish, Memory(), act.moment)
