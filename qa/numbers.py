"""Figures in a text and what they may mean, whatever the language they are written in.

A figure can be read in several ways (`45.000` is forty-five thousand in Indonesian, forty-five
in English; `6.30 p.m.` is 18:30), so each has a set of readings, and two figures agree when
they share one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from corpora.text import Span
from corpora.words import Word, words_of
from qa.language import Numbers

_FIGURE = regex.compile(
    r"(?<![\p{Nd}.,])\p{Nd}{1,3}(?:[ \u00a0\u202f]\p{Nd}{3})+(?!\p{Nd})(?:[.,]\p{Nd}+)?"
    r"|\p{Nd}+(?:[.,:'’٫٬]\p{Nd}+)*"
)
_KNOWN = regex.compile(r"[0-9.,:'’ ]+")  # digits that this Python knows
_GROUPED = regex.compile(r"\d{1,3}(?:[.,'’ ]\d{2,3})*[.,'’ ]\d{3}")
_GROUPED_DECIMAL = regex.compile(r"\d{1,3}(?:([.,'’ ])\d{2,3})?(?:\1\d{3})*(?!\1)[.,]\d+")
_SEPARATOR = regex.compile(r"[.,:'’ ]")
_CLOCK = regex.compile(r"(\d{1,2})[.:](\d{2})")
_NAME = regex.compile(r"\p{Lu}[-‐‑]?$")
_ROMAN = regex.compile(r"[IVXLC]+")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NOON, _MIDNIGHT, _HOUR = 12, 24, 60
_AFTER, _YEAR, _PAIR = 20, 4, 2
_DIGITS_OF = {0x066B: ",", 0x066C: ".", 0x00A0: " ", 0x202F: " "}
_SCALE_SIGNS = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, "tn": 1_000_000_000_000}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number written in digits, with the words that multiply it, and every value it may have.

    `parts` are what its parts mean where it has several (`12.10.2025`, `19:45`): all of them
    together stand for it, too. `in_name` marks part of a name (`COVID-19`, `A320`).
    """

    span: Span
    text: str
    readings: frozenset[float] = field(repr=False)
    in_name: bool = False
    parts: tuple[frozenset[float], ...] = field(default=(), repr=False)

    def agrees(self, other: frozenset[float]) -> bool:
        """Whether it may mean one of these values, or each of its parts does."""
        if not self.readings.isdisjoint(other):
            return True
        return bool(self.parts) and not any(part.isdisjoint(other) for part in self.parts)

    @property
    def values(self) -> frozenset[float]:
        """Every value that it, or a part of it, may have."""
        return self.readings.union(*self.parts)


@lru_cache(maxsize=4096)
def _figures(
    text: str, scales: tuple[tuple[str, int], ...], links: frozenset[str]
) -> tuple[Figure, ...]:
    multipliers = dict(scales)
    return tuple(
        _figure(found, text, multipliers, links)
        for found in _FIGURE.finditer(text)
        if _KNOWN.fullmatch(plain(found.group()))
    )


def figures_of(text: str, numbers: Numbers | None) -> tuple[Figure, ...]:
    """The figures of a text; the words of `numbers` that multiply (`juta` = 10⁶) are counted in."""
    if numbers is None:
        return _figures(text, (), frozenset())
    return _figures(text, tuple(numbers.scales.items()), frozenset(numbers.links))


def _figure(
    found: regex.Match[str], text: str, scales: Mapping[str, int], links: frozenset[str]
) -> Figure:
    written = plain(found.group())
    readings, end = _readings(written), found.end()
    after = text[found.end() : found.end() + _AFTER]
    position = 0
    for word in words_of(after):
        if after[position : word.start].strip(" -\u00a0\u202f"):
            break
        if word.key in scales:
            readings = {value * scales[word.key] for value in readings}
            end = found.end() + word.end
        elif position or word.key not in links:
            if not position and word.key in _SCALE_SIGNS:
                readings |= {value * _SCALE_SIGNS[word.key] for value in readings}
            break
        position = word.end
    in_name = _NAME.search(text[max(0, found.start() - 2) : found.start()]) is not None
    span = Span(found.start(), end)
    rounded = frozenset(round(value, 6) for value in readings)
    return Figure(span, text[span.start : span.end], rounded, in_name, _parts_of(written))


