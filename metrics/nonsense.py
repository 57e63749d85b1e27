"""Input that would be scored without complaint, and should not be.

Each test looks at a whole corpus and says in how many of its segments something is wrong. Few are a
warning; so many that no score can mean anything are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from corpora.text import Side
from metrics import steps
from metrics.metric import Sample

IDS = (
    "blank-translation", "blank-reference", "identical-reference", "copied-source",
    "copied-reference", "out-of-step", "subwords", "tokenised", "byte-order-mark",
    "repeated-translation",
)  # fmt: skip
_ENOUGH = 5
"""With fewer segments than this nothing is refused: one sentence may well be blank, or perfect."""
_THIRD, _HALF, _NEARLY_ALL, _OFTEN, _SELDOM = 1 / 3, 0.5, 0.9, 0.3, 0.05
_WORDS, _SIGNS, _MOST_SPACES = 4, 8, 8
_SHORT = 20
_SEEN = regex.compile(r"[^\p{Cf}\s]")
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]{4}"
)
_LETTERS = regex.compile(r"\p{Ll}{2}|[\p{Lo}\p{Lm}]{2}")
_DETACHED = re.compile(r"\w ,(?= \w)|[\w\"'”’)] \.$|&apos;|&quot;|@-@")
_DETACHED_HINTS = (" ,", " .", "&", "@-@")
_SUBWORDS = re.compile(r"@@( |$)|▁\w")
_SUBWORD_HINTS = ("@@", "▁")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What is wrong: a stable id, in words, in which segments (by number), on which side."""

    id: str
    what: str
    segments: tuple[int, ...] = ()
    is_refused: bool = False
    side: Side = Side.TRANSLATION


def suspicions(samples: Sequence[Sample]) -> Iterator[Suspicion]:
    """Whatever looks wrong with a corpus, worst things first within each test."""
    for test in _TESTS:
        yield from test(samples)


@dataclass(frozen=True, slots=True)
class _Fault:
    """A kind of fault: it is told of in more than `warn` of the segments, refused from `refuse`."""

    id: str
    what: str
    warn: float = 0.0
    refuse: float = 2.0
    side: Side = Side.TRANSLATION

    def seen(self, segments: Sequence[int], among: int) -> Iterator[Suspicion]:
        """The suspicion that these segments of so many that could have the fault give rise to."""
        if segments and len(segments) > self.warn * among:
            refused = among >= _ENOUGH and len(segments) >= self.refuse * among
            yield Suspicion(self.id, self.what, tuple(segments), refused, self.side)


_BLANK = _Fault("blank-translation", "blank translation", refuse=_THIRD)
_BLANK_REFERENCE = _Fault("blank-reference", "blank reference", refuse=_THIRD, side=Side.REFERENCE)
_IDENTICAL = "the translation is the reference, word for word"
_COPIED = _Fault("copied-source", "the translation is the source, copied", refuse=_HALF)
_COPIED_REFERENCE = _Fault(
    "copied-reference", "the reference is the source, copied", refuse=_HALF, side=Side.REFERENCE
)
_MARK = _Fault(
    "byte-order-mark", "a byte order mark (U+FEFF) within the text costs score; delete it"
)


def _blank(samples: Sequence[Sample]) -> Iterator[Suspicion]:
    """Nothing stands where a translation, or a reference, should."""
    mt = [n for n, s in enumerate(samples) if _is_blank(s.mt) and _expects_words(s)]
    yield from _BLANK.seen(mt, len(samples))
    with_reference = [n for n, s in enumerate(samples) if s.references]
    blank = [
        n
        for n in with_reference
        if samples[n].mt.strip() and not any(one.strip() for one in samples[n].references)
    ]
    yield from _BLANK_REFERENCE.seen(blank, len(with_reference))


def _is_blank(text: str) -> bool:
    """Whether there is nothing to be seen."""
    return not text.strip() or (len(text) < _SHORT and not _SEEN.search(text))


def _expects_words(sample: Sample) -> bool:
    return any(one.strip() for one in (*sample.references, sample.source or ""))


def _same_as_reference(samples: Sequence[Sample]) -> Iterator[Suspicion]:
    looked = [n for n, s in enumerate(samples) if s.references and _is_sentence(s.mt)]
    if len(looked) < _ENOUGH <= len(samples) / _ENOUGH:  # headlines: short, but very many
        looked = [n for n, s in enumerate(samples) if s.references and _LETTERS.search(s.mt)]
    same = [n for n in looked if any(_same(samples[n].mt, one) for one in samples[n].references)]
    warn = _OFTEN if len(looked) >= _ENOUGH else 1.0
    yield from _Fault("identical-reference", _IDENTICAL, warn, _NEARLY_ALL).seen(same, len(looked))


