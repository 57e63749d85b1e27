"""Numbers, moments and names of languages as a reader's language writes them (CLDR, by babel)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel import dates, numbers
from babel.core import Locale, UnknownLocaleError

from qa.desk.store.columns import now

_KEPT = 4_096
_A_HUNDREDTH, _FINE = 0.01, "0.0#%"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a language writes. Pages ask for the same few numbers and lengths again and again."""

    locale: Locale

    def filters(self) -> Mapping[str, Callable[..., str]]:
        """All of it, by the names under which templates ask for it."""
        return {
            "number": self.number,
            "percent": self.percent,
            "ago": self.ago,
            "lasting": self.lasting,
            "moment": self.moment,
            "day": self.day,
            "language": self.language,
        }

    def number(self, value: float, digits: int = 0) -> str:
        """A number with at most so many digits behind the point: `1,234.5`."""
        return _decimal(round(value, digits), self.locale)

    def percent(self, share: float) -> str:
        """A share of 1 in per cent: `7%`; a little is not nothing: `0.2%`."""
        return _percent(share, self.locale)

    def ago(self, moment: datetime) -> str:
        """How long ago a moment was: `2 hours ago`."""
        gone = min(moment - now(), timedelta(seconds=-1))
        return _ago(round(gone.total_seconds()), self.locale)

    def lasting(self, seconds: float) -> str:
        """A length of time: `4 minutes`."""
        return dates.format_timedelta(timedelta(seconds=seconds), locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """A moment in UTC: `27 Nov 2026, 12:11:09 UTC`."""
        return f"{dates.format_datetime(moment, 'medium', locale=self.locale)} UTC"

    def day(self, day: date) -> str:
        """A day: `27 Nov 2026`; of a moment, the one that it is on in UTC: `27 Nov 2026 UTC`."""
        if not isinstance(day, datetime):
            return dates.format_date(day, "medium", locale=self.locale)
        told = dates.format_date(day.astimezone(UTC), "medium", locale=self.locale)
        return f"{told} UTC"

    def language(self, code: str | None) -> str:
        """A language's name: `Indonesian`; the code itself where it has no name."""
        return _name(code or "", self.locale)


@lru_cache(_KEPT)
def _decimal(value: float, locale: Locale) -> str:
    return numbers.format_decimal(value, locale=locale)


@lru_cache(_KEPT)
def _percent(share: float, locale: Locale) -> str:
    little = 0 < share < _A_HUNDREDTH
    return numbers.format_percent(share, _FINE if little else None, locale=locale)


@lru_cache(_KEPT)
def _ago(seconds: int, locale: Locale) -> str:
    return dates.format_timedelta(seconds, add_direction=True, locale=locale)


@lru_cache(_KEPT)
def _name(code: str, locale: Locale) -> str:
    try:
        parsed = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return code
    return parsed.get_display_name(locale) or code
