"""One flag per fault: overlapping flags become one, and so does a fault that is repeated.

The most severe flag speaks, and among equals the surest; the others are its evidence. Facts are
never put together with their like elsewhere: each may be wrong in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from corpora.text import Document, Evidence, Flag, Location, Severity, Side, Span
from reports.result import Age, FlagResult

_FACTS = "accuracy/"
_ALIKE = 0.3
_WHOLE = 0.8
_WORTH = {Severity.NEUTRAL: 0.2, Severity.MINOR: 1.0, Severity.MAJOR: 5.0, Severity.CRITICAL: 25.0}
_WITH_SUGGESTION = 1.5
_LEAST, _WORDS_PER_FLAG = 50, 20


def merge(document: Document, flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """The flags of a document, one per fault, in reading order."""
    merged: list[Flag] = []
    for _, group in groupby(sorted(flags, key=_place), key=_side):
        merged += _of_one_text(document, list(group))
    return tuple(sorted(_once(document, merged), key=_place))


def _of_one_text(document: Document, flags: list[Flag]) -> Iterator[Flag]:
    """The flags of one side of a segment; those on all of it are looked at apart."""
    passage = document.segments[flags[0].segment].on(flags[0].span.side)
    most = _WHOLE * len(passage.text.strip()) if passage else 0.0
    wide = [flag for flag in flags if 0 < most <= flag.span.end - flag.span.start]
    narrow = [flag for flag in flags if flag not in wide] if wide else flags
    judges = list(_merged(wide))
    if judges and judges[0].severity is Severity.CRITICAL:
        others = (Evidence(flag.rule, flag.message) for flag in narrow)
        yield replace(judges[0], evidence=tuple(dict.fromkeys((*judges[0].evidence, *others))))
        yield from judges[1:]
        return
    yield from judges
    for run in _overlapping(narrow):
        yield from _merged(run)


def _overlapping(flags: Iterable[Flag]) -> Iterator[list[Flag]]:
    """Runs of flags, sorted by their place, that hang together."""
    run: list[Flag] = []
    end = -1
    for flag in flags:
        if run and flag.span.start >= end and flag.span != run[-1].span:
            yield run
            run = []
            end = -1
        run.append(flag)
        end = max(end, flag.span.end)
    if run:
        yield run


def most_useful(
    flags: Sequence[FlagResult], most: int | None, words: int
) -> tuple[FlagResult, ...]:
    """The flags that an editor gains most from, in reading order.

    Use is the severity's weight times the confidence, half as much again with a suggestion; what is
    new goes before what a baseline has.
    `most` is how many to keep, 0 for all; without it 50, or one for 20 words where that is more.
    """
    limit = max(_LEAST, words // _WORDS_PER_FLAG) if most is None else most
    if not limit or len(flags) <= limit:
        return tuple(flags)
    best = sorted(
        range(len(flags)),
        key=lambda number: (flags[number].age is Age.OLD, -_use(flags[number]), number),
    )[:limit]
    return tuple(flags[number] for number in sorted(best))


def _use(flag: FlagResult) -> float:
    more = _WITH_SUGGESTION if flag.suggestion is not None else 1.0
    return _WORTH[flag.severity] * flag.confidence * more


def _place(flag: Flag) -> tuple[int, Side, int, int, str]:
    return flag.segment, flag.span.side, flag.span.start, flag.span.end, flag.rule


def _side(flag: Flag) -> tuple[int, Side]:
    return flag.segment, flag.span.side


def _merged(run: list[Flag]) -> Iterator[Flag]:
    """Each of these flags, the strongest first, but for those that a stronger one speaks for."""
    speaking: list[Flag] = []
    heard: dict[int, list[Flag]] = {}
    for flag in sorted(run, key=lambda f: (-f.severity, -f.confidence, _place(f))):
        by = next((n for n, one in enumerate(speaking) if _same(one.span, flag.span)), None)
        if by is None:
            speaking.append(flag)
        else:
            heard.setdefault(by, []).append(flag)
    for number, flag in enumerate(speaking):
        others = heard.get(number, [])
        evidence = (*flag.evidence, *(Evidence(one.rule, one.message) for one in others))
        yield replace(
            flag,
            suggestion=_suggestion(flag, others),
            evidence=tuple(dict.fromkeys(evidence)),
        )


def _suggestion(flag: Flag, others: Iterable[Flag]) -> str | None:
    """What a flag suggests, or another for the very same words."""
    if flag.suggestion is not None:
        return flag.suggestion
    return next(
        (one.suggestion for one in others if one.span == flag.span and one.suggestion), None
    )


def _same(one: Span, other: Span) -> bool:
    """Whether two spans mark one fault: they overlap and are of about one size."""
    overlap = min(one.end, other.end) - max(one.start, other.start)
    sizes = sorted((one.end - one.start, other.end - other.start))
    return one == other or (overlap > 0 and sizes[0] >= _ALIKE * sizes[1])


def _once(document: Document, flags: Iterable[Flag]) -> Iterator[Flag]:
    """Repeated faults as one flag, with the other places."""
    same: dict[tuple[str, str, str | None, Severity], list[Flag]] = {}
    for flag in flags:
        passage = document.segments[flag.segment].on(flag.span.side)
        text = passage.text[flag.span.start : flag.span.end].casefold() if passage else ""
        key = (flag.rule, text, flag.suggestion, flag.severity)
        if flag.category.startswith(_FACTS) or not text.strip() or not _is_wording(text):
            yield flag
        else:
            same.setdefault(key, []).append(flag)
    yield from map(_as_one, same.values())


def _as_one(same: Sequence[Flag]) -> Flag:
    """The first of some flags of one fault, which tells where the others stand."""
    first, *others = same
    if not others:
        return first
    places = (Location(flag.segment, flag.span) for flag in others)
    evidence = dict.fromkeys(one for flag in same for one in flag.evidence)
    return replace(first, also=(*first.also, *places), evidence=tuple(evidence))


def _is_wording(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
