"""One flag per fault, the most useful first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpora.load import Inputs
from corpora.text import Document, Evidence, Flag, Passage, Segment, Severity, Span, TextFile
from qa.language_choice import Languages
from qa.merge import merge, most_useful
from qa.present import document_result
from qa.run import Request, run
from tests.conftest import WRITTEN_RULES, Article

TEXT = "0123456789 abcdefghij ABCDEFGHIJ"
SEVERITIES = st.sampled_from(Severity)


def _flag(  # noqa: PLR0913, PLR0917 — a flag has that many sides
    start: int,
    end: int,
    severity: Severity = Severity.MINOR,
    rule: str = "a",
    category: str = "fluency/awkward",
    segment: int = 0,
) -> Flag:
    return Flag(rule, segment, Span(start, end), f"says {rule}", severity, category, 0.5)


def _document(segments: int = 3) -> Document:
    file = TextFile("a.txt", TEXT)
    return Document("a", tuple(Segment(n, Passage(TEXT, file)) for n in range(segments)))


def test_the_most_severe_speaks_and_the_others_are_its_evidence() -> None:
    weak, strong = _flag(0, 10, rule="weak"), _flag(2, 9, Severity.MAJOR, "strong")
    (flag,) = merge(_document(), [weak, strong])
    assert (flag.rule, flag.evidence) == ("strong", (Evidence("weak", "says weak"),))


def test_a_suggestion_for_the_very_same_words_is_kept() -> None:
    mute, knows = _flag(0, 10, Severity.MAJOR, "mute"), _flag(0, 10, rule="knows")
    near = replace(_flag(0, 9, rule="near"), suggestion="elsewhere")
    (flag,) = merge(_document(), [mute, near, replace(knows, suggestion="right")])
    assert (flag.rule, flag.suggestion) == ("mute", "right")
    (flag,) = merge(_document(), [mute, near])
    assert flag.suggestion is None


def test_flags_side_by_side_or_of_very_different_size_stay_apart() -> None:
    assert len(merge(_document(), [_flag(0, 5), _flag(5, 10, rule="b")])) == 2
    assert len(merge(_document(), [_flag(0, 20), _flag(0, 2, rule="b")])) == 2


def test_a_critical_flag_on_all_of_a_segment_silences_the_rest() -> None:
    whole = _flag(0, len(TEXT), Severity.CRITICAL, "whole")
    (flag,) = merge(_document(), [whole, _flag(0, 2), _flag(4, 6)])
    assert flag.rule == "whole"
    minor = _flag(0, len(TEXT), Severity.NEUTRAL, "whole")
    assert len(merge(_document(), [minor, _flag(0, 2), _flag(4, 6, rule="b")])) == 3


def test_a_wording_repeated_is_one_flag_with_its_places_and_a_fact_is_not() -> None:
    three = [_flag(11, 21, segment=n) for n in range(3)]
    (flag,) = merge(_document(), three)
    assert [place.segment for place in flag.also] == [1, 2]
    facts = [_flag(11, 21, segment=n, category="accuracy/omission") for n in range(3)]
    assert len(merge(_document(), facts)) == 3


@given(
    st.lists(
        st.builds(
            lambda a, b, severity, rule, segment: _flag(
                min(a, b), max(a, b), severity, rule, segment=segment
            ),
            st.integers(0, len(TEXT)),
            st.integers(0, len(TEXT)),
            SEVERITIES,
            st.sampled_from("abc"),
            st.integers(0, 2),
        ),
        max_size=12,
    )
)
def test_every_flag_is_shown_told_as_evidence_or_named_as_a_place(flags: list[Flag]) -> None:
    merged = merge(_document(), flags)
    assert len(merged) <= len(flags)
    shown = {(f.segment, f.span) for f in merged}
    shown |= {(place.segment, place.span) for f in merged for place in f.also}
    told = {(one.rule, one.message) for f in merged for one in f.evidence}
    for flag in flags:
        assert (flag.segment, flag.span) in shown or (flag.rule, flag.message) in told
    worst = max((f.severity for f in flags), default=None)
    assert max((f.severity for f in merged), default=None) == worst
    assert list(merged) == sorted(merged, key=lambda f: (f.segment, f.span.side, f.span.start))


def test_the_most_useful_are_kept_in_reading_order() -> None:
    flags = [_flag(0, 1), _flag(2, 3, Severity.CRITICAL), _flag(4, 5), _flag(6, 7, Severity.MAJOR)]
    result = document_result(_document(), flags, [], 0, ())
    kept = most_useful(result.flags, 2, 10)
    assert [flag.span.start for flag in kept] == [2, 6]
    assert most_useful(result.flags, 0, 10) == result.flags
    assert most_useful(result.flags, None, 10) == result.flags


def test_the_gate_counts_what_is_not_shown(article: Article) -> None:
    inputs = Inputs((str(article.mt),))
    result = run(Request(inputs, Languages("id"), max_flags=3, config=WRITTEN_RULES)).result
    (document,) = result.documents
    assert (len(document.flags), document.hidden) == (3, len(_all(article)) - 3)
    assert f"of {len(_all(article))} flags" in result.verdict.conditions[0].evidence


def _all(article: Article) -> tuple[object, ...]:
    return run(
        Request(Inputs((str(article.mt),)), Languages("id"), max_flags=0, config=WRITTEN_RULES)
    ).result.flags