def plain(figure: str) -> str:
    """ASCII digits and separators, from whatever script."""
    digits = (
        str(unicodedata.digit(c)) if c.isdigit() else _DIGITS_OF.get(ord(c), c) for c in figure
    )
    return "".join(digits)


def _readings(figure: str) -> set[float]:
    readings = set[float]()
    if _GROUPED.fullmatch(figure):
        readings.add(float("".join(c for c in figure if c.isdigit())))
    parts = _SEPARATOR.split(figure)
    rest = parts.pop() if len(parts) > 1 else "0"
    readings.add(float(f"{''.join(parts)}.{rest}"))
    if figure.isdigit() and len(figure) == _YEAR and figure.endswith("0"):
        readings.add(float(figure[-2:]))  # the 1980s, the 80s
    if clock := _CLOCK.fullmatch(figure):
        readings |= _hours(int(clock[1]), int(clock[2]))
    elif figure.isdigit() and 0 < int(figure) <= _MIDNIGHT:
        readings |= _hours(int(figure), 0)
    return readings


def _parts_of(figure: str) -> tuple[frozenset[float], ...]:
    """What the parts of a date, a version, a result or a time of day mean; none of a number."""
    parts = _SEPARATOR.split(figure)
    is_number = _GROUPED.fullmatch(figure) or _GROUPED_DECIMAL.fullmatch(figure)
    if (len(parts) <= _PAIR and ":" not in figure) or is_number:
        return ()
    meanings = [{float(part)} for part in parts]
    if clock := _CLOCK.fullmatch(figure):
        meanings[0] |= {float(int(clock[1]) + _NOON), float(abs(int(clock[1]) - _NOON))}
        if int(clock[2]) == 0:
            return (frozenset(meanings[0]),)
    return tuple(frozenset(meaning) for meaning in meanings)


def _hours(hour: int, minute: int) -> set[float]:
    """A time of day as hours and hundredths, on the clock of twelve and of twenty-four."""
    if minute >= _HOUR:
        return set()
    return {
        float(f"{h}.{minute:02}") for h in (hour, hour + _NOON, hour - _NOON) if 0 <= h <= _MIDNIGHT
    }


def values_in_words(text: str, numbers: Numbers | None) -> frozenset[float]:
    """Every value that the words of a text may stand for: number words, months, Roman figures."""
    words = words_of(text)
    values = {float(_roman(w.text)) for w in words if _ROMAN.fullmatch(w.text)}
    if numbers is not None:
        values |= set(_spelt_out(words, numbers))
        values |= {float(numbers.others[w.key]) for w in words if w.key in numbers.others}
    return frozenset(values)


def _spelt_out(words: tuple[Word, ...], numbers: Numbers) -> Iterator[float]:
    """The value of each run of number words, and of each word in it alone."""
    run: list[str] = []
    for part in [*_parts(words), ""]:
        if _is_number_word(part, numbers):
            run.append(part)
            yield _value([part], numbers)
        elif run and part not in numbers.links:
            yield _value(run, numbers)
            run = []


def _parts(words: tuple[Word, ...]) -> Iterator[str]:
    for word in words:
        if "-" in word.key or "‐" in word.key:
            yield from word.key.replace("‐", "-").split("-")
        else:
            yield word.key


def _is_number_word(word: str, numbers: Numbers) -> bool:
    if word in numbers.units or word in numbers.scales:
        return True
    return word in numbers.multipliers or word in numbers.teens


def _value(run: list[str], numbers: Numbers) -> float:
    """Add up a run: `dua puluh lima ribu` = (2 × 10 + 5) × 1,000."""
    total = below_scale = last = 0
    for word in run:
        if word in numbers.scales:
            scale = numbers.scales[word]
            smaller = total % scale  # `mil millones`, 三千万
            total += (smaller + below_scale + last or 1) * scale - smaller
            below_scale = last = 0
        elif word in numbers.teens:
            last += 10
        elif word in numbers.multipliers:
            below_scale += (last or 1) * numbers.multipliers[word]
            last = 0
        else:
            below_scale, last = below_scale + last, numbers.units.get(word, 0)
    return float(total + below_scale + last)


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[sign] for sign in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
