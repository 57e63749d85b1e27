"""How often each rule fires on WMT news, and how many of its flags overlap what a rater marked.

Run: python -m benchmarks.marked [DATA] [--tune] [--show RULE]
Machine translations of newstest2020 and 2021 into German and from Chinese into English
(google/wmt-mqm-human-evaluation, Apache-2.0), whole documents, with source and reference.
Documents are split by the hash of their name: half (--tune) was looked at while the rules were
written, the other half is printed.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from benchmarks.data import document, folder, json_lines, written_rules
from corpora.text import Flag, Side
from qa.flagger import languages_of
from qa.flags import flags_of

SETS = ("newstest2021.en-de", "newstest2021.zh-en", "newstest2020.en-de", "newstest2020.zh-en")
Rows = list[dict[str, Any]]


def articles(name: str, parity: int) -> Iterator[Rows]:
    """The rows of each machine translation of a document, in the document's order."""
    groups: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in json_lines(folder() / "mqm_news" / f"{name}.jsonl.gz"):
        machine = not row["system"].startswith(("Human", "ref"))
        if machine and zlib.crc32(row["doc"].encode()) % 2 == parity and row["refs"]:
            groups[row["doc"], row["system"]].append(row)
    for rows in groups.values():
        yield sorted(rows, key=lambda row: int(row["seg_in_doc"]))


def check(rows: Rows, *, source: bool = True, reference: bool = True) -> tuple[Flag, ...]:
    """The flags of one translation of a document."""
    source_code, target_code = rows[0]["lp"].split("-")
    texts = [
        (
            row["mt"],
            row["src"] if source else None,
            next(iter(row["refs"].values())) if reference else None,
        )
        for row in rows
    ]
    whole = document(rows[0]["doc"], texts, (target_code, source_code))
    return flags_of(whole, languages_of(whole), written_rules())


def is_marked(row: dict[str, Any], flag: Flag) -> bool:
    """Whether a rater marked any of the flagged words; for an omission, marked one at all."""
    spans = [span for rater in row["raters"] for span in rater["spans"]]
    placed = [s for s in spans if s["start"] is not None]
    omitted = any("mission" in s["cat"] for s in spans)
    start, end = flag.span.start, max(flag.span.end, flag.span.start + 1)
    if flag.span.side is not Side.TRANSLATION:
        return omitted or any("Accuracy" in s["cat"] for s in spans)
    touched = any(s["start"] < end and start < s["end"] for s in placed)
    return touched or (omitted and "omission" in flag.category)


def show(row: dict[str, Any], flag: Flag) -> None:
    """Print a flag, whether it is marked, and its sentence."""
    text = row["src"] if flag.span.side is Side.SOURCE else row["mt"]
    words = text[flag.span.start : flag.span.end]
    marked = "+" if is_marked(row, flag) else "-"
    print(f"{marked} {flag.severity.word} {words!r} {flag.message} | {row['mt']} | {row['src']}")


def main() -> None:
    """Print each rule's flags and the share that a rater's mark overlaps."""
    parity = 0 if "--tune" in sys.argv else 1
    shown = sys.argv[sys.argv.index("--show") + 1] if "--show" in sys.argv else None
    fired: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    segments = 0
    for name in SETS:
        for rows in articles(name, parity):
            segments += len(rows)
            for flag in check(rows):
                fired[flag.rule] += 1
                agreed[flag.rule] += is_marked(rows[flag.segment], flag)
                if flag.rule == shown:
                    show(rows[flag.segment], flag)
    print(f"WMT news, {segments:,} segments: rule, flags, share that a rater's mark overlaps")
    for rule in sorted(fired):
        print(f"{rule:28} {fired[rule]:6,} {agreed[rule] / fired[rule]:6.2f}")


if __name__ == "__main__":
    main()
