"""Rules so simple that a test can foretell what they say, but like real ones in all else.

A fingerprint is of the words and those around them, wherever they stand; a rule may look at a whole
segment, or at the whole article and flag a fault once, with its other places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from corpora.text import FileRange, Severity, Side, Span
from qa.desk.work.sides import Again, Sides
from reports.result import FlagResult, OtherPlace, Place

CHANCE = 0.5
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that are a fault, and what to write instead; `once`: flagged at the first place."""

    name: str
    pattern: str
    severity: Severity
    suggestion: str | None = None
    once: bool = False


RULES = (
    Rule("bad-word", r"\bburuk\b", Severity.MAJOR, "mahal"),
    Rule("odd-word", r"\baneh\b", Severity.MINOR, once=True),
    Rule("twice", r"\bakan akan\b", Severity.CRITICAL, "akan"),
    # Of marks that do not close the first is flagged, though what is missing is elsewhere.
    Rule("quote", r'^[^"]*(")[^"]*(?:"[^"]*"[^"]*)*$', Severity.MINOR),
)


class SimpleRules:
    """Looks again at an edited article, in this process."""

    def again(
        self,
        name: str,
        segments: Sequence[Sides],
        language: str | None,  # noqa: ARG002 — they know but one
        source_language: str | None,  # noqa: ARG002
        *,
        passing: bool = False,  # noqa: ARG002 — nobody waits
    ) -> Again | None:
        """What the rules say now."""
        texts = [(one.number, one.mt) for one in segments]
        return Again(tuple(found(name, texts)), frozenset(rule.name for rule in RULES))

    def close(self) -> None:
        """Nothing runs beside."""


class LateRules(SimpleRules):
    """Are at times not in time: while `is_late` is set."""

    is_late = False

    def again(
        self,
        name: str,
        segments: Sequence[Sides],
        language: str | None,
        source_language: str | None,
        *,
        passing: bool = False,
    ) -> Again | None:
        """What the rules say now, if they are in time."""
        if self.is_late:
            return None
        return super().again(name, segments, language, source_language, passing=passing)


class NoRules:
    """Is never in time."""

    def again(
        self,
        name: str,
        segments: Sequence[Sides],
        language: str | None,
        source_language: str | None,
        *,
        passing: bool = False,
    ) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing runs beside."""


@dataclass(frozen=True, slots=True)
class _Match:
    """Words of a segment."""

    segment: int
    text: str
    span: Span

    @property
    def words(self) -> str:
        return self.text[self.span.start : self.span.end]

    @property
    def near(self) -> str:
        """The words and three on either side."""
        before = re.findall(r"\w+", self.text[: self.span.start])[-_NEAR:]
        after = re.findall(r"\w+", self.text[self.span.end :])[:_NEAR]
        return " ".join([*before, self.words, *after])

    def place(self, name: str) -> Place:
        return Place(name, FileRange(self.span.start, self.span.end), 1, 1)


def found(name: str, texts: Sequence[tuple[int, str]]) -> Iterator[FlagResult]:
    """The flags of some texts. Two with the same words near are told apart by their order."""
    seen = Counter[tuple[str, str]]()
    for rule in RULES:
        matches = list(_matches(rule, texts))
        for at in matches[: 1 if rule.once else None]:
            seen[rule.name, at.near] += 1
            nth = seen[rule.name, at.near]
            others = matches[1:] if rule.once else ()
            yield FlagResult(
                rule=rule.name,
                severity=rule.severity,
                category="style",
                confidence=CHANCE,
                message=f"not '{at.words}'",
                suggestion=rule.suggestion,
                fingerprint=_digest(rule.name, name, at.near, nth),
                segment=at.segment,
                span=at.span,
                text=at.words,
                place=at.place(name),
                also=tuple(OtherPlace(one.segment, one.span, one.place(name)) for one in others),
                alias=_digest(rule.name, name, at.near, at.segment, nth),
            )


def _matches(rule: Rule, texts: Sequence[tuple[int, str]]) -> Iterator[_Match]:
    for number, text in texts:
        for match in re.finditer(rule.pattern, text):
            start, end = match.span(match.lastindex or 0)
            yield _Match(number, text, Span(start, end, Side.TRANSLATION))


def _digest(*told: object) -> str:
    return sha256("/".join(map(str, told)).encode()).hexdigest()
