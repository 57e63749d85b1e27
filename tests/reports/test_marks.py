from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpora.text import Severity, Span
from reports.marks import cut, visible
from reports.result import Result
from tests.reports.html_reader import Node, read
from tests.reports.html_samples import document, flag, result, segment


def one(text: str, *spans: Span) -> Result:
    flags = tuple(flag(text, span) for span in spans)
    return result(document(segment(text, source="something"), flags=flags))


def marked(cell: Node, number: int) -> str:
    marks = cell.all("mark")
    return "".join(
        m.text for m in marks if str(number) in (m.attributes["data-flags"] or "").split()
    )


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(max_size=60))
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=8))
    return text, [Span(min(pair), max(pair)) for pair in pairs]


@given(texts_with_spans())
def test_marks_hold_just_the_flagged_text_however_flags_overlap(
    sample: tuple[str, list[Span]],
) -> None:
    text, spans = sample
    cell = read(one(text, *spans)).all("p", "text")[0]
    assert cell.text == visible(text)
    for number, span in enumerate(spans, start=1):
        assert marked(cell, number) == visible(text[span.start : span.end])


@given(texts_with_spans())
def test_pieces_join_to_the_text_and_each_flag_starts_and_ends_once(
    sample: tuple[str, list[Span]],
) -> None:
    text, spans = sample
    pieces = cut(text, dict(enumerate(spans)))
    assert "".join(piece.text for piece in pieces) == text
    for edges in ([p.starts for p in pieces], [p.ends for p in pieces]):
        assert sorted(number for edge in edges for number in edge) == list(range(len(spans)))
    assert all(piece.owner in piece.flags for piece in pieces if piece.flags)


def test_a_nested_flag_owns_its_piece_and_the_worst_severity_colours_it() -> None:
    text = "abcdef"
    flags = (
        flag(text, Span(0, 6), severity=Severity.MAJOR),
        flag(text, Span(2, 4), severity=Severity.MINOR),
    )
    marks = read(result(document(segment(text), flags=flags))).all("mark")
    assert [mark.text for mark in marks] == ["ab", "cd", "ef"]
    assert [mark.all("a")[0].attributes["href"] for mark in marks] == ["#f1", "#f2", "#f1"]
    assert all("major" in (mark.attributes["class"] or "") for mark in marks)


def test_an_empty_span_is_a_named_gap_and_its_card_says_so() -> None:
    page = read(one("Radar.", Span(5, 5)))
    (gap,) = page.all("mark", "gap")
    assert gap.text == ""
    assert gap.all("a")[0].attributes["aria-label"] == "something is missing here"
    assert "something is missing here" in page.all("li", "flag")[0].text


def test_visible_keeps_length_and_leaves_nothing_that_html_drops() -> None:
    text = "a\x00b\x1b\r\n\t\x7f\x85\ud800é"
    shown = visible(text)
    assert len(shown) == len(text)
    assert shown == "a␀b␛ \n\t␡��é"
