"""Small results, written by hand, for the tests of the HTML page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpora.text import FileRange, Severity, Side, Span
from metrics.score import Interval, Score
from reports.result import (
    Condition,
    DocumentResult,
    FileResult,
    FlagResult,
    Outcome,
    Place,
    Result,
    RuleResult,
    SegmentResult,
    SegmentScore,
    Verdict,
)

HOSTILE = (
    "<script>alert(1)</script></style>\"'> & \u202ebackwards\u2066 \x00\x1b[31m <!-- {{ 7 * 7 }}"
)
ARABIC = "NATO: قال وزير الدفاع إن البلدين سيوقعان 3 اتفاقيات في عام 2016."
CHINESE = "国防部长对以色列进行正式访问,期间举行了会晤。"
BLEU = Score(
    metric="bleu",
    label="BLEU",
    value=32.14,
    higher_is_better=True,
    signature="nrefs:1|tok:13a",
    segments=4,
    interval=Interval(27.2, 36.9, mean=32.1, margin=4.8, level=0.95, resamples=1000),
)
TER = Score(
    metric="ter",
    label="TER",
    value=55.06,
    higher_is_better=False,
    signature="nrefs:1|case:lc",
    segments=4,
)
FAILED = Verdict(
    (
        Condition("critical=0", Outcome.FAIL, "1 critical flag, none allowed"),
        Condition("bleu>=25", Outcome.PASS, "BLEU is 32.1"),
    )
)


def flag(text: str, span: Span, segment: int = 0, **changes: Any) -> FlagResult:
    """A minor flag on a stretch of a text; `changes` are fields of FlagResult."""
    plain = FlagResult(
        rule="calque",
        severity=Severity.MINOR,
        category="fluency/awkward",
        confidence=0.7,
        message="a calque",
        suggestion=None,
        fingerprint=f"{segment}-{span.start}-{span.end}",
        segment=segment,
        span=span,
        text=text[span.start : span.end],
        place=Place("mt.txt", FileRange(span.start, span.end), segment + 1, span.start + 1),
    )
    return replace(plain, **changes)


def segment(
    mt: str,
    index: int = 0,
    *,
    source: str | None = None,
    references: tuple[str, ...] = (),
    realigned: bool = False,
) -> SegmentResult:
    scores = (SegmentScore("bleu", 45.06),)
    return SegmentResult(index, index // 2, mt, source, references, realigned, scores)


def document(
    *segments: SegmentResult,
    flags: tuple[FlagResult, ...] = (),
    name: str = "story",
    language: str | None = "id",
    scores: tuple[Score, ...] = (),
) -> DocumentResult:
    files = (FileResult("mt.txt", Side.TRANSLATION, "utf-8"),)
    return DocumentResult(name, language, "en", "engine", 90, files, segments, flags, scores)


def result(
    *documents: DocumentResult,
    scores: tuple[Score, ...] = (),
    verdict: Verdict = FAILED,
) -> Result:
    names = sorted({flag.rule for document in documents for flag in document.flags})
    page = "What it is about.\n\n## What it finds\nWords like `UAV\nsistem`,\nas they <stand>."
    rules = tuple(RuleResult(name, "What it is about.", page) for name in names)
    return Result("0.1.0", documents, scores, rules, verdict)


def story() -> DocumentResult:
    """Flags that nest and overlap, a gap, a flag in the source, a clean and a blank segment."""
    first = "Menteri itu memuji kepala departemen pertahanan dan  tuan rumah."
    second = "Perusahaan itu menjual radar."
    segments = (
        segment(first, 0, source="The minister praised 5 hosts.", references=("Acuan.", "Lain.")),
        segment(second, 1, source="The firm sells radars abroad.", realigned=True),
        segment("Tanpa cela.", 2, source="Without fault."),
        segment(" ", 3, source="\n"),
    )
    flags = (
        flag(first, Span(19, 47), suggestion="menteri pertahanan"),
        flag(first, Span(26, 53), severity=Severity.MAJOR, rule="repeated"),
        flag(segments[0].source or "", Span(21, 22, Side.SOURCE), severity=Severity.CRITICAL),
        flag(first, Span(51, 53), suggestion="", rule="doubled-space"),
        flag(second, Span(28, 28), segment=1, severity=Severity.NEUTRAL, rule="truncated"),
    )
    return document(*segments, flags=flags, scores=(BLEU, TER))


def foreign() -> DocumentResult:
    """Arabic, Chinese and hostile text, with flags on each."""
    segments = (segment(ARABIC, 0), segment(CHINESE, 1), segment(HOSTILE, 2, source=HOSTILE))
    flags = (
        flag(ARABIC, Span(10, 20), suggestion="رئيس"),
        flag(CHINESE, Span(2, 9), segment=1, suggestion="访问"),
        flag(HOSTILE, Span(3, 50), segment=2, rule=HOSTILE, message=HOSTILE, suggestion=HOSTILE),
    )
    return document(*segments, flags=flags, name=HOSTILE, language="ar")


def everything() -> Result:
    """The foreign document first, although the story weighs more."""
    return result(foreign(), story(), scores=(BLEU, TER))
