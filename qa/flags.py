"""From findings to flags: the rule's own severity, category and confidence, and fingerprints."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from corpora.rows import whole_name
from corpora.text import Document, Flag, Severity, Span
from qa.baseline.surroundings import WordsAround
from qa.check import Check, Finding
from qa.language import Pair
from qa.plugins import Plugin

_DIGITS = 16


Fit = Callable[[Flag], Flag | None]


def _as_it_is(flag: Flag) -> Flag:
    return flag


def flags_of(
    document: Document,
    languages: Pair,
    checks: Mapping[str, Plugin[Check]],
    severities: Mapping[str, Severity] = MappingProxyType({}),
    fit: Fit = _as_it_is,
) -> tuple[Flag, ...]:
    """All flags of a document in reading order.

    Where several of one MQM category stand on the very same words, the most severe speaks.
    `severities` replace those of the rules named there, whatever the finding; `fit` gives a flag
    as its segment has it, None for one that is off there.
    """
    flags: dict[tuple[str, int, Span], Flag] = {}
    for rule, plugin in checks.items():
        if plugin.value.applies_to(document):
            for finding in plugin.value.find(document, languages):
                flag = fit(_flag(rule, plugin.value, finding, severities.get(rule)))
                if flag is not None:
                    key = (flag.category, flag.segment, flag.span)
                    flags[key] = max(flags.get(key, flag), flag, key=_weight)
    ordered = sorted(flags.values(), key=lambda f: (f.segment, f.span.start, f.span.end, f.rule))
    return fingerprinted(document, ordered)


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


def fingerprinted(document: Document, flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """The flags with a fingerprint and an alias each; they come in reading order.

    Both are the first 16 hex digits of a SHA-256 of rule, document, flagged words and three words
    on either side: the fingerprint's within the segment, the alias's in the document. The same
    words flagged twice by one rule are told apart by their count.
    """
    around, name = WordsAround(document), whole_name(document.id)
    return tuple(_fingerprinted(flags, around, name))


def _fingerprinted(flags: Iterable[Flag], around: WordsAround, name: str) -> Iterator[Flag]:
    narrow: Counter[tuple[str, str]] = Counter()
    wide: Counter[tuple[str, str]] = Counter()
    for flag in flags:
        words = around.of(flag.segment, flag.span)
        near, far = words.in_segment, words.in_document
        narrow[flag.rule, near] += 1
        wide[flag.rule, far] += 1
        yield replace(
            flag,
            fingerprint=_digest(flag.rule, name, near, narrow[flag.rule, near]),
            alias=_digest(flag.rule, name, far, wide[flag.rule, far]),
        )


def _digest(rule: str, name: str, words: str, count: int) -> str:
    parts = (rule, name, words, str(count))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
