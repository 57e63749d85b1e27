"""How many rejected rows a run may have: `--max-rejects 100`, `--max-rejects 1%`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from corpora.errors import UsageError
from reports.result import Condition, Outcome

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Limit:
    """So many rows, or such a share of all rows."""

    count: int | None = None
    share: Fraction | None = None

    @staticmethod
    def of(text: str) -> Limit:
        """As a user writes it. Raises UsageError for what is neither a number nor a percentage."""
        number = text.strip().removesuffix("%").strip()
        try:
            value = Fraction(number)
        except (ValueError, ZeroDivisionError):
            value = Fraction(-1)
        is_share = text.strip().endswith("%")
        if value < 0 or (is_share and value > _PERCENT) or (not is_share and value.denominator > 1):
            raise UsageError(f"--max-rejects {text}: write a number, or a percentage such as 1%")
        return Limit(share=value / _PERCENT) if is_share else Limit(count=int(value))

    def is_above(self, rejected: int, rows: int) -> bool:
        """Whether so many rejected rows, of so many, are too many."""
        most = self.count if self.share is None else self.share * rows
        return most is not None and rejected > most

    def judge(self, rejected: int, done: int, rows: int) -> Condition:
        """The condition of the verdict, once so many of all `rows` have been looked at."""
        most = f"{self.count:,}" if self.share is None else f"{float(self.share * _PERCENT):g} %"
        outcome = Outcome.FAIL if self.is_above(rejected, rows) else Outcome.PASS
        left = "" if done == rows else f"; {rows - done:,} were not looked at"
        evidence = f"{rejected:,} of {done:,} rows were rejected{left}"
        return Condition(f"at most {most} rejected rows", outcome, evidence)
