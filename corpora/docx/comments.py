"""The comments of a document, and the flags that they are."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from corpora.docx.package import Package
from corpora.docx.remarks import flag_of, resolved
from corpora.docx.stored import Remark, Stored
from corpora.docx.words import Body, Stretch
from corpora.text import Disposition, Flag, Side, Span

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_LINE_END = "\n"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: who says what, whether it is resolved, what was replied last, and where it stands.

    `words` are those it stands at, `stretch` is None where it stands nowhere.
    """

    id: str
    author: str
    text: str
    done: bool = False
    reply: str = ""
    replier: str = ""
    words: str = ""
    stretch: Stretch | None = None


@dataclass(frozen=True, slots=True)
class _State:
    done: bool
    parent: str | None


def comments_in(package: Package, main: str, body: Body) -> tuple[Comment, ...]:
    """The comments of a document in their order; replies go with what they reply to."""
    names = package.related(main, "comments")
    if not names:
        return ()
    root = package.xml(names[0])
    space = f"{{{etree.QName(root).namespace}}}"
    states = dict(_states(package, main))
    found: dict[str, Comment] = {}
    keys: dict[str, str] = {}
    text = body.text
    for element in root.iter(f"{space}comment"):
        comment = _comment(element, space, body, text)
        key = _key(element, space)
        state = states.get(key, _State(done=False, parent=None))
        first = keys.get(state.parent) if state.parent else None
        keys[key] = first or comment.id
        if first is None:
            found[comment.id] = replace(comment, done=state.done)
        else:
            replied = replace(found[first], reply=comment.text, replier=comment.author)
            found[first] = replied
    return tuple(found.values())


def _comment(element: Any, space: str, body: Body, text: str) -> Comment:  # noqa: ANN401
    identity = element.get(f"{space}id") or ""
    paragraphs = [
        "".join(part.text or "" for part in paragraph.iter(f"{space}t"))
        for paragraph in element.iter(f"{space}p")
    ]
    stretch = body.comments.get(identity)
    words = text[stretch.start : stretch.end] if stretch else ""
    return Comment(
        identity,
        element.get(f"{space}author") or "",
        _LINE_END.join(paragraphs).strip(),
        words=words,
        stretch=stretch,
    )


def _key(element: Any, space: str) -> str:  # noqa: ANN401
    """What a comment is called where its state is told: the id of its last paragraph."""
    paragraphs = list(element.iter(f"{space}p"))
    return (paragraphs[-1].get(f"{{{W14}}}paraId") or "") if paragraphs else ""


def _states(package: Package, main: str) -> Iterator[tuple[str, _State]]:
    for name in package.related(main, "commentsExtended")[:1]:
        for one in package.xml(name).iter(f"{{{W15}}}commentEx"):
            done = one.get(f"{{{W15}}}done") in ("1", "true", "on")
            yield one.get(f"{{{W15}}}paraId") or "", _State(done, one.get(f"{{{W15}}}paraIdParent"))


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a segment stands: in which document, which one, and its code points of the text."""

    document: int
    segment: int
    start: int
    end: int


NOWHERE = Seat(0, 0, 0, 0)
"""The seat of what is not seated yet."""


def flags_of(
    comments: Sequence[Comment], stored: Stored, seats: Sequence[Seat]
) -> Mapping[int, tuple[Flag, ...]]:
    """The flags that the comments are, by document; `seats` are all segments, in order."""
    found: defaultdict[int, list[Flag]] = defaultdict(list)
    if not seats:
        return {}
    hall, remarks = _Hall(seats), Remarks(stored.remarks)
    for comment in comments:
        remark = remarks.of(comment)
        seat = hall.seat(comment.stretch, remark)
        flag = hall.flag(comment, remark, seat) if remark else flag_of_person(comment, seat)
        found[seat.document].append(flag)
    return {document: tuple(flags) for document, flags in found.items()}


class Remarks:
    """What is stored of each comment: by its text, and of several alike, by its number or words."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self._left: dict[str, dict[str, Remark]] = {}
        self._same: defaultdict[tuple[str, str], deque[str]] = defaultdict(deque)
        for remark in remarks:
            self._left.setdefault(remark.line, {})[remark.comment] = remark
            self._same[remark.line, remark.words].append(remark.comment)

    def of(self, comment: Comment) -> Remark | None:
        """What is stored of a comment; each is given once."""
        alike = self._left.get(comment.text)
        if not alike:
            return None
        exact = alike.get(comment.id)
        if exact is not None and exact.words == comment.words:
            return alike.pop(comment.id)
        same = self._same[comment.text, comment.words]
        while same:
            if (key := same.popleft()) in alike:
                return alike.pop(key)
        return alike.pop(next(iter(alike)))


class _Hall:
    """The segments in their order."""

    def __init__(self, seats: Sequence[Seat]) -> None:
        self._seats = seats
        self._ends = [seat.end for seat in seats]
        self._known = {(seat.document, seat.segment): seat for seat in seats}

    def seat(self, stretch: Stretch | None, remark: Remark | None) -> Seat:
        """The segment in which a comment begins: the one that is stored, if it can be that."""
        place = (remark.document, remark.flag.segment) if remark else None
        stored = self._known.get(place) if place else None
        if stored and remark and remark.apart:
            return stored
        if stretch is None:
            return self._seats[0]
        if stored is not None and _is_in(stretch, stored):
            return stored
        at = bisect_right(self._ends, stretch.start)
        return self._seats[min(at, len(self._seats) - 1)]

    def flag(self, comment: Comment, remark: Remark, seat: Seat) -> Flag:
        """The flag that a comment of copydesk's stands for, where its words are now."""
        span = remark.flag.span
        if remark.apart:
            span = _within(seat, span.start, span.end)
        elif span.side is Side.TRANSLATION:
            span = _span(comment, seat)
            if comment.stretch and comment.words == remark.words:
                begin = comment.stretch.start - seat.start
                span = _within(seat, begin + remark.start, begin + remark.end)
        also = remark.flag.also
        return replace(
            remark.flag,
            segment=seat.segment,
            span=span,
            also=tuple(one for one in also if (seat.document, one.segment) in self._known),
            disposition=became(comment, remark),
        )


def flag_of_person(comment: Comment, seat: Seat = NOWHERE) -> Flag:
    """What somebody remarks, or copydesk did in a comment of which nothing is stored."""
    flag = flag_of(comment.text, comment.author, seat.segment, _span(comment, seat))
    if flag.disposition is not None or not comment.done:
        return flag
    return replace(flag, disposition=resolved(comment.reply, comment.replier))


def _is_in(stretch: Stretch, seat: Seat) -> bool:
    """Whether a comment can belong to a segment; one without words may stand at its end."""
    reach = seat.end + (stretch.start == stretch.end)
    return seat.start <= stretch.start < reach


def _span(comment: Comment, seat: Seat) -> Span:
    stretch = comment.stretch or Stretch(seat.start, seat.start)
    return _within(seat, stretch.start - seat.start, stretch.end - seat.start)


def _within(seat: Seat, start: int, end: int) -> Span:
    length = seat.end - seat.start
    first = min(max(0, start), length)
    return Span(first, min(max(first, end), length))


def became(comment: Comment, remark: Remark) -> Disposition | None:
    """What became of a flag since its comment was written."""
    if comment.done == remark.done:
        return remark.flag.disposition
    return resolved(comment.reply, comment.replier) if comment.done else None
