"""Good translations spoiled as machines spoil them, for languages where nobody marked errors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language import load
from training.spoiling import indonesian, kinds, meaning
from training.spoiling.kind import Kind
from training.spoiling.pool import build

_TRIES = 6
_NEGATION = (2, 5)
_OWN = {"id": indonesian.KINDS}


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A spoiled text, the places of its bad words (code points, half open), and what was done."""

    text: str
    spans: tuple[tuple[int, int], ...]
    kinds: tuple[Kind, ...]

    @property
    def severity(self) -> float:
        """MQM points lost."""
        return float(sum(kind.severity for kind in self.kinds))

    def share(self, *, fluency: bool = False, least: float = 0.0) -> float:
        """How many of the errors are of fluency, or at least so bad."""
        fit = sum((kind.fluency or not fluency) and kind.severity >= least for kind in self.kinds)
        return fit / len(self.kinds)


class Spoiler:
    """Makes errors in texts of one language; all of them tell it the language's words."""

    def __init__(self, language: str, texts: Sequence[str], sources: Sequence[str] = ()) -> None:
        self._pool = build(texts, sources, load(language).function_words)
        self.kinds = [*kinds.KINDS, *_OWN.get(language, ())]
        negation = meaning.negation(language)
        if negation is not None:
            weight, severity = _NEGATION
            self.kinds.append(Kind("negation", negation, weight, severity, kinds.ACCURACY))

    def spoil(
        self, text: str, source: str | None, rng: random.Random, errors: int
    ) -> Spoiled | None:
        """A text with up to so many errors; None where none found a place."""
        draft, done = self._pool.draft(text, source), []
        for _ in range(errors * _TRIES):
            if len(done) == errors:
                break
            kind = rng.choices(self.kinds, [kind.weight for kind in self.kinds])[0]
            if kind.whole and done:
                continue
            if kind.make(draft, self._pool, rng):
                done.append(kind)
                if kind.whole:
                    break
        spoiled, spans = draft.render()
        return Spoiled(spoiled, spans, tuple(done)) if done and spoiled != text else None
