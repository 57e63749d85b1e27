"""chrF and chrF++ with sacreBLEU's numbers.

Popović 2015, aclanthology.org/W15-3049, and 2017, aclanthology.org/W17-4770. Of several references
the one counts that gives a segment the best score.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from string import punctuation

import numpy as np

from metrics import ngrams, sacre
from metrics.metric import MetricOptions, Sample, Scorer, Statistics
from metrics.parameters import Parameters

TAKES = frozenset({"nc", "nw", "case", "space", "eff"})
_MOST = 12
_EPSILON = 1e-16
_BETA = 2
_PERFECT = 100.0


@dataclass(frozen=True, slots=True)
class ChrfScorer:
    """chrF, set up. Rows: for each order how many n-grams mt and reference have, and share.

    `char_order` and `word_order` are the longest n-grams; `whitespace`: white space counts as a
    sign; `effective`: orders that one side has no n-gram of do not count, instead of counting as 0.
    """

    char_order: int = 6
    word_order: int = 0
    lowercase: bool = False
    whitespace: bool = False
    effective: bool = True

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """Count: samples × 3 × orders."""
        known: dict[Hashable, int] = {}
        own = self._runs([sample.mt for sample in samples], known)
        best = np.zeros((len(samples), 3 * (self.char_order + self.word_order)))
        highest = np.full(len(samples), -1.0)
        for side in sacre.streams(samples):
            rows = self._rows(own, self._runs([text or "" for text in side], known))
            there = np.array([text is not None for text in side])
            scores = self.scores(rows)
            better = there & (scores > highest)
            best[better], highest[better] = rows[better], scores[better]
        return best

    def _runs(self, texts: Sequence[str], known: dict[Hashable, int]) -> list[ngrams.Runs]:
        """The characters of each text, and its words where these count, too."""
        if self.lowercase:
            texts = [text.lower() for text in texts]
        whole = texts if self.whitespace else ["".join(text.split()) for text in texts]
        runs = [ngrams.of_characters(whole)]
        if self.word_order:
            words = [_words_of(text) for text in texts]
            runs.append(ngrams.of_words(words, known))
        return runs

    def _rows(self, own: list[ngrams.Runs], other: list[ngrams.Runs]) -> Statistics:
        orders = (self.char_order, self.word_order)
        parts = [
            _counts(mine, theirs, order)
            for mine, theirs, order in zip(own, other, orders, strict=False)
            if order
        ]
        return np.concatenate(parts, axis=1).reshape(len(own[0].lengths), -1)

    def scores(self, totals: Statistics) -> Statistics:
        """The score of each row of summed counts.

        Calculated in sacreBLEU's order, to the last bit: else two references that are equally good
        would not be, and the other one counted.
        """
        hypothesis, reference, shared = (totals[:, n::3] for n in range(3))
        precision = shared / np.where(hypothesis > 0, hypothesis, 1.0)
        recall = shared / np.where(reference > 0, reference, 1.0)
        if not self.effective:
            precision = np.where(hypothesis > 0, precision, _EPSILON)
            recall = np.where(reference > 0, recall, _EPSILON)
            found = self._f(precision, recall, _EPSILON)
            return np.asarray(_PERFECT * _summed(found) / found.shape[1])
        both = (hypothesis > 0) & (reference > 0)
        orders = np.maximum(both.sum(axis=1), 1)
        precisions = _summed(np.where(both, precision, 0.0)) / orders
        recalls = _summed(np.where(both, recall, 0.0)) / orders
        return _PERFECT * self._f(precisions, recalls, 0.0)

    def _f(self, precision: Statistics, recall: Statistics, otherwise: float) -> Statistics:
        """The F score, 0 to 1, that weighs recall `beta` times as much as precision."""
        factor = _BETA**2
        below = factor * precision + recall
        found = (1 + factor) * precision * recall / np.where(below > 0, below, 1.0)
        return np.where(below > 0, found, otherwise)

    def segment_scores(self, rows: Statistics) -> Statistics:
        """The score of each segment."""
        return self.scores(rows)

    def signature(self, samples: Sequence[Sample], resamples: int) -> str:
        """As sacreBLEU writes it."""
        return sacre.signature(
            samples,
            resamples,
            {
                "case": "lc" if self.lowercase else "mixed",
                "eff": self.effective,
                "nc": self.char_order,
                "nw": self.word_order,
                "space": self.whitespace,
            },
        )

    def identity(self) -> str:
        """What the counts depend on."""
        return f"{self}|sacrebleu:{sacre.version()}"


def _summed(columns: Statistics) -> Statistics:
    """Rows summed up from the left: numpy adds in pairs."""
    total = np.zeros(len(columns))
    for column in columns.T:
        total = total + column
    return total


def _words_of(text: str) -> list[str]:
    """Words, a punctuation mark at the end of one, or else at its beginning, apart."""
    found: list[str] = []
    for word in text.split():
        if len(word) > 1 and word[-1] in punctuation:
            found += (word[:-1], word[-1])
        elif len(word) > 1 and word[0] in punctuation:
            found += (word[0], word[1:])
        else:
            found.append(word)
    return found


def _counts(own: ngrams.Runs, other: ngrams.Runs, order: int) -> Statistics:
    """Segments × orders × 3; what stands against no n-gram of the reference does not count."""
    mine, theirs = own.ngrams(order), other.ngrams(order)
    shared = ngrams.matches(own, [other], order)
    return np.stack([np.where(theirs > 0, mine, 0), theirs, shared], axis=2).astype(np.float64)


def open_chrf(label: str, words: int, options: MetricOptions) -> Scorer:
    """chrF with word n-grams up to `words` unless the parameters say otherwise."""
    given = Parameters(label, options.parameters)
    return ChrfScorer(
        char_order=given.number("nc", 6, range(1, _MOST + 1)),
        word_order=given.number("nw", words, range(_MOST + 1)),
        lowercase=given.one_of("case", ("mixed", "lc")) == "lc",
        whitespace=given.yes("space", default=False),
        effective=given.yes("eff", default=True),
    )
