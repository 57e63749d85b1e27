"""What editors do with an article, for programs. Each act may be named: sent twice, done once."""

from __future__ import annotations

from qa.desk.editing import editor
from qa.desk.errors import ConflictError
from qa.desk.web.api.answers import ActionAnswer, action_answer
from qa.desk.web.api.bodies import Dismissal, NewWords
from qa.desk.web.api.shared import ArticleId, FlagId, Key, SegmentNumber, part_of_api
from qa.desk.web.context import Desk, Editor, TheDesk

router = part_of_api("acts")
_ARTICLE = "/articles/{article_id}"
_FLAG = _ARTICLE + "/flags/{flag_id}"


@router.post(_FLAG + "/accept")
def accept(
    article_id: ArticleId, flag_id: FlagId, desk: TheDesk, person: Editor, key: Key
) -> ActionAnswer:
    """Write a flag's suggestion into the text."""
    return action_answer(_editor(desk).accept(person, article_id, flag_id, key))


@router.post(_FLAG + "/dismiss")
def dismiss(  # noqa: PLR0913, PLR0917 — what is asked, of what, by whom
    article_id: ArticleId, flag_id: FlagId, desk: TheDesk, person: Editor, key: Key, why: Dismissal
) -> ActionAnswer:
    """Say that a flag is wrong, and why."""
    return action_answer(_editor(desk).dismiss(person, article_id, flag_id, why.reason, key))


@router.post(_FLAG + "/reopen")
def reopen(
    article_id: ArticleId, flag_id: FlagId, desk: TheDesk, person: Editor, key: Key
) -> ActionAnswer:
    """Take up a flag again."""
    return action_answer(_editor(desk).reopen(person, article_id, flag_id, key))


@router.put(_ARTICLE + "/segments/{number}")
def edit(  # noqa: PLR0913, PLR0917 — what is asked, of what, by whom
    article_id: ArticleId,
    number: SegmentNumber,
    desk: TheDesk,
    person: Editor,
    key: Key,
    new: NewWords,
) -> ActionAnswer:
    """Give a segment another text."""
    action = _editor(desk).edit(person, article_id, number, new.text, key, before=new.before)
    return action_answer(action)


@router.post(_ARTICLE + "/undo")
def undo(article_id: ArticleId, desk: TheDesk, person: Editor, key: Key) -> ActionAnswer:
    """Take back your last action on the article."""
    action = _editor(desk).undo(person, article_id, key)
    if action is None:
        raise ConflictError("there is nothing of yours to undo in this article")
    return action_answer(action)


@router.post(_ARTICLE + "/sign-off")
def sign_off(article_id: ArticleId, desk: TheDesk, person: Editor, key: Key) -> ActionAnswer:
    """Say that an article is fit to print."""
    return action_answer(_editor(desk).sign_off(person, article_id, key))


@router.post(_ARTICLE + "/take-back")
def take_back(article_id: ArticleId, desk: TheDesk, person: Editor, key: Key) -> ActionAnswer:
    """Open an article again that was signed off."""
    return action_answer(_editor(desk).take_back(person, article_id, key))


def _editor(desk: Desk) -> editor.Editor:
    return editor.Editor(desk.database, desk.live)
