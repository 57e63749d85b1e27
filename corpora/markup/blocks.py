"""From tags and text to paragraphs: what a block-level element or a line break sets apart.

It keeps account of the open elements as far as that is needed: what is hidden, what is `<pre>`,
and in which parts of the page a paragraph stands. Tags may be missing, doubled or crossed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpora.markup.asides import is_mark_of_a_note
from corpora.markup.html_tokens import Tag, html_tokens, references
from corpora.markup.lines import Line, lines_of
from corpora.markup.vocabulary import HTML, Vocabulary
from corpora.text import Passage, TextFile

_BREAK, _LINK = "br", "a"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, the element that it is, and the page's parts (`article`, `nav`) it stands in."""

    passage: Passage
    name: str
    parts: frozenset[str] = frozenset()
    linked: int = 0
    """How many of its code points are links."""


@dataclass(slots=True)
class _Open:
    """An element that is open, block-level or left out, and the inline elements in it."""

    name: str
    parts: frozenset[str]
    hidden: bool = False
    pre: bool = False
    inline: list[str] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    hidden_from: int | None = None
    """The first of the inline elements that hides what is in it."""

    @property
    def hides(self) -> bool:
        """Whether nobody sees what comes now."""
        return self.hidden or self.hidden_from is not None


class Blocks:
    """Takes tags and text one after the other and gives the paragraphs as they end."""

    def __init__(self, file: TextFile, vocabulary: Vocabulary = HTML) -> None:
        self._words = vocabulary
        self._line = Line(file)
        self._open = [_Open("", frozenset())]
        self._names = Counter[str]()
        self._links = self._linked = 0
        self._done = list[Block]()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A start tag."""
        words = self._words
        if name in words.void:
            self._start_void(name)
        elif name in words.blocks:
            self._start_block(name, hidden=words.hides(name, attributes))
        elif name in words.left_out:
            self._push(name, hidden=True)
        else:
            self._start_inline(name, hidden=words.hides(name, attributes))

    def end(self, name: str) -> None:
        """An end tag; one that ends nothing is passed over."""
        words = self._words
        if name in words.blocks or name in words.left_out:
            self._end_open(name, ends_block=name in words.blocks)
        elif self._open[-1].count[name]:
            while self._pop_inline() != name:
                pass

    def text(self, text: str, start: int, width: int | None = None) -> None:
        """Text that the file writes with `width` code points (else as it stands) at `start`."""
        top = self._open[-1]
        if top.hides:
            return
        if top.pre:
            self._line.add_verbatim(text, start, width)
        else:
            self._line.add(text, start, width)
        if self._links:
            self._linked += len(text)

    def mark(self) -> None:
        """The mark of a note stands here: the space before it is none of the text's."""
        self._line.mark()

    def take(self) -> list[Block]:
        """The paragraphs that have ended since the last call."""
        done, self._done = self._done, []
        return done

    def close(self) -> list[Block]:
        """The rest, where no more comes."""
        self._end_block()
        return self.take()

    def _start_void(self, name: str) -> None:
        top = self._open[-1]
        if top.hides:
            return
        if name == _BREAK and top.name in self._words.headings:
            self._line.add_break()
        elif name == _BREAK or name in self._words.blocks:
            self._end_block()

    def _end_block(self) -> None:
        passage, linked, self._linked = self._line.take(), self._linked, 0
        if passage is None or passage.is_blank:
            return
        top = self._open[-1]
        parts = lines_of(passage) if top.pre else [passage]
        self._done += [Block(one, top.name, top.parts, linked) for one in parts if not one.is_blank]

    def _start_block(self, name: str, *, hidden: bool) -> None:
        if not self._open[-1].hidden:
            self._end_block()
        while self._open[-1].name in self._words.ended_by(name):
            self._pop()
        self._push(name, hidden=hidden)

    def _push(self, name: str, *, hidden: bool) -> None:
        top = self._open[-1]
        parts = top.parts | {name} if name in self._words.parts else top.parts
        verbatim = top.pre or name in self._words.verbatim
        self._open.append(_Open(name, parts, hidden or top.hides, verbatim))
        self._names[name] += 1

    def _end_open(self, name: str, *, ends_block: bool) -> None:
        was_hidden = self._open[-1].hidden
        if ends_block and not was_hidden:
            self._end_block()
        if self._names[name]:
            while self._pop() != name:
                pass
        if ends_block and was_hidden and not self._open[-1].hidden:
            self._end_block()

    def _pop(self) -> str:
        top = self._open.pop()
        self._names[top.name] -= 1
        self._links -= top.count[_LINK]
        return top.name

    def _start_inline(self, name: str, *, hidden: bool) -> None:
        top = self._open[-1]
        if top.hidden_from is None and (hidden or (top.pre and name in self._words.code)):
            top.hidden_from = len(top.inline)
        top.inline.append(name)
        top.count[name] += 1
        self._links += name == _LINK

    def _pop_inline(self) -> str:
        top = self._open[-1]
        name = top.inline.pop()
        top.count[name] -= 1
        self._links -= name == _LINK
        if len(top.inline) == top.hidden_from:
            top.hidden_from = None
        return name


def add_html(blocks: Blocks, passage: Passage) -> Iterator[Block]:
    """The paragraphs of a passage that is HTML; the last of them may still be open."""
    for token in html_tokens(passage.text):
        if isinstance(token, Tag):
            _add_tag(blocks, token, passage.text)
            yield from blocks.take()
        elif token.literal:
            add_plain(blocks, passage, token.start, token.end)
        else:
            add_text(blocks, passage, token.start, token.end)


def _add_tag(blocks: Blocks, tag: Tag, text: str) -> None:
    if not tag.closing and is_mark_of_a_note(text, tag):
        blocks.mark()
        blocks.start(tag.name, {"hidden": ""})
    elif not tag.closing:
        blocks.start(tag.name, tag.attributes() if tag.raw else {})
    if tag.closing or tag.closes_itself:
        blocks.end(tag.name)


def add_text(blocks: Blocks, passage: Passage, start: int, end: int) -> None:
    """Add a part of a passage whose character references are to be decoded."""
    at = start
    for one in references(passage.text, start, end):
        add_plain(blocks, passage, at, one.start)
        first = passage.begin(one.start)
        blocks.text(one.text, first, max(0, passage.end(one.end) - first))
        at = one.end
    add_plain(blocks, passage, at, end)


def add_plain(blocks: Blocks, passage: Passage, start: int, end: int) -> None:
    """Add a part of a passage as it stands there; the file may write it otherwise."""
    if start >= end:
        return
    if not passage.pieces:
        blocks.text(passage.text[start:end], passage.start + start)
        return
    part = passage.part(start, end)
    at = 0
    for piece in part.pieces:
        if at < piece.at:
            blocks.text(part.text[at : piece.at], part.begin(at))
        blocks.text(part.text[piece.at], piece.start, piece.width)
        at = piece.at + 1
    if at < len(part.text):
        blocks.text(part.text[at:], part.begin(at))
