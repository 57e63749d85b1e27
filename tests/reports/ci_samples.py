"""Results for the tests of the reports for CI: portions, baselines, hostile texts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from corpora.text import FileRange, Severity, Side, Span
from metrics.score import Interval
from reports.portion import Change, Gone, Portion, PortionScore, Since, Tallied
from reports.result import (
    Age,
    Condition,
    DocumentResult,
    FileResult,
    FlagResult,
    OtherPlace,
    Outcome,
    Place,
    Result,
    Verdict,
)
from tests.reports.html_samples import BLEU, TER, document, flag, result, segment

HOSTILE = (
    ']]> | `a` @team #1 \r\n::error::%0A <b>"x"</b> \x00\x1b[31m\ufffe\u2028\\| 💥 &amp; [y](1)'
)
"""What breaks one format or another."""
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.just(HOSTILE)
GONE = Gone("calque", Severity.MAJOR, "story", "hilang", "was a calque", "f" * 16)
RISE = Change("main", 31.0, 1.14, Interval(0.2, 2.1, 1.1, 0.9, 0.95, 1000), 0.021, 4)
FALL = Change("main", 50.0, 5.06, None, None, 4)


def portion(**changes: Any) -> Portion:
    """A portion with two scores, both with changes: BLEU better, TER worse."""
    plain = Portion(
        set="news",
        system="new",
        domain="",
        source_language="en",
        language="id",
        documents=1,
        segments=2,
        words=90,
        scores=(PortionScore(BLEU, RISE), PortionScore(TER, FALL)),
        tallies=(Tallied("calque", Severity.MINOR, 2), Tallied("calque", Severity.MAJOR, 1)),
        since=Since("main", new=1, old=2, fixed=(GONE,), dismissed=3),
    )
    return replace(plain, **changes)


def dated() -> Result:
    """One document: a new minor flag, an old major one, an old minor one in the source."""
    first, second = "Ia membayar perhatian pada *hal* itu.", "The second one."
    also = OtherPlace(1, Span(0, 3), Place("mt.txt", FileRange(40, 43), 2, 1))
    flags = (
        flag(first, Span(3, 21), suggestion="memberi perhatian", age=Age.NEW, also=(also,)),
        flag(first, Span(27, 32), severity=Severity.MAJOR, age=Age.OLD, alias="a" * 16),
        _in_source(second, Span(4, 10, Side.SOURCE)),
    )
    flags = tuple(replace(one, fingerprint=f"{n:016x}") for n, one in enumerate(flags))
    segments = (segment(first, 0), segment("Kedua.", 1, source=second))
    told = replace(
        document(*segments, flags=flags),
        files=(
            FileResult("mt.txt", Side.TRANSLATION, "utf-8"),
            FileResult("src/source text.txt", Side.SOURCE, "utf-8"),
        ),
    )
    return replace(result(told, scores=(BLEU, TER)), portions=(portion(),))


def _in_source(text: str, span: Span) -> FlagResult:
    place = Place("src/source text.txt", FileRange(100 + span.start, 100 + span.end), 7, 5)
    return flag(text, span, segment=1, age=Age.OLD, place=place, suggestion="x")


def two_portions() -> Result:
    """The dated one, and another system on the same set, for the better and without flags."""
    other = portion(system="other", scores=(PortionScore(BLEU),), tallies=(), since=None)
    base = dated()
    clean = replace(document(segment("Tanpa cela."), name="clean"), portion=1)
    conditions = (
        Condition("no new flag of severity minor or worse", Outcome.FAIL, "1", "news, new"),
        Condition("BLEU at least 30", Outcome.PASS, "it is 32.1", "news, new"),
        Condition("BLEU at least 30", Outcome.ERROR, "nothing was measured", "news, other"),
    )
    return replace(
        base,
        documents=(*base.documents, clean),
        portions=(*base.portions, other),
        verdict=Verdict(conditions),
    )


def hostile(text: str) -> Result:
    """A result all of whose texts are this one."""
    flags = (
        flag(text, Span(0, len(text)), message=text, suggestion=text, age=Age.NEW),
        flag(text, Span(0, 0), rule="gap", message=text, severity=Severity.CRITICAL),
    )
    told = document(segment(text, source=text), flags=flags, name=text)
    condition = Condition("no flag of severity minor or worse", Outcome.FAIL, text)
    gone = replace(GONE, text=text, message=text, document=text)
    since = Since(text, new=2, old=0, fixed=(gone,))
    named = portion(set=text, system=text, since=since)
    base = result(told, verdict=Verdict((condition, Condition(text, Outcome.ERROR, text))))
    return replace(base, portions=(named,))


def many(count: int, severity: Severity = Severity.MINOR) -> tuple[DocumentResult, ...]:
    """A document with so many flags of a severity, on lines of their own."""
    text = "Kata."
    flags = tuple(flag(text, Span(0, 4), segment=n, severity=severity) for n in range(count))
    return (document(*(segment(text, n) for n in range(count)), flags=flags),)
