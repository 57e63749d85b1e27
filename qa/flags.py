"""From findings to flags: the rule's own severity, category and confidence, and a fingerprint."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from corpora.rows import whole_name
from corpora.text import Document, Flag, Segment, Severity, Span
from corpora.words import words_of
from qa.check import Check, Finding
from qa.language import Pair
from qa.plugins import Plugin

_NEIGHBOURS = 3
_DIGITS = 16


def flags_of(
    document: Document,
    languages: Pair,
    checks: Mapping[str, Plugin[Check]],
    severities: Mapping[str, Severity] = MappingProxyType({}),
) -> tuple[Flag, ...]:
    """All flags of a document in reading order.

    Where several of one MQM category stand on the very same words, the most severe speaks.
    `severities` replace those of the rules named there, whatever the finding.
    """
    flags: dict[tuple[str, int, Span], Flag] = {}
    for rule, plugin in checks.items():
        if plugin.value.applies_to(document):
            for finding in plugin.value.find(document, languages):
                flag = _flag(rule, plugin.value, finding, severities.get(rule))
                key = (flag.category, flag.segment, flag.span)
                flags[key] = max(flags.get(key, flag), flag, key=_weight)
    ordered = sorted(flags.values(), key=lambda f: (f.segment, f.span.start, f.span.end, f.rule))
    return tuple(_with_fingerprints(document, ordered))


def _weight(flag: Flag) -> tuple[Severity, float]:
    return flag.severity, flag.confidence


def _flag(rule: str, check: Check, finding: Finding, severity: Severity | None) -> Flag:
    own = check.severity if finding.severity is None else finding.severity
    return Flag(
        rule=rule,
        segment=finding.segment,
        span=finding.span,
        message=finding.message,
        severity=own if severity is None else severity,
        category=check.category,
        confidence=check.confidence if finding.confidence is None else finding.confidence,
        suggestion=finding.suggestion,
        safe=finding.safe and finding.suggestion is not None,
    )


def _with_fingerprints(document: Document, flags: Iterable[Flag]) -> Iterator[Flag]:
    """The same words flagged twice by one rule are told apart by their count."""
    seen: Counter[tuple[str, str]] = Counter()
    for flag in flags:
        words = _words_around(document.segments[flag.segment], flag.span)
        seen[flag.rule, words] += 1
        parts = (flag.rule, whole_name(document.id), words, str(seen[flag.rule, words]))
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
        yield replace(flag, fingerprint=digest[:_DIGITS])


def _words_around(segment: Segment, span: Span) -> str:
    """The flagged words and three on either side, without letter case, marks and spacing."""
    passage = segment.on(span.side)
    words = words_of(passage.text) if passage else ()
    first = bisect_right(words, span.start, key=lambda word: word.end)
    last = max(first, bisect_left(words, span.end, key=lambda word: word.start))
    around = words[max(0, first - _NEIGHBOURS) : last + _NEIGHBOURS]
    return " ".join(word.key for word in around)
