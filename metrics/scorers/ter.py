"""TER, translation edit rate, with sacreBLEU's numbers.

Snover et al. 2006, aclanthology.org/2006.amta-papers.25. Lower is better. It is counted segment by
segment and never over a whole document as one string: the cost grows faster than the square of the
length. The parameters are sacreBLEU's defaults for every language, so that numbers compare; in a
script without spaces a segment then counts as one word, and TER says little.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from metrics import sacre
from metrics.metric import Metric, MetricOptions, Sample, Scorer, Statistics
from metrics.parameters import Parameters
from metrics.ter.edits import Pair, edits

_PERFECT = 100.0
_TOKENIZER = "tercom"


@dataclass(frozen=True, slots=True)
class TerScorer:
    """TER, set up. Rows: the fewest edits to any reference, the references' mean length.

    The flags are sacreBLEU's: punctuation apart, no punctuation, Asian signs apart, letter case.
    """

    normalized: bool = False
    no_punct: bool = False
    asian_support: bool = False
    case_sensitive: bool = False
    workers: int = field(default=1, repr=False)

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """Count: samples × 2."""
        pairs, owners = [], []
        for number, sample in enumerate(samples):
            own = self._words(sample.mt)
            pairs += [Pair(own, self._words(reference)) for reference in sample.references]
            owners += [number] * len(sample.references)
        rows = np.zeros((len(samples), 2))
        rows[:, 0] = np.inf
        np.minimum.at(rows[:, 0], owners, edits(pairs, self.workers))
        lengths = np.bincount(owners, [len(p.reference) for p in pairs], len(samples))
        rows[:, 1] = lengths / np.bincount(owners, minlength=len(samples))
        return rows

    def _words(self, text: str) -> tuple[str, ...]:
        if not (self.normalized or self.no_punct):
            return tuple((text if self.case_sensitive else text.lower()).split())
        return tuple(self._tokenizer()(text.rstrip()).split())

    def _tokenizer(self) -> Callable[[str], str]:
        module = import_module("sacrebleu.tokenizers.tokenizer_ter")
        tokenizer: Callable[[str], str] = module.TercomTokenizer(
            self.normalized, self.no_punct, self.asian_support, self.case_sensitive
        )
        return tokenizer

    def scores(self, totals: Statistics) -> Statistics:
        """Edits by reference length, in per cent; against nothing, any edit is wholly wrong."""
        made, length = totals[:, 0], totals[:, 1]
        rate = made / np.where(length > 0, length, 1.0)
        return _PERFECT * np.where(length > 0, rate, np.sign(made))

    def segment_scores(self, rows: Statistics) -> Statistics:
        """The score of each segment."""
        return self.scores(rows)

    def signature(self, samples: Sequence[Sample], resamples: int) -> str:
        """As sacreBLEU writes it."""
        return sacre.signature(
            samples,
            resamples,
            {
                "case": "mixed" if self.case_sensitive else "lc",
                "tok": _TOKENIZER,
                "norm": self.normalized,
                "punct": not self.no_punct,
                "asian": self.asian_support,
            },
        )

    def identity(self) -> str:
        """What the counts depend on."""
        return f"{self}|sacrebleu:{sacre.version()}"


def _open(options: MetricOptions) -> Scorer:
    given = Parameters("TER", options.parameters)
    given.one_of("tok", (_TOKENIZER,))
    return TerScorer(
        normalized=given.yes("norm", default=False),
        no_punct=not given.yes("punct", default=True),
        asian_support=given.yes("asian", default=False),
        case_sensitive=given.one_of("case", ("lc", "mixed")) == "mixed",
        workers=options.workers,
    )


metric = Metric(
    label="TER",
    higher_is_better=False,
    open=_open,
    takes=frozenset({"tok", "norm", "punct", "asian", "case"}),
)
