"""The parameters of a metric, spelt as a signature spells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpora.errors import MetricError

_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the user, or a signature, wants of the metric with this label.

    Each method raises MetricError for a value that the metric does not know.
    """

    label: str
    given: Mapping[str, str]

    def one_of(self, name: str, values: Sequence[str]) -> str:
        """One of several words; the first is the default."""
        value = self.given.get(name, values[0])
        if value not in values:
            raise MetricError(f"{self._is(name, value)}; it can be {' or '.join(values)}")
        return value

    def yes(self, name: str, *, default: bool) -> bool:
        """`yes` or `no`."""
        value = self.given.get(name)
        return default if value is None else _YES_NO[self.one_of(name, tuple(_YES_NO))]

    def number(self, name: str, default: int, among: range) -> int:
        """A whole number out of a range."""
        value = self.given.get(name, str(default))
        if not value.isascii() or not value.isdigit() or int(value) not in among:
            what = f"it is a number from {among[0]} to {among[-1]}"
            raise MetricError(f"{self._is(name, value)}; {what}")
        return int(value)

    def _is(self, name: str, value: str) -> str:
        return f"{self.label} knows no {name}:{value}"
