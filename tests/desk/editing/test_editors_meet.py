"""What several acts make of one flag, and several editors of one article."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from qa.desk.editing.acts import LONGEST_TEXT
from qa.desk.editing.editor import Editor
from qa.desk.errors import ConflictError
from qa.desk.people.person import Person
from qa.desk.queue.claims import PATIENCE
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import FlagState, State
from tests.desk.conftest import person
from tests.desk.editing.at_work import TEXTS, flags, key, story, texts
from tests.desk.editing.toy import Toy, put

pytestmark = pytest.mark.desk


def states(database: Database, article: int) -> list[str]:
    return [flag.state for flag in flags(database, article)]


def left_alone(database: Database, article: int) -> None:
    """Nobody has shown a sign of life for so long that another may take the article."""
    with database.writing() as session:
        session.execute(
            update(Article)
            .where(Article.id == article)
            .values(seen=now() - PATIENCE - timedelta(minutes=1))
        )


def changed(database: Database, flag: int, **values: object) -> None:
    with database.writing() as session:
        session.execute(update(FlagRow).where(FlagRow.id == flag).values(**values))


def test_undo_leaves_what_another_editor_decided(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    first = flags(database, article)[0].id
    desk.dismiss(editor, article, first, "mine", key())
    left_alone(database, article)
    budi = person(database, "Budi")
    desk.reopen(budi, article, first, key())
    desk.dismiss(budi, article, first, "his", key())
    left_alone(database, article)
    desk.undo(editor, article, key())
    kept = flags(database, article)[0]
    assert (kept.state, kept.reason, kept.by) == (FlagState.DISMISSED, "his", budi.id)


def test_undo_passes_over_words_that_another_has_changed(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    first = flags(database, article)[0].id
    desk.dismiss(editor, article, first, "", key())
    desk.edit(editor, article, 2, "Tamat.", key())
    left_alone(database, article)
    desk.edit(person(database, "Budi"), article, 2, "Habis.", key())
    left_alone(database, article)
    assert desk.undo(editor, article, key()) is not None
    assert states(database, article)[0] == FlagState.OPEN
    with pytest.raises(ConflictError, match="since"):
        desk.undo(editor, article, key())
    assert texts(database, article)[2] == "Habis."


@pytest.mark.parametrize(("state", "reason"), [(FlagState.SILENT, "a name"), (FlagState.MUTED, "")])
def test_a_silent_flag_stays_so_when_its_words_come_back(
    desk: Editor, database: Database, editor: Person, state: FlagState, reason: str
) -> None:
    article = put(database, *TEXTS)
    first = flags(database, article)[0].id
    changed(database, first, state=state, reason=reason)
    if state is FlagState.MUTED:
        mute(database)
    desk.edit(editor, article, 0, "Ia pergi ke Jakarta.", key())
    desk.edit(editor, article, 0, TEXTS[0], key())
    assert states(database, article)[0] == state


def mute(database: Database) -> None:
    from qa.desk.store.work import RuleMute  # noqa: PLC0415 — one test's

    with database.writing() as session:
        session.add(RuleMute(rule="doubled-word", language="id", mode="on", by="Ibu"))


def test_brushing_against_a_flag_is_no_agreement(
    desk: Editor, database: Database, editor: Person, toy: Toy
) -> None:
    toy.is_deaf = True
    article = put(database, "Ia pergi ke ke Jakarta pada hari itu.", "Selesai.")
    long = {"rule": "awkward-phrase", "start": 0, "end": 37, "words": "x"}
    changed(database, 1, **long)
    changed(database, 1, words="Ia pergi ke ke Jakarta pada hari itu.")
    desk.edit(editor, article, 0, "Ia pergi  ke ke Jakarta pada hari itu.", key())
    (flag,) = flags(database, article)
    assert (flag.state, flag.end) == (FlagState.OPEN, 38)
    assert flag.words == texts(database, article)[0]
    desk.edit(editor, article, 0, "Ia pergi ke ke Bandung pada hari itu.", key())
    (flag,) = flags(database, article)
    assert (flag.state, flag.by) == (FlagState.FIXED, None)


def test_what_is_mostly_written_anew_is_agreed_with(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    desk.edit(editor, article, 0, "Ia pergi ke Jakarta.", key())
    first = flags(database, article)[0]
    assert (first.state, first.by) == (FlagState.FIXED, editor.id)


def test_a_key_names_one_act_only(desk: Editor, database: Database, editor: Person) -> None:
    article = put(database, *TEXTS)
    first, second, _ = flags(database, article)
    name, other = key(), key()
    desk.dismiss(editor, article, first.id, "", name)
    with pytest.raises(ConflictError, match="another action"):
        desk.dismiss(editor, article, second.id, "", name)
    desk.edit(editor, article, 2, "Tamat.", other)
    with pytest.raises(ConflictError, match="another action"):
        desk.edit(editor, article, 1, "Tamat.", other)


def test_an_edit_that_changes_nothing_is_not_what_undo_takes_back(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    desk.dismiss(editor, article, flags(database, article)[0].id, "", key())
    desk.edit(editor, article, 2, TEXTS[2], key())
    desk.undo(editor, article, key())
    assert states(database, article)[0] == FlagState.OPEN


def test_a_flag_without_words_is_not_taken_up_again(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    first = flags(database, article)[0].id
    desk.edit(editor, article, 0, "Ia pergi Jakarta.", key())
    with pytest.raises(ConflictError, match="no longer"):
        desk.reopen(editor, article, first, key())


def test_a_flag_taken_up_again_has_no_reason(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    first = flags(database, article)[0].id
    desk.dismiss(editor, article, first, "a name", key())
    desk.reopen(editor, article, first, key())
    assert flags(database, article)[0].reason == ""
    desk.undo(editor, article, key())
    assert flags(database, article)[0].reason == "a name"


def test_a_suggestion_is_accepted_in_a_very_long_segment(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, "Ia pergi ke ke Jakarta." + " Kota." * LONGEST_TEXT)
    desk.accept(editor, article, flags(database, article)[0].id, key())
    assert texts(database, article)[0].startswith("Ia pergi ke Jakarta.")


def test_an_old_round_is_not_taken_back_beside_a_new_one(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    desk.sign_off(editor, article, key())
    newer = put(database, *TEXTS, name="newer")
    with database.writing() as session:
        session.execute(update(Article).where(Article.id == newer).values(name="story", round=2))
    with pytest.raises(ConflictError, match="newer"):
        desk.take_back(editor, article, key())
    assert story(database, article).state == State.SIGNED


def test_words_to_edit_grow_fewer_with_the_segments_that_are_done(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    with database.writing() as session:
        session.execute(update(SegmentRow).values(hter=0.5))
        session.execute(update(Article).values(estimated=6.0, edits=6.0))
    before = story(database, article).rank
    desk.edit(editor, article, 1, "Ia baik.", key())
    after = story(database, article)
    assert after.edits == pytest.approx(6.0 - 0.5 * 7)
    assert after.estimated == pytest.approx(6.0)
    assert before is not None
    assert after.rank is not None
    assert after.rank < before


def test_equal_faults_are_told_apart_by_their_place(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, "Ia itu itu, itu itu.")
    first, second = flags(database, article)
    desk.accept(editor, article, first.id, key())
    assert states(database, article) == [FlagState.ACCEPTED, FlagState.OPEN]
    second = flags(database, article)[1]
    assert texts(database, article)[0][second.start : second.end] == "itu itu"


@pytest.mark.parametrize("state", [FlagState.SILENT, FlagState.MUTED])
def test_who_did_not_see_a_flag_has_not_agreed_with_it(
    desk: Editor, database: Database, editor: Person, state: FlagState
) -> None:
    article = put(database, *TEXTS)
    changed(database, flags(database, article)[0].id, state=state)
    desk.edit(editor, article, 0, "Ia pergi ke Jakarta.", key())
    first = flags(database, article)[0]
    assert (first.state, first.by) == (FlagState.FIXED, None)
