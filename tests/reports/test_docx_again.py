"""What the Word report holds is read again as it was: articles, flags and all their fields."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.text import (
    Decision,
    Disposition,
    Document,
    Evidence,
    Flag,
    Location,
    Passage,
    Segment,
    Severity,
    Side,
    Span,
    TextFile,
)
from tests.corpora.readers.docx_files import read
from tests.reports.docx_samples import (
    opened_documents,
    original_in,
    texts,
    written,
)

SIGNS = st.sampled_from('ab é猫“”→·:[]()"<&\n\t\r\0\x1b\u2028\ufffe\u00ad\U0001f600 ')
TEXTS = st.text(SIGNS, max_size=12)
LABELS = st.text("abé →“:[]", max_size=6)
RULES = st.sampled_from(["calque", "comment", "left-out", "x"])
DISPOSITIONS = st.none() | st.builds(Disposition, st.sampled_from(Decision), LABELS, LABELS)


@st.composite
def spans(draw: st.DrawFn, document: Document) -> Location:
    segment = draw(st.integers(0, len(document.segments) - 1))
    side = draw(st.sampled_from([Side.TRANSLATION, Side.TRANSLATION, Side.SOURCE]))
    passage = document.segments[segment].on(side)
    if passage is None:
        passage, side = document.segments[segment].mt, Side.TRANSLATION
    start = draw(st.integers(0, len(passage.text)))
    end = draw(st.integers(start, len(passage.text)))
    return Location(segment, Span(start, end, side))


@st.composite
def flags_of(draw: st.DrawFn, document: Document) -> Flag:
    place = draw(spans(document))
    return Flag(
        draw(RULES), place.segment, place.span, draw(TEXTS), draw(st.sampled_from(Severity)),
        draw(LABELS), draw(st.floats(0, 1)), draw(st.none() | TEXTS), draw(LABELS),
        draw(st.booleans()), tuple(draw(st.lists(st.builds(Evidence, RULES, TEXTS), max_size=2))),
        tuple(draw(st.lists(spans(document), max_size=2))), draw(LABELS), draw(DISPOSITIONS),
    )  # fmt: skip


@st.composite
def articles(draw: st.DrawFn, number: int) -> Document:
    """Rows of any text, with or without sides, and flags on them."""
    file = TextFile("a.jsonl", "x")
    segments, at = list[Segment](), 0
    for index in range(draw(st.integers(1, 4))):
        at += draw(st.integers(0, 1)) if index else 0
        source = draw(st.none() | TEXTS)
        references = tuple(Passage(one, file) for one in draw(st.lists(TEXTS, max_size=2)))
        segments.append(
            Segment(
                index, Passage(draw(TEXTS), file),
                None if source is None else Passage(source, file),
                references, at, draw(st.booleans()), draw(st.floats(0, 1)),
                draw(st.none() | LABELS), draw(st.none() | LABELS),
                tuple(draw(st.lists(LABELS, max_size=2))),
            )
        )  # fmt: skip
    plain = Document(
        f"{draw(LABELS)} {number}", tuple(segments), "id", "en", draw(st.none() | LABELS)
    )
    return replace(plain, flags=tuple(draw(st.lists(flags_of(plain), max_size=4))))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_new_document_gives_the_same_articles_and_flags(data: st.DataObject) -> None:
    given_ones = [data.draw(articles(n)) for n in range(data.draw(st.integers(1, 2)))]
    raw = written(*given_ones)
    docx.Document(io.BytesIO(raw))
    found = read(raw)
    for one, again in zip(given_ones, found, strict=True):
        assert texts(again) == texts(one)
        assert again.flags == one.flags
        same = (again.id, again.language, again.source_language, again.system)
        assert same == (one.id, one.language, one.source_language, one.system)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return original_in(tmp_path_factory.mktemp("docx"))


@settings(max_examples=40)
@given(data=st.data())
def test_a_copy_gives_the_same_flags(original: Path, data: st.DataObject) -> None:
    (document,) = opened_documents(original)
    flags = tuple(data.draw(st.lists(flags_of(document), max_size=5)))
    (again,) = read(written(replace(document, flags=flags)))
    assert again.flags == flags
    assert again.segments == document.segments
