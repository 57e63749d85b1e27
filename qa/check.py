"""What a check is: one file a rule, in `qa/checks/`.

A check's module exposes `check = Check(…)`; its rule's id is its file's name (`doubled_word.py` is
`doubled-word`), its docstring the rule's page in the manual. The examples are its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpora.text import Document, Segment, Severity, Side, Span
from qa.language import Pair
from qa.terms import Term


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; the engine makes a flag of it.

    `span` counts within the text of the segment with this index, on the span's side. `severity` and
    `confidence` replace the rule's own where a case is worse, milder, surer or less sure. `safe`
    says that the suggestion is right as it stands, so that `copydesk fix` may write it.
    """

    segment: int
    span: Span
    message: str
    suggestion: str | None = None
    severity: Severity | None = None
    confidence: float | None = None
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A text to try a rule on: `[[words]]` or `[[words → suggestion]]` marks what is to be flagged.

    A line is a segment. Marks stand in the translation, or in the source where the flag is on
    its side. `glossary` are the terms to keep to.
    """

    mt: str
    source: str | None = None
    reference: str | None = None
    language: str = "en"
    source_language: str | None = None
    glossary: tuple[Term, ...] = ()


Find = Callable[[Document, Pair], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule's check.

    `category` is MQM's (themqm.org); `confidence` the expected share of flags an editor agrees
    with; `needs` the sides without which it cannot look, any one of which will do. `optional`
    rules speak only when they are selected by name. `is_learned` says that it asks the estimator.
    """

    find: Find
    severity: Severity
    category: str
    confidence: float
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    needs: frozenset[Side] = frozenset()
    optional: bool = False
    is_learned: bool = False

    def applies_to(self, document: Document) -> bool:
        """Whether the document has a side that the check needs."""
        if not self.needs:
            return True
        present = {Side.SOURCE: document.has_source, Side.REFERENCE: document.has_reference}
        return any(present.get(side, True) for side in self.needs)


def each_segment(find: Callable[[Segment, Pair], Iterator[Finding]]) -> Find:
    """A check of whole documents from one that looks at a segment alone."""

    def find_all(document: Document, languages: Pair) -> Iterator[Finding]:
        for segment in document.segments:
            if not segment.mt.is_blank:
                yield from find(segment, languages)

    return find_all
