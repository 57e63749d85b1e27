"""Passages that skip tags and escapes: put together, cut, joined, and followed back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.text import Passage, PassageBuilder, Span, TextFile, join

TEXT = st.text(st.sampled_from("ab é猫&"), min_size=1, max_size=6)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a file has: raw text, and what it reads as (None: nothing, a tag)."""

    raw: str
    reads: str | None


STRETCHES = st.lists(
    TEXT.map(lambda text: Stretch(text, text))
    | st.sampled_from(
        [
            Stretch("&amp;", "&"),
            Stretch("<b>", None),
            Stretch("&ne;", "=\u0338"),
            Stretch("  ", " "),
        ]
    ),
    min_size=1,
    max_size=8,
)


def _built(stretches: list[Stretch]) -> tuple[Passage, list[tuple[int, int]]]:
    """A passage, and for each of its code points where the file writes it."""
    raw = "".join(one.raw for one in stretches)
    builder, at, places = PassageBuilder(TextFile("a", raw)), 0, list[tuple[int, int]]()
    for one in stretches:
        if one.reads is not None:
            builder.add(one.reads, at, len(one.raw))
            if len(one.reads) == len(one.raw):
                places += [(at + n, at + n + 1) for n in range(len(one.raw))]
            else:
                places += [(at, at + len(one.raw))]
                places += [(at + len(one.raw),) * 2 for _ in one.reads[1:]]
        at += len(one.raw)
    return builder.passage(), places


@given(STRETCHES)
def test_every_code_point_leads_to_what_the_file_writes_for_it(stretches: list[Stretch]) -> None:
    passage, places = _built(stretches)
    assert passage.text == "".join(one.reads or "" for one in stretches)
    for at, (start, end) in enumerate(places):
        assert (passage.begin(at), passage.end(at + 1)) == (start, end)


@given(STRETCHES, st.data())
def test_a_part_leads_where_the_whole_does(stretches: list[Stretch], data: st.DataObject) -> None:
    passage, places = _built(stretches)
    size = len(passage.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    part = passage.part(start, end)
    assert part.text == passage.text[start:end]
    for at in range(end - start):
        assert part.to_file(Span(at, at + 1)) == passage.to_file(Span(start + at, start + at + 1))
    if start < end:
        assert part.part(0, end - start) == part
        assert (part.begin(0), part.end(end - start)) == (places[start][0], places[end - 1][1])


@given(STRETCHES, st.data())
def test_what_was_cut_and_joined_leads_where_it_did(
    stretches: list[Stretch], data: st.DataObject
) -> None:
    passage, _ = _built(stretches)
    cut = data.draw(st.integers(0, len(passage.text)))
    parts = [passage.part(0, cut), passage.part(cut, len(passage.text))]
    joined = join(parts)
    second = len(joined.text) - len(parts[1].text)
    for at in range(len(parts[1].text)):
        assert joined.begin(second + at) == parts[1].begin(at)
    for at in range(cut):
        assert joined.begin(at) == parts[0].begin(at)


def test_between_joined_passages_is_what_the_file_has_if_it_is_white_space() -> None:
    file = TextFile("a", "Satu.  Dua.<p>Tiga.")
    one, two, three = (Passage(t, file, s) for t, s in (("Satu.", 0), ("Dua.", 7), ("Tiga.", 14)))
    joined = join([one, two, three])
    assert joined.text == "Satu.  Dua. Tiga."
    place = joined.to_file(Span(12, 17))
    assert file.slice(place.start, place.end) == "Tiga."


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="nothing"):
        join([])


def test_a_window_counts_from_the_beginning_of_its_file() -> None:
    window = TextFile("a", "tiga\nempat\n", origin=10, first_line=3)
    assert [window.line_of(at) for at in (10, 14, 15, 20)] == [3, 3, 4, 4]
    assert [window.column_of(at) for at in (10, 15, 17)] == [1, 1, 3]
    assert window.slice(15, 20) == "empat"
