"""What people said of translations, as the readers of annotations share it.

Categories and severities are MQM's (Freitag et al. 2021, doi:10.1162/tacl_a_00437), written one way
whatever the file's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpora.errors import CopydeskError
from corpora.text import Document, Flag, Severity, Side, Span

OTHER = "other"
NON_TRANSLATION = "non-translation"
PUNCTUATION = "fluency/punctuation"
OMISSION = "accuracy/omission"
SOURCE_ERROR = "source-error"
PUNCTUATION_WEIGHT = 0.1
_JOINTS = re.compile(r"[\s_-]+")
_SAME = {
    "inappropriate-for-context": "inappropriate",
    "inconsistent-use-of-terminology": "inconsistent",
    "untranslated-text": "untranslated",
}
_SEVERITIES = {one.word: one for one in Severity} | {
    "undecided": Severity.NEUTRAL,
    "trivial": Severity.MINOR,
}


@dataclass(frozen=True, slots=True)
class Rated:
    """A document and what people gave each of its segments: scores by name, the higher the better.

    A segment that nobody judged has no scores. `name` is the document's without the system;
    `words_seen` says whether the people looked at words, so that what they did not mark is good.
    """

    document: Document
    name: str
    scores: tuple[Mapping[str, float], ...]
    words_seen: bool = True


def category_of(text: str) -> str:
    """A category of MQM in copydesk's spelling: `accuracy/untranslated`, `fluency/grammar`."""
    parts = [_JOINTS.sub("-", part.strip(" !_-").lower()) for part in text.split("/")]
    parts = [_SAME.get(part, part) for part in parts if part]
    if parts[:1] == ["locale-convention"]:
        parts = [part.removesuffix("-format") for part in parts]
    return "/".join(parts) or OTHER


def severity_of(text: str, category: str) -> Severity | None:
    """A severity as files have it, of an error of this category; None where it is unknown."""
    if category == NON_TRANSLATION:
        return Severity.CRITICAL
    return _SEVERITIES.get(text.strip().lower())


def weight(severity: Severity, category: str) -> float:
    """What an error takes off MQM's score; for the source's own the translation is not to blame."""
    if category == SOURCE_ERROR:
        return 0.0
    if severity is Severity.MINOR and category == PUNCTUATION:
        return PUNCTUATION_WEIGHT
    return float(severity)


def in_words(category: str) -> str:
    """A category as people say it: `accuracy: mistranslation`."""
    return category.replace("-", " ").replace("/", ": ")


def in_order(numbers: Iterable[str]) -> list[str]:
    """The numbers of a document's segments in their order; others as they come."""
    found = list(numbers)
    if all(number.isdecimal() for number in found):
        found.sort(key=lambda number: (len(number.lstrip("0")), number.lstrip("0")))
    return found


def language(text: str | None) -> str | None:
    """A language that a file names, as a BCP 47 code; None where nobody knows it."""
    from corpora.languages import parse  # noqa: PLC0415 — not every file names one

    if not text:
        return None
    try:
        return parse(text)
    except CopydeskError:
        return None


def marks(flags: Iterable[Flag]) -> dict[int, list[Span]]:
    """The words of the translation that somebody marked as an error, by segment."""
    found = dict[int, list[Span]]()
    for flag in flags:
        if flag.severity is not Severity.NEUTRAL:
            places = [(flag.segment, flag.span), *((o.segment, o.span) for o in flag.also)]
            for segment, span in places:
                if span.side is Side.TRANSLATION:
                    found.setdefault(segment, []).append(span)
    return found
