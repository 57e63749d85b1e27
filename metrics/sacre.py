"""What our BLEU, chrF and TER share with sacreBLEU (Post 2018, doi:10.18653/v1/W18-6319).

Numbers, signatures and tokenizers are sacreBLEU's; the counting is our own, and faster. sacreBLEU
itself is imported only for what goes beyond its defaults, as that takes a while. The tests hold
every number and every signature against its public interface.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version as installed

from metrics.bootstrap import SEED
from metrics.metric import Sample

_YES_NO = {True: "yes", False: "no"}


@cache
def version() -> str:
    """The version of sacreBLEU whose numbers these are."""
    return installed("sacrebleu")


def signature(
    samples: Sequence[Sample], resamples: int, parameters: Mapping[str, str | int | bool]
) -> str:
    """sacreBLEU's signature of a metric on these samples; `resamples` is 0 for no interval."""
    counts = {len(sample.references) for sample in samples}
    references = counts.pop() if len(counts) == 1 else "var"
    drawn = {"bs": resamples, "seed": SEED} if resamples else {}
    parts = {"nrefs": references, **drawn, **parameters, "version": version()}
    return "|".join(f"{key}:{_spelt(value)}" for key, value in parts.items())


def _spelt(value: str | int | bool) -> str:  # noqa: FBT001 — a value, not a switch
    return _YES_NO[value] if isinstance(value, bool) else str(value)


def streams(samples: Sequence[Sample]) -> list[list[str | None]]:
    """The first references of all samples, the second ones …; None where there are fewer."""
    most = max((len(sample.references) for sample in samples), default=0)
    return [
        [s.references[n] if n < len(s.references) else None for s in samples] for n in range(most)
    ]
