"""All that the README says about flags: run it, and compare.

Run: python -m benchmarks.flags [DATA]
One after another: speed, the bundled article, WMT news with raters' marks, MLQE-PE with
post-editors' changes, DEMETR's kinds of error, numbers in every notation, and what professionals
have translated.
"""

from __future__ import annotations

from benchmarks import article, demetr, locale_numbers, marked, mlqe, professional, rules_speed


def main() -> None:
    """Run every benchmark of flags."""
    for benchmark in (rules_speed, article, marked, mlqe, demetr, locale_numbers, professional):
        print(f"== {benchmark.__name__.rpartition('.')[2]}", flush=True)
        benchmark.main()


if __name__ == "__main__":
    main()
