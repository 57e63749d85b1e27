"""Which parts of a corpus a picture or table has a line for, in which order, and their names."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.sketch import Sketch
from reports.corpus.result import CorpusPart, Distribution, RuleCount
from reports.marks import visible

MOST = 120
"""Lines that a picture or a table of rates has room for."""
WIDEST = 22
"""Columns that a name in a picture may take."""
PER = 1000
_ALL, _SYSTEMS, _PAIRS = "", "all languages of a system as one", "all systems of a pair as one"


@dataclass(frozen=True, slots=True)
class Lines:
    """The parts that are shown, and how they came out of those that there are; empty: as it is."""

    parts: tuple[CorpusPart, ...]
    how: str


def ranked(parts: Sequence[CorpusPart]) -> tuple[CorpusPart, ...]:
    """Pair by pair in order of name; within one the best first.

    By its first score, and where there is none by flags a word.
    """
    return tuple(sorted(parts, key=_rank))


def pair_of(part: CorpusPart) -> str:
    """Its languages as people read them."""
    if not (part.source_language or part.language):
        return ""
    return f"{part.source_language or '?'} → {part.language or '?'}"


def rate_of(part: CorpusPart) -> float | None:
    """Its flags per 1,000 words; None where there are no words."""
    return PER * sum(part.flags.values()) / part.words if part.words else None


def lines_of(parts: Sequence[CorpusPart]) -> Lines:
    """The parts; of too many their sums by system or by pair, whichever leaves more to see."""
    if len(parts) <= MOST:
        return Lines(tuple(parts), _ALL)
    sums = [Lines(_summed(parts, _by_system), _SYSTEMS), Lines(_summed(parts, _by_pair), _PAIRS)]
    fitting = [one for one in sums if 1 < len(one.parts) <= MOST]
    if fitting:
        return max(fitting, key=lambda one: len(one.parts))
    most = sorted(parts, key=lambda part: -part.segments)[:MOST]
    kept = tuple(part for part in parts if part in most)
    return Lines(kept, f"the {MOST} of most segments, of {len(parts):,}")


def labels_of(parts: Sequence[CorpusPart]) -> tuple[str, ...]:
    """A short name each, without what all of them share."""
    has_system = len({part.system for part in parts}) > 1
    has_pair = len({pair_of(part) for part in parts}) > 1
    labels = [
        " ".join([part.system or "–"] * has_system + [pair_of(part)] * has_pair) or part.name
        for part in parts
    ]
    return tuple(fitted(label) for label in labels)


def told_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels by id; one that several ids share gets its id beside it (`BLEU (bleu:tok=intl)`)."""
    times = Counter(labels.values())
    return {
        name: label if times[label] == 1 else f"{label} ({name})" for name, label in labels.items()
    }


def fitted(text: str, widest: int = WIDEST) -> str:
    """A text on one line with its middle left out if it is too wide; its end tells most."""
    plain = " ".join(visible(text).split())
    if sum(map(_width, plain)) <= widest:
        return plain
    head = _taken(plain, (widest - 1) // 2)
    return f"{head}…{_taken(plain[::-1], widest - 1 - (widest - 1) // 2)[::-1]}"


def _taken(text: str, widest: int) -> str:
    taken, width = "", 0
    for sign in text:
        width += _width(sign)
        if width > widest:
            break
        taken += sign
    return taken


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _rank(part: CorpusPart) -> tuple[str, str, bool, float, str]:
    first = next(iter(part.scores), None)
    if first is None:
        value = rate_of(part) or 0.0
    else:
        value = -first.value if first.higher_is_better else first.value
    return (part.source_language or "", part.language or "", first is None, value, part.name)


def _by_system(part: CorpusPart) -> CorpusPart:
    name = part.system or "no system"
    return replace(part, name=name, source_language=None, language=None, scores=())


def _by_pair(part: CorpusPart) -> CorpusPart:
    return replace(part, name=pair_of(part) or "no languages", system=None, scores=())


def _summed(
    parts: Sequence[CorpusPart], made: Callable[[CorpusPart], CorpusPart]
) -> tuple[CorpusPart, ...]:
    sums: dict[str, list[CorpusPart]] = {}
    for part in map(made, parts):
        sums.setdefault(part.name, []).append(part)
    return tuple(_sum(same) for same in sums.values())


def _sum(same: Sequence[CorpusPart]) -> CorpusPart:
    flags, rules = Counter[str](), Counter[tuple[str, str]]()
    for part in same:
        flags.update(part.flags)
        rules.update({(one.rule, one.severity): one.count for one in part.rules})
    return replace(
        same[0],
        documents=sum(part.documents for part in same),
        segments=sum(part.segments for part in same),
        words=sum(part.words for part in same),
        flags=dict(flags),
        rules=tuple(RuleCount(*key, count) for key, count in sorted(rules.items())),
        distributions=tuple(_distributions(same)),
    )


def _distributions(same: Sequence[CorpusPart]) -> Iterator[Distribution]:
    found: dict[str, list[Distribution]] = {}
    for part in same:
        for one in part.distributions:
            found.setdefault(one.name, []).append(one)
    for several in found.values():
        yield replace(several[0], sketch=sum((one.sketch for one in several), Sketch()))
