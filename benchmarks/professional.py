"""How often the rules flag what professionals have translated, in flags per 1,000 words.

Run: python -m benchmarks.professional [DATA] [--list SEVERITY]
NTREX-128 (60 news articles) and the news half of PUD into Indonesian, alone and with their English
source; the first references of WMT 2020 and 2021 into German and from Chinese into English, with
their source. What a rule says here is mostly a false alarm, though professionals slip, too.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from benchmarks.data import document, folder, json_lines, table, written_rules
from corpora.text import Document, Flag, Severity, Side
from corpora.words import count_words
from qa.config import Config
from qa.flagger import languages_of
from qa.flags import flags_of
from qa.merge import merge

Text = tuple[str, str | None, str | None]


def indonesian(name: str, path: str, column: str, *, source: bool) -> Iterator[Document]:
    """The documents of a table with the columns `en` and `id`."""
    groups: dict[str, list[Text]] = defaultdict(list)
    for row in table(folder() / path):
        if row.get("genre", "news") == "news":
            key = row[column] if column == "doc" else row[column][:4]
            groups[key].append((row["id"], row["en"] if source else None, None))
    for key, texts in groups.items():
        yield document(f"{name}/{key}", texts, ("id", "en" if source else None))


def references(name: str) -> Iterator[Document]:
    """The first human reference of each WMT document, as a translation of its source."""
    groups: dict[str, dict[int, Text]] = defaultdict(dict)
    pair = name.partition(".")[2].split("-")
    for row in json_lines(folder() / "mqm_news" / f"{name}.jsonl.gz"):
        if row["refs"]:
            text = (next(iter(row["refs"].values())), row["src"], None)
            groups[row["doc"]][int(row["seg_in_doc"])] = text
    for key, segments in groups.items():
        yield document(key, [segments[n] for n in sorted(segments)], (pair[1], pair[0]))


def report(name: str, documents: Iterable[Document]) -> float:
    """Print the rates and the rules that spoke; returns flags of major or worse per 1,000 words."""
    found: list[tuple[Document, Flag]] = []
    words = articles = 0
    checks = Config().chosen(written_rules(), name, None).checks
    for one in documents:
        articles += 1
        words += sum(count_words(segment.mt.text) for segment in one.segments)
        flags = merge(one, flags_of(one, languages_of(one), checks))
        found += [(one, flag) for flag in flags]
    worse = [flag for _, flag in found if flag.severity >= Severity.MAJOR]
    rate = 1000 * len(worse) / words
    print(f"{name}: {articles} articles, {words:,} words")
    print(f"  major or worse: {rate:.2f} per 1,000 words ({len(worse)} flags)")
    print(f"  of any severity: {1000 * len(found) / words:.2f} per 1,000 words")
    counts = Counter((flag.rule, flag.severity.word) for _, flag in found)
    for (rule, severity), count in counts.most_common(12):
        print(f"    {count:4} {rule} ({severity})")
    if "--list" in sys.argv:
        least = Severity[sys.argv[sys.argv.index("--list") + 1].upper()]
        for one, flag in found:
            if flag.severity >= least:
                show(one, flag)
    return rate


def show(one: Document, flag: Flag) -> None:
    """Print a flag with its sentence."""
    segment = one.segments[flag.segment]
    side = segment.source if flag.span.side is Side.SOURCE and segment.source else segment.mt
    words = side.text[flag.span.start : flag.span.end]
    source = segment.source.text if segment.source else ""
    print(f"    {flag.rule}: {words!r} {flag.message} | {segment.mt.text} | {source}")


def main() -> None:
    """Print every set."""
    ntrex, pud = "id_ntrex/ntrex.en-id.tsv.gz", "id_pud/pud.en-id.tsv.gz"
    for source in (False, True):
        how = "with its English source" if source else "alone"
        report(f"NTREX, Indonesian {how}", indonesian("ntrex", ntrex, "doc", source=source))
        report(f"PUD news, Indonesian {how}", indonesian("pud", pud, "sent_id", source=source))
    for name in ("newstest2020.en-de", "newstest2020.zh-en", "newstest2021.zh-en"):
        report(f"{name}, reference with its source", references(name))


if __name__ == "__main__":
    main()
