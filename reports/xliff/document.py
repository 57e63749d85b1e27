"""A result as an XLIFF 2.1 document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from corpora.text import Side
from corpora.xliff.issues import ITS
from corpora.xliff.own import ALIGNMENT_NOTE, OWN, REFERENCE_NOTE, escaped, own
from reports.result import DocumentResult, FlagResult, Result, SegmentResult
from reports.xliff import flags as flagged
from reports.xliff.inline import XLIFF, fill

_UNKNOWN = "und"
_STATES = frozenset({"initial", "translated", "reviewed", "final"})
_MIXED = frozenset({"source", "target", "note"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def written(result: Result) -> str:
    """The document as text."""
    root = etree.Element(_named("xliff"), nsmap={None: XLIFF, "its": ITS, "copydesk": OWN})
    source = _commonest(document.source_language for document in result.documents)
    target = _commonest(document.language for document in result.documents)
    root.set("version", "2.1")
    root.set("srcLang", source)
    root.set("trgLang", target)
    root.set(f"{{{ITS}}}version", "2.0")
    for number, document in enumerate(result.documents, 1):
        if document.segments:
            _add_file(root, f"f{number}", document)
    _lay_out(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + etree.tostring(root, encoding="unicode") + "\n"


def _commonest(languages: Iterable[str | None]) -> str:
    counted = Counter(language for language in languages if language)
    return counted.most_common(1)[0][0] if counted else _UNKNOWN


def _add_file(root: etree._Element, identity: str, document: DocumentResult) -> None:
    file = etree.SubElement(root, _named("file"), {"id": identity, _SPACE: "preserve"})
    shown = flagged.legible(document.id)
    file.set("original", shown)
    if shown.strip() != document.id:
        file.set(own("original"), escaped(document.id))
    if document.system is not None:
        file.set(own("system"), escaped(document.system))
    if (document.language or _UNKNOWN) != root.get("trgLang"):
        file.set(own("language"), document.language or _UNKNOWN)
    if (document.source_language or _UNKNOWN) != root.get("srcLang"):
        file.set(own("source-language"), document.source_language or _UNKNOWN)
    by_segment: dict[int, list[FlagResult]] = defaultdict(list)
    for flag in document.flags:
        by_segment[flag.segment].append(flag)
    for segment in document.segments:
        _add_unit(file, segment, by_segment[segment.index])


def _add_unit(file: etree._Element, segment: SegmentResult, flags: Sequence[FlagResult]) -> None:
    unit = etree.SubElement(file, _named("unit"), {"id": f"s{segment.index + 1}"})
    for name, value in _about(segment):
        unit.set(name, value)
    marked = flagged.marked(segment, flags)
    flagged.write(unit, marked)
    notes = [*_notes(segment)]
    if notes:
        unit.append(_holder(notes))
    part = etree.SubElement(unit, _named("segment"))
    if segment.state in _STATES:
        part.set("state", segment.state)
    source, target = (etree.SubElement(part, _named(name)) for name in ("source", "target"))
    fill(source, segment.source or "", flagged.on(Side.SOURCE, marked))
    fill(target, segment.mt, flagged.on(Side.TRANSLATION, marked))


def _about(segment: SegmentResult) -> Iterator[tuple[str, str]]:
    """A unit's attributes."""
    if segment.name is not None:
        yield "name", flagged.legible(segment.name)
        yield own("name"), escaped(segment.name)
    if segment.source is None:
        yield own("source"), "none"
    if segment.realigned:
        yield own("realigned"), "yes"
        yield own("confidence"), repr(float(segment.confidence))
    if segment.state and segment.state not in _STATES:
        yield own("state"), escaped(segment.state)


def _notes(segment: SegmentResult) -> Iterator[etree._Element]:
    for text in segment.notes:
        yield _note(text, {})
    if segment.realigned:
        text = "The sides did not match sentence by sentence; these were laid side by side"
        confidence = f" (confidence {segment.confidence:.0%})"
        yield _note(text + confidence, {"category": ALIGNMENT_NOTE})
    for reference in segment.references:
        yield _note(reference, {"category": REFERENCE_NOTE, "appliesTo": "target"})


def _note(text: str, attributes: dict[str, str]) -> etree._Element:
    note = etree.Element(_named("note"), attributes)
    note.text = flagged.legible(text)
    return note


def _holder(notes: Sequence[etree._Element]) -> etree._Element:
    holder = etree.Element(_named("notes"))
    holder.extend(notes)
    return holder


def _lay_out(root: etree._Element) -> None:
    """An element a line, but nothing that would add to a text."""
    line = [(root, 0)]
    while line:
        element, depth = line.pop()
        children = [*element]
        if etree.QName(element).localname in _MIXED or not children:
            continue
        element.text = "\n" + "  " * (depth + 1)
        for child in children:
            child.tail = element.text
            line.append((child, depth + 1))
        children[-1].tail = "\n" + "  " * depth


def _named(name: str) -> str:
    return f"{{{XLIFF}}}{name}"
