"""Which examples the estimator learns from, and which it is measured on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from training import people
from training.examples import Example, tenth

_EDITED = 2000  # sentences of each pair
_LOOKED_AT = 1  # the tenth of all documents that nothing is fitted to
_AGAIN = {"made.id": 2, "mlqe": 2, "demetr": 1}


def judged() -> list[Example]:
    """What people judged, to learn from: MQM of news and talks, MLQE-PE, DEMETR."""
    return [
        *people.mqm((*people.NEWS, *people.TED), held_out=False),
        *people.post_edited(_EDITED, held_out=False),
        *people.demetr(),
    ]


def held_out() -> list[Example]:
    """Half of the news that was held out, to look at how training went."""
    found = people.mqm(people.NEWS, held_out=True)
    return [example for example in found if tenth(example.document) == _LOOKED_AT]


def texts_of(examples: Iterable[Example]) -> Iterator[str]:
    """Every text that the model reads for these examples."""
    for example in examples:
        yield example.mt
        if example.source:
            yield example.source
        yield from example.references[:2]


def without(examples: Iterable[Example], names: str) -> list[Example]:
    """Examples but for those of sets or pairs (a comma between several) that begin like this."""
    left_out = tuple(name for name in names.split(",") if name)
    return [e for e in examples if not (left_out and e.set.startswith(left_out)) and (
        e.pair not in left_out
    )]  # fmt: skip


def judged_by_raters(examples: Iterable[Example]) -> list[Example]:
    """What the second part of training is on: news and talks, and some of the rest."""
    kept = (*people.NEWS, *people.TED)
    return [e for e in examples if e.set in kept or tenth(e.group) < _tenths(e.set)]


def _tenths(name: str) -> int:
    """How much of a set is seen again, so that it is not forgotten."""
    return next((share for start, share in _AGAIN.items() if name.startswith(start)), 0)
