"""Words left out.

## What it finds
A word that needs a noun after it (`determiners` of the language file) and has none: `the of`, `a
is`. With a reference, too: a run of six words or more of the reference that nothing in the
translation answers to, where the translation is also far shorter than the reference and, measured
by the rest of the article, than the source. What the reference has there is suggested where it is
short.

## Why that is bad
The sentence makes no sense, or part of the story is missing.

## Source
MQM (themqm.org), accuracy: omission. DEMETR (Karpinska et al. 2022), kinds 22 to 24. Alignment:
Levenshtein with shifts, as in TER (Snover et al. 2006).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from corpora.text import Segment, Severity, Span
from corpora.words import Word, words_of
from qa.alignment import WordAlignment, aligned, gaps
from qa.check import Check, Example, Finding, each_segment
from qa.language import Language, Pair
from qa.lengths import visual_length

_RUN, _SHORT = 6, 0.72
_FEW = 3
_ALSO_NOUNS = frozenset({"will"})
_STOPS = frozenset('.!?"“”„»:\n')


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    language = languages.target
    if language.determiners:
        yield from _without_noun(segment, language)
    if segment.references and not segment.realigned:
        yield from _left_out(segment)


def _without_noun(segment: Segment, language: Language) -> Iterator[Finding]:
    text = segment.mt.text
    for word, after in pairwise(words_of(text)):
        if word.key not in language.determiners or after.key not in language.function_words:
            continue
        if after.key in _ALSO_NOUNS:
            continue
        if not text[word.end : after.start].isspace() or not after.text.islower():
            continue
        opens = not word.start or text[word.start - 2] in _STOPS
        if word.text.islower() or (opens and word.text.istitle()):
            span = Span(word.start, after.end)
            message = f"a word is missing between '{word.text}' and '{after.text}'"
            yield Finding(segment.index, span, message, _between(segment, word, after))


def _between(segment: Segment, word: Word, after: Word) -> str | None:
    """The two words with what the reference has between them."""
    for reference in segment.references:
        theirs = words_of(reference.text)
        for at, other in enumerate(theirs):
            beyond = theirs[at + 2 : at + 2 + _FEW]
            if other.key == word.key and any(one.key == after.key for one in beyond):
                end = next(one for one in beyond if one.key == after.key)
                return reference.text[other.start : end.end]
    return None


def _left_out(segment: Segment) -> Iterator[Finding]:
    reference, mt = segment.references[0].text, segment.mt.text
    if visual_length(mt) > _SHORT * visual_length(reference):
        return
    if segment.source and visual_length(mt) > visual_length(segment.source.text):
        return
    words: WordAlignment = aligned(mt, reference)
    for start, end in gaps(len(words.theirs), words.back, _RUN):
        at = words.place_of(words.theirs[start].start)
        missing = reference[words.theirs[start].start : words.theirs[end - 1].end]
        message = f"nothing here answers to the reference's '{missing}'"
        yield Finding(segment.index, Span(at, at), message, None, Severity.MAJOR, 0.6)


check = Check(
    find=each_segment(_find),
    severity=Severity.MAJOR,
    category="accuracy/omission",
    confidence=0.85,
    bad=(
        Example("He sat at [[the of → the beginning of]] it.", reference="At the beginning of it."),
        Example(
            "The minister arrived[[]].",
            reference="The minister arrived after a long and tiring journey through five lands.",
        ),
    ),
    good=(
        Example("The in-crowd left the two of them to it."),
        Example("He came late.", reference="It was late when he finally came."),
    ),
)
