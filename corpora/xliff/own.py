r"""What copydesk itself writes into XLIFF, in a namespace of its own.

The flags of a unit stand in one element, `<flags>`; each refers to the annotation that marks its
words and holds what an annotation cannot say. Characters that XML cannot carry are written
`\u{1}`, and a backslash `\\`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpora.text import Decision, Disposition, Evidence, Flag, Location, Severity, Side, Span
from corpora.xliff import issues
from corpora.xliff.elements import Element

OWN = "urn:copydesk:flags:1"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REFERENCE_NOTE, ALIGNMENT_NOTE = "copydesk:reference", "copydesk:alignment"
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\\\")
_LAST, _HALVES = 0x10FFFF, range(0xD800, 0xE000)


def own(name: str) -> str:
    """A name in copydesk's namespace, as attributes have it."""
    return f"{{{OWN}}}{name}"


def escaped(text: str) -> str:
    """A text as an attribute can carry it."""
    return NOT_IN_XML.sub(lambda one: f"\\u{{{ord(one.group()):x}}}", text.replace("\\", "\\\\"))


def unescaped(text: str) -> str:
    """What an escaped text stands for."""
    return _ESCAPED.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[1] is None:
        return "\\"
    code = int(found[1], 16)
    return chr(code) if code <= _LAST and code not in _HALVES else "\ufffd"


@dataclass(frozen=True, slots=True)
class Marked:
    """An annotation: the segment and the span that it marks, and its attributes."""

    location: Location
    attributes: Mapping[str, str]


def own_flags(unit: Element, marked: Mapping[str, Marked]) -> Iterator[Flag]:
    """The flags that a unit holds in copydesk's namespace.

    What an annotation says comes first: another tool may have changed it. A flag whose annotation
    is gone is gone.
    """
    for holder in unit.elements("flags"):
        for element in holder.elements("flag") if holder.space == OWN else ():
            anchor = marked.get(element.attributes.get("ref", "")) or _placed(element)
            if anchor is not None:
                yield _flag(element, anchor)


def _placed(element: Element) -> Marked | None:
    """The place of a flag that no annotation could be written for."""
    location = None if "ref" in element.attributes else _location(element)
    if location is None or location.segment:
        return None
    values = element.attributes
    told = {
        issues.COMMENT: values.get("message", ""),
        issues.SEVERITY: values.get("severity", ""),
        issues.ENABLED: "no" if values.get("decision") == Decision.DISMISSED else "yes",
    }
    return Marked(location, told)


def _location(element: Element) -> Location | None:
    values = element.attributes
    try:
        side = Side(values.get("side", Side.TRANSLATION))
        span = Span(int(values["start"]), int(values["end"]), side)
        return Location(max(0, int(values.get("segment", "0"))), span)
    except (KeyError, ValueError):
        return None


def _flag(element: Element, anchor: Marked) -> Flag:
    values = {name: unescaped(value) for name, value in element.attributes.items()}
    stated = anchor.attributes
    comment = stated.get(issues.COMMENT, "")
    also = (_location(one) for one in element.elements("also"))
    return Flag(
        rule=values.get("rule", "unknown"),
        segment=anchor.location.segment,
        span=anchor.location.span,
        message=values.get("message", comment),
        severity=_severity(stated),
        category=values.get("category", issues.category_of(stated.get(issues.TYPE, ""))),
        confidence=number(values.get("confidence", "")),
        suggestion=values.get("suggestion"),
        fingerprint=values.get("fingerprint", ""),
        safe=values.get("safe") == "yes",
        evidence=tuple(_evidence(element)),
        also=tuple(place for place in also if place is not None),
        author=values.get("author", ""),
        alias=values.get("alias", ""),
        disposition=issues.disposition_of(stated, _disposition(values)),
    )


def _severity(stated: Mapping[str, str]) -> Severity:
    return issues.severity_of(stated.get(issues.SEVERITY, ""))


def _evidence(element: Element) -> Iterator[Evidence]:
    for one in element.elements("evidence"):
        rule, message = one.attributes.get("rule", ""), one.attributes.get("message", "")
        yield Evidence(unescaped(rule), unescaped(message))


def _disposition(values: Mapping[str, str]) -> Disposition | None:
    if values.get("decision") not in [*Decision]:
        return None
    decision = Decision(values["decision"])
    return Disposition(decision, values.get("reason", ""), values.get("decided-by", ""))


def number(written: str) -> float:
    """A share from 0 to 1; 1 where nothing sensible is written."""
    try:
        value = float(written)
    except ValueError:
        return 1.0
    return value if 0.0 <= value <= 1.0 else 1.0
