"""Signatures, read back: which metric they stand for, and what is different here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora.errors import UsageError
from metrics.score import Measured
from qa.asked import Asked

_SHORT = {"#": "nrefs", "v": "version", "c": "case", "e": "eff", "rs": "seed",
          "nr": "norm", "pn": "punct", "as": "asian"}  # fmt: skip
"""sacreBLEU's short keys; `s` and `t` depend on the metric."""
_TELLING = {"smooth": "bleu", "s": "bleu", "nc": "chrf", "punct": "ter", "pn": "ter"}
"""Keys that tell the metric of a signature that does not begin with its label, first ones last."""
_RESAMPLES = "bs"


@dataclass(frozen=True, slots=True)
class Signature:
    """A metric with parameters, and what else the signature states, by its key."""

    text: str
    asked: Asked
    stated: Mapping[str, str]

    @staticmethod
    def of(text: str) -> Signature:
        """`BLEU|nrefs:1|case:mixed|…`, long or short. Raises UsageError for anything else."""
        label, *parts = text.strip().split("|")
        if ":" in label:
            label, parts = _label(text, (label, *parts)), [label, *parts]
        if not parts or any(":" not in part for part in parts):
            raise UsageError(f"--signature {text}: not LABEL|key:value|…, as a score prints it")
        plain = Asked.of(label)
        takes = plain.metric.takes
        short = {**_SHORT, "s": "space" if "space" in takes else "smooth"}
        short["t"] = "tok" if "asian" in takes else "test"
        given = [part.partition(":") for part in parts]
        stated = {short.get(key, key): value for key, _, value in given}
        known = {key: value for key, value in stated.items() if key in takes}
        return Signature(text, Asked(plain.id, known), stated)

    @property
    def resamples(self) -> int:
        """How many resamples its interval rests on; 0 for none."""
        drawn = self.stated.get(_RESAMPLES, "0")
        if not drawn.isdigit():
            raise UsageError(f"--signature {self.text}: {_RESAMPLES}:{drawn} is no number")
        return int(drawn)


def differences(wanted: Signature, measured: Sequence[Measured]) -> Iterator[str]:
    """A line for each statement of a signature that does not hold of the score computed here."""
    found = next((one.corpus for one in measured if one.corpus.metric == wanted.asked.name), None)
    if found is None:
        yield f"{wanted.text}: could not be computed here"
        return
    here = dict(part.partition(":")[::2] for part in found.signature.split("|"))
    for key in sorted({*wanted.stated, *here}):
        before, now = wanted.stated.get(key, "not stated"), here.get(key, "not stated")
        if before != now:
            yield f"{found.label}: the signature has {key} {before}, here it is {now}"


def _label(text: str, parts: Sequence[str]) -> str:
    keys = {part.partition(":")[0] for part in parts}
    found = next((metric for key, metric in reversed(_TELLING.items()) if key in keys), None)
    if found is None:
        raise UsageError(f"--signature {text}: begin it with the metric, as in BLEU|nrefs:1|…")
    return found
