"""What the rules made of flags after an action is taken back along with it."""

from __future__ import annotations

import pytest

from qa.desk.editing.editor import Editor
from qa.desk.people.person import Person
from qa.desk.store.database import Database
from qa.desk.words import FlagState
from tests.desk.together.small_article import LateRules, SimpleRules, check, look, put

pytestmark = pytest.mark.desk

TWICE = ("Harga aneh buruk buruk sekali.", "Hujan turun.")
ANEW = "Pedagang aneh itu menjual beras buruk."
"""A text in which the rules find again the first fault of the other one."""


def test_a_flag_that_an_edit_brought_back(database: Database, editor: Person) -> None:
    act, article = Editor(database, SimpleRules()), put(database, texts=TWICE)
    begun = look(database, article)
    first = begun.flags[0].id
    act.accept(editor, article, first, "accept")
    accepted = look(database, article)
    act.edit(editor, article, 0, ANEW, "edit")
    assert look(database, article).states[first] == FlagState.OPEN
    act.undo(editor, article, "undo the edit")
    assert look(database, article).states == accepted.states
    act.undo(editor, article, "undo the acceptance")
    assert look(database, article).states == begun.states
    assert look(database, article).texts == begun.texts


def test_a_flag_that_an_edit_raised(database: Database, editor: Person) -> None:
    rules = LateRules()
    act, article = Editor(database, rules), put(database, texts=TWICE)
    begun = look(database, article).states
    act.edit(editor, article, 1, "Hujan aneh turun.", "edit")
    (raised,) = set(look(database, article).states) - set(begun)
    rules.is_late = True
    act.undo(editor, article, "undo")
    check(look(database, article))
    assert look(database, article).states == {**begun, raised: FlagState.FIXED}


def test_what_somebody_did_since_stands(database: Database, editor: Person) -> None:
    act, article = Editor(database, SimpleRules()), put(database, texts=TWICE)
    first = look(database, article).flags[0].id
    act.edit(editor, article, 0, "Harga sekali.", "edit")
    assert look(database, article).states[first] == FlagState.FIXED
    act.edit(editor, article, 0, TWICE[0], "edit back")
    assert look(database, article).states[first] == FlagState.OPEN
    act.dismiss(editor, article, first, "begitulah", "dismiss")
    act.undo(editor, article, "undo the dismissal")
    assert look(database, article).states[first] == FlagState.OPEN
    act.undo(editor, article, "undo the edit back")
    assert look(database, article).states[first] == FlagState.FIXED
