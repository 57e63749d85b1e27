"""Whatever an editor does, in whatever order: flags stay true to the text, all can be undone."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete

from qa.desk.editing.editor import Editor
from qa.desk.editing.ledger import UNDOABLE
from qa.desk.errors import ConflictError, InvalidError
from qa.desk.people.person import Person
from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.words import FlagState, State
from qa.desk.work.live import Live
from tests.desk.together.small_article import TEXTS, Seen, check, check_ledger, look, put
from tests.desk.together.small_rules import LateRules, NoRules, SimpleRules

pytestmark = pytest.mark.desk

WORDS = ("beras", "buruk", "aneh", "akan", "akan akan", "mahal", "米", "é", "", ".", '"')
_keys = count()


class Desk(RuleBasedStateMachine):
    """One editor and one small article; `live` and `database` are set by the test."""

    database: Database
    editor: Person
    live: Live

    @initialize()
    def begin(self) -> None:
        with self.database.writing() as session:
            session.execute(delete(Article))
        self.hasten(is_late=False)
        self.act = Editor(self.database, self.live)
        self.article = put(self.database)
        self.version = self.seen().article.version
        self.machine_states = self.seen().states

    def seen(self) -> Seen:
        return look(self.database, self.article)

    def flag(self, nth: int) -> FlagRow:
        flags = self.seen().flags
        return flags[nth % len(flags)]

    def key(self) -> str:
        return f"key-{next(_keys)}"

    @precondition(lambda self: isinstance(self.live, LateRules))
    @rule(is_late=st.booleans())
    def hasten(self, *, is_late: bool) -> None:
        if isinstance(self.live, LateRules):
            self.live.is_late = is_late

    @rule(nth=st.integers(0, 9))
    def accept(self, nth: int) -> None:
        with suppress(ConflictError, InvalidError):
            self.act.accept(self.editor, self.article, self.flag(nth).id, self.key())

    @rule(nth=st.integers(0, 9), reason=st.sampled_from(("", "bukan salah")))
    def dismiss(self, nth: int, reason: str) -> None:
        with suppress(ConflictError):
            self.act.dismiss(self.editor, self.article, self.flag(nth).id, reason, self.key())

    @rule(nth=st.integers(0, 9))
    def reopen(self, nth: int) -> None:
        with suppress(ConflictError):
            self.act.reopen(self.editor, self.article, self.flag(nth).id, self.key())

    @rule(segment=st.integers(0, len(TEXTS) - 1), at=st.integers(0, 8), word=st.sampled_from(WORDS))
    def edit(self, segment: int, at: int, word: str) -> None:
        words = self.seen().texts[segment].split(" ")
        words[at % len(words)] = word
        with suppress(ConflictError):
            self.act.edit(self.editor, self.article, segment, " ".join(words), self.key())

    @rule(segment=st.integers(0, len(TEXTS) - 1), text=st.sampled_from(("", "buruk", *TEXTS)))
    def write_anew(self, segment: int, text: str) -> None:
        with suppress(ConflictError):
            self.act.edit(self.editor, self.article, segment, text, self.key())

    @rule(segment=st.integers(0, len(TEXTS) - 1))
    def save_again(self, segment: int) -> None:
        with suppress(ConflictError):
            text = self.seen().texts[segment]
            self.act.edit(self.editor, self.article, segment, text, self.key())

    @rule()
    def undo(self) -> None:
        with suppress(ConflictError):
            self.act.undo(self.editor, self.article, self.key())

    @rule()
    def sign_off(self) -> None:
        with suppress(ConflictError):
            self.act.sign_off(self.editor, self.article, self.key())

    @precondition(lambda self: self.seen().article.state == State.SIGNED)
    @rule()
    def take_back(self) -> None:
        self.act.take_back(self.editor, self.article, self.key())

    @precondition(lambda self: self.seen().article.state == State.WAITING)
    @rule(nth=st.integers(0, 9))
    def send_twice(self, nth: int) -> None:
        flag, key = self.flag(nth), self.key()
        if flag.state == FlagState.OPEN:
            first = self.act.dismiss(self.editor, self.article, flag.id, "", key)
            before = self.seen()
            second = self.act.dismiss(self.editor, self.article, flag.id, "", key)
            assert second.id == first.id
            assert self.seen().states == before.states

    @invariant()
    def holds(self) -> None:
        seen = self.seen()
        check(seen)
        assert seen.article.version >= self.version
        self.version = seen.article.version
        if isinstance(self.live, NoRules):
            check_ledger(seen)

    def take_all_back(self) -> None:
        while self.act.undo(self.editor, self.article, self.key()) is not None:
            self.holds()

    def teardown(self) -> None:
        if not hasattr(self, "article"):
            return
        self.hasten(is_late=False)
        if self.seen().article.state == State.SIGNED:
            self.take_back()
        self.take_all_back()
        seen = self.seen()
        assert all(one.undone for one in seen.actions if one.kind in UNDOABLE)
        assert seen.texts == dict(enumerate(TEXTS))
        mine = {flag.id: flag.state for flag in seen.flags if flag.id in self.machine_states}
        assert mine == self.machine_states
        others = [flag for flag in seen.flags if flag.id not in self.machine_states]
        assert all(flag.state == FlagState.FIXED for flag in others)
        assert not any(flag.by for flag in seen.flags)  # nobody has agreed with anything
        super().teardown()


def run(
    database: Database, editor: Person, live: Live, examples: int, desk: type[Desk] = Desk
) -> None:
    class Mine(desk):  # type: ignore[misc, valid-type] — each test has its own
        pass

    Mine.database, Mine.editor, Mine.live = database, editor, live
    how = settings(
        max_examples=examples,
        stateful_step_count=12,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),  # each step is a transaction: to shrink would take minutes
        database=None,
    )
    run_state_machine_as_test(Mine, settings=how)


@pytest.mark.parametrize("live", [SimpleRules(), NoRules(), LateRules()])
def test_an_editor_can_do_anything(database: Database, editor: Person, live: Live) -> None:
    run(database, editor, live, examples=4)


@pytest.mark.slow
@pytest.mark.parametrize("live", [SimpleRules(), NoRules(), LateRules()])
def test_an_editor_can_do_anything_for_long(database: Database, editor: Person, live: Live) -> None:
    run(database, editor, live, examples=100)
