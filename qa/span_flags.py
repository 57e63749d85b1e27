"""Flags from a metric that says where the errors are, such as XCOMET."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpora.text import Document, Severity
from metrics.score import Measured
from qa.asked import Asked
from qa.check import Check, Finding
from qa.language import Pair
from qa.plugins import METRICS, Plugin, one

_CATEGORY = "other"
"""MQM's: such a metric says how bad an error is, not of what kind."""
_CONFIDENCE = 0.5


def span_rules(measured: Sequence[Measured], number: int) -> dict[str, Plugin[Check]]:
    """A rule for each metric that marked errors in the document with this number.

    Its page is the metric's.
    """
    found: dict[str, Plugin[Check]] = {}
    for each in measured:
        if each.spans:
            identity = Asked.of(each.corpus.metric).id
            plugin = one(METRICS, identity)
            check = _check(each, number)
            found[identity] = Plugin(identity, check, plugin.doc, plugin.module)
    return found


def _check(measured: Measured, number: int) -> Check:
    """What the metric marked, as a check that knows its findings already."""
    label = measured.corpus.label

    def find(document: Document, _languages: Pair) -> Iterator[Finding]:
        for segment, errors in zip(document.segments, measured.spans[number], strict=True):
            for error in errors or ():
                message = f"{label} takes this for a {error.severity.word} error"
                yield Finding(
                    segment.index,
                    error.span,
                    message,
                    severity=error.severity,
                    confidence=error.confidence,
                )

    return Check(
        find=find,
        severity=Severity.MAJOR,
        category=_CATEGORY,
        confidence=_CONFIDENCE,
        bad=(),
        good=(),
    )
