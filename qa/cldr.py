"""What the Unicode CLDR knows of a language, through Babel: calendars, countries, units, money.

Names are looked up as they are written; a name that begins with a capital in CLDR (`March`,
Indonesian `Minggu`) is only a name with that capital. Source: unicode.org/cldr.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name
from babel.units import format_unit

from corpora.languages import fallbacks
from qa.language import Numbers

Names = Mapping[str, int]

_WIDTHS = ("format", "stand-alone")
_UNITS = (
    "area-acre",
    "area-hectare",
    "area-square-kilometer",
    "area-square-meter",
    "area-square-mile",
    "length-centimeter",
    "length-foot",
    "length-inch",
    "length-kilometer",
    "length-meter",
    "length-mile",
    "length-millimeter",
    "length-yard",
    "mass-gram",
    "mass-kilogram",
    "mass-ounce",
    "mass-pound",
    "mass-tonne",
    "power-gigawatt",
    "power-kilowatt",
    "power-megawatt",
    "temperature-celsius",
    "temperature-fahrenheit",
    "volume-barrel",
    "volume-gallon",
    "volume-liter",
    "concentr-percent",
)
_MONEY = ("USD", "EUR", "GBP", "JPY", "CNY", "IDR", "RUB", "INR", "CHF", "KRW", "KZT", "MYR", "PLN")
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "Rp": "IDR", "₽": "RUB", "₹": "INR"}
_AMBIGUOUS = frozenset({"in", "ha", "mi", "to"})
_COUNTS = (1, 2, 5, 1.5)
_COUNTRY = 2
_NOT_COUNTRIES = frozenset({"ZZ", "XA", "XB", "EZ", "UN", "EU", "QO"})


@cache
def _locale(code: str) -> Locale | None:
    for name in fallbacks(code):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(name, sep="-")
    return None


@cache
def weekdays(code: str) -> Names:
    """The names of the days, Monday 0; for scripts without spaces the short ones, too."""
    locale = _locale(code)
    if locale is None:
        return {}
    widths = ["wide"] if any(" " in pattern for pattern in _patterns(locale)) else ["wide", "short"]
    return _calendar(locale.days, [*widths, "abbreviated"] if len(widths) > 1 else widths, 0)


@cache
def months(code: str) -> Names:
    """The names of the months, January 1."""
    locale = _locale(code)
    return {} if locale is None else _calendar(locale.months, ["wide"], 0)


def _patterns(locale: Locale) -> Iterator[str]:
    yield str(locale.date_formats["long"].pattern)


def _calendar(names: Any, widths: Iterable[str], first: int) -> dict[str, int]:  # noqa: ANN401
    found: dict[str, int] = {}
    for context in _WIDTHS:
        for width in widths:
            for number, name in names.get(context, {}).get(width, {}).items():
                if len(name) > 1 and not name[:1].isdigit():
                    found.setdefault(name, number + first)
    return found


@cache
def countries(code: str) -> Mapping[str, str]:
    """The countries by name: `Jerman` → DE."""
    locale = _locale(code)
    if locale is None:
        return {}
    return {
        name: territory
        for territory, name in locale.territories.items()
        if len(territory) == _COUNTRY and territory.isalpha() and territory not in _NOT_COUNTRIES
    }


@cache
def words_of_countries(code: str) -> frozenset[str]:
    """The words that the names of countries are made of."""
    return frozenset(word for name in countries(code) for word in name.split())


@cache
def measures(code: str) -> Mapping[str, str]:
    """What follows or precedes a figure: units by name and sign, currencies by name and code."""
    locale = _locale(code)
    found = dict(_SIGNS) | {name: name for name in _MONEY}
    if locale is None:
        return found
    for unit in _UNITS:
        for name in _names_of_unit(locale, unit):
            found.setdefault(name, unit)
    for currency in _MONEY:
        for called in {locale.currencies.get(currency), *_plurals(locale, currency)}:
            if called:
                found.setdefault(called.casefold(), currency)
    return found


def _names_of_unit(locale: Locale, unit: str) -> Iterator[str]:
    for width in ("long", "short"):
        for count in _COUNTS:
            written = format_unit(count, unit, width, format="0.#", locale=locale)
            name = "".join(c for c in written if not c.isdecimal()).strip(" \u00a0\u202f.,٫")
            if len(name) > 1 and name not in _AMBIGUOUS and name != unit:
                yield name.casefold()


def _plurals(locale: Locale, currency: str) -> Iterator[str]:
    for count in _COUNTS:
        yield get_currency_name(currency, count, locale)


@cache
def numbers(code: str) -> Numbers | None:
    """The separators and months of a language that has no figures in its language file."""
    locale = _locale(code)
    if locale is None:
        return None
    symbols: Any = locale.number_symbols.get("latn", {})
    others = {name.casefold(): float(n) for name, n in months(code).items()}
    return Numbers(
        decimal=symbols.get("decimal", "."), group=symbols.get("group", ","), others=others
    )
