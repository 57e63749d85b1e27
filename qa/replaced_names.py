"""Names of a translation that neither source nor reference has, where the reference's are missing.

Names are looked at in runs (`House of Lords` is two), as one name replaces another whole. An
acronym counts only where it stands in the place of another name, and not where it may stand for
the words of the other side.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.text import Segment, Span
from corpora.words import Word
from qa import cldr, frequency
from qa.alignment import WordAlignment, aligned
from qa.facing import texts_beside
from qa.language import Language, Pair
from qa.names import (
    Name,
    is_acronym,
    is_alias,
    is_among,
    is_country_in,
    is_headline,
    is_heard,
    is_telling,
    keys_of,
    latin,
    names_of,
)

_MOST_WANTED = 4
_SHORTEST = 3
_REACH = 3
_LINK = 3
_LINKS = "of the de del da di du des la le les von van der den al el ibn bin"
_OF = frozenset(_LINKS.split())


@dataclass(frozen=True, slots=True)
class Replaced:
    """A strange name, and those of the reference that the translation lacks."""

    span: Span
    wanted: tuple[Name, ...]


def replaced_names(segment: Segment, languages: Pair) -> Iterator[Replaced]:
    """The names that neither side of a segment with a reference has."""
    mt, reference, language = segment.mt.text, segment.references[0].text, languages.target
    beside = keys_of(*texts_beside(segment))
    strange = [n for n in names_of(mt, language) if not _is_known(n, beside)]
    strange = [n for n in strange if not (_is_money(n) or _is_in_source(n, segment, languages))]
    if not strange or is_headline(mt):
        return
    ours = keys_of(mt)
    wanted = tuple(n for n in names_of(reference, language) if not _is_known(n, ours))
    words = aligned(mt, reference)
    opener = None if wanted and not wanted[0].span.start else _opener(words, language)
    if not wanted and opener is None:
        return
    source = segment.source.text if segment.source else ""
    place = _Place(words, wanted, opener, beside, source, language)
    for run in _runs(strange, place):
        if _is_sure(run, place):
            yield Replaced(_span(run), _with_opener(wanted, opener))


def _with_opener(wanted: tuple[Name, ...], opener: Name | None) -> tuple[Name, ...]:
    """The missing names, with the reference's first word if they begin with it."""
    if opener is None or (wanted and wanted[0].span.start > opener.span.end + 1):
        return wanted
    return (opener, *wanted)


def _is_in_source(name: Name, segment: Segment, languages: Pair) -> bool:
    """Whether the source has the same country under its own name for it."""
    if segment.source is None or languages.source is None:
        return False
    code = languages.target.code
    return is_country_in(name, code, segment.source.text, languages.source.code)


def _opener(words: WordAlignment, language: Language) -> Name | None:
    """The reference's first word, which may be a name, if nothing answers to it."""
    first = words.theirs[0] if words.theirs else None
    if first is None or 0 in words.back or first.key in language.function_words:
        return None
    return _named(first) if first.text[0].isupper() else None


@dataclass(frozen=True, slots=True)
class _Place:
    """What a run of names is judged by."""

    words: WordAlignment
    wanted: tuple[Name, ...]
    opener: Name | None
    beside: frozenset[str]
    source: str
    language: Language


def _is_known(name: Name, keys: frozenset[str]) -> bool:
    return is_among(name, keys) or is_alias(name, keys)


def _runs(names: list[Name], place: _Place) -> Iterator[list[Name]]:
    """Names that stand side by side, with the capitalised word that opens the sentence."""
    run: list[Name] = []
    for name in names:
        if run and name.span.start - run[-1].span.end > 1:
            yield run
            run = []
        if not run:
            run = _opening(name, place)
        run.append(name)
    yield run


def _opening(name: Name, place: _Place) -> list[Name]:
    """The first word of a name at the beginning of a sentence: `Barack` Obama."""
    at = _index(name, place)
    word = place.words.ours[at - 1] if at else None
    if word is None or word.end != name.span.start - 1 or not word.text[0].isupper():
        return []
    if word.key in place.language.function_words or at - 1 in place.words.links:
        return []
    return [_named(word)]


def _named(word: Word) -> Name:
    return Name(word.text, Span(word.start, word.end), latin(word.text))


