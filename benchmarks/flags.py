"""All that the README says about flags: run it, and compare.

Run: python benchmarks/flags.py [DATA]
One after another: the bundled article, WMT news with raters' marks, DEMETR, numbers in every
notation, professional translations, speed.
"""

from __future__ import annotations

from benchmarks import article, demetr, locale_numbers, marked, professional, rules_speed


def main() -> None:
    """Run every benchmark of flags."""
    for benchmark in (article, marked, demetr, locale_numbers, professional, rules_speed):
        print(f"== {benchmark.__name__.rpartition('.')[2]}", flush=True)
        benchmark.main()


if __name__ == "__main__":
    main()
