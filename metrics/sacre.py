"""What our BLEU, chrF and TER take from sacreBLEU (Post 2018, doi:10.18653/v1/W18-6319).

Its tokenizers and its signatures are used as they are; the counting is our own, and faster. The
tests hold every number against its public interface.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sacrebleu.metrics.base import Metric as SacreMetric

from metrics.bootstrap import SEED
from metrics.metric import Sample

logging.getLogger("sacrebleu").setLevel(logging.ERROR)
_VARIABLE = -1


def signature(engine: SacreMetric, samples: Sequence[Sample], resamples: int) -> str:
    """sacreBLEU's signature of a metric on these samples; `resamples` is 0 for no interval."""
    counts = {len(sample.references) for sample in samples}
    found = counts.pop() if len(counts) == 1 else _VARIABLE
    vars(engine).update(
        num_refs=found,
        n_bootstrap=resamples or None,
        seed=str(SEED) if resamples else None,
    )
    return str(engine.get_signature())


def streams(samples: Sequence[Sample]) -> list[list[str | None]]:
    """The first references of all samples, the second ones …; None where there are fewer."""
    most = max((len(sample.references) for sample in samples), default=0)
    return [
        [s.references[n] if n < len(s.references) else None for s in samples] for n in range(most)
    ]
