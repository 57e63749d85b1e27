"""How much two runs differ, from nothing but what each of them has summed up.

The difference of two numbers with intervals is bounded by Zou and Donner 2008 (MOVER,
doi:10.1002/sim.3095). Rates are those of an over-dispersed Poisson process, as flags come in
clusters: counts are divided by their dispersion (McCullagh and Nelder 1989, ch. 6.2), bounded by
the score interval, tested by the exact conditional test (Przyborowski and Wilenski 1940). The
population stability index of two distributions is tested as Yurdakul 2018 does
(scholarworks.wmich.edu/dissertations/3208): it is χ² distributed where nothing changed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from metrics.sketch import Sketch, value_of

_Z = NormalDist().inv_cdf(0.975)
_GROUPS = 10
_HALF = 0.5
_ENOUGH = 1e-17


@dataclass(frozen=True, slots=True)
class Bounded:
    """A number and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """So many events in so much exposure; `dispersion` is their variance over their mean, ≥ 1."""

    count: float
    exposure: float
    dispersion: float = 1.0

    @property
    def effective(self) -> float:
        """How many independent events tell as much."""
        return self.count / self.dispersion

    @property
    def bounded(self) -> Bounded:
        """Events per unit of exposure, which must not be 0, with the score interval."""
        unit = self.dispersion / self.exposure
        middle = self.effective + _Z**2 / 2
        reach = _Z * math.sqrt(self.effective + _Z**2 / 4)
        low = max(0.0, middle - reach) if self.count else 0.0
        return Bounded(self.count / self.exposure, low * unit, (middle + reach) * unit)


def difference(before: Bounded, now: Bounded) -> Bounded:
    """What was added since, and its interval; both were measured independently.

    Where they were not (the same rows, translated anew), it is wider than it need be.
    """
    delta = now.value - before.value
    down = math.hypot(now.value - now.low, before.high - before.value)
    up = math.hypot(now.high - now.value, before.value - before.low)
    return Bounded(delta, delta - down, delta + up)


def p_of_difference(delta: Bounded) -> float:
    """How often chance alone makes such a difference, two-sided, by the normal distribution."""
    side = delta.value - delta.low if delta.value > 0 else delta.high - delta.value
    if not delta.value:
        return 1.0
    return math.erfc(abs(delta.value) / side * _Z / math.sqrt(2)) if side > 0 else 0.0


def p_of_rates(before: Rate, now: Rate) -> float:
    """How often chance alone makes rates so different, two-sided: the exact conditional test.

    Counts that the dispersion made fractions are rounded towards each other.
    """
    share = now.exposure / (before.exposure + now.exposure)
    few, many = before.effective, now.effective
    if many * before.exposure < few * now.exposure:
        few, many, share = many, few, 1 - share
    tried = math.floor(many) + math.ceil(few)
    return min(1.0, 2 * _upper_tail(math.floor(many), tried, share))


def _upper_tail(least: int, tried: int, share: float) -> float:
    """P(X ≥ least) of a binomial; `least` is no less than the mean, but for rounding."""
    if least <= tried * share:
        return 1.0
    logs = math.lgamma(tried + 1) - math.lgamma(least + 1) - math.lgamma(tried - least + 1)
    logs += least * math.log(share) + (tried - least) * math.log1p(-share)
    total, term, odds = 0.0, math.exp(logs), share / (1 - share)
    for number in range(least, tried + 1):
        if term <= total * _ENOUGH:
            break
        total += term
        term *= odds * (tried - number) / (number + 1)
    return total


def dispersion(sketch: Sketch, exposure: float) -> float:
    """Variance over mean of events per unit, 1 at least.

    The sketch holds each unit's rate; `exposure` is what a unit has on average: units are taken to
    be of one size. Where a few are far longer than the rest and flags heap up in whole units, it is
    too small by up to a third.
    """
    if sketch.count <= 1 or sketch.mean <= 0:
        return 1.0
    return max(1.0, _variance(sketch) / sketch.mean * exposure)


def mean_of(sketch: Sketch, independent: int) -> Bounded | None:
    """The mean of values of which so many are independent; None of fewer than two."""
    if independent <= 1 or sketch.count <= 1:
        return None
    reach = _Z * math.sqrt(_variance(sketch) / independent)
    return Bounded(sketch.mean, sketch.mean - reach, sketch.mean + reach)


def _variance(sketch: Sketch) -> float:
    squares = sum(
        times * (value_of(number) - sketch.mean) ** 2 for number, times in sketch.bins.items()
    )
    return squares / (sketch.count - 1)


@dataclass(frozen=True, slots=True)
class Stability:
    """The population stability index, and in how many groups the values were counted."""

    index: float
    groups: int

    def p(self, before: int, now: int) -> float:
        """How often chance alone makes it so large, of so many independent values each."""
        if self.groups <= 1 or not before or not now:
            return 1.0
        return _chi_squared_tail(self.index / (1 / before + 1 / now), self.groups - 1)


def stability(before: Sketch, now: Sketch) -> Stability:
    """How far two distributions lie apart, in the tenths of both together.

    Half a value is added to each group, so that an empty one does not count as infinitely far.
    """
    groups = list(_tenths(before + now))
    counts = [[sum(one.bins.get(n, 0) for n in group) for group in groups] for one in (before, now)]
    shares = [[(count + _HALF) / (sum(one) + _HALF * len(one)) for count in one] for one in counts]
    index = sum((q - p) * math.log(q / p) for p, q in zip(*shares, strict=True))
    return Stability(index, len(groups))


def _tenths(both: Sketch) -> list[list[int]]:
    """The bins in groups that hold a tenth of the values or more."""
    groups, held = [list[int]()], 0
    for number, times in sorted(both.bins.items()):
        if held * _GROUPS >= both.count:
            groups, held = [*groups, []], 0
        groups[-1].append(number)
        held += times
    return groups


def _chi_squared_tail(value: float, degrees: int) -> float:
    """P(χ² ≥ value), by the finite sums of Abramowitz and Stegun 26.4.4 and 26.4.5."""
    half, odd = value / 2, degrees % 2
    if half <= 0:
        return 1.0
    total = math.erfc(math.sqrt(half)) if odd else 0.0
    for step in range((degrees - odd) // 2):
        power = step + _HALF * odd
        total += math.exp(power * math.log(half) - half - math.lgamma(power + 1))
    return min(1.0, total)
