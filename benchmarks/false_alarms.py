"""How often the rules flag professional Indonesian, in flags per 1,000 words.

Run: python benchmarks/false_alarms.py [DATA] [--list SEVERITY]
DATA is a folder with `id_ntrex/ntrex.en-id.tsv.gz` (NTREX-128: 60 English news articles and
their professional translation into Indonesian, CC BY-SA 4.0), by default ../shared/data.
"""

from __future__ import annotations

import csv
import gzip
import sys
import tempfile
from collections import Counter
from pathlib import Path

from corpora.load import Inputs
from corpora.text import Severity
from qa.language_choice import Languages
from qa.run import Request, run
from reports.result import Result

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def rows(data: Path) -> list[dict[str, str]]:
    """The rows of NTREX: doc, en, id."""
    with gzip.open(
        data / "id_ntrex" / "ntrex.en-id.tsv.gz", "rt", encoding="utf-8", newline=""
    ) as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def check(found: list[dict[str, str]], *, source: bool) -> Result:
    """Check the translations, with their sources or alone."""
    columns = ("doc", "id", "en") if source else ("doc", "id")
    names = ("doc", "mt", "src")[: len(columns)]
    lines = ["\t".join(names), *("\t".join(row[c] for c in columns) for row in found)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ntrex.tsv")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
        request = Request(Inputs((str(path),)), Languages("id", "en"), resamples=0)
        return run(request).result


def report(name: str, result: Result) -> None:
    """Print the rates, and the rules that spoke."""
    flags, words = result.flags, result.words
    worse = [flag for flag in flags if flag.severity >= Severity.MAJOR]
    rate, all_rate = 1000 * len(worse) / words, 1000 * len(flags) / words
    documents = len(result.documents)
    print(f"{name}: {documents} articles, {words:,} words")
    print(f"  major or worse: {rate:.2f} per 1,000 words ({len(worse)} flags)")
    print(f"  of any severity: {all_rate:.2f} per 1,000 words ({len(flags)} flags)")
    counts = Counter((flag.rule, flag.severity.word) for flag in flags)
    for (rule, severity), count in counts.most_common():
        print(f"    {count:4} {rule} ({severity})")
    if "--list" in sys.argv:
        least = Severity[sys.argv[sys.argv.index("--list") + 1].upper()]
        for document in result.documents:
            for flag in (flag for flag in document.flags if flag.severity >= least):
                text = document.segments[flag.segment].mt
                print(f"    {flag.rule}: {flag.text!r} {flag.message} | {text}")


def main() -> None:
    """Print both lines."""
    given = [argument for argument in sys.argv[1:] if Path(argument).is_dir()]
    found = rows(Path(given[0]) if given else DATA)
    report("NTREX, Indonesian alone", check(found, source=False))
    report("NTREX, Indonesian with its English source", check(found, source=True))


if __name__ == "__main__":
    main()
