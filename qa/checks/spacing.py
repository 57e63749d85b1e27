"""A space too many or one too few.

## What it finds
A space before a comma, full stop, colon, semicolon, question or exclamation mark, or after an
opening bracket; no space after a comma or full stop between words; two spaces between words.
Signs that a language sets off with a space (French `« ; : ! ? »`) are in its language file. What
the source does in the same way stays silent.

## Why that is bad
Text that was cut into tokens for the machine and not put together again looks broken.

## Source
Indonesian: EYD V (2022), punctuation. French: Lexique des règles typographiques en usage à
l’Imprimerie nationale (2002). English: The Chicago Manual of Style, 17th edition, 6.7 and 6.119.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from corpora.text import Segment, Severity, Span
from qa.check import Check, Example, Finding, each_segment
from qa.facing import texts_beside
from qa.language import Pair


@dataclass(frozen=True, slots=True)
class _Fault:
    """A pattern, what to write for it (with groups) and what to say."""

    pattern: regex.Pattern[str]
    right: str
    message: str


_FAULTS = (
    _Fault(
        regex.compile(r"(?<=[\p{L}\p{M}\p{Nd}”\"’)\]])[ \u00a0]+([,.;:!?])(?=[\s”\"’)]|$)(?!\.\.)"),
        r"\1",
        "no space belongs before this sign",
    ),
    _Fault(regex.compile(r"([(\[])[ ]+(?=[\p{L}\p{Nd}])"), r"\1", "no space belongs after this"),
    _Fault(regex.compile(r"(?<=[\p{L}\p{Nd}.])[ ]+([)\]])"), r"\1", "no space belongs before this"),
    _Fault(
        regex.compile(r"(?<=\p{Ll}{2}),(?=\p{L}{2})|(?<!&\w{2,8})(?<=\p{Ll}{3})[;!?](?=\p{L}{2})"),
        r"\g<0> ",
        "a space belongs after this sign",
    ),
    _Fault(
        regex.compile(r"(?<=[ (]\p{L}{0,12}\p{Ll}{3})\.(?=\p{Lu}\p{Ll}{2,}[ ,])"),
        r". ",
        "a space belongs after the full stop",
    ),
    _Fault(regex.compile(r"(?<=[\p{L}\p{Nd},;]) {2,}(?=\p{L})"), " ", "two spaces"),
)
_ANY = regex.compile(r"[ \u00a0][,.;:!?)\]]|[(\[] |\p{Ll}[,.;!?]\p{L}|  ")
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    text = segment.mt.text
    if languages.target.code.split("-")[0] in _UNSPACED or not _ANY.search(text):
        return
    beside = texts_beside(segment)
    for fault in _FAULTS:
        for found in fault.pattern.finditer(text):
            sign = found.group().strip()
            if sign and sign in languages.target.space_before:
                continue
            if not sign or not any(fault.pattern.search(other) for other in beside):
                right = found.expand(fault.right)
                span = Span(*found.span())
                yield Finding(segment.index, span, fault.message, right, safe=True)


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="fluency/punctuation",
    confidence=0.85,
    bad=(
        Example("In Moscow[[ , → ,]] it rained[[ . → .]]"),
        Example("Ia datang[[, → , ]]lalu pergi.", language="id"),
        Example("He left [[(  → (]]today) at noon."),
    ),
    good=(
        Example("Il a dit : « Oui ! »", language="fr"),
        Example("It cost .22 and ran on .NET ... so it goes, e.g. at 3.30 p.m."),
        Example("See apple.com, Tengrinews.kz or 1,000."),
    ),
)
