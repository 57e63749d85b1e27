"""HTML pages as documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpora.errors import InputError
from corpora.markup.blocks import Blocks, add_html
from corpora.markup.html_tokens import Tag, html_tokens
from corpora.markup.languages import language_of
from corpora.markup.main_text import article
from corpora.opening import name_of
from corpora.prose import document
from corpora.reader import ReadOptions
from corpora.text import Document, Passage, TextFile

_LANGUAGE_TAGS = frozenset({"html", "body", "article", "main"})
_HEAD = 1 << 16


def _language(text: str) -> str | None:
    """The `lang` of the page, or its `content-language`."""
    for token in html_tokens(text[:_HEAD]):
        if not isinstance(token, Tag) or token.closing or not token.raw:
            continue
        attributes, found = token.attributes(), None
        if token.name in _LANGUAGE_TAGS:
            found = attributes.get("lang") or attributes.get("xml:lang")
        elif attributes.get("http-equiv", "").lower() == "content-language":
            found = attributes.get("content")
        if found is not None:
            return language_of(found)
    return None


def documents(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    """The article on a page. Raises InputError where there is no text."""
    blocks = Blocks(file)
    found = [*add_html(blocks, Passage(file.text, file)), *blocks.close()]
    paragraphs = [block.passage for block in article(file.text, found)]
    if not paragraphs:
        fix = "copydesk reads what stands between tags, not what a script puts there"
        raise InputError(file.path, "holds no text", fix=fix)
    chosen = replace(options, language=options.language or _language(file.text))
    yield document(name_of(file.path), paragraphs, chosen)
