"""What an editor does with an open article, each in the transaction of its caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpora.text import Side
from qa.desk.editing.changes import Edited, edited, replaced
from qa.desk.editing.layers import Picture, layers, lift, pictures
from qa.desk.editing.ledger import Memory, Wish, keep, standing, to_undo
from qa.desk.editing.tally import tally
from qa.desk.errors import N_, ConflictError, InvalidError, NotThereError
from qa.desk.people.person import Person
from qa.desk.store.articles import Action, Article, FlagRow, SegmentRow
from qa.desk.words import LIVE, FlagState

LONGEST_TEXT = 20_000
_MOSTLY = 1 / 3
"""Who changed so much of a flag's words (of two, one) is taken to agree that they were wrong."""
_DONE = N_("this flag has been dealt with already")


class _Touched(NamedTuple):
    """A flag some of whose words were changed, and the share of them that were."""

    flag: FlagRow
    share: float


@dataclass(frozen=True, slots=True)
class Act:
    """One act: who does what to which article, and when."""

    session: Session
    person: Person
    article: Article
    wish: Wish
    moment: datetime

    def accept(self) -> Action:
        """Write a flag's suggestion into the text."""
        flag = self._flag()
        if flag.state not in LIVE:
            raise ConflictError(_DONE)
        if flag.suggestion is None or flag.side != Side.TRANSLATION:
            raise InvalidError("this flag suggests nothing; edit the words, or dismiss it")
        row = self._row(flag.segment)
        if row.text[flag.start : flag.end] != flag.words:
            raise ConflictError("its words are no longer in the text")
        before = self._pictures()
        self._turn(flag, FlagState.ACCEPTED, self.person.id)
        after = row.text[: flag.start] + flag.suggestion + row.text[flag.end :]
        change = replaced(flag.start, flag.end, flag.suggestion)
        text = self._rewrite(row, after, change, None)
        return self._kept(before, flag.segment, text)

    def dismiss(self, reason: str) -> Action:
        """Say that a flag is wrong, and why."""
        flag = self._flag()
        if flag.state not in LIVE:
            raise ConflictError(_DONE)
        before = self._pictures()
        self._turn(flag, FlagState.DISMISSED, self.person.id)
        flag.reason = reason
        return self._kept(before, flag.segment)

    def reopen(self) -> Action:
        """Take up a flag again that was dismissed or fixed; the text stays as it is."""
        flag = self._flag()
        if flag.state == FlagState.OPEN:
            raise ConflictError("this flag is open already")
        if flag.state == FlagState.ACCEPTED:
            raise ConflictError("its suggestion stands in the text; undo that, or edit the words")
        before = self._pictures()
        if flag.side == Side.TRANSLATION:
            words = self._row(flag.segment).text[flag.start : flag.end]
            if flag.words and not words:
                raise ConflictError("its words are no longer in the text")
            flag.words = words
        self._turn(flag, FlagState.OPEN, self.person.id)
        flag.reason = ""
        return self._kept(before, flag.segment)

    def edit(self, text: str, seen: str | None) -> Action:
        """Give a segment another text; flags on words that changed are fixed."""
        if len(text) > LONGEST_TEXT or "\0" in text:
            raise InvalidError(f"a segment has at most {LONGEST_TEXT:,} characters, and no NUL")
        row = self._row(self.wish.segment or 0)
        if seen is not None and seen != row.text:
            raise ConflictError("the text has changed since you opened it; look at it again")
        before = self._pictures()
        kept = self._rewrite(row, text, edited(row.text, text), self.person.id)
        return self._kept(before, row.number, kept)

    def undo(self) -> Action | None:
        """Take back the person's last action that can be; None if there is none.

        One on words that somebody has changed since is passed over.
        """
        stand = standing(self.session, self.article)
        action = to_undo(stand, self.person)
        if action is None:
            if all(one.user_id != self.person.id for one in stand):
                return None
            raise ConflictError("somebody has changed these words since; edit them instead")
        self._text_back(action)
        flags = self._flags()
        lift(action, [one for one in reversed(stand) if one.id > action.id], flags, self.moment)
        self._close(flags)
        action.undone = self.moment
        tally(self.session, self.article, self.moment)
        wish = replace(self.wish, segment=action.segment, flag_id=action.flag_id)
        memory = Memory(text={"undoes": action.id})
        return keep(self.session, self.person, wish, memory, self.moment)

    def _text_back(self, action: Action) -> None:
        """Give a segment the text again that it had."""
        if "before" not in action.detail or action.segment is None:
            return
        row, now = self._row(action.segment), action.detail["before"]
        self._move(self._flags_in(row), edited(row.text, now))
        row.text = now

    def _close(self, flags: Sequence[FlagRow]) -> None:
        """What stands on words that are taken back goes with them, if the rules are late, too."""
        texts = {row.number: row.text for row in self._rows()}
        for flag in flags:
            if flag.side != Side.TRANSLATION:
                continue
            text = texts[flag.segment]
            is_there = flag.end <= len(text) and text[flag.start : flag.end] == flag.words
            flag.start, flag.end = min(flag.start, len(text)), min(flag.end, len(text))
            if flag.state in LIVE and not is_there:
                self._turn(flag, FlagState.FIXED, None)

    def _rewrite(
        self, row: SegmentRow, text: str, change: Edited, by: int | None
    ) -> Mapping[str, str]:
        """Write a text; open flags whose words it changed are fixed, those mostly changed `by`."""
        for flag, share in self._move(self._flags_in(row), change):
            if flag.state != FlagState.OPEN:
                continue
            if _is_respaced(flag.words, text[flag.start : flag.end]):
                flag.words = text[flag.start : flag.end]
                continue
            self._turn(flag, FlagState.FIXED, by if share >= _MOSTLY else None)
        before, row.text = row.text, text
        return {"before": before, "after": text}

    def _turn(self, flag: FlagRow, state: FlagState, by: int | None) -> None:
        """Give a flag another state; `by` is None for nobody's act."""
        flag.state, flag.by, flag.touched = state, by, self.moment

    def _move(self, flags: Sequence[FlagRow], change: Edited) -> list[_Touched]:
        """Move a segment's flags along with its words; those whose words changed."""
        touched = []
        for flag in flags:
            if flag.side != Side.TRANSLATION:
                continue
            share = change.share(flag.start, flag.end)
            place = change.place(flag.start, flag.end)
            flag.start, flag.end = place.start, place.end
            if not place.is_whole:
                touched.append(_Touched(flag, share))
        return touched

    def _pictures(self) -> Mapping[int, Picture]:
        return pictures(self._flags())

    def _kept(
        self, before: Mapping[int, Picture], segment: int, text: Mapping[str, str] | None = None
    ) -> Action:
        is_rewritten = text is not None and text["before"] != text["after"]
        changed = layers(before, self._flags(), segment if is_rewritten else None)
        memory = Memory(changed, dict(text or {}))
        tally(self.session, self.article, self.moment)
        wish = replace(self.wish, segment=segment)
        return keep(self.session, self.person, wish, memory, self.moment)

    def _flag(self) -> FlagRow:
        found = self.session.get(FlagRow, self.wish.flag_id or 0)
        if found is None or found.article_id != self.article.id:
            raise NotThereError("there is no such flag in this article")
        return found

    def _flags(self) -> Sequence[FlagRow]:
        found = select(FlagRow).where(FlagRow.article_id == self.article.id)
        return self.session.scalars(found.order_by(FlagRow.id)).all()

    def _flags_in(self, row: SegmentRow) -> Sequence[FlagRow]:
        return [flag for flag in self._flags() if flag.segment == row.number]

    def _rows(self) -> Sequence[SegmentRow]:
        return self.session.scalars(
            select(SegmentRow).where(SegmentRow.article_id == self.article.id)
        ).all()

    def _row(self, number: int) -> SegmentRow:
        found = self.session.scalar(
            select(SegmentRow).where(
                SegmentRow.article_id == self.article.id, SegmentRow.number == number
            )
        )
        if found is None:
            raise NotThereError("there is no such segment in this article")
        return found


def _is_respaced(old: str, new: str) -> bool:
    """Whether only spaces are different, and not all that there is."""
    return bool(old.strip()) and "".join(old.split()) == "".join(new.split())
