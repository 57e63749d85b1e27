"""Which examples the estimator learns from, and which it is measured on."""

from __future__ import annotations

from training import made, people
from training.examples import Example


def learned() -> list[Example]:
    """MQM of news and talks, MLQE-PE, DEMETR, made errors."""
    return [
        *people.mqm((*people.NEWS, *people.TED), held_out=False),
        *people.post_edited(people.ALL, held_out=False),
        *people.demetr(),
        *made.examples(),
    ]


def held_out() -> list[Example]:
    """Documents of the news, MLQE-PE's test parts, pairs of DEMETR."""
    return [
        *people.mqm(people.NEWS, held_out=True),
        *people.post_edited(people.ALL, held_out=True),
        *people.demetr_pairs(),
    ]
