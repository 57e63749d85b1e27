"""What tags say: names in their namespaces, attributes, references to characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.entities import html5
from types import MappingProxyType

XML = "http://www.w3.org/XML/1998/namespace"
_XMLNS = "xmlns"
_ATTRIBUTE = re.compile(r"([^\s=]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_ODD = re.compile(r"&[^;&]*+;|\r\n|[\t\r\n]")
_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": '"'}
NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Name:
    """A name: the part after the prefix, and the namespace that the prefix stands for."""

    local: str
    space: str


@dataclass(frozen=True, slots=True)
class _Scope:
    """The prefixes that are known somewhere, and the names that were looked up there."""

    prefixes: Mapping[str, str]
    names: dict[str, Name] = field(default_factory=dict)

    def name(self, written: str) -> Name:
        """The name of an element."""
        prefix, _, local = written.rpartition(":")
        found = self.names[written] = Name(local, self.prefixes.get(prefix, ""))
        return found

    def attribute(self, written: str) -> str:
        """The name of an attribute: `{namespace}local`, without a prefix as it is."""
        prefix, _, local = written.rpartition(":")
        return f"{{{self.prefixes.get(prefix, '')}}}{local}" if prefix else written


class Names:
    """Knows what the prefixes stand for where a document is being read."""

    def __init__(self) -> None:
        self._scope = _Scope({"xml": XML})
        self._open: list[tuple[Name, _Scope]] = []

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._open)

    def opened(self, written: str, attributes: str) -> tuple[Name, Mapping[str, str]]:
        """The name and the attributes of an element that begins here."""
        outer = self._scope
        values = self._values(attributes) if attributes else NO_ATTRIBUTES
        name = self._scope.names.get(written) or self._scope.name(written)
        self._open.append((name, outer))
        return name, values

    def closed(self) -> Name:
        """The name of the element that ends here; none where nothing is open."""
        if not self._open:
            return Name("", "")
        name, self._scope = self._open.pop()
        return name

    def _values(self, attributes: str) -> Mapping[str, str]:
        found = {name: _value(one or other) for name, one, other in _ATTRIBUTE.findall(attributes)}
        if _XMLNS in attributes:
            spaces = {name: found.pop(name) for name in [*found] if _declares(name)}
            named = {name.partition(":")[2]: space for name, space in spaces.items()}
            if named:
                self._scope = _Scope({**self._scope.prefixes, **named})
        if ":" in attributes:
            return {self._scope.attribute(name): value for name, value in found.items()}
        return found


def _declares(name: str) -> bool:
    return name == _XMLNS or name.startswith(f"{_XMLNS}:")


def _value(written: str) -> str:
    """The value of an attribute: what is white space in the file is a space in it."""
    return _ODD.sub(_read, written) if _ODD.search(written) else written


def _read(found: re.Match[str]) -> str:
    written = found.group()
    if written[0] != "&":
        return " "
    text = referred(written)
    return written if text is None else text


def referred(written: str) -> str | None:
    """What `&amp;` or `&#38;` stands for; None for a name that nobody knows.

    A document with a DTD that is not read here may use the names that HTML has.
    """
    name = written[1:-1]
    if name[:1] == "#":
        digits = name[2:] if name[1:2] in "xX" else name[1:]
        return chr(int(digits, 16 if name[1:2] in "xX" else 10))
    return _PREDEFINED.get(name) or html5.get(f"{name};")
