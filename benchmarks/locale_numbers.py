"""Numbers in eighteen pairs of locales: right ones that are flagged, wrong ones that are missed.

Run: python -m benchmarks.locale_numbers [--list]
Each pair has thirty values, as CLDR writes them in both locales (Babel): whole numbers, decimals,
percentages, millions and billions in words, sums of money, dates, times of day. Each stands once
as it should and once changed in a digit, a scale, a day, a month or an hour: 540 right pairs and
540 wrong ones. A flag on a right pair is a false one.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from babel.dates import format_date, format_time
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent

from benchmarks.data import document, written_rules
from qa.flagger import languages_of
from qa.flags import flags_of

CARRIERS = {
    "ar": "وقالت الوزارة إن الرقم هو {}، كما ورد في التقرير.",
    "cs": "Ministerstvo uvedlo, že jde o {}, jak stojí ve zprávě.",
    "de": "Das Ministerium nannte {} in seinem Bericht.",
    "en": "The ministry gave {} in its report.",
    "es": "El ministerio dio {} en su informe.",
    "fr": "Le ministère a donné {} dans son rapport.",
    "hi": "मंत्रालय ने अपनी रिपोर्ट में {} बताया।",
    "id": "Kementerian menyebut {} dalam laporannya.",
    "it": "Il ministero ha indicato {} nel rapporto.",
    "ja": "同省は報告書で{}と述べた。",
    "pl": "Ministerstwo podało {} w raporcie.",
    "pt": "O ministério indicou {} no relatório.",
    "ru": "Министерство назвало {} в своём докладе.",
    "zh": "该部在报告中给出{}。",
}
PAIRS = (
    "en-id",
    "id-en",
    "en-de",
    "de-en",
    "en-fr",
    "fr-en",
    "en-es",
    "es-en",
    "en-pt",
    "en-ru",
    "ru-en",
    "zh-en",
    "en-zh",
    "ja-en",
    "ar-en",
    "hi-en",
    "pl-en",
    "it-de",
)
RULES = ("number-mismatch", "date-mismatch", "unit-mismatch", "currency-mismatch")
Write = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Case:
    """A value as a locale writes it, and the same changed."""

    kind: str
    right: Write
    wrong: Write


WHOLE = ((1234, 1243), (45000, 54000), (272_000, 277_000), (1_250_000, 1_205_000))
DECIMAL = ((3.5, 5.3), (17.25, 17.52), (1234.5, 1234.7), (0.75, 0.57))
PERCENT = ((0.07, 0.17), (0.455, 0.545), (0.62, 0.26), (1.2, 1.3))
SCALE = (
    (3_000_000, 3_000_000_000),
    (45_000_000, 54_000_000),
    (2_000_000_000, 2_000_000),
    (700_000_000, 800_000_000),
    (12_000_000_000, 13_000_000_000),
)
MONEY = ((99, 88), (1500, 1600), (2_499_000, 2_599_000))
DATES = (
    ((2026, 1, 3), (2026, 1, 4)),
    ((2026, 5, 17), (2026, 5, 18)),
    ((2026, 8, 25), (2026, 8, 24)),
    ((2026, 11, 30), (2026, 11, 20)),
    ((2024, 3, 9), (2023, 3, 9)),
    ((2025, 10, 12), (2025, 12, 12)),
)
TIMES = (((7, 30), (8, 30)), ((19, 45), (18, 45)), ((13, 5), (14, 5)), ((22, 15), (21, 15)))


def cases() -> Iterator[Case]:
    """Thirty values."""
    yield from (Case("whole", _decimal(a), _decimal(b)) for a, b in WHOLE)
    yield from (Case("decimal", _decimal(a), _decimal(b)) for a, b in DECIMAL)
    yield from (Case("percent", _percent(a), _percent(b)) for a, b in PERCENT)
    yield from (Case("scale", _compact(a), _compact(b)) for a, b in SCALE)
    yield from (Case("money", _money(a), _money(b)) for a, b in MONEY)
    yield from (Case("date", _date(*a), _date(*b)) for a, b in DATES)
    yield from (Case("time", _time(*a), _time(*b)) for a, b in TIMES)


def _decimal(value: float) -> Write:
    return lambda locale: format_decimal(value, locale=locale)


def _percent(value: float) -> Write:
    return lambda locale: format_percent(
        value, format=None, locale=locale, decimal_quantization=False
    )


def _compact(value: int) -> Write:
    def write(locale: str) -> str:
        width = "short" if locale in {"ja", "zh"} else "long"  # `3亿` is their long form
        return format_compact_decimal(value, format_type=width, locale=locale, fraction_digits=1)

    return write


def _money(value: int) -> Write:
    return lambda locale: format_currency(value, "EUR", locale=locale)


def _date(year: int, month: int, day: int) -> Write:
    return lambda locale: format_date(dt.date(year, month, day), "long", locale=locale)


def _time(hour: int, minute: int) -> Write:
    return lambda locale: format_time(dt.time(hour, minute), "short", locale=locale)


@dataclass(slots=True)
class Tally:
    """Right pairs flagged, and wrong pairs flagged, of so many each."""

    pairs: int = 0
    false: int = 0
    caught: int = 0


def is_flagged(pair: str, source: str, mt: str) -> bool:
    """Whether a rule about numbers has something against this translation."""
    from_code, to_code = pair.split("-")
    texts = (CARRIERS[to_code].format(mt), CARRIERS[from_code].format(source), None)
    whole = document("row", [texts], (to_code, from_code))
    checks = {rule: plugin for rule, plugin in written_rules().items() if rule in RULES}
    return bool(flags_of(whole, languages_of(whole), checks))


def measure(*, listed: bool = False) -> dict[str, Tally]:
    """The tally of each kind, and of each pair of locales."""
    tallies: dict[str, Tally] = {}
    for pair in PAIRS:
        from_code, to_code = pair.split("-")
        for case in cases():
            source = case.right(from_code)
            right, wrong = case.right(to_code), case.wrong(to_code)
            false = is_flagged(pair, source, right)
            caught = is_flagged(pair, source, wrong)
            if listed and (false or not caught):
                print(f"    {pair} {case.kind}: {source!r} {right!r} {wrong!r} {false=} {caught=}")
            for key in (case.kind, pair, "all"):
                tally = tallies.setdefault(key, Tally())
                tally.pairs += 1
                tally.false += false
                tally.caught += caught
    return tallies


def main() -> None:
    """Print precision and recall by kind and by pair."""
    tallies = measure(listed="--list" in sys.argv)
    print(f"numbers in {len(PAIRS)} pairs of locales: right pairs flagged, wrong ones caught")
    for key, tally in tallies.items():
        flags = tally.caught + tally.false
        precision = tally.caught / flags if flags else 1.0
        print(
            f"{key:8} {tally.false:4} of {tally.pairs} right, {tally.caught:4} of {tally.pairs} "
            f"wrong: precision {precision:.3f}, recall {tally.caught / tally.pairs:.3f}"
        )


if __name__ == "__main__":
    main()
