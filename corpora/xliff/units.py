"""One unit of an XLIFF file: its segments and its flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora.text import Flag, Location, Passage, Segment, Side, Span
from corpora.xliff import issues
from corpora.xliff.content import Content, content
from corpora.xliff.elements import Element, within
from corpora.xliff.own import (
    ALIGNMENT_NOTE,
    REFERENCE_NOTE,
    Marked,
    number,
    own,
    own_flags,
    unescaped,
)
from corpora.xml_tokens import XML

SPACE = f"{{{XML}}}space"
UNITS = frozenset({"unit", "trans-unit"})
_XML_ID = f"{{{XML}}}id"


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment as it stands in a unit: its id there, its texts, its state."""

    identity: str
    source: Content | None
    target: Content | None
    state: str | None
    end: Passage
    """The place where a translation would begin if there were one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The segments of a unit, counted from 0, and their flags."""

    segments: tuple[Segment, ...]
    flags: tuple[Flag, ...]


def unit_of(element: Element, *, preserve: bool) -> Unit:
    """What a `<unit>` (XLIFF 2) or a `<trans-unit>` (1) holds."""
    preserve = preserved(element.attributes, preserve)
    pairs = [*(_two if element.name == "unit" else _one)(element, preserve)]
    beside = _Beside(
        tuple(_notes(element, of_references=True)),
        tuple(one.text.strip() for one in _notes(element, of_references=False)),
    )
    segments = tuple(_segment(element, number, pairs, beside) for number in range(len(pairs)))
    flags = (flag for flag in _flags(element, pairs) if _fits(flag, segments))
    return Unit(segments, tuple(flags))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a unit says beside its segments."""

    references: tuple[Passage, ...]
    notes: tuple[str, ...]


def preserved(attributes: Mapping[str, str], outer: bool) -> bool:  # noqa: FBT001
    """Whether white space is to be preserved in an element; `outer`: around it."""
    return attributes.get(SPACE, "preserve" if outer else "") == "preserve"


def _two(unit: Element, preserve: bool) -> Iterator[Pair]:  # noqa: FBT001
    for place, segment in enumerate(unit.elements("segment"), 1):
        source, target = segment.first("source"), segment.first("target")
        yield Pair(
            segment.attributes.get("id", str(place)),
            _content(source, preserve),
            _content(target, preserve),
            segment.attributes.get("state"),
            _after(source or segment),
        )


def _one(unit: Element, preserve: bool) -> Iterator[Pair]:  # noqa: FBT001
    source, target = unit.first("source"), unit.first("target")
    state = target.attributes.get("state") if target else None
    if state is None and unit.attributes.get("approved") == "yes":
        state = "final"
    split = unit.first("seg-source")
    sources = _by_id(split) if split else {}
    targets = _by_id(target) if target else {}
    if sources and (targets or target is None):
        states = _states(unit)
        for identity, part in sources.items():
            other = targets.get(identity)
            end = _after(target or split or unit)
            texts = _content(part, preserve), _content(other, preserve)
            yield Pair(identity, *texts, states.get(identity, state), end)
        return
    end = _after(source or unit)
    yield Pair("1", _content(source, preserve), _content(target, preserve), state, end)


def _by_id(holder: Element) -> dict[str, Element]:
    found = within(holder, "mrk", "mtype", "seg")
    return {one.attributes.get("mid", str(place)): one for place, one in enumerate(found, 1)}


def _states(unit: Element) -> dict[str, str]:
    """The states that SDL's kind of XLIFF has beside its segments."""
    return {
        segment.attributes.get("id", ""): segment.attributes["conf"]
        for holder in unit.elements("seg-defs")
        for segment in holder.elements("seg")
        if "conf" in segment.attributes
    }


def _content(element: Element | None, preserve: bool) -> Content | None:  # noqa: FBT001
    if element is None:
        return None
    return content(element, preserve=preserved(element.attributes, preserve))


def _after(element: Element) -> Passage:
    return Passage("", element.tag.file, element.stop)


def _segment(unit: Element, index: int, pairs: Sequence[Pair], beside: _Beside) -> Segment:
    pair, values = pairs[index], unit.attributes
    name = unescaped(values.get(own("name"), "")) or values.get("id")
    state = unescaped(values.get(own("state"), "")) or pair.state
    no_source = values.get(own("source")) == "none"
    return Segment(
        index,
        pair.target.passage if pair.target else pair.end,
        pair.source.passage if pair.source and not no_source else None,
        beside.references,
        realigned=values.get(own("realigned")) == "yes",
        confidence=number(values.get(own("confidence"), "")),
        name=f"{name}/{pair.identity}" if name and len(pairs) > 1 else name,
        state=state,
        notes=beside.notes,
    )


def _notes(unit: Element, *, of_references: bool) -> Iterator[Passage]:
    for holder in (unit, *unit.elements("notes")):
        for note in holder.elements("note"):
            category = note.attributes.get("category", "")
            if category == ALIGNMENT_NOTE:
                continue
            if (category == REFERENCE_NOTE) is of_references and (of_references or note.text):
                yield note.passage()


def _flags(unit: Element, pairs: Sequence[Pair]) -> Iterator[Flag]:
    marks = [*_marked(pairs)]
    named = {one.attributes["id"]: one for one in marks if one.attributes.get("id")}
    known: set[str] = set()
    for holder in unit.elements("flags"):
        known.update(one.attributes.get("ref", "") for one in holder.elements("flag"))
    yield from own_flags(unit, named)
    apart = _apart(unit)
    for one in marks:
        if one.attributes.get("id") not in known:
            yield from _foreign(one, apart)


def _fits(flag: Flag, segments: Sequence[Segment]) -> bool:
    """Whether what a flag marks is there: somebody may have changed the text."""
    passage = segments[flag.segment].on(flag.span.side)
    return passage is None or flag.span.end <= len(passage.text)


def _apart(unit: Element) -> dict[str, list[Mapping[str, str]]]:
    """The issues that stand apart from what they are about, by the name they are referred to."""
    return {
        standoff.attributes.get(_XML_ID, ""): [
            issues.standing_alone(issue.attributes) for issue in standoff.elements(issues.ISSUE)
        ]
        for standoff in unit.elements(issues.STANDOFF)
    }


def _marked(pairs: Sequence[Pair]) -> Iterator[Marked]:
    """All that is marked in a unit."""
    for index, pair in enumerate(pairs):
        for side, text in ((Side.SOURCE, pair.source), (Side.TRANSLATION, pair.target)):
            for mark in text.marks if text else ():
                yield Marked(Location(index, Span(mark.start, mark.end, side)), mark.attributes)


def _foreign(marked: Marked, apart: dict[str, list[Mapping[str, str]]]) -> Iterator[Flag]:
    """The flags of an annotation that copydesk has not written.

    Issues that stand apart belong to the first that refers to them.
    """
    place, attributes = marked.location, marked.attributes
    if issues.is_issue(attributes):
        yield issues.flag_of(attributes, place.segment, place.span)
    wanted = attributes.get(issues.REFERENCE, "").rpartition("#")[2]
    for stated in apart.pop(wanted, ()) if wanted else ():
        yield issues.flag_of(stated, place.segment, place.span)
