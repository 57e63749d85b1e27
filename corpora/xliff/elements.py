"""A unit of a file as a small tree; nothing here recurses, however deep its elements are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpora.text import Passage, PassageBuilder
from corpora.xml_tokens import Kind, Token

_START, _END, _TEXT = Kind.START, Kind.END, Kind.TEXT


@dataclass(slots=True)
class Element:
    """An element: its tag and what is in it, up to `inner_end`; it is over at `stop`."""

    tag: Token
    children: list[Element | Token] = field(default_factory=list)
    inner_end: int = 0
    stop: int = 0

    @property
    def name(self) -> str:
        """Its local name."""
        return self.tag.name

    @property
    def space(self) -> str:
        """Its namespace."""
        return self.tag.space

    @property
    def attributes(self) -> Mapping[str, str]:
        """Its attributes."""
        return self.tag.attributes

    def elements(self, name: str | None = None) -> Iterator[Element]:
        """The elements (of one name) that are directly in it."""
        for child in self.children:
            if isinstance(child, Element) and name in {None, child.name}:
                yield child

    def first(self, name: str) -> Element | None:
        """The first element of a name that is directly in it."""
        for child in self.children:
            if isinstance(child, Element) and child.tag.name == name:
                return child
        return None

    def passage(self) -> Passage:
        """The text that is directly in it."""
        builder = PassageBuilder(self.tag.file)
        for child in self.children:
            if isinstance(child, Token):
                child.add_to(builder)
        return builder.passage() if len(builder) else Passage("", self.tag.file, self.inner_end)

    @property
    def text(self) -> str:
        """The text that is directly in it, without white space around it."""
        return "".join(one.text for one in self.children if isinstance(one, Token)).strip()


def grown(tag: Token, following: Iterator[Token]) -> Element:
    """The element that begins with a tag; the tokens up to its end are taken."""
    root = Element(tag)
    line = [root]
    for token in following:
        kind = token.kind
        if kind is _TEXT:
            line[-1].children.append(token)
        elif kind is _START:
            child = Element(token)
            line[-1].children.append(child)
            line.append(child)
        elif kind is _END:
            done = line.pop()
            done.inner_end, done.stop = token.start, token.end
            if not line:
                break
    return root


def skip(following: Iterator[Token]) -> None:
    """Take the tokens up to the end of an element that has begun."""
    depth = 1
    for token in following:
        if token.kind is _START:
            depth += 1
        elif token.kind is _END:
            depth -= 1
            if not depth:
                return


def within(element: Element, name: str, attribute: str, value: str) -> Iterator[Element]:
    """The elements, at any depth, of a name and with an attribute; not those inside of them."""
    line = [element.elements()]
    while line:
        child = next(line[-1], None)
        if child is None:
            line.pop()
        elif child.name == name and child.attributes.get(attribute) == value:
            yield child
        else:
            line.append(child.elements())
