"""The desk checks as `copydesk check` does, and edited articles with the same rules."""

from __future__ import annotations

from dataclasses import replace
from tempfile import gettempdir

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.errors import AlignmentError, CopydeskError, LanguageError
from corpora.text import Side
from qa.commands.rule_options import learned_rules
from qa.desk.work.checking import Checker
from qa.desk.work.sides import Checked, Sides, Texts
from tests.conftest import Article, Run

pytestmark = pytest.mark.desk


def sides_of(checked: Checked) -> list[Sides]:
    """An article's segments, unedited."""
    return [
        Sides(s.index, s.paragraph, s.mt, s.source, next(iter(s.references), None), s.realigned)
        for s in checked.segments
    ]


def test_it_finds_what_the_command_finds(
    checker: Checker, article_texts: Texts, article: Article, copydesk: Run
) -> None:
    done = copydesk(
        "check", article.mt, "--source", article.source, "--reference", article.reference,
        "--report", "json=-",
    )  # fmt: skip
    (document,) = done.data["documents"]
    theirs = [
        (f["rule"], f["segment"], f["span"]["start"], f["span"]["end"], f["message"], f["text"])
        for f in document["flags"]
    ]
    found = checker.check(article_texts)
    ours = [(f.rule, f.segment, f.span.start, f.span.end, f.message, f.text) for f in found.flags]
    assert ours == theirs
    assert len(ours) >= 14
    assert [s.mt for s in found.segments] == [s["mt"] for s in document["segments"]]
    (chrf,) = found.scores
    assert chrf.value == pytest.approx(
        next(score["value"] for score in document["scores"] if score["metric"] == "chrf")
    )
    assert found.words == document["words"]
    assert (found.language, found.source_language) == ("id", "en")
    assert (found.need, found.points, found.hter) == (None, None, ())


def test_unedited_segments_have_the_same_flags_again(
    checker: Checker, article_texts: Texts
) -> None:
    checked = checker.check(article_texts)
    again = checker.again(article_texts.name, sides_of(checked), "id", "en")

    ours, theirs = (
        [(f.rule, f.segment, f.span, f.fingerprint, f.alias) for f in found.flags]
        for found in (again, checked)
    )
    assert ours == theirs
    assert again.looked.isdisjoint(learned_rules())
    assert {flag.rule for flag in again.flags} <= again.looked


def test_an_edit_raises_and_settles_flags_in_its_segment(checker: Checker) -> None:
    first = checker.check(Texts("a", "Rumah itu itu besar. Ia pergi.", language="id"))
    assert [(f.rule, f.segment) for f in first.flags] == [("doubled-word", 0)]
    kept, edited = sides_of(first)
    mended = [replace(kept, mt="Rumah itu besar."), replace(edited, mt="Ia pergi pergi pergi ke.")]
    found = checker.again("a", mended, "id", None)
    assert {flag.segment for flag in found.flags} == {1}


def test_segments_keep_their_numbers(checker: Checker) -> None:
    rows = [Sides(7, 0, "Rumah itu itu besar.", None, None, realigned=False)]
    (flag,) = checker.again("a", rows, "id", None).flags
    assert flag.segment == 7


def test_no_segments_no_flags(checker: Checker) -> None:
    assert checker.again("a", [], "id", "en").flags == ()


@pytest.mark.parametrize(
    "text", ["Rumah itu besar.\r\nIa pergi.\r\n", "\ufeffRumah itu besar.\nIa pergi."]
)
def test_line_ends_and_byte_order_marks_are_no_words(checker: Checker, text: str) -> None:
    found = checker.check(Texts("a", text, language="id"))
    assert [s.mt for s in found.segments] == ["Rumah itu besar.", "Ia pergi."]
    assert [s.paragraph for s in found.segments] == [0, 1]


def test_equally_many_lines_are_pairs(checker: Checker) -> None:
    found = checker.check(Texts("a", "Satu. Dua.\nTiga.", "One. Two.\nThree.", language="id"))
    assert [(s.mt, s.source) for s in found.segments] == [
        ("Satu. Dua.", "One. Two."),
        ("Tiga.", "Three."),
    ]


def test_a_blank_source_is_none(checker: Checker) -> None:
    found = checker.check(Texts("a", "Rumah itu besar.", " \n", language="id"))
    assert [s.source for s in found.segments] == [None]


def test_nonsense_is_told_and_not_refused(checker: Checker) -> None:
    copied = "\n".join(f"The minister met the press on day {n} of the visit." for n in range(12))
    found = checker.check(Texts("a", copied, copied, copied, language="id"))
    assert len(found.segments) == 12
    assert found.notes
    assert not any(gettempdir() in note or "--" in note for note in found.notes)


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        (Texts("a", " \n"), CopydeskError),
        (Texts("a", "Rumah.", language="no such language"), LanguageError),
        (
            Texts(
                "a",
                "Rumah itu besar.",
                "\n".join(f"Sentence {n} of another, much longer story." for n in range(60)),
                language="id",
            ),
            AlignmentError,
        ),
    ],
)
def test_what_cannot_be_checked_is_one_line(
    checker: Checker, texts: Texts, error: type[Exception]
) -> None:
    with pytest.raises(error) as told:
        checker.check(texts)
    assert "\n" not in str(told.value)
    assert gettempdir() not in str(told.value)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["id", "ar", "zh", None]))
def test_whatever_is_typed_flags_stand_in_it(
    checker: Checker, mt: str, source: str, language: str | None
) -> None:
    rows = [
        Sides(0, 0, mt, source, None, realigned=False),
        Sides(1, 0, "Rumah itu itu besar.", "The house is big.", mt, realigned=False),
    ]
    texts = {(0, Side.TRANSLATION): mt, (0, Side.SOURCE): source, (1, Side.REFERENCE): mt}
    for flag in checker.again("a", rows, language, "en").flags:
        text = texts.get((flag.segment, flag.span.side))
        if text is not None:
            assert flag.text == text[flag.span.start : flag.span.end]
