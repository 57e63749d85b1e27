"""How often a regression gate fires for noise, and how often for a fall, beside a fixed threshold.

Run: python -m benchmarks.gates [DATA] [--quick] [--pairs N]

Releases are made from WMT 2020 and 2021 news, English to German and Chinese to English, where
professionals rated the systems. The gate is "no worse than the system before, p < 0.05, paired
bootstrap" (`metrics/regression.py`), the threshold "no more than so many points lower". Printed are
false alarms where nothing got worse; catches where raters call the next system worse, and where
1, 2 and 5 % of a system's segments are spoiled; the curve of both; and what several gates in one
run need. N (200) is the number of releases of each kind and size.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.data import folder
from benchmarks.gates_curve import GATE, POINTS, STORIES, Race, area, caught, limit_at, wilson
from benchmarks.gates_data import METRICS, Column, TestSet, columns, load
from benchmarks.gates_judge import FORMS, Judge, Outcomes, outcomes
from benchmarks.gates_releases import (
    Maker,
    elsewhere,
    fitting,
    mixed_by_document,
    mixed_by_segment,
    mixed_few,
    spoiled_by,
    worse_by_raters,
)  # fmt: skip
from benchmarks.gates_several import several

SIZES = (100, 200, 500, 1000)
SHARES = (0.01, 0.02, 0.05)
ALARMS = (0.01, 0.025, 0.05, 0.1, 0.2)
PAIRS, FEW = 200, 60
SEED = 7
DIALS = (GATE, POINTS, STORIES)
GATE_FORM, SEGMENTS_FORM = FORMS[0].label, FORMS[3].label


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of release."""

    label: str
    make: Maker


QUIET = (
    Kind("a coin for each segment says which of two systems is the old one", mixed_by_segment),
    Kind("a coin for each document", mixed_by_document),
    Kind("a coin for each segment, but only 1, 2 or 5 % of them differ", mixed_few(SHARES)),
)
FALLEN = Kind("raters call the second system worse", worse_by_raters)
SPOILED = tuple(
    Kind(f"spoiled: {share:.0%} of the segments", spoiled_by(share)) for share in SHARES
)


def simulate(kind: Kind, sets: Sequence[TestSet], judge: Judge, pairs: int) -> Outcomes:
    """So many releases of a kind for each size, judged."""
    rng = np.random.default_rng([SEED, *kind.label.encode()])
    found, sizes, groups = [], [], []
    for size in SIZES:
        large = fitting(sets, size)
        for number in range(pairs):
            release = kind.make(large[int(rng.integers(len(large)))], size, rng)
            if number == 0:
                judge.check(release)
            found.append(judge.judge(release))
            sizes.append(size)
            groups.append(release.group)
    return outcomes(found, sizes, groups)


def head(pairs: int) -> None:
    """Print the head of the tables of rates."""
    print(f"\nHOW OFTEN EACH FORM FIRES, % of {pairs} releases of each kind and size")
    print(f"{'':<23}", *(f"{metric.label:>24}" for metric in METRICS))
    print(f"{'segments':<23}", *("".join(f"{size:6}" for size in SIZES) for _ in METRICS))


def rates(kind: Kind, found: Outcomes) -> None:
    """Print how often each form fires, by metric and size."""
    print(f"\n{kind.label} (from {len(set(found.groups))} systems or pairs of them)")
    for form in FORMS:
        by_size = [100 * form.fires(found.of(size)).mean(axis=0) for size in SIZES]
        cells = [
            "".join(f"{rate[number]:6.1f}" for rate in by_size) for number in range(len(METRICS))
        ]
        print(f"{form.label:<23}", *cells)


def sure(label: str, found: Outcomes) -> None:
    """Print how often a form fires over all sizes, with its interval."""
    form = next(one for one in FORMS if one.label == label)
    parts = []
    for metric, hits in zip(METRICS, form.fires(found).sum(axis=0), strict=True):
        ends, share = wilson(int(hits), len(found.sizes)), 100 * hits / len(found.sizes)
        parts.append(f"{metric.label} {share:.1f} ({100 * ends.low:.1f} to {100 * ends.high:.1f})")
    print(f"  all, {label.strip()}: {'; '.join(parts)}")


def curve(number: int, quiet: Outcomes, bad: Mapping[str, Outcomes]) -> None:
    """Print what each dial catches at equal false alarms, by one metric; the first as 1 point."""
    shares = (one_point(number, quiet), *ALARMS)
    print(f"{'':44}{_cells(shares)}   area")
    for label, found in bad.items():
        for dial in DIALS:
            calm, loud = dial.alarm(quiet)[:, number], dial.alarm(found)[:, number]
            cells = _cells([caught(calm, loud, share) for share in shares])
            print(f"  {label:<18}{dial.label:<24}{cells}{area(calm, loud):7.3f}")


