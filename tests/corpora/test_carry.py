"""Flags that came with a file stay at their words when sentences are joined."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpora.carry import carried
from corpora.text import Document, Flag, Location, Passage, Segment, Severity, Side, Span, TextFile
from corpora.text import join as joined

SENTENCES = ["Satu.", "Dua tiga.", "Dua tiga.", "Empat lima enam.", "Tujuh."]


def _document() -> Document:
    file, segments, at = TextFile("a", " ".join(SENTENCES)), list[Segment](), 0
    for index, text in enumerate(SENTENCES):
        segments.append(Segment(index, Passage(text, file, at)))
        at += len(text) + 1
    return Document("a", tuple(segments))


def _flag(segment: int, span: Span, also: tuple[Location, ...] = ()) -> Flag:
    return Flag("comment", segment, span, "", Severity.MINOR, "other", 1.0, also=also)


@given(st.sets(st.integers(1, len(SENTENCES) - 1)), st.data())
def test_flags_are_at_the_same_places_of_the_file(cuts: set[int], data: st.DataObject) -> None:
    old = _document()
    bounds = [0, *sorted(cuts), len(SENTENCES)]
    groups = [old.segments[a:b] for a, b in pairwise(bounds)]
    new = replace(
        old,
        segments=tuple(Segment(n, joined([s.mt for s in g])) for n, g in enumerate(groups)),
    )
    flags = []
    for index, text in enumerate(SENTENCES):
        start = data.draw(st.integers(0, len(text)))
        span = Span(start, data.draw(st.integers(start, len(text))))
        flags.append(_flag(index, span, (Location(index, span),)))
    moved = carried(replace(old, flags=tuple(flags)), new)
    for before, after in zip(flags, moved.flags, strict=True):
        was = old.segments[before.segment].mt.to_file(before.span)
        assert new.segments[after.segment].mt.to_file(after.span) == was
        assert after.also == (Location(after.segment, after.span),)


def test_a_flag_on_the_source_keeps_its_span() -> None:
    old = replace(_document(), flags=(_flag(1, Span(2, 4, Side.SOURCE)),))
    whole = Segment(0, joined([one.mt for one in old.segments]))
    (flag,) = carried(old, replace(old, segments=(whole,))).flags
    assert (flag.segment, flag.span) == (0, Span(2, 4, Side.SOURCE))
