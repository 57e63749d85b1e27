"""Which texts are beyond doubt in a language: quicker than to guess the language of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from corpora.detection import alike, detector_of, factory

_NATS, _NATS_EACH = 10.0, 0.25
"""By how much all n-grams together, and each on average, must speak for one language."""


def is_surely(text: str, code: str) -> bool:
    """Whether a text is beyond doubt in a language (BCP 47), or in one that is `alike`.

    Then `guess_language` hardly ever says otherwise (`benchmarks/veto.py`), but takes several times
    as long: it draws hundreds of n-grams at random, where this adds up what all of them say, once
    (naive Bayes with the same profiles). A text of which a good part is in another language is not
    surely in either.
    """
    detector = detector_of(text)
    detector.cleaning_text()
    grams = detector._extract_ngrams()  # noqa: SLF001 — the library has no public name for it
    if not grams:
        return False
    known = _profile()
    said = known.logs[[known.rows[gram] for gram in grams]].sum(axis=0, dtype=np.float64)
    ours = _ours(code)
    if not ours.any():
        return False
    lead = float(said[ours].max() - said[~ours].max())
    return lead >= max(_NATS, _NATS_EACH * len(grams))


@lru_cache(maxsize=64)
def _ours(code: str) -> NDArray[np.bool_]:
    """Which of the profile's languages are this one, or like it."""
    return np.array([alike(one, code) for one in _profile().codes])


@dataclass(frozen=True, slots=True)
class _Profile:
    """How likely each n-gram is in each language: `logs`, n-grams × languages, smoothed."""

    rows: dict[str, int]
    codes: tuple[str, ...]
    logs: NDArray[np.float32]


@cache
def _profile() -> _Profile:
    """langdetect's profiles as one table (20 MB), made when it is first needed."""
    made = factory()
    likely, blank = made.word_lang_prob_map, made.create()
    rows = {gram: row for row, gram in enumerate(likely)}
    logs = np.array(list(likely.values()), dtype=np.float32)
    logs += blank.alpha / blank.BASE_FREQ
    codes = tuple(one.split("-", 1)[0] for one in made.langlist)
    logs = logs[:, : len(codes)]  # langdetect counts whatever lies in the folder of its profiles
    return _Profile(rows, codes, np.log(logs, out=logs))