def limits(number: int, quiet: Outcomes) -> None:
    """Print the limit of each dial at these false alarms."""
    shares = (one_point(number, quiet), *ALARMS)
    for dial in DIALS:
        calm = dial.alarm(quiet)[:, number]
        cells = "".join(f"{dial.limit(limit_at(calm, share)):7.3f}" for share in shares)
        print(f"  {'limit':<18}{dial.label:<24}{cells}")


def _cells(shares: Sequence[float]) -> str:
    return "".join(f"{100 * share:7.1f}" for share in shares)


def one_point(number: int, quiet: Outcomes) -> float:
    """The false alarms of the threshold of 1 point."""
    return float((quiet.worse[:, number] > 1.0).mean())


def lead(number: int, quiet: Outcomes, label: str, bad: Outcomes) -> None:
    """Print how far the gate is ahead where both alarm as falsely as the threshold of 1 point."""
    share = one_point(number, quiet)
    calm, loud = (
        (GATE.alarm(found)[:, number], POINTS.alarm(found)[:, number]) for found in (quiet, bad)
    )
    first, second = (100 * caught(calm[n], loud[n], share) for n in range(2))
    ends = Race(calm, loud, tuple(bad.groups)).ahead(share, SEED)
    between = f"{100 * ends.low:+.1f} to {100 * ends.high:+.1f}"
    print(
        f"  {METRICS[number].label:<6} {label:<11} false {100 * share:4.1f}; caught: gate"
        f" {first:5.1f}, 1 point {second:5.1f}: {first - second:+5.1f} ({between})"
    )


def curves(by_kind: Mapping[str, Outcomes]) -> None:
    """Print the curves: over all sizes, then size by size, then with documents' coins."""
    by_segment, by_document = (by_kind[kind.label] for kind in QUIET[:2])
    fallen = by_kind[FALLEN.label]
    bad = {"raters": fallen} | {
        f"spoiled {share:.0%}": by_kind[kind.label]
        for share, kind in zip(SHARES, SPOILED, strict=True)
    }
    print(
        "\nCAUGHT, %, AT EQUAL FALSE ALARMS, % (head of each table; the first is that of 1 point)"
    )
    for number, metric in enumerate(METRICS):
        print(f"\n{metric.label}, all sizes; false alarms: a coin for each segment")
        curve(number, by_segment, bad)
        limits(number, by_segment)
        print(f"{metric.label}, all sizes; false alarms: a coin for each document")
        curve(number, by_document, {"raters": fallen})
        limits(number, by_document)
        for size in SIZES:
            print(f"{metric.label}, {size} segments; false alarms: a coin for each segment")
            curve(number, by_segment.of(size), {"raters": fallen.of(size)})
    for kind, quiet in zip(QUIET[:2], (by_segment, by_document), strict=True):
        print(f"\nas falsely as 1 point does; {kind.label}")
        for number in range(len(METRICS)):
            for label, found in bad.items():
                lead(number, quiet, label, found)


def other_segments(sets: Sequence[TestSet], metrics: Sequence[Column], pairs: int) -> None:
    """Print how often a threshold fires where the same system translated other segments."""
    print("\nthe same system on other segments: the gate has nothing to pair, and gives no verdict")
    rng = np.random.default_rng(SEED)
    for size in SIZES[:-1]:
        large = fitting(sets, 2 * size)
        made = [elsewhere(large[int(rng.integers(len(large)))], size, rng) for _ in range(pairs)]
        cells = []
        before, now = (
            np.stack([rows.sum(axis=0) for rows in side])
            for side in ([one.before for one in made], [one.now for one in made])
        )
        for one in metrics:
            worse = one.points(before) - one.points(now)
            cells += [f"{100 * float((worse > limit).mean()):7.1f}" for limit in (0.5, 1.0, 2.0)]
        print(f"  {size:4} segments; > 0.5, 1, 2 points:{''.join(cells)}")


def main() -> None:
    """Print all tables."""
    pairs = FEW if "--quick" in sys.argv else PAIRS
    if "--pairs" in sys.argv:
        pairs = int(sys.argv[sys.argv.index("--pairs") + 1])
    metrics = columns()
    sets, judge = load(folder() / "mqm_news", metrics), Judge(metrics)
    for one in sets:
        every = len(one.systems) * (len(one.systems) - 1) // 2
        print(
            f"{one.name}: {len(one.systems)} systems, {len(one.documents):,} segments in"
            f" {one.documents.max() + 1} documents; raters tell {len(one.fallen)} of {every} pairs"
            " apart"
        )
    head(pairs)
    found: dict[str, Outcomes] = {}
    for kind in (*QUIET, FALLEN, *SPOILED):
        found[kind.label] = simulate(kind, sets, judge, pairs)
        rates(kind, found[kind.label])
        for label in (GATE_FORM, SEGMENTS_FORM) if kind in QUIET else ():
            sure(label, found[kind.label])
    other_segments(sets, metrics, pairs)
    several(sets, judge, pairs)
    curves(found)


if __name__ == "__main__":
    main()
