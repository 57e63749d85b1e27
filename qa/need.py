"""The work that an article needs, estimated: how many of its words an editor would change."""

from __future__ import annotations

from corpora.text import Document
from corpora.words import count_words
from metrics.estimator.identity import speaks_of
from qa.doubts import estimated
from reports.result import Need


def need_of(document: Document) -> Need | None:
    """The need of a document: the estimated HTER of each segment times its words.

    None where there is no estimate for its languages.
    """
    if not speaks_of(document.source_language, document.language):
        return None
    found = list(estimated(document))
    words = [count_words(segment.mt.text) for segment, _ in found]
    edits = sum(one.hter * count for (_, one), count in zip(found, words, strict=True))
    return Need(round(edits, 1), sum(words))
