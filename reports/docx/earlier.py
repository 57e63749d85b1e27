"""The comments that a document has already: those of an earlier run give way to this one's.

What people wrote stays, and so does what they resolved or answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from corpora.docx.comments import Comment, Remarks, became, flag_of_person
from corpora.docx.remarks import AUTHOR, HUMAN
from corpora.docx.stored import Remark, Stored
from corpora.text import Flag
from reports.result import FlagResult

_Key = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class _Known:
    comment: Comment
    remark: Remark | None
    flag: Flag


class Earlier:
    """The comments of a document as flags; each answers for one flag of the result."""

    def __init__(self, comments: Sequence[Comment], stored: Stored) -> None:
        remarks = Remarks(stored.remarks)
        self._known = [_known(comment, remarks.of(comment)) for comment in comments]
        self._by_key: dict[_Key, list[_Known]] = {}
        for one in self._known:
            if one.comment.stretch is not None:
                stretch = one.comment.stretch
                key = (one.flag.rule, one.flag.message, one.flag.author, stretch.start, stretch.end)
                self._by_key.setdefault(key, []).append(one)

    def same(self, flag: FlagResult, start: int, end: int) -> str | None:
        """The comment that says already what a flag says, if there is one."""
        alike = self._by_key.get((flag.rule, flag.message, flag.author, start, end), [])
        for one in alike:
            if flag.disposition is None or flag.disposition == one.flag.disposition:
                alike.remove(one)
                return one.comment.id
        return None

    def outdated(self, kept: AbstractSet[str]) -> frozenset[str]:
        """The comments that copydesk wrote, that nobody has touched and that no flag repeats."""
        return frozenset(
            one.comment.id
            for one in self._known
            if one.comment.id not in kept and not _is_touched(one)
        )

    def remarks(self, kept: AbstractSet[str]) -> tuple[Remark, ...]:
        """What is stored of the comments that stay."""
        gone = self.outdated(kept)
        return tuple(one.remark for one in self._known if one.remark and one.comment.id not in gone)


def _known(comment: Comment, remark: Remark | None) -> _Known:
    if remark is None:
        return _Known(comment, None, flag_of_person(comment))
    return _Known(comment, remark, replace(remark.flag, disposition=became(comment, remark)))


def _is_touched(one: _Known) -> bool:
    """Whether a comment is somebody's own, or somebody has done something with it."""
    is_ours = one.remark is not None or (one.flag.rule != HUMAN and one.comment.author == AUTHOR)
    has_author = one.remark is not None and one.remark.flag.author != ""
    return not is_ours or has_author or one.comment.done or bool(one.comment.reply)
