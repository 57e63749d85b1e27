"""BLEU (Papineni et al. 2002, aclanthology.org/P02-1040), as sacreBLEU computes it.

The tokenizer follows the language: Chinese `zh`, Japanese `ja-mecab`, Korean `ko-mecab`,
scripts without spaces `char`, all others `13a`; the signature names it. A segment's own score
uses the effective order, as sacreBLEU's sentence BLEU does.
"""

from __future__ import annotations

from sacrebleu.metrics.bleu import BLEU

from corpora.errors import MetricError
from metrics.metric import Metric, MetricOptions, Scorer
from metrics.sacre import SacreScorer

_TOKENIZERS = {
    "zh": "zh",
    "ja": "ja-mecab",
    "ko": "ko-mecab",
    "th": "char",
    "lo": "char",
    "km": "char",
    "my": "char",
}
_EXTRAS = {"ja-mecab": "ja", "ko-mecab": "ko"}


def tokenizer_for(language: str | None) -> str:
    """The sacreBLEU tokenizer for a language (BCP 47)."""
    return _TOKENIZERS.get((language or "").split("-")[0].lower(), "13a")


def _open(options: MetricOptions) -> Scorer:
    tokenizer = options.tokenizer or tokenizer_for(options.language)
    if tokenizer not in BLEU.TOKENIZERS:
        known = ", ".join(BLEU.TOKENIZERS)
        raise MetricError(f"no tokenizer is called '{tokenizer}'; there are: {known}")
    try:
        corpus = BLEU(tokenize=tokenizer)
        return SacreScorer(corpus, BLEU(tokenize=tokenizer, effective_order=True))
    except (ImportError, RuntimeError, SystemExit) as error:
        extra = _EXTRAS.get(tokenizer)
        fix = f"pip install 'copydesk[{extra}]'" if extra else "choose another with --tokenize"
        raise MetricError(f"tokenizer '{tokenizer}' cannot be loaded; {fix}") from error
    except OSError as error:
        fix = "it is downloaded on first use, and the network did not answer"
        raise MetricError(f"tokenizer '{tokenizer}' cannot be loaded; {fix}") from error


metric = Metric(label="BLEU", higher_is_better=True, open=_open)
