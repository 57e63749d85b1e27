"""NewsML-G2 and NewsML 1 as stories."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.errors import InputError
from corpora.markup.content import (
    element_paragraphs,
    html_paragraphs,
    nitf_paragraphs,
    plain_paragraphs,
)
from corpora.markup.spaces import NEWSML_1, NEWSML_G2_ROOTS
from corpora.markup.stories import Story, said_once
from corpora.markup.xml_tree import Element, tree, words_of
from corpora.text import Passage, TextFile

_TOLD = ("summary", "caption", "abstract", "standfirst")


def _body(element: Element, file: TextFile) -> list[Passage]:
    """The paragraphs of a rendition: NITF or HTML as elements, HTML or plain text as text."""
    kind = element.attributes.get("contenttype", "").lower()
    if element.attributes.get("encoding"):
        return []  # base64 and its kind: no text
    if inner := next(element.within("nitf", "body.content"), None):
        whole = inner if inner.name == "nitf" else element
        return nitf_paragraphs(whole, file)
    if any(element.children):
        return element_paragraphs(element, file)
    if "plain" in kind:
        return plain_paragraphs(element, file)
    return html_paragraphs(element, file) if "html" in kind else _plain_or_html(element, file)


def _plain_or_html(element: Element, file: TextFile) -> list[Passage]:
    read = html_paragraphs if "</" in words_of(element) else plain_paragraphs
    return read(element, file)


def _g2(item: Element, file: TextFile) -> Story:
    meta = item.all("contentMeta")
    headlines = [one for part in meta for one in part.all("headline")]
    told = [one for part in meta for one in part.all("description") if _is_told(one)]
    renditions = [one for part in item.all("contentSet") for one in part.children]
    texts = [one for one in renditions if one.name in {"inlineXML", "inlineData"}]
    bodies = ((one, _body(one, file)) for one in texts)
    chosen, body = next(((one, found) for one, found in bodies if found), (item, []))
    return Story(
        item.attributes.get("guid", ""),
        said_once(_all(headlines, file), _all(told, file), body),
        _language_g2(item, chosen),
    )


def _is_told(description: Element) -> bool:
    """Whether a description is for readers: one without a role, a summary, a caption."""
    role = description.attributes.get("role", "").lower()
    return not role or any(word in role for word in _TOLD)


def _all(elements: list[Element], file: TextFile) -> list[Passage]:
    return [passage for one in elements for passage in html_paragraphs(one, file)]


def _language_g2(item: Element, content: Element) -> str:
    inner = [one.language for one in content.children] if content is not item else []
    tags = [one.attributes.get("tag", "") for one in item.all("contentMeta", "language")]
    known = [one for one in (*inner, content.language) if one and one != item.language]
    return next((one for one in (*known, *tags, item.language) if one), "")


def _first(item: Element, file: TextFile) -> Story:
    """A NewsML 1 item."""
    lines = list(item.within("NewsLines"))
    headlines = [one for part in lines for one in part.within("HeadLine", "SubHeadLine")]
    contents = list(item.within("DataContent"))
    body = [passage for one in contents for passage in _body(one, file)]
    names = [one.attributes.get("FormalName", "") for one in item.within("Language")]
    ids = [words_of(one) for one in item.within("PublicIdentifier", "NewsItemId")]
    spoken = [one.language for one in (*contents, *headlines, item)]
    return Story(
        next(iter(ids), ""),
        said_once(_all(headlines, file), [], body),
        next((one for one in (*names, *spoken) if one), ""),
    )


def stories(file: TextFile) -> Iterator[Story]:
    """The news items of a file. Raises InputError for what is no NewsML."""
    root = tree(file)
    if root.name == NEWSML_1:
        yield from (_first(one, file) for one in root.within("NewsItem"))
        return
    if root.name not in NEWSML_G2_ROOTS:
        what = f"no NewsML: its root element is <{root.name}>"
        raise InputError(file.path, what, line=root.line)
    items = (
        [root]
        if root.name == "newsItem"
        else root.within("newsItem", *(NEWSML_G2_ROOTS - {root.name}))
    )
    yield from (_g2(one, file) for one in items if one.name == "newsItem")
