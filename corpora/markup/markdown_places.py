"""Markdown by markdown-it, with the place of every piece of text.

markdown-it says on which lines a block stands, and gives its inline content without the marks of
the lists and quotations around it. Here that content is found again on its lines, and the parser of
inline content is made to note where each of its tokens began.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from corpora.text import Passage, PassageBuilder, TextFile

AT = "at"
"""Where in its block's content a token begins, in its `meta`."""
NOTE = "footnote_ref"
"""The token that is the mark of a footnote."""
_TEXT = "text"
_TASK = re.compile(r"\A\[[ xX]\](?:[ \t]+|$)")
_ESCAPED_BAR = "\\|"
_MARKS = re.compile(r"\s*(?:(?:>|(?:[*+-]|\d{1,9}[.)])(?=\s))\s*)*")
"""What stands before a block's content: marks of quotations and of lists, and space."""


class _State(StateInline):
    """Notes at which code point of the content a token begins."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        self._began, self._marks, self._marked = 0, 0, -1
        super().__init__(src, md, env, tokens)

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 — markdown-it's name
        token = super().pushPending()
        token.meta[AT] = self._began
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta[AT] = self.pos
        if ttype == _TEXT:  # `**`, two tokens pushed from one place, or the address in `<…>`
            self._marks = self._marks + 1 if self._marked == self.pos else 0
            self._marked = self.pos
            token.meta[AT] += self._marks + (self.src[self.pos] == "<")
        return token


class _Inline(ParserInline):
    """The parser of inline content, with a state that knows places."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _tasks(state: StateCore) -> None:
    """Take the mark off a list's items that are tasks, as GitHub writes them."""
    found = state.tokens
    for item, paragraph, token in zip(found, found[1:], found[2:], strict=False):
        if (item.type, paragraph.type) == ("list_item_open", "paragraph_open"):
            token.content = _TASK.sub("", token.content)


def _note(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 — markdown-it's order
    """The mark of a footnote that is defined; not looked for where a link's text may end."""
    return not silent and footnote_ref(state, silent)


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables, struck-out text, footnotes, tasks; tokens stay as they were found."""
    found = MarkdownIt("commonmark")
    found.inline = _Inline()
    footnote_plugin(found, inline=False, move_to_end=False)
    found.inline.ruler.at(NOTE, _note)
    found.core.ruler.before("inline", "tasks", _tasks)
    found.configure("commonmark").enable(["table", "strikethrough", "footnote_def", NOTE, "tasks"])
    return found.disable(["text_join", "fragments_join"])


@dataclass(slots=True)
class Content:
    """Finds the content of blocks again on the lines of their file."""

    file: TextFile
    _passed: dict[int, int] = field(default_factory=dict)
    """How far a line has been read: the cells of a table stand on one."""

    def passage(self, token: Token, *, whole_lines: bool) -> Passage:
        """A block's content, as a passage; `whole_lines`: each line of it goes on to its end."""
        builder, lines = PassageBuilder(self.file), token.content.split("\n")
        first = self._first(token, len(lines))
        for number, line in enumerate(lines, first):
            _, end = self._bounds(number)
            if not (whole_lines and self._add_tail(builder, line, number)):
                self._add(builder, line, number)
            if number < first + len(lines) - 1:
                builder.add("\n", end, self._next(number) - end)
        return builder.passage()

    def _first(self, token: Token, count: int) -> int:
        """On which line a block's content begins: lines of nothing but U+00A0 are left out."""
        first, end = token.map or (0, 0)
        while end - first > count and _MARKS.fullmatch(self.file.text, *self._bounds(first)):
            first += 1
        return first

    def _add_tail(self, builder: PassageBuilder, line: str, number: int) -> bool:
        """Add what a line ends with, if it does."""
        start, end = self._bounds(number)
        written, tail = self.file.text[start:end].rstrip(), line.rstrip()
        if not written.endswith(tail):
            return False
        builder.add(tail, start + len(written) - len(tail))
        builder.add(line[len(tail) :], start + len(written))
        return True

    def _add(self, builder: PassageBuilder, line: str, number: int) -> None:
        start, end = self._bounds(number)
        text = self.file.text
        begun = max(start, self._passed.get(number, start))
        at = text.find(line, begun, end)
        if at < 0 and (at := _with_bars(builder, line, text, begun, end)) >= 0:
            self._passed[number] = at
            return
        if at < 0:  # tabs that stand for several spaces
            builder.add(line, start, end - start)
            return
        self._passed[number] = at + len(line)
        builder.add(line, at)

    def _next(self, number: int) -> int:
        starts = self.file.line_starts
        return starts[number + 1] if number + 1 < len(starts) else len(self.file.text)

    def _bounds(self, number: int) -> tuple[int, int]:
        """Where a line begins and ends, without what ends it."""
        start, end = self.file.line_starts[number], self._next(number)
        return start, start + len(self.file.text[start:end].rstrip("\r\n"))


def _with_bars(builder: PassageBuilder, line: str, text: str, start: int, end: int) -> int:
    r"""Add a table's cell that is written with `\|`; where it ends, or -1 if it is no such."""
    written = line.replace("|", _ESCAPED_BAR)
    at = text.find(written, start, end)
    if "|" not in line or at < 0:
        return -1
    for number, part in enumerate(line.split("|")):
        if number:
            builder.add("|", at, len(_ESCAPED_BAR))
            at += len(_ESCAPED_BAR)
        builder.add(part, at)
        at += len(part)
    return at
