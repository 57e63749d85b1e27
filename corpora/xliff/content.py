"""The text of a `<source>`, a `<target>` or a `<seg>`, and what is marked in it.

Tags stand for formatting and placeholders; they are no part of the text, but positions lead
through them into the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from corpora.text import Passage, PassageBuilder
from corpora.xliff.elements import Element

_AROUND_TEXT = frozenset({"g", "pc", "mrk", "hi"})
_PLACEHOLDERS, _BREAKS = frozenset({"ph", "x"}), frozenset({"lb", "xlf:lb"})
_BREAK = re.compile(r"\s*(?:<br\b|\\n)", re.IGNORECASE)
_DELETED = "x-sdl-deleted"
"""SDL's tracked changes: what an editor took out."""
_BROKEN = re.compile(r"[ \t]*\n[ \t\n]*")
_LAST, _HALVES, _NO_CHARACTER = 0x10FFFF, range(0xD800, 0xE000), "\ufffd"


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points `start` to `end` of a text, and the attributes of what marks them."""

    start: int
    end: int
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Content:
    """A text and its marks, in the order in which they begin."""

    passage: Passage
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class _Under:
    """What is being read: the text so far, the marks, those that are open by their ids."""

    builder: PassageBuilder
    marks: list[Mark] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)

    def begin(self, element: Element) -> int:
        at = len(self.builder)
        self.marks.append(Mark(at, -1, element.attributes))
        return len(self.marks) - 1

    def end(self, number: int) -> None:
        begun = self.marks[number]
        self.marks[number] = Mark(begun.start, len(self.builder), begun.attributes)

    def code(self, element: Element) -> None:
        """An element that stands for something itself."""
        if element.name == "cp":
            width = element.stop - element.tag.start
            character = _character(element.attributes.get("hex", ""))
            self.builder.add(character, element.tag.start, width)
        elif element.name == "sm":
            self.opened[element.attributes.get("id", "")] = self.begin(element)
        elif element.name == "em":
            number = self.opened.pop(element.attributes.get("startRef", ""), None)
            if number is not None:
                self.end(number)
        elif _is_break(element) and not self.builder.ends_in_space:
            self.builder.add(" ", element.tag.start, element.stop - element.tag.start)


def _is_break(element: Element) -> bool:
    """Whether a placeholder stands for the end of a line."""
    if element.name not in _PLACEHOLDERS:
        return False
    kinds = (element.attributes.get(name) for name in ("ctype", "type", "subType"))
    return any(kind in _BREAKS for kind in kinds) or _BREAK.match(element.text) is not None


def content(element: Element, *, preserve: bool = True) -> Content:
    """What an element holds; unless white space is to be preserved, a broken line is a space."""
    under = _Under(PassageBuilder(element.tag.file))
    line: list[tuple[int, Iterator[Element | object]]] = [(-1, iter(element.children))]
    while line:
        number, children = line[-1]
        child = next(children, None)
        if child is None:
            line.pop()
            if number >= 0:
                under.end(number)
        elif not isinstance(child, Element):
            child.add_to(under.builder)  # type: ignore[attr-defined]
        elif child.attributes.get("mtype") == _DELETED:
            continue
        elif child.name in _AROUND_TEXT:
            line.append((under.begin(child), iter(child.children)))
        else:
            under.code(child)
    return _finished(under, element, preserve=preserve)


def _finished(under: _Under, element: Element, *, preserve: bool) -> Content:
    passage = under.builder.passage()
    if not passage.text:
        passage = Passage("", element.tag.file, element.inner_end)
    size = len(passage.text)
    marks = tuple(one if one.end >= 0 else replace(one, end=size) for one in under.marks)
    whole = Content(passage, marks)
    return whole if preserve or "\n" not in passage.text else _on_one_line(whole)


def _on_one_line(whole: Content) -> Content:
    """The text without the ends of lines at which it was only laid out."""
    passage, builder = whole.passage, PassageBuilder(whole.passage.file)
    at, old, new = 0, [0], [0]
    for found in _BROKEN.finditer(passage.text):
        builder.add_part(passage, at, found.start())
        old.append(found.start())
        new.append(len(builder))
        at = found.end()
        if found.start() and at < len(passage.text):
            builder.add_as(" ", passage, found.start(), at)
        old.append(at)
        new.append(len(builder))
    builder.add_part(passage, at)

    def moved(offset: int) -> int:
        index = bisect_right(old, offset) - 1
        after = new[index + 1] if index + 1 < len(new) else len(builder)
        return min(new[index] + offset - old[index], after)

    text = builder.passage() if len(builder) else Passage("", passage.file, passage.begin(0))
    marks = (Mark(moved(one.start), moved(one.end), one.attributes) for one in whole.marks)
    return Content(text, tuple(marks))


def _character(written: str) -> str:
    try:
        code = int(written, 16)
    except ValueError:
        return _NO_CHARACTER
    return chr(code) if 0 <= code <= _LAST and code not in _HALVES else _NO_CHARACTER
