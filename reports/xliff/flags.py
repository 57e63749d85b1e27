"""Flags as annotations, and what annotations cannot say, in copydesk's namespace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from corpora.text import Decision, Side, Span
from corpora.xliff import issues
from corpora.xliff.own import NOT_IN_XML, OWN, escaped
from reports.result import FlagResult, SegmentResult
from reports.xliff.inline import Annotation


@dataclass(frozen=True, slots=True)
class Marked:
    """A flag of a unit and its annotation; None where there is no text that can bear one."""

    flag: FlagResult
    annotation: Annotation | None


def marked(segment: SegmentResult, flags: Sequence[FlagResult]) -> tuple[Marked, ...]:
    """The flags of a segment with their annotations."""
    return tuple(
        Marked(flag, _annotation(f"f{number}", segment, flag))
        for number, flag in enumerate(flags, 1)
    )


def on(side: Side, flags: Sequence[Marked]) -> list[Annotation]:
    """The annotations on one side."""
    found = (one.annotation for one in flags)
    return [one for one in found if one is not None and one.span.side is side]


def write(unit: etree._Element, flags: Sequence[Marked]) -> None:
    """Write what copydesk says of the flags into their unit."""
    if not flags:
        return
    holder = etree.SubElement(unit, _named("flags"))
    for one in flags:
        element = etree.SubElement(holder, _named("flag"), _values(one))
        for evidence in one.flag.evidence:
            said = {"rule": escaped(evidence.rule), "message": escaped(evidence.message)}
            etree.SubElement(element, _named("evidence"), said)
        for place in one.flag.also:
            where = {"segment": str(place.segment), **_place(place.span)}
            etree.SubElement(element, _named("also"), where)


def legible(text: str) -> str:
    """A text for people to read, without what XML cannot carry."""
    return NOT_IN_XML.sub("\ufffd", text)


def _annotation(identity: str, segment: SegmentResult, flag: FlagResult) -> Annotation | None:
    texts = {Side.TRANSLATION: segment.mt, Side.SOURCE: segment.source}
    text = texts.get(flag.span.side)
    if text is None or flag.span.end > len(text):
        return None
    stated = {
        issues.TYPE: issues.kind_of(flag.category),
        issues.COMMENT: legible(flag.message),
        issues.SEVERITY: str(issues.number_of(flag.severity)),
    }
    if flag.disposition is not None and flag.disposition.decision is Decision.DISMISSED:
        stated[issues.ENABLED] = "no"
    return Annotation(identity, flag.span, stated)


def _values(one: Marked) -> dict[str, str]:
    flag = one.flag
    values = {
        "rule": escaped(flag.rule),
        "category": escaped(flag.category),
        "confidence": repr(float(flag.confidence)),
        "fingerprint": escaped(flag.fingerprint),
        "author": escaped(flag.author),
    }
    if flag.suggestion is not None:
        values["suggestion"] = escaped(flag.suggestion)
    if flag.safe:
        values["safe"] = "yes"
    if flag.alias:
        values["alias"] = escaped(flag.alias)
    return values | dict(_decided(flag)) | dict(_anchor(one))


def _decided(flag: FlagResult) -> Iterator[tuple[str, str]]:
    if flag.disposition is not None:
        yield "decision", flag.disposition.decision.value
        yield "reason", escaped(flag.disposition.reason)
        yield "decided-by", escaped(flag.disposition.author)


def _anchor(one: Marked) -> Iterator[tuple[str, str]]:
    if one.annotation is None:
        yield from _place(one.flag.span).items()
        yield "severity", str(issues.number_of(one.flag.severity))
    else:
        yield "ref", one.annotation.identity
    if one.annotation is None or legible(one.flag.message) != one.flag.message:
        yield "message", escaped(one.flag.message)


def _place(span: Span) -> dict[str, str]:
    return {"side": span.side.value, "start": str(span.start), "end": str(span.end)}


def _named(name: str) -> str:
    return f"{{{OWN}}}{name}"
