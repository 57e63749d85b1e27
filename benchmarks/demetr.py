"""Which of DEMETR's 35 kinds of controlled error the rules catch (Karpinska et al. 2022, EMNLP).

Run: python -m benchmarks.demetr [DATA] [--tune] [--show KIND]
A row has a good and a spoiled translation into English, its source and a reference. A spoiled
translation is caught when a rule of that kind raises a flag that it does not raise on the good
one; an alarm is any flag of these rules on the good one. Rows with an odd id are printed; those
with an even id (--tune) were looked at while the rules were written.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from benchmarks.data import CODES, document, folder, json_lines, written_rules
from corpora.text import Side
from qa.flagger import languages_of
from qa.flags import flags_of

SETTINGS = {
    "alone": frozenset[Side](),
    "source": frozenset([Side.SOURCE]),
    "reference": frozenset([Side.REFERENCE]),
    "both": frozenset([Side.SOURCE, Side.REFERENCE]),
}
KINDS: dict[str, tuple[str, ...]] = {
    "base_id33_empty": ("empty-translation", "length-ratio"),
    "base_id33_shuffle_trans": ("unrelated-translation",),
    "base_id35_reference": (),
    "critical_id10_numbers_replaced": ("number-mismatch",),
    "critical_id11_gender": ("pronoun-gender",),
    "critical_id20_shuffled": ("scrambled-order",),
    "critical_id21_adj_adv_removed": (),
    "critical_id22_verb_removed": (),
    "critical_id23_noun_removed": (),
    "critical_id24_subj_removed": (),
    "critical_id25_ne_removed": (
        "missing-name",
        "missing-words",
        "grammar",
        "spacing",
        "stray-punctuation",
    ),
    "critical_id4_codemix": ("untranslated-word", "mixed-scripts"),
    "critical_id6_addition": (),
    "critical_id7_antonym": (),
    "critical_id8_negation": ("negation-mismatch",),
    "critical_id9_ne_replaced": ("wrong-name", "missing-name"),
    "major_id17_tense": (),
    "major_id18_aspect": (),
    "major_id19_question": ("question-mismatch",),
    "major_id3_hypernym": (),
    "major_id5_pp_removed": (),
    "minor_id12_conj_removed": (),
    "minor_id13_pos_shift": (),
    "minor_id14_word_swap": (),
    "minor_id15_case": (),
    "minor_id16_function_word": (),
    "minor_id1_repeat2": ("doubled-word",),
    "minor_id26_misspelled": ("misspelling", "wrong-word"),
    "minor_id27_char_removed": ("misspelling", "wrong-word", "grammar"),
    "minor_id28_final_punc_removed": ("missing-final-punctuation",),
    "minor_id29_punc_addition": (
        "stray-punctuation",
        "broken-sentence",
        "unbalanced-quotation-marks",
    ),
    "minor_id2_repeat4": ("doubled-word", "repeated-phrase"),
    "minor_id30_tokenized": ("spacing",),
    "minor_id31_full_lower": ("letter-case",),
    "minor_id32_first_lower": ("letter-case",),
}
CHECKS_FOUND = written_rules()


@dataclass
class Tally:
    """What happened to the rows of a kind."""

    rows: int = 0
    caught: int = 0
    alarms: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    missed: list[dict[str, Any]] = field(default_factory=list)


@cache
def flags(
    mt: str, source: str | None, reference: str | None, code: str
) -> frozenset[tuple[str, str]]:
    """The flags of a translation: rule and flagged words."""
    whole = document("row", [(mt, source, reference)], ("en", code if source else None))
    found = flags_of(whole, languages_of(whole), CHECKS_FOUND)
    sides = {Side.TRANSLATION: mt, Side.SOURCE: source or "", Side.REFERENCE: reference or ""}
    return frozenset((f.rule, sides[f.span.side][f.span.start : f.span.end]) for f in found)


def measure(rows: list[dict[str, Any]], sides: frozenset[Side]) -> Mapping[str, Tally]:
    """The tally of each kind, with these sides at hand."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        source = row["src"] if Side.SOURCE in sides else None
        reference = row["ref"] if Side.REFERENCE in sides else None
        code = CODES[row["lang"]]
        good = flags(row["mt"], source, reference, code)
        new = {rule for rule, _ in flags(row["mt_bad"], source, reference, code) - good}
        rules, tally = KINDS[row["pert"]], tallies[row["pert"]]
        tally.rows += 1
        tally.by_rule.update(new)
        tally.alarms += any(rule in rules for rule, _ in good)
        if new & set(rules):
            tally.caught += 1
        else:
            tally.missed.append(row)
    return tallies


def report(rows: list[dict[str, Any]]) -> None:
    """Print a line for each kind: caught and alarms in per cent, in each setting."""
    found = {name: measure(rows, sides) for name, sides in SETTINGS.items()}
    print(f"{'DEMETR: caught % / alarms %':34}" + "".join(f"{name:>14}" for name in SETTINGS))
    for kind, rules in KINDS.items():
        cells = []
        for tallies in found.values():
            tally = tallies[kind]
            share, alarms = 100 * tally.caught / tally.rows, 100 * tally.alarms / tally.rows
            cells.append(f"{share:8.1f} /{alarms:4.1f}" if rules else f"{'–':>14}")
        both = found["both"][kind]
        others = ", ".join(f"{rule} {n}" for rule, n in both.by_rule.most_common(3))
        print(f"{kind:34}{''.join(cells)}  {', '.join(rules) or 'no rule'}; {both.rows}: {others}")


def main() -> None:
    """Print the table of all 35 kinds."""
    parity = 0 if "--tune" in sys.argv else 1
    rows = [
        r for r in json_lines(folder() / "demetr" / "demetr.jsonl.gz") if int(r["id"]) % 2 == parity
    ]
    if "--some" in sys.argv:
        rows = rows[::5]
    if "--show" in sys.argv:
        kind = sys.argv[sys.argv.index("--show") + 1]
        rows = [row for row in rows if kind in row["pert"]]
        for setting in ("both",):
            for tally in measure(rows, SETTINGS[setting]).values():
                for row in tally.missed[:25]:
                    print(row["mt"], "=>", row["mt_bad"], "|", row["ref"], "|", row["src"])
    else:
        report(rows)


if __name__ == "__main__":
    main()
