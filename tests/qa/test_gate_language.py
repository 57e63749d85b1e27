"""Gates are sentences: what they may say, and what is said of those that nobody understands."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import CopydeskError, UsageError
from corpora.text import Severity
from metrics.significance import Procedure
from qa.gates.language import FORMS, parse
from qa.gates.names import name_of
from qa.gates.requirements import (
    Bound,
    Coverage,
    Covered,
    FlagLimit,
    NeedLimit,
    NoWorse,
    Requirement,
    ScoreLimit,
    SmallFall,
)


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    meant: tuple[Requirement, ...]


CASES = [
    Case("chrf >= 55", (ScoreLimit("chrf", Bound.AT_LEAST, 55),)),
    Case("chrF2≥55", (ScoreLimit("chrf", Bound.AT_LEAST, 55),)),
    Case("BLEU: at least 30.5 points", (ScoreLimit("bleu", Bound.AT_LEAST, 30.5),)),
    Case("ter < 45", (ScoreLimit("ter", Bound.UNDER, 45),)),
    Case("estimate > -4", (ScoreLimit("estimate", Bound.OVER, -4),)),
    Case(
        "bleu:tok=intl,case=lc at least 30",
        (ScoreLimit("bleu:case=lc,tok=intl", Bound.AT_LEAST, 30),),
    ),
    Case("chrf no worse than main", (NoWorse("chrf", "main"),)),
    Case(
        "chrf: no worse than main, p < 0.01, paired bootstrap; and no more than 0.5 points",
        (NoWorse("chrf", "main", 0.01), SmallFall("chrf", "main", 0.5)),
    ),
    Case(
        "chrf++ no worse than baseline, randomisation",
        (NoWorse("chrf-pp", "baseline", test=Procedure.RANDOMISATION),),
    ),
    Case(
        "chrf no more than 0.3 worse than baseline, p<.1",
        (NoWorse("chrf", "baseline", 0.1, 0.3),),
    ),
    Case("chrf no more than 1 point below main", (SmallFall("chrf", "main", 1),)),
    Case("No new major flags.", (FlagLimit(0, Severity.MAJOR, is_new=True),)),
    Case("no critical", (FlagLimit(0, Severity.CRITICAL),)),
    Case("no flags", (FlagLimit(0),)),
    Case("≤ 5 per 1,000 words", (FlagLimit(5, per_1000_words=True),)),
    Case("at most 2 new minor flags", (FlagLimit(2, Severity.MINOR, is_new=True),)),
    Case("at most 1,500 flags", (FlagLimit(1500),)),
    Case(
        "no more than 3 major or worse flags per 1000 words",
        (FlagLimit(3, Severity.MAJOR, per_1000_words=True),),
    ),
    Case("rule number-mismatch = 0", (FlagLimit(0, rule="number-mismatch"),)),
    Case("rule calque <= 3 per 1,000 words", (FlagLimit(3, rule="calque", per_1000_words=True),)),
    Case("no new rule accuracy/mistranslation",
         (FlagLimit(0, rule="accuracy/mistranslation", is_new=True),)),
    Case("rule Accuracy = 0", (FlagLimit(0, rule="accuracy"),)),
    Case("ter loses at most 2 points to main", (SmallFall("ter", "main", 2),)),
    Case("chrf falls by no more than 2 from main", (SmallFall("chrf", "main", 2),)),
    Case("chrf >= 55.1234567", (ScoreLimit("chrf", Bound.AT_LEAST, 55.1234567),)),
    Case("at most 1,234,567 flags", (FlagLimit(1234567),)),
    Case("no article above 0.6", (NeedLimit(0.6),)),
    Case("every article has a reference", (Coverage(Covered.REFERENCE),)),
    Case("every segment has an estimate", (Coverage(Covered.ESTIMATE),)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_sentence_means(case: Case) -> None:
    assert parse(case.text) == case.meant
    assert parse(f"  {case.text[0].upper()}{case.text[1:]} ") == case.meant


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_the_name_in_the_verdict_means_the_same(case: Case) -> None:
    assert tuple(again for one in case.meant for again in parse(name_of(one))) == case.meant


def test_the_forms_that_an_error_names_are_understood() -> None:
    assert all(parse(form) for form in FORMS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not understood"),
        ("no", "is not understood"),
        ("chrf", "is not understood"),
        ("chrf >=", "a number is missing"),
        ("chrf >= much", "is not understood"),
        ("chrfx >= 4", "did you mean chrf?"),
        ("chrf >= 55, p < 0.05", "goes with 'no worse than' only"),
        ("chrf no worse than main, p < 5", "p lies between 0.002"),
        ("chrf no worse than main, p < 0.0005", "p lies between 0.002"),
        ("chrf >= 45,5", "write a point, as in 45.5"),
        ("at most 1,5 per 1,000 words", "write a point"),
        ("rule numbr-mismatch = 0", "did you mean 'number-mismatch'?"),
        ("no new rule accuracy/mistranslatoin", "did you mean"),
        ("chrf no worse than main, soon", "'soon' is not understood"),
        ("chrf no worse than", "is not understood"),
        ("chrf no more than -1 worse than main", "not negative"),
        ("chrf no more than 1 worse than main, randomisation", "by the bootstrap only"),
        ("no article above 3", "between 0 and 1"),
        ("every article has a dog", "is not understood"),
    ],
)
def test_what_nobody_understands_is_one_line(text: str, words: str) -> None:
    with pytest.raises(UsageError) as error:
        parse(text)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


WORDS = (
    "no new major rule calque at most 5 per 1,000 words chrf >= 55 worse than main , p < 0.05 ; "
    "every article has a reference above 0.6 and"
)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join) | st.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except CopydeskError as error:
        assert str(error)  # noqa: PT017
    else:
        assert found
        assert all(name_of(one) for one in found)
