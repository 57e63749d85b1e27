"""Phrases that the estimator doubts: what two rules make flags of.

Words at least as risky as the language's threshold, with their risky neighbours, as one phrase.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from corpora.text import Document, Segment, Span
from corpora.words import words_of
from metrics.estimator.estimate import ALONE, Estimate, WordEstimate, estimator, situation
from metrics.estimator.identity import speaks_of
from metrics.estimator.texts import Texts
from qa.alignment import aligned
from qa.language import Language, Pair
from qa.names import names_of

_NEAR = 0.75  # of the threshold: a neighbour that belongs to the phrase
_LONGEST = 6
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Doubt:
    """A phrase of a segment: how probable it is that a professional marks it, and as what.

    `fluency` is the probability that it is clumsy rather than wrong; `facing` are the reference's
    words in its place, where there is a reference and they can be found.
    """

    segment: int
    span: Span
    risk: float
    fluency: float
    facing: str | None


def doubts(document: Document, languages: Pair) -> Iterator[Doubt]:
    """The doubtful phrases of a document; none in languages the estimator does not speak of."""
    if not speaks_of(document.source_language, document.language):
        return
    for segment, estimate in estimated(document):
        if estimate.threshold is not None:
            yield from doubts_of(segment, estimate, languages.target, estimate.threshold)


def estimated(document: Document) -> Iterator[tuple[Segment, Estimate]]:
    """The segments of a document that are not blank, with their estimates."""
    segments = [segment for segment in document.segments if not segment.mt.is_blank]
    estimates = estimator().estimate(list(map(texts_of, segments)), document.language)
    return zip(segments, estimates, strict=True)


def doubts_of(
    segment: Segment, estimate: Estimate, language: Language, limit: float
) -> Iterator[Doubt]:
    """The phrases of a segment with a word of at least this risk."""
    runs = list(_phrases(segment.mt.text, estimate, limit))
    if not runs:
        return
    plain = _Plain.of(segment, language)
    for run in runs:
        phrase = _without_little_ends(run, segment.mt.text, language, limit)
        if not plain.has(phrase):
            yield _doubt(segment, phrase, language)


def texts_of(segment: Segment) -> Texts:
    """A segment as the estimator reads it; of several references the first."""
    source, reference = segment.source, segment.references[0] if segment.references else None
    return Texts.of(
        segment.mt.text, source.text if source else None, reference.text if reference else None
    )


def _phrases(text: str, estimate: Estimate, limit: float) -> Iterator[list[WordEstimate]]:
    """Runs of risky words with nothing but spaces between them, at least one over the limit."""
    run: list[WordEstimate] = []
    for word in estimate.words:
        risky = word.risk >= _NEAR * limit
        joined = run and not text[run[-1].span.end : word.span.start].strip()
        if run and not (risky and joined and len(run) < _LONGEST):
            yield from _over(run, limit)
            run = []
        if risky:
            run.append(word)
    yield from _over(run, limit)


def _over(run: list[WordEstimate], limit: float) -> Iterator[list[WordEstimate]]:
    if any(word.risk >= limit for word in run):
        yield run


def _without_little_ends(
    run: list[WordEstimate], text: str, language: Language, limit: float
) -> list[WordEstimate]:
    """A phrase that does not begin or end with a little word, unless that is over the limit."""

    def is_little(word: WordEstimate) -> bool:
        key = text[word.span.start : word.span.end].casefold()
        return word.risk < limit and key in language.function_words

    kept = list(dropwhile(is_little, run))
    return list(dropwhile(is_little, kept[::-1]))[::-1]


@dataclass(frozen=True, slots=True)
class _Plain:
    """Of what nothing can be said in so general a way: names, figures, little words.

    `names` are where names begin, `beside` the words of the source, as they are compared.
    """

    text: str
    names: frozenset[int]
    beside: frozenset[str]
    language: Language

    @staticmethod
    def of(segment: Segment, language: Language) -> _Plain:
        """That of a segment."""
        text, source = segment.mt.text, segment.source
        names = frozenset(name.span.start for name in names_of(text, language))
        beside = frozenset(word.key for word in words_of(source.text)) if source else frozenset()
        return _Plain(text, names, beside, language)

    def has(self, phrase: Sequence[WordEstimate]) -> bool:
        """Whether all of a phrase is such."""
        return all(map(self._has, phrase))

    def _has(self, word: WordEstimate) -> bool:
        letters = self.text[word.span.start : word.span.end]
        key = letters.casefold()
        is_name = word.span.start in self.names or (letters[:1].isupper() and key in self.beside)
        return is_name or not any(map(str.isalpha, letters)) or key in self.language.function_words


def _doubt(segment: Segment, phrase: Sequence[WordEstimate], language: Language) -> Doubt:
    span = Span(phrase[0].span.start, phrase[-1].span.end)
    worst = max(phrase, key=lambda word: word.risk)
    weight = sum(word.risk for word in phrase)
    fluency = sum(word.fluency * word.risk for word in phrase) / weight
    if situation(texts_of(segment)) == ALONE:
        fluency = max(fluency, _HALF)  # nobody can tell whether it is what the source says
    return Doubt(segment.index, span, worst.risk, fluency, _facing(segment, span, language))


def _facing(segment: Segment, span: Span, language: Language) -> str | None:
    """The reference's words for a phrase; None if they are the same, or little words only."""
    if not segment.references or segment.realigned:
        return None
    reference = segment.references[0].text
    words = aligned(segment.mt.text, reference).facing(span, reach=2)
    if all(word.key in language.function_words for word in words):
        return None
    found = reference[words[0].start : words[-1].end]
    is_same = found.casefold() == segment.mt.text[span.start : span.end].casefold()
    return None if is_same else found