def _index(name: Name, place: _Place) -> int:
    return bisect_left(place.words.ours, name.span.start, key=lambda word: word.start)


def _is_sure(run: list[Name], place: _Place) -> bool:
    """Whether it is a name for certain, or stands where the reference has one.

    Where the list of words is small, a title (`Pastor`) may look like a name.
    """
    code = place.language.code
    telling = any(_is_plain(n) and is_telling(n, code) for n in run)
    telling = telling and not all(is_heard(name, place.source) for name in run)
    full = sum(not is_acronym(name.text) for name in place.wanted)
    if telling and 0 < full <= _MOST_WANTED:
        return True
    if not (telling or frequency.has_large_list(code)):
        return False
    facing = _facing(run, place)
    if not facing:
        return False
    missing = [name.text for name in place.wanted]
    if _may_be_spelt_out(_whole(run, place), [*missing, *(word.text for word in facing)]):
        return False
    return telling or not _is_part(run, place)


def _facing(run: list[Name], place: _Place) -> tuple[Word, ...]:
    """The words of the reference in a name's place, if one of them is a name that is missing."""
    starts = {name.span.start for name in (*place.wanted, place.opener) if name is not None}
    for words in (place.words.facing(_span(run), _REACH), *_adjoining(run, place)):
        if any(word.start in starts for word in words):
            return words
    return ()


def _adjoining(run: list[Name], place: _Place) -> Iterator[tuple[Word, ...]]:
    """The word of the reference beside the content word that stands beside the run."""
    ours, theirs, links = place.words.ours, place.words.theirs, place.words.links
    first, last = _index(run[0], place) - 1, _index(run[-1], place) + 1
    for at, step in ((first, 1), (last, -1)):
        there = links.get(at, -1) + step
        little = 0 <= at < len(ours) and ours[at].key in place.language.function_words
        if at in links and not little and 0 <= there < len(theirs):
            yield (theirs[there],)


def _whole(run: list[Name], place: _Place) -> list[str]:
    """A run with the words in capitals around it: `United` Arab Emirates."""
    words = place.words.ours
    first, last = _index(run[0], place), _index(run[-1], place)
    while first > 0 and _is_joined(words[first - 1], words[first]):
        first -= 1
    while last + 1 < len(words) and _is_joined(words[last], words[last + 1]):
        last += 1
    return [word.text for word in words[first : last + 1]]


def _is_joined(one: Word, other: Word) -> bool:
    """Whether two words in capitals stand side by side."""
    return other.start == one.end + 1 and one.text[0].isupper() and other.text[0].isupper()


def _is_plain(name: Name) -> bool:
    letters = name.text.replace("-", "").isalpha()
    return letters and len(name.text) >= _SHORTEST and not is_acronym(name.text)


def _may_be_spelt_out(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one side may be the other's acronym, also in another language's letters."""
    return _initials_meet(ours, theirs) or _initials_meet(theirs, ours)


def _initials_meet(acronyms: Sequence[str], words: Sequence[str]) -> bool:
    initials = {word[0] for word in words if word[0].isupper()}
    many = len(initials) > 1
    return many and any(is_acronym(a) and not initials.isdisjoint(a) for a in acronyms)


def _is_money(name: Name) -> bool:
    """Whether this is a currency: `RMB`, `CNY14.0`."""
    return name.text.rstrip("0123456789.,") in cldr.measures("en") and name.text.isupper()


def _is_part(run: list[Name], place: _Place) -> bool:
    """Whether the rest of a longer name is right: `Hall` of Fame, Krasnodar `Territory`."""
    words = place.words.ours
    first, last = _index(run[0], place), _index(run[-1], place)
    return _leads_to_name(words[:first][::-1], place) or _leads_to_name(words[last + 1 :], place)


def _leads_to_name(words: Sequence[Word], place: _Place) -> bool:
    """Whether the next of these words, but for `of` and its like, is a name of both sides."""
    for word in words[:_LINK]:
        if word.text[0].isupper():
            little = word.key in place.language.function_words
            return not little and is_among(_named(word), place.beside)
        if word.key not in _OF:
            return False
    return False


def _span(run: list[Name]) -> Span:
    return Span(run[0].span.start, run[-1].span.end)
