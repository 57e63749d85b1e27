"""BLEU (Papineni et al. 2002, aclanthology.org/P02-1040), with sacreBLEU's numbers.

The tokenizer follows the language: Chinese `zh`, Japanese `ja-mecab`, Korean `ko-mecab`,
scripts without spaces `char`, all others `13a`; the signature names it. A segment's own score
uses the effective order, as sacreBLEU's sentence BLEU does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from corpora.errors import MetricError
from metrics import ngrams, sacre
from metrics.bleu_formula import ORDER, Smoothing, bleu
from metrics.metric import Metric, MetricOptions, Sample, Scorer, Statistics
from metrics.parameters import Parameters
from metrics.tokens13a import tokens_13a

_TOKENIZERS = {
    **dict.fromkeys(("zh", "cmn", "yue", "wuu", "nan", "hak"), "zh"),
    "ja": "ja-mecab",
    "ko": "ko-mecab",
    "th": "char",
    "lo": "char",
    "km": "char",
    "my": "char",
}
_EXTRAS = {"ja-mecab": "ja", "ko-mecab": "ko"}
_DEFAULT = "13a"
_SIDES = 4
"""How many sides of references are remembered."""
Tokens = Callable[[Sequence[str]], Sequence[Sequence[Hashable]]]
"""The tokens of each text, as something that tells one from another."""


def tokenizer_for(language: str | None) -> str:
    """The sacreBLEU tokenizer for a language (BCP 47)."""
    return _TOKENIZERS.get((language or "").split("-")[0].lower(), _DEFAULT)


@dataclass(frozen=True, slots=True)
class BleuScorer:
    """BLEU, set up. Rows: hypothesis and reference length, 4 matches, 4 totals."""

    tokenizer: str
    tokens: Tokens
    smoothing: Smoothing
    lowercase: bool = False
    effective: bool = False
    numbers: dict[Hashable, int] = field(default_factory=dict, compare=False)
    seen: dict[tuple[str, ...], ngrams.Runs] = field(default_factory=dict, compare=False)

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """Count: samples × 10."""
        hypotheses = self._runs([s.mt for s in samples])
        sides = sacre.streams(samples)
        references = [self._remembered(side) for side in sides]
        lengths = np.stack([side.lengths for side in references], axis=1).astype(np.float64)
        lengths[np.array([[text is None for text in side] for side in sides]).T] = np.inf
        shared = ngrams.matches(hypotheses, references, ORDER)
        own = hypotheses.lengths
        columns = (own[:, None], _closest(own, lengths)[:, None], shared, hypotheses.ngrams(ORDER))
        return np.concatenate(columns, axis=1).astype(np.float64)

    def _remembered(self, side: Sequence[str | None]) -> ngrams.Runs:
        """The words of a side of references, which are the same for every system."""
        key = tuple(text or "" for text in side)
        if key not in self.seen:
            if len(self.seen) >= _SIDES:
                self.seen.clear()
            self.seen[key] = self._runs(key)
        return self.seen[key]

    def _runs(self, texts: Sequence[str]) -> ngrams.Runs:
        plain = [text.rstrip() for text in texts]
        tokens = self.tokens([text.lower() for text in plain] if self.lowercase else plain)
        return ngrams.of_words(tokens, self.numbers)

    def scores(self, totals: Statistics) -> Statistics:
        """The score of each row of summed counts."""
        return bleu(totals, self.smoothing, effective=self.effective)

    def segment_scores(self, rows: Statistics) -> Statistics:
        """Sentence BLEU of each row: with the effective order."""
        return bleu(rows, self.smoothing, effective=True)

    def signature(self, samples: Sequence[Sample], resamples: int) -> str:
        """As sacreBLEU writes it."""
        return sacre.signature(
            samples,
            resamples,
            {
                "case": "lc" if self.lowercase else "mixed",
                "eff": self.effective,
                "tok": self.tokenizer,
                "smooth": str(self.smoothing),
            },
        )

    def identity(self) -> str:
        """What the counts depend on."""
        return f"bleu|tok:{self.tokenizer}|lc:{self.lowercase}|sacrebleu:{sacre.version()}"


def _closest(own: ngrams.Integers, references: Statistics) -> Statistics:
    """The reference length nearest to one's own; of two as near, the shorter one."""
    ordered = np.sort(references, axis=1)
    nearest = np.argmin(np.abs(ordered - own[:, None]), axis=1)
    return np.asarray(np.take_along_axis(ordered, nearest[:, None], axis=1)[:, 0])


def _open(options: MetricOptions) -> Scorer:
    given = Parameters("BLEU", options.parameters)
    name = _plain(options.parameters.get("tok") or tokenizer_for(options.language))
    smoothing = Smoothing.of(options.parameters.get("smooth", "exp"))
    lowercase = given.one_of("case", ("mixed", "lc")) == "lc"
    effective = given.yes("eff", default=False)
    if name == _DEFAULT:
        return BleuScorer(name, _by_13a, smoothing, lowercase, effective)
    tokenize = _sacrebleus(name)

    def tokens(texts: Sequence[str]) -> Sequence[Sequence[Hashable]]:
        return [str(tokenize(text)).split() for text in texts]

    return BleuScorer(tokenize.signature(), tokens, smoothing, lowercase, effective)


def _plain(name: str) -> str:
    """A tokenizer's name as it is asked for: signatures have its version, too."""
    return next((known for known in _EXTRAS if name.startswith(f"{known}-")), name)


def _by_13a(texts: Sequence[str]) -> Sequence[Sequence[Hashable]]:
    return tokens_13a([text.replace("-\n", "").replace("\n", " ") for text in texts])


def _sacrebleus(name: str) -> Any:  # noqa: ANN401 — an untyped class of sacreBLEU's
    """sacreBLEU's tokenizer of this name. Raises MetricError where it cannot be had."""
    module = import_module("sacrebleu.metrics.bleu")
    if name not in module.BLEU.TOKENIZERS:
        known = ", ".join(module.BLEU.TOKENIZERS)
        raise MetricError(f"no tokenizer is called '{name}'; there are: {known}")
    try:
        return module.BLEU(tokenize=name).tokenizer
    except (ImportError, RuntimeError, SystemExit) as error:
        extra = _EXTRAS.get(name)
        fix = f"pip install 'copydesk[{extra}]'" if extra else "choose another with --tokenize"
        raise MetricError(f"tokenizer '{name}' cannot be loaded; {fix}") from error
    except OSError as error:
        fix = "it is downloaded on first use, and the network did not answer"
        raise MetricError(f"tokenizer '{name}' cannot be loaded; {fix}") from error


metric = Metric(
    label="BLEU",
    higher_is_better=True,
    open=_open,
    takes=frozenset({"tok", "case", "eff", "smooth"}),
)
