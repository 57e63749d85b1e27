"""RSS and Atom as stories."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.errors import InputError
from corpora.markup.content import html_paragraphs, plain_paragraphs
from corpora.markup.spaces import ATOM, DUBLIN_CORE, RDF, RDF_FEEDS, RSS_CONTENT
from corpora.markup.stories import Story, said_once
from corpora.markup.xml_tree import Element, tree, words_of
from corpora.text import Passage, TextFile

_ROOTS = frozenset({"rss", "feed", "rdf"})
_TEXT = frozenset({"", "text", "text/plain"})


def _own(item: Element, *names: str) -> list[Element]:
    """What the format itself has under these names; `media:title` and its kind are none of it."""
    return [one for one in item.children if one.name in names and one.space == item.space]


def _paragraphs(item: Element, elements: list[Element], file: TextFile) -> list[Passage]:
    is_atom = item.space in ATOM
    found = list[Passage]()
    for one in elements:
        kind = one.attributes.get("type", "").lower()
        if is_atom and kind in _TEXT and one.attributes.get("mode") != "escaped":
            found += plain_paragraphs(one, file)
        elif not is_atom or "html" in kind or "xml" in kind or kind in _TEXT:
            found += html_paragraphs(one, file)
    return found


def _story(item: Element, file: TextFile, language: str) -> Story:
    encoded = [one for one in item.children if (one.space, one.name) == (RSS_CONTENT, "encoded")]
    content = encoded or (_own(item, "content") if item.space in ATOM else [])
    parts = (_own(item, "title"), _own(item, "description", "summary"), content)
    titles, summaries, body = (_paragraphs(item, part, file) for part in parts)
    own = next((words_of(one) for one in item.children if _is_language(one)), "")
    spoken = own or item.language or language
    return Story(_identity(item), said_once(titles, summaries, body), spoken)


def _is_language(element: Element) -> bool:
    return element.name == "language" and element.space in {"", DUBLIN_CORE, *RDF_FEEDS}


def _identity(item: Element) -> str:
    about = item.attributes.get(f"{{{RDF}}}about", "")
    for name in ("guid", "id"):
        if found := words_of(next(iter(_own(item, name)), None)):
            return found
    links = [one.attributes.get("href", "") or words_of(one) for one in _own(item, "link")]
    title = words_of(next(iter(_own(item, "title")), None))
    return next((one for one in (about, *links, title) if one), "")


def stories(file: TextFile) -> Iterator[Story]:
    """The items of a feed. Raises InputError for what is none."""
    root = tree(file)
    if root.name.lower() not in _ROOTS:
        what = f"no feed: its root element is <{root.name}>, not <rss>, <feed> or <rdf:RDF>"
        raise InputError(file.path, what, line=root.line)
    heads = (root, *root.all("channel"))
    said = (words_of(one) for head in heads for one in head.children if _is_language(one))
    language = next(said, root.language)
    for item in root.within("item", "entry"):
        yield _story(item, file, language)
