"""The text of an XML element, which may be plain, HTML written as text, or elements of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.markup.blocks import Block, Blocks, add_html, add_plain, add_text
from corpora.markup.vocabulary import HTML, NITF, Vocabulary
from corpora.markup.xml_tree import Element, passage_of, stretches
from corpora.text import Passage, TextFile
from corpora.xml_tokens import Token

_TAG = re.compile(r"<(?:[a-zA-Z][^<>]*+|/[a-zA-Z][^<>]*+|!--.*?--)>", re.DOTALL)
_BLANK_LINE = re.compile(r"(?:\r\n?|\n)[ \t]*+(?:\r\n?|\n)\s*+")
_LINE = re.compile(r"[ \t]*+(?:\r\n?|\n)\s*+")
_FIRST_HEADLINE = "hl1"


def html_paragraphs(element: Element, file: TextFile) -> list[Passage]:
    """The paragraphs of an element that holds HTML, as text or as elements."""
    if any(element.children):
        return element_paragraphs(element, file)
    passage, blocks = passage_of(element, file), Blocks(file)
    if _TAG.search(passage.text):
        found = list(add_html(blocks, passage))
    else:
        found = []
        add_text(blocks, passage, 0, len(passage.text))
    return [block.passage for block in (*found, *blocks.close())]


def plain_paragraphs(element: Element, file: TextFile) -> list[Passage]:
    """The paragraphs of an element that holds text: between blank lines, or else line by line."""
    passage, blocks, found, at = passage_of(element, file), Blocks(file), list[Passage](), 0
    between = _BLANK_LINE if _BLANK_LINE.search(passage.text.strip()) else _LINE
    ends = [(one.start(), one.end()) for one in between.finditer(passage.text)]
    for end, after in [*ends, (len(passage.text), 0)]:
        add_plain(blocks, passage, at, end)
        found += [block.passage for block in blocks.close()]
        at = after
    return found


def element_paragraphs(element: Element, file: TextFile) -> list[Passage]:
    """The paragraphs of elements that are HTML, or what looks like it; without the head."""
    blocks = element_blocks(element, file, HTML)
    return [block.passage for block in blocks if "head" not in block.parts]


def element_blocks(element: Element, file: TextFile, vocabulary: Vocabulary) -> Iterator[Block]:
    """The paragraphs of elements that are written in a vocabulary."""
    blocks = Blocks(file, vocabulary)
    for event in element.events():
        if isinstance(event.of, Token):
            for one in stretches(event.of, decode=True):
                blocks.text(one.text, one.start, one.width)
        elif event.ends:
            blocks.end(event.of.name.lower())
            yield from blocks.take()
        else:
            blocks.start(event.of.name.lower(), event.of.attributes)
            yield from blocks.take()
    yield from blocks.close()


def nitf_paragraphs(nitf: Element, file: TextFile) -> list[Passage]:
    """The paragraphs of a NITF article: headlines, abstract, text, captions, tables.

    Its title is read only where it has no headline; byline, dateline and credits are not.
    """
    blocks = [one for one in element_blocks(nitf, file, NITF) if "body.end" not in one.parts]
    has_headline = any(block.name in {_FIRST_HEADLINE, "hedline"} for block in blocks)
    return [
        block.passage
        for block in blocks
        if "head" not in block.parts or (block.name == "title" and not has_headline)
    ]
