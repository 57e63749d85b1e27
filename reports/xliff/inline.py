"""Text with annotations, as XLIFF 2 writes it: one in another as `<mrk>`, across as `<sm/>`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from lxml import etree

from corpora.text import Span
from corpora.xliff.own import NOT_IN_XML

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A span of a text, its id in the unit, and what is said of it."""

    identity: str
    span: Span
    attributes: Mapping[str, str]


@dataclass(slots=True)
class _Pen:
    """Writes at the end of an element that is being filled."""

    line: list[etree._Element]
    last: etree._Element | None = None

    def text(self, text: str) -> None:
        """Write text; a character that XML cannot carry by its number."""
        at = 0
        for found in NOT_IN_XML.finditer(text):
            self._plain(text[at : found.start()])
            self.point("cp", {"hex": _hex(found.group())})
            at = found.end()
        self._plain(text[at:])

    def point(self, name: str, attributes: Mapping[str, str]) -> None:
        """Write an element with nothing in it."""
        self.last = etree.SubElement(self.line[-1], _named(name), dict(attributes))

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element; what follows is in it."""
        self.line.append(etree.SubElement(self.line[-1], _named(name), dict(attributes)))
        self.last = None

    def close(self) -> None:
        """End the element that was begun last."""
        self.last = self.line.pop()

    def _plain(self, text: str) -> None:
        if text and self.last is None:
            self.line[-1].text = (self.line[-1].text or "") + text
        elif text and self.last is not None:
            self.last.tail = (self.last.tail or "") + text


@dataclass(slots=True)
class _Writing:
    """A text that is written up to `at`, and the annotations that have begun and not ended."""

    pen: _Pen
    text: str
    at: int = 0
    nested: list[int] = field(default_factory=list)
    across: list[tuple[int, str]] = field(default_factory=list)

    def begin(self, one: Annotation) -> None:
        """Begin an annotation that begins no sooner than those before it."""
        self.go(one.span.start)
        values = {"id": one.identity, "type": "its:generic", **one.attributes}
        if self.nested and self.nested[-1] < one.span.end:
            self.pen.point("sm", values)
            heappush(self.across, (one.span.end, one.identity))
        else:
            self.pen.open("mrk", values)
            self.nested.append(one.span.end)

    def go(self, place: int) -> None:
        """Write on up to a place; what ends before it or there is ended."""
        while self.nested or self.across:
            stop = min([*self.nested[-1:], *(end for end, _ in self.across[:1])])
            if stop > place:
                break
            self._write(stop)
            if self.across and self.across[0][0] == stop:
                self.pen.point("em", {"startRef": heappop(self.across)[1]})
            else:
                self.nested.pop()
                self.pen.close()
        self._write(place)

    def _write(self, place: int) -> None:
        self.pen.text(self.text[self.at : place])
        self.at = place


def fill(element: etree._Element, text: str, annotations: Sequence[Annotation]) -> None:
    """Write a text with its annotations into an element."""
    writing = _Writing(_Pen([element]), text)
    for one in sorted(annotations, key=lambda one: (one.span.start, -one.span.end)):
        writing.begin(one)
    writing.go(len(text))


def _named(name: str) -> str:
    return f"{{{XLIFF}}}{name}"


def _hex(character: str) -> str:
    digits = f"{ord(character):04X}"
    return digits.zfill(len(digits) + len(digits) % 2)
