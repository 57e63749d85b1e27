"""XML as people publish it, as a tree whose text knows where in the file it stands.

Feeds and news files are often not quite well-formed: `&nbsp;` that nobody declared, a bare `&` in
an address, a control character, a blank line before the declaration. Those are understood; what is
wrong beyond that is an error with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpora.errors import InputError
from corpora.markup.html_tokens import references
from corpora.text import Passage, PassageBuilder, TextFile
from corpora.xml_tokens import Kind, Token, tokens

_LOOSE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]++|#x[0-9a-fA-F]++);)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LATE_DECLARATION = re.compile(r"\s+<\?xml\s[^>]*>")
_STAND_IN = "\ue000"  # for an `&` that XML would not take; the file's own text tells them apart
_FIX = "mend it, or save it anew with the program that made it"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(slots=True)
class Element:
    """An element: its local name, namespace, attributes, and what is in it, in order.

    `language` is that of the nearest `xml:lang`, as it is written.
    """

    name: str
    space: str
    line: int
    attributes: dict[str, str]
    language: str = ""
    content: list[Element | Token] = field(default_factory=list)

    @property
    def children(self) -> Iterator[Element]:
        """The elements in it."""
        return (one for one in self.content if isinstance(one, Element))

    def all(self, *names: str) -> list[Element]:
        """The elements on a path, such as all `hl1` of all `hedline`: `("hedline", "hl1")`."""
        found = [self]
        for name in names:
            found = [one for parent in found for one in parent.children if one.name == name]
        return found

    def within(self, *names: str) -> Iterator[Element]:
        """The elements of these names at any depth, but none within another of them."""
        waiting = [self.children]
        while waiting:
            one = next(waiting[-1], None)
            if one is None:
                waiting.pop()
            elif one.name in names:
                yield one
            else:
                waiting.append(one.children)

    def events(self) -> Iterator[Event]:
        """Its descendants as start, text and end, in order."""
        waiting = [(self, iter(self.content))]
        while waiting:
            parent, content = waiting[-1]
            one = next(content, None)
            if one is None:
                waiting.pop()
                if waiting:
                    yield Event(parent, ends=True)
            elif isinstance(one, Element):
                yield Event(one)
                waiting.append((one, iter(one.content)))
            else:
                yield Event(one)


@dataclass(frozen=True, slots=True)
class Event:
    """An element that starts or ends, or text."""

    of: Element | Token
    ends: bool = False


def tree(file: TextFile) -> Element:
    """The root element of a file. Raises InputError, with the line, for what is no XML."""
    loose = replace(file, text=_mended(file.text))
    open_elements = [Element("", "", 1, {})]
    try:
        for token in tokens([loose]):
            _add(open_elements, token, file)
    except InputError as error:
        raise InputError(error.path, error.what, line=error.line, fix=error.fix or _FIX) from None
    return next(open_elements[0].children)


def _mended(text: str) -> str:
    """The text, as long as it was, without what expat would not take."""
    if late := _LATE_DECLARATION.match(text):
        text = " " * late.end() + text[late.end() :]
    return _LOOSE.sub(_STAND_IN, _NO_XML.sub(" ", text))


def _add(open_elements: list[Element], token: Token, file: TextFile) -> None:
    top = open_elements[-1]
    if token.kind is Kind.TEXT:
        token.file = file
        top.content.append(token)
    elif token.kind is Kind.START:
        named = {name: value.replace(_STAND_IN, "&") for name, value in token.attributes.items()}
        language = named.get(XML_LANGUAGE, top.language)
        found = Element(token.name, token.space, token.line, named, language)
        top.content.append(found)
        open_elements.append(found)
    elif token.kind is Kind.END:
        open_elements.pop()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that the file writes with `width` code points at `start`."""

    text: str
    start: int
    width: int


def stretches(token: Token, *, decode: bool = False) -> Iterator[Stretch]:
    """A token's text as the file has it; `decode`: references that XML does not know, as well."""
    text, width = token.text, token.end - token.start
    if len(text) != width:
        yield Stretch(text, token.start, width)
        return
    start, at = token.start, 0
    raw = token.file.slice(start, token.end) if _STAND_IN in text else text
    for one in references(raw, 0, width) if decode and raw is not text else ():
        yield Stretch(raw[at : one.start], start + at, one.start - at)
        yield Stretch(one.text, start + one.start, one.end - one.start)
        at = one.end
    yield Stretch(raw[at:], start + at, width - at)


def passage_of(element: Element, file: TextFile) -> Passage:
    """All text in an element, without its tags."""
    builder = PassageBuilder(file)
    for event in element.events():
        if isinstance(event.of, Token):
            for one in stretches(event.of):
                builder.add(one.text, one.start, one.width)
    return builder.passage()


def words_of(element: Element | None) -> str:
    """The text in an element, white space as one space."""
    if element is None:
        return ""
    tokens_in = (event.of for event in element.events())
    text = "".join(one.text for one in tokens_in if isinstance(one, Token))
    return " ".join(text.replace(_STAND_IN, "&").split())