def _same_as_source(samples: Sequence[Sample]) -> Iterator[Suspicion]:
    looked = [n for n, s in enumerate(samples) if s.source and _is_sentence(s.source)]
    copied = [n for n in looked if _same(samples[n].mt, samples[n].source or "")]
    yield from _COPIED.seen(copied, len(looked))
    same = [
        n
        for n in looked
        if any(_same(samples[n].source or "", one) for one in samples[n].references)
    ]
    yield from _COPIED_REFERENCE.seen(same, len(looked))


def _is_sentence(text: str) -> bool:
    """Whether a text is more than a name or a number, which may be the same on both sides."""
    enough = len(text.split()) >= _WORDS or (len(text) >= _SIGNS and _UNSPACED.search(text))
    return bool(enough) and _LETTERS.search(text) is not None


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in white space and letter case at most."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > _MOST_SPACES:
        return False
    first, second = one.lstrip()[:1].casefold(), other.lstrip()[:1].casefold()
    return first == second and _key(one) == _key(other)


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


def _tokenised(samples: Sequence[Sample]) -> Iterator[Suspicion]:
    """Text cut into tokens, or into pieces of words: metrics want text as people write it."""
    for side, texts in _sides(samples):
        pieces = _with(_SUBWORDS, _SUBWORD_HINTS, texts)
        what = f"the {side} is cut into pieces of words (‘@@’ or ‘▁’); join them"
        yield from _Fault("subwords", what, refuse=_HALF, side=side).seen(pieces, len(texts))
        cut = _with(_DETACHED, _DETACHED_HINTS, texts)
        what = f"the {side} looks tokenised (‘word ,’); undo that"
        if len(texts) >= _ENOUGH:
            yield from _Fault("tokenised", what, _OFTEN, side=side).seen(cut, len(texts))


def _with(
    pattern: re.Pattern[str], hints: Sequence[str], texts: Sequence[tuple[int, str]]
) -> list[int]:
    """The numbers of the texts that hold a pattern; none can without one of the hints."""
    found = {n for hint in hints for n, text in texts if hint in text}
    return [n for n, text in texts if n in found and pattern.search(text)]


def _sides(samples: Sequence[Sample]) -> Iterator[tuple[Side, list[tuple[int, str]]]]:
    yield Side.TRANSLATION, [(n, s.mt) for n, s in enumerate(samples)]
    references = [(n, s.references[0]) for n, s in enumerate(samples) if s.references]
    if references:
        yield Side.REFERENCE, references


def _marked(samples: Sequence[Sample]) -> Iterator[Suspicion]:
    """A byte order mark within the text: files that were joined, or read in a wrong way."""
    found = [
        n
        for n, s in enumerate(samples)
        if _BYTE_ORDER_MARK in s.mt or any(_BYTE_ORDER_MARK in one for one in s.references)
    ]
    yield from _MARK.seen(found, len(samples))


def _repeated(samples: Sequence[Sample]) -> Iterator[Suspicion]:
    """One and the same translation of many different sentences."""
    found: dict[str, list[int]] = {}
    for number, sample in enumerate(samples):
        found.setdefault(sample.mt, []).append(number)
    for text, numbers in found.items():
        if len(numbers) < _ENOUGH or not text.strip():
            continue
        asked = {samples[n].references[:1] or samples[n].source for n in numbers}
        often = len(numbers) >= _HALF * len(samples)
        if len(asked) >= _ENOUGH and (often or _is_sentence(text)):
            what = f"one translation stands for {len(asked):,} different sentences"
            fault = _Fault("repeated-translation", what, _SELDOM, _HALF)
            yield from fault.seen(numbers, len(samples))


def _out_of_step(samples: Sequence[Sample]) -> Iterator[Suspicion]:
    found = steps.out_of_step(samples)
    if found is not None:
        lines = "line" if abs(found.by) == 1 else "lines"
        where = "later" if found.by > 0 else "earlier"
        what = (
            f"from here on each translation answers the reference {abs(found.by)} {lines} {where}"
        )
        yield Suspicion("out-of-step", what, (found.start,), is_refused=True)


_TESTS: tuple[Callable[[Sequence[Sample]], Iterator[Suspicion]], ...] = (
    _blank,
    _same_as_reference,
    _same_as_source,
    _out_of_step,
    _tokenised,
    _marked,
    _repeated,
)
