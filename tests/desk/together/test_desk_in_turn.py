"""Two editors of one article in turn: each takes back their own acts, below the other's, too."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import update

from qa.desk.editing.editor import Editor
from qa.desk.errors import ConflictError
from qa.desk.people.person import Person
from qa.desk.store.articles import Article
from qa.desk.store.database import Database
from qa.desk.work.live import Live
from tests.desk.conftest import person
from tests.desk.together.small_article import look, put
from tests.desk.together.small_rules import LateRules, NoRules, SimpleRules
from tests.desk.together.test_desk_machine import Desk, run

pytestmark = pytest.mark.desk

SENTENCE = "Pedagang aneh itu menjual beras buruk."


def let_go(database: Database) -> None:
    """Nobody holds an article any more."""
    with database.writing() as session:
        session.execute(update(Article).values(held_by=None, held_since=None, seen=None))


class InTurn(Desk):
    """As `Desk`, but anybody of `people` may go on at any time."""

    people: tuple[Person, Person]

    @rule(is_second=st.booleans())
    def hand_over(self, *, is_second: bool) -> None:
        self.editor = self.people[is_second]
        let_go(self.database)

    def take_all_back(self) -> None:
        """By turns, until neither can go on."""
        refused = 0
        while refused < len(self.people):
            self.hand_over(is_second=self.editor == self.people[0])
            try:
                done = self.act.undo(self.editor, self.article, self.key())
            except ConflictError:
                done = None
            refused = 0 if done else refused + 1
            self.holds()


def people(database: Database, editor: Person) -> type[InTurn]:
    class Two(InTurn):
        pass

    Two.people = (editor, person(database, "Budi"))
    return Two


@pytest.mark.parametrize("live", [SimpleRules(), LateRules()])
def test_two_editors_in_turn(database: Database, editor: Person, live: Live) -> None:
    run(database, editor, live, examples=4, desk=people(database, editor))


@pytest.mark.slow
@pytest.mark.parametrize("live", [SimpleRules(), LateRules()])
def test_two_editors_in_turn_for_long(database: Database, editor: Person, live: Live) -> None:
    run(database, editor, live, examples=100, desk=people(database, editor))


def test_a_dismissal_below_a_reopening(database: Database, editor: Person) -> None:
    other, act, article = person(database, "Budi"), Editor(database, NoRules()), put(database)
    begun = look(database, article)
    flag = begun.flags[0].id
    act.dismiss(editor, article, flag, "begitulah", "dismiss")
    let_go(database)
    act.reopen(other, article, flag, "reopen")
    let_go(database)
    act.undo(editor, article, "undo the dismissal")
    assert look(database, article).states == begun.states
    let_go(database)
    act.undo(other, article, "undo the reopening")
    assert look(database, article).states == begun.states
    assert not any(one.by or one.reason for one in look(database, article).flags)


def test_a_dismissal_below_a_copied_sentence(database: Database, editor: Person) -> None:
    other, act, article = person(database, "Budi"), Editor(database, SimpleRules()), put(database)
    begun = look(database, article)
    flag = next(one.id for one in begun.flags if one.segment == 1)
    act.dismiss(editor, article, flag, "begitulah", "dismiss")
    let_go(database)
    act.edit(other, article, 0, SENTENCE, "copy")
    let_go(database)
    act.undo(editor, article, "undo the dismissal")
    let_go(database)
    act.undo(other, article, "undo copying")
    ended = look(database, article)
    assert ended.texts == begun.texts
    assert {one: ended.states[one] for one in begun.states} == begun.states
