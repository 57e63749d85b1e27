"""Test sets: documents of numbered segments, a side at a time or all sides in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpora.errors import InputError
from corpora.text import Document, Passage, Segment, TextFile


@dataclass(frozen=True, slots=True)
class Numbered:
    """A segment as a test set has it: its number, its text, and its paragraph, from 0."""

    number: str
    text: Passage
    paragraph: int


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a document: the source, a reference, or what a system made of it."""

    language: str | None
    system: str | None
    line: int
    segments: Mapping[str, Numbered]
    end: int = 0


def trimmed(passage: Passage) -> Passage:
    """A passage without the white space around it."""
    text = passage.text
    start = len(text) - len(text.lstrip())
    return passage.part(start, max(start, len(text.rstrip())))


def numbered(file: TextFile, found: Mapping[str, Numbered], number: str | None, line: int) -> str:
    """The number of a segment, or the next one. Raises InputError where it has come already."""
    if number is None or not number.strip():
        return str(len(found) + 1)
    number = number.strip()
    if number in found:
        raise InputError(file.path, f"two segments are numbered {number}", line=line)
    return number


def segments_of(version: Version) -> tuple[Segment, ...]:
    """The segments of one side alone, as a translation's."""
    return tuple(
        Segment(index, one.text, paragraph=one.paragraph, name=one.number)
        for index, one in enumerate(version.segments.values())
    )


def joined(
    file: TextFile, mt: Version, source: Version | None, references: Sequence[Version]
) -> Iterator[Segment]:
    """The segments of all sides, by number; what the translation lacks is empty, at its end.

    Raises InputError for a segment that the source has not.
    """
    sides = source or mt
    for one in mt.segments.values():
        if one.number not in sides.segments:
            line = file.line_of(one.text.start)
            raise InputError(file.path, f"the source has no segment {one.number}", line=line)
    place = mt.end
    for index, (number, beside) in enumerate(sides.segments.items()):
        here = mt.segments.get(number)
        text = here.text if here else Passage("", file, place)
        place = text.end(len(text.text)) if here else place
        others = [one.segments[number].text for one in references if number in one.segments]
        paragraph = here.paragraph if here and source is None else beside.paragraph
        yield Segment(
            index, text, beside.text if source else None, tuple(others), paragraph, name=number
        )


def portions(whole: Document, like: Sequence[Document]) -> list[Document]:
    """A translation given as lines, cut into the documents of its test set.

    Raises InputError where there are not as many lines as segments.
    """
    count = sum(len(document.segments) for document in like)
    if count != len(whole.segments):
        path = whole.segments[0].mt.file.path if whole.segments else whole.id
        given = "1 line" if len(whole.segments) == 1 else f"{len(whole.segments):,} lines"
        what = f"{given} for a test set of {count:,} segments"
        raise InputError(path, what, fix="give a line for each segment")
    found, at = list[Document](), 0
    for document in like:
        lines = whole.segments[at : at + len(document.segments)]
        at += len(lines)
        segments = tuple(
            replace(line, index=n, paragraph=other.paragraph, name=other.name)
            for n, (line, other) in enumerate(zip(lines, document.segments, strict=True))
        )
        found.append(replace(whole, id=document.id, segments=segments, flags=()))
    return found
