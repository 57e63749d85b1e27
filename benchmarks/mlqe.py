"""How many flags on Wikipedia translations overlap a word that a post-editor changed (MLQE-PE).

Run: python -m benchmarks.mlqe [DATA]
Neural machine translations of single sentences, with the source, tokenised, so rules about spacing,
quotation marks and dashes are left out (Fomicheva et al. 2022, CC0). A post-editor changes what is
clumsy as well as what is wrong; where he changed much, any flag overlaps something, so the share of
changed words stands beside.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks.data import document, folder, json_lines, written_rules
from corpora.text import Flag, Side
from qa.config import Config
from qa.flagger import languages_of
from qa.flags import flags_of

PAIRS = ("en-de", "et-en", "ro-en", "ru-en")
TOKENISED = frozenset(
    (
        "spacing",
        "hyphen-as-dash",
        "mixed-quotation-marks",
        "unbalanced-quotation-marks",
        "stray-punctuation",
        "missing-final-punctuation",
        "leftover-markup",
        "letter-case",
    )
)


def flags(row: dict[str, Any]) -> list[Flag]:
    """The flags on the translation's side of a row."""
    source, target = row["lp"].split("-")
    one = document("row", [(row["mt"], row["src"], None)], (target, source))
    checks = Config().chosen(written_rules(), "", None).checks
    kept = {rule: check for rule, check in checks.items() if rule not in TOKENISED}
    return [
        flag
        for flag in flags_of(one, languages_of(one), kept)
        if flag.span.side is Side.TRANSLATION
    ]


def is_changed(row: dict[str, Any], flag: Flag) -> bool:
    """Whether the post-editor changed a flagged word, or put one beside it."""
    tags = row["mt_tags"].split()
    at = 0
    for number, word in enumerate(row["mt"].split(" ")):
        end = at + len(word)
        near = tags[2 * number : 2 * number + 3]
        if at < flag.span.end and flag.span.start < end and "BAD" in near:
            return True
        at = end + 1
    return False


def main() -> None:
    """Print each rule's flags and the share that overlaps a change."""
    fired: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    words = bad = 0
    for pair in PAIRS:
        for row in json_lines(folder() / "mlqe_pe" / f"{pair}.jsonl.gz"):
            tags = row["mt_tags"].split()[1::2]
            words, bad = words + len(tags), bad + tags.count("BAD")
            for flag in flags(row):
                fired[flag.rule] += 1
                agreed[flag.rule] += is_changed(row, flag)
    print(f"MLQE-PE, {', '.join(PAIRS)}: {bad / words:.2f} of the words were changed")
    for rule in sorted(fired):
        print(f"{rule:28} {fired[rule]:6,} {agreed[rule] / fired[rule]:6.2f}")


if __name__ == "__main__":
    main()
