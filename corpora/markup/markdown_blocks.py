"""The paragraphs of Markdown, from markdown-it's tokens and their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from corpora.markup.blocks import Blocks, add_html, add_plain
from corpora.markup.markdown_places import AT, NOTE, Content, parser
from corpora.text import Passage, TextFile

_CELLS = frozenset({"td_open", "th_open"})
_UNDERLINES = frozenset("=-")
_ALONE = frozenset({"image", "softbreak", "hardbreak", NOTE})
_IMAGE_OPENS = len("![")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def paragraphs(file: TextFile, text: str) -> Iterator[Passage]:
    """The paragraphs of a file that is to be read as if it were `text`, which is as long."""
    content, before = Content(file), Token("", "", 0)
    for token in parser().parse(text):
        if token.type == "inline" and token.content:
            whole = before.type not in _CELLS and not _is_atx(before)
            yield from _inline(content.passage(token, whole_lines=whole), token.children or [])
        elif token.type == "html_block":
            passage, blocks = content.passage(token, whole_lines=True), Blocks(file)
            found = [*add_html(blocks, passage), *blocks.close()]
            yield from (block.passage for block in found)
        before = token


def _is_atx(token: Token) -> bool:
    return token.type == "heading_open" and token.markup not in _UNDERLINES


def _inline(passage: Passage, tokens: list[Token]) -> Iterator[Passage]:
    """The text of a block; a hard line break ends a paragraph, as `<br>` does in HTML."""
    blocks, passed = Blocks(passage.file), 0
    for at, token in _flat(tokens):
        start = max(at, passed)
        if token.type == "hardbreak" or (
            token.type == "html_inline" and _BREAK.match(token.content)
        ):
            yield from (block.passage for block in blocks.close())
        elif token.type == "softbreak":
            add_plain(blocks, passage, start, start + 1)
        elif token.type == NOTE:
            blocks.mark()
        elif token.type in _ADDERS and token.content:
            passed = _ADDERS[token.type](blocks, passage, token, start)
    yield from (block.passage for block in blocks.close())


def _flat(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """The tokens and where they begin; what describes a picture that stands alone, too."""
    is_alone = all(token.type in _ALONE for token in tokens)
    waiting = [(0, iter(tokens))]
    while waiting:
        base, rest = waiting[-1]
        token = next(rest, None)
        if token is None:
            waiting.pop()
            continue
        at = base + int(token.meta.get(AT, 0))
        if token.type == "image":
            inner = token.children if is_alone else []  # else it is no part of the sentence
            waiting.append((at + _IMAGE_OPENS, iter(inner or [])))
        else:
            yield at, token


def _add_text(blocks: Blocks, passage: Passage, token: Token, at: int) -> int:
    end = at + len(token.content)
    if passage.text[at:end] == token.content:
        add_plain(blocks, passage, at, end)
        return end
    end = max(at, passage.text.find(">", at))  # an address that is shown otherwise
    return _add_as(blocks, passage, token.content, at, end)


def _add_special(blocks: Blocks, passage: Passage, token: Token, at: int) -> int:
    """An escape or a character reference."""
    return _add_as(blocks, passage, token.content, at, at + len(token.markup))


def _add_as(blocks: Blocks, passage: Passage, text: str, at: int, end: int) -> int:
    first = passage.begin(at)
    blocks.text(text, first, max(0, passage.end(end) - first))
    return end


def _add_code(blocks: Blocks, passage: Passage, token: Token, at: int) -> int:
    """Code within a line: a word of its sentence, without the marks."""
    start, size = at + len(token.markup), len(token.content)
    if passage.text[start : start + size].replace("\n", " ") != token.content:
        start += 1
    add_plain(blocks, passage, start, start + size)
    return start + size


_ADDERS = {"text": _add_text, "text_special": _add_special, "code_inline": _add_code}
